/*
 * Runs, attempts and exchanges, as DESIGN section 2 defines them.
 */
#pragma once

#include "agent/rules/touch.h"

/* Consecutive touches of one direction. */
struct run {
	enum direction direction; /* DIRECTION_NONE: there is none, or a
				   * colleague of theirs has ended it */
	gsize first;		  /* index of its first touch */
	guint touches;
	guint attempts; /* distinct local days; 0 unless out */
	gint64 first_at;
	gint64 last_at;
	gint64 last_conversation; /* of its last touch, 0: none */
};

struct runs {
	guint touches_out;
	guint touches_in;
	guint touches_both;
	guint exchanges;
	guint progress;	      /* exchanges that count towards the target */
	guint nos;	      /* days on which they declined */
	gint64 answer_within; /* their usual time, seconds; 0: not known */
	gint64 answered_by;   /* touch.source that ended an open run, or 0 */
	struct run open;      /* the last run: nobody has answered it */
};

/*
 * Towards the target count the exchanges that have real text on both sides, at
 * most one a day in each conversation.  Text that was not read may be real.
 *
 * touches sorted by (at, source).  Of those with DIRECTION_NONE only
 * SIGN_COLLEAGUE counts: somebody of theirs answered for them, which ends a run
 * without a touch or an exchange.
 */
void runs_count(const struct touch *touches, gsize n_touches, GTimeZone *zone,
		struct runs *runs_out);
