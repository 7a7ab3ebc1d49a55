/*
 * Verdicts: who waits for what, since when, and when it is due.  Derived.
 * A verdict stays true as the clock moves: it holds its due and lapse times.
 */
#pragma once

#include "store/store.h"

struct store_verdict {
	gint64 person_id;
	gint64 conversation_id; /* 0: the person, not a conversation */
	int reason;		/* enum reason */
	gint64 since_at;	/* when it began to wait */
	gint64 due_at;
	gint64 lapse_at;
	gint64 source;	      /* the touch that it rests on */
	const char *sentence; /* why, in words */
	/* Filled by the lists only. */
	const char *name;    /* of the person */
	const char *address; /* the person's with most mail */
	const char *subject; /* of the message that is the source, or "" */
	const char *mid;
};

typedef struct store_verdict store_verdict;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_verdict, g_free)

/* All of a person's verdicts are now these n. */
gboolean store_verdict_replace(struct store *store, gint64 person_id,
			       const struct store_verdict *verdicts, guint n,
			       GError **error);

/*
 * struct store_verdict.  Due: due_at <= now < lapse_at, by reason (which is
 * most pressing first), then due_at.  Waiting: now < due_at, soonest first.
 * Ties by address and conversation.
 */
GPtrArray *store_verdict_list_due(struct store *store, gint64 now,
				  GError **error);
GPtrArray *store_verdict_list_waiting(struct store *store, gint64 now,
				      GError **error);
GPtrArray *store_verdict_list_by_person(struct store *store, gint64 person_id,
					GError **error);
