/*
 * What the user said about one person, as the rules need it: the sum of the
 * sayings that hold.
 */
#pragma once

#include "agent/rules/words.h"

/* "done": what came in this conversation until then is settled. */
struct said_done {
	gint64 conversation;
	gint64 at;
};

struct said {
	gboolean contact;    /* imported, logged, tagged, staged, flagged */
	gboolean tracked;    /* ... and cared about */
	gboolean untracked;  /* said not to be, last */
	guint ruled;	     /* enum sign bits: what lines say of the person */
	gboolean muted;	     /* never to be named */
	enum stage stage;    /* STAGE_NONE: said nothing */
	gint64 stage_at;     /* when that was said */
	gint64 done_at;	     /* what came until then is settled; 0: none */
	gint64 reminded_at;  /* and reminders of the person alone */
	gint64 snooze_until; /* not to be named before; 0: none */
	gint64 snooze_at;    /* when that was said */
	gint64 lead_at;	     /* imported, to be written to then; 0: not */
	guint nos;	     /* times that they declined, told by hand */

	const struct said_done *done; /* matter by matter, may be NULL */
	gsize n_done;
};

/* Whether what came at `at` in the conversation is settled. */
gboolean said_is_done(const struct said *said, gint64 conversation, gint64 at);

/* Until when reminders of the person, not of a matter, are settled. */
gint64 said_reminded_at(const struct said *said);
