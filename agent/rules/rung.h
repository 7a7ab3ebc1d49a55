/*
 * Rungs: the mornings on which a matter is named.
 *
 * A ladder is all of them: the first ones one by one, and a tail that goes on
 * at even steps.  It is made without knowing the time, so it stays true as the
 * clock moves; whoever knows the time asks where on the ladder it stands.
 */
#pragma once

#include "agent/rules/settings.h"
#include "agent/rules/words.h"

#define LADDER_MAX 16

struct rung {
	gint64 due_at;	      /* UTC seconds; 0: there is none */
	enum reason reason;   /* may differ from the verdict's first one */
	enum channel channel; /* how to get in touch */
};

struct ladder {
	struct rung rungs[LADDER_MAX]; /* due_at ascends */
	guint n;

	/* After the last of them, every tail_days; 0: no tail. */
	gint32 tail_days;
	gint64 late_at; /* from then on every late_days instead */
	gint32 late_days;
	gint64 end_at; /* no rung from then on; 0: without end */
};

/* Keeps due_at ascending: a rung not after the last one is dropped. */
void ladder_add(struct ladder *ladder, const struct rung *rung);

/*
 * Rungs before `at` do not count; the first of them falls on `at` and the
 * others keep their distances.  For a snooze, and an absence.
 */
void ladder_put_off(struct ladder *ladder, gint64 at,
		    const struct rule_settings *settings);

/*
 * The latest rung that is due at `now`, and the next one after it.  Either has
 * due_at 0 if there is none; a tail is walked for at most a lifetime.
 */
void ladder_at(const struct ladder *ladder, gint64 now,
	       const struct rule_settings *settings, struct rung *last_out,
	       struct rung *next_out);

/* After the last rung, the next working morning; never with a tail. */
gint64 ladder_lapse(const struct ladder *ladder,
		    const struct rule_settings *settings);

/*
 * "1772436600 1772695800:call 1773127800!gave-up-early +14 1804000000+90", as
 * it is stored; the caller owns it.  FALSE for what is no ladder.
 */
char *ladder_format(const struct ladder *ladder, enum reason reason);
gboolean ladder_parse(const char *text, enum reason reason,
		      struct ladder *ladder_out);
