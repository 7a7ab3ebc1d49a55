/*
 * Cadences: how often to try before somebody is let be.  Named ladders of
 * days since the first contact of a run; built in, or the user's own.
 */
#pragma once

#include "agent/rules/rung.h"

#define CADENCE_MAX 14

struct cadence {
	const char *name;
	gint32 days[CADENCE_MAX]; /* since the first contact, ascending */
	enum channel channels[CADENCE_MAX];
	guint n;
};

/* steady (the default), persistent and gentle; ends with a NULL name. */
extern const struct cadence cadence_builtin[];

/* Among the user's own and then the built-in ones; NULL if there is none. */
const struct cadence *cadence_find(const char *name,
				   const struct rule_settings *settings);

/*
 * "3, 7, 9 call, 14".  FALSE for what is none: *wrong_out then says what is
 * wrong in half a sentence, which the caller owns.  Name and text are not
 * kept.
 */
gboolean cadence_parse(const char *text, struct cadence *cadence_out,
		       char **wrong_out);
/* The same words again; the caller owns them. */
char *cadence_format(const struct cadence *cadence);

/* A run that waits for an answer. */
struct climb {
	gint64 first_at; /* its first attempt */
	gint64 last_at;	 /* and its last */
	guint attempts;	 /* at least 1 */
	enum reason reason;
};

/*
 * Add the rungs that are left.  After n attempts the next is due at
 * max(first + days[n], last + days[n] - days[n-1]), so that nothing is overdue
 * the moment one presses send; a rung that is passed without an attempt is
 * passed.  Weekends and holidays move a rung to the next working day.
 */
void cadence_climb(const struct cadence *cadence, const struct climb *climb,
		   const struct rule_settings *settings, struct ladder *ladder);

/*
 * And the tail: every max(settings->tail_days, the last step) days, and from a
 * year after the first attempt every settings->late_days; it ends
 * settings->tail_years after that, if they are set.
 */
void cadence_add_tail(const struct cadence *cadence, const struct climb *climb,
		      const struct rule_settings *settings,
		      struct ladder *ladder);
