/*
 * Touches: one interaction with one person at one time.  Derived.
 *
 * A row whose direction is 0 is no touch: it is what else bears on the person,
 * such as mail to them that came back, or their absence.  Lists and histories
 * have it; counts pass over it.
 */
#pragma once

#include "store/store.h"

struct store_touch {
	gint64 person_id;
	gint64 at;
	gint64 source;		/* of what it rests on, see below */
	int direction;		/* enum direction */
	int channel;		/* enum channel */
	gint64 recipients;	/* how many it was written to */
	gint64 conversation_id; /* 0: none */
	gint64 signs;		/* enum sign bits */
	gint32 day;		/* local day of a promise or a return, or */
	gint32 ask_day; /* G_MININT32; the last day that its ask names */
};

/*
 * A source above 0 is a message_key; one below 0 and from G_MININT64 / 2 on is
 * minus a saying_id; and one below that is a message whose answer, which is
 * there, proves a mail that is not.
 */
static inline gint64 store_touch_proved_by(gint64 message_key)
{
	return G_MININT64 + message_key / 2;
}

/* A touch with what it came from; a proved one with what proves it. */
struct store_history {
	struct store_touch touch;
	int kind;	     /* enum kind; 0 for a saying */
	const char *subject; /* or the words of the saying */
	const char *mid;     /* "" for a saying */
};

typedef struct store_history store_history;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_history, g_free)

/*
 * Record a touch.  One already known changes nothing, so an interrupted
 * reading may simply be run again.
 */
gboolean store_touch_add(struct store *store, const struct store_touch *touch,
			 GError **error);
/* Before a message is derived anew; one that is not there is no error. */
gboolean store_touch_delete(struct store *store, gint64 person_id, gint64 at,
			    gint64 source, gboolean *deleted_out,
			    GError **error);

/* Those that are no touches, of somebody who has none. */
gboolean store_touch_forget_signs(struct store *store, gint64 person_id,
				  GError **error);

/* struct store_touch whose source is a saying, in the order said */
GArray *store_touch_list_said(struct store *store, GError **error);
/* struct store_touch, by time and source */
GArray *store_touch_list_by_person(struct store *store, gint64 person_id,
				   GError **error);
/* Of all persons above `after`, up to `last`, who are to be judged; by person.
 */
GArray *store_touch_list_dirty(struct store *store, gint64 after, gint64 last,
			       GError **error);
/* Those of both directions and a channel that rest on this. */
GArray *store_touch_list_by_source(struct store *store, gint64 source,
				   int channel, GError **error);
gboolean store_touch_has(struct store *store, gint64 person_id, gint64 at,
			 gint64 source, gboolean *has_out, GError **error);
/*
 * struct store_history, oldest first: the last `limit` touches before
 * `before`; 0 and G_MAXINT64 give all.
 */
GPtrArray *store_touch_history(struct store *store, gint64 person_id,
			       gint64 before, guint limit, GError **error);

/* Every touch, by person, time and source, until func returns FALSE. */
typedef gboolean (*store_touch_func)(const struct store_touch *touch,
				     gpointer data, GError **error);
gboolean store_touch_each(struct store *store, store_touch_func func,
			  gpointer data, GError **error);

/* Whether the person has a touch: a row that has a direction. */
gboolean store_touch_has_any(struct store *store, gint64 person_id,
			     gboolean *has_out, GError **error);

/* person 0 means everybody. */
gboolean store_touch_count(struct store *store, gint64 person_id,
			   gint64 *count_out, GError **error);

/* Those of a direction that only an answer proves. */
gboolean store_touch_count_proved(struct store *store, int direction,
				  gint64 *count_out, GError **error);

/* Whether two persons have touches in one conversation. */
gboolean store_touch_have_met(struct store *store, gint64 person_id,
			      gint64 other_id, gboolean *met_out,
			      GError **error);
/* Whether one of their touches in a direction has a sign (enum sign). */
gboolean store_touch_has_sign(struct store *store, gint64 person_id,
			      int direction, gint64 sign, gboolean *has_out,
			      GError **error);
