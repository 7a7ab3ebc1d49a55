/*
 * What a draft to somebody is made from: to which address, from which of the
 * user's own, in which conversation, about what, and from which account.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "agent/letters/angle.h"
#include "store/message.h"
#include "store/outbox.h"
#include "store/person.h"
#include "store/store.h"

/*
 * What is decided when a draft is wished, and stored with it: never a text.
 */
struct followup_plan {
	gint64 person_id;
	char *address; /* to which; NULL: they have none */
	gint64 source; /* the message that it answers, 0: none, fresh mail */
	gint64 matter; /* the touch that their verdict rests on, 0: none */
	enum reason reason; /* of the rung where that stands */
	guint rung;	    /* from 1; 0: none is due */
	gboolean last_rung;
	guint attempts;		     /* of the open run */
	gint64 last_at, last_source; /* the last touch with them; 0, 0 */
	const struct angle *angle;
};

void followup_plan_clear(struct followup_plan *plan);
typedef struct followup_plan followup_plan;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(followup_plan, followup_plan_clear)

/*
 * At `now`: the conversation of their most pressing verdict that is due, else
 * the last one there was; and the next angle.
 */
gboolean followup_decide(struct store *store, const struct config *config,
			 const struct store_person *person, gint64 now,
			 struct followup_plan *plan_out, GError **error);

/* Whether the matter of a draft still waits at `now`; 0, no matter, does. */
gboolean followup_is_live(struct store *store, gint64 person_id, gint64 matter,
			  gint64 now, gboolean *live_out, GError **error);

/*
 * Whether the message is a person's to or from somebody: *address_id_out is the
 * address of theirs that it is from, or to; 0: it is not.
 */
gboolean followup_concerns(struct store *store,
			   const struct store_message *message,
			   gint64 person_id, gint64 *address_id_out,
			   GError **error);

/* The last touch with somebody up to `now`; 0, 0: there is none. */
gboolean followup_find_last(struct store *store, gint64 person_id, gint64 now,
			    gint64 *at_out, gint64 *source_out, GError **error);

/*
 * All that goes into it, read anew: what has been forgotten since is not in
 * it.  The record lends from the followup.
 */
struct followup;
typedef struct followup followup;

struct followup *followup_read(struct store *store, const struct config *config,
			       const char *address, gint64 source,
			       GError **error);
void followup_free(struct followup *followup);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(followup, followup_free)

/* NULL: no account has a host. */
const struct config_account *followup_get_account(
    const struct followup *followup);
/* The user's own address that it is from; never NULL. */
const char *followup_get_from(const struct followup *followup);

/*
 * Fill in the template of the angle; `now` is the time of the letter.
 * TEND_ERROR_CONFIG for a template of the user's that is none.
 */
gboolean followup_compose(struct followup *followup, const struct angle *angle,
			  gint64 now, GError **error);
/* The same with the template that is built in; cannot fail. */
void followup_compose_built_in(struct followup *followup,
			       const struct angle *angle, gint64 now);
/* After that: header and text for the user's eyes; yours to free. */
char *followup_print(const struct followup *followup);
/* Lent, "" for none: the subject, the id that it answers, and the text. */
const char *followup_get_subject(const struct followup *followup);
const char *followup_get_parent(const struct followup *followup);
const char *followup_get_text(const struct followup *followup);
/* And the letter for the worker. */
gboolean followup_fill(struct followup *followup, struct store *store,
		       const struct store_outbox *row,
		       struct record_letter *record_out, GError **error);
/*
 * Whether it quotes a message whose body no worker has read yet: if one dies of
 * it, the next is not to try.
 */
gboolean followup_quotes_unread(const struct followup *followup);
