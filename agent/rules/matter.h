/*
 * Matters: conversations in which somebody owes something.
 *
 * One walk over everything that happened with a person, in the order of time.
 * An ask opens a matter; a word of the other side in the same conversation
 * clears it; so does one elsewhere when it comes within a day, or when nothing
 * else was open with that person. Elsewhere means that it answered nothing
 * where it stands: an answer to one ask is no answer to another.
 */
#pragma once

#include "agent/rules/stall.h"

/* More that is open at once, nobody remembers: the oldest is let go. */
#define MATTERS_MAX 32

/*
 * A matter that goes to and fro is named so often, however often it is opened
 * again; but each time once.
 */
#define MATTER_MOST_NAMED 4

/* Pointers lend from the touches that it was made of; NULL: nothing. */
struct matter {
	gint64 conversation; /* 0: what is outside of mail */
	gint64 last_at;
	guint named; /* rungs that had come before it was opened again */

	const struct touch *asked;	/* the user owes since then */
	const struct touch *asked_last; /* asked again */
	const struct touch *promised;	/* the user promised */

	const struct touch *ask;      /* they owe since then */
	const struct touch *ask_last; /* the last attempt after it */
	const struct touch *held;     /* they answered, but will come back */
	guint attempts;		      /* distinct local days of these */
	const struct touch *their_promise;

	const struct touch *bounced; /* what the user wrote did not arrive */
	const struct touch *sent;    /* the user's last in it */
	gint32 away_until;	     /* local day, or TOUCH_NO_DAY */
	const struct touch *left;    /* they are gone for good */
};

/* Cut a ladder to what is left of them; not of who is tracked. */
void matter_limit(const struct facts *facts, const struct matter *matter,
		  struct ladder *ladder);

/*
 * The matters that are open at the end, oldest first, into an array for
 * MATTERS_MAX.  Returns how many.
 */
guint matter_walk(const struct facts *facts, struct matter *matters_out);
