/*
 * Who has stalled, and why.  Rules stand in one table, most pressing first;
 * each sees facts and never the time: it says from when and until when its
 * verdict holds, so a verdict stays true as the clock moves.
 */
#pragma once

#include "agent/rules/summary.h"

/* About one person, all borrowed. */
struct facts {
	const struct touch *touches; /* sorted by (at, source) */
	gsize n_touches;
	const struct summary *summary; /* of the same touches */
	const struct said *said;
	const struct rule_settings *settings;
	const char *subject; /* of the last touch's message, may be NULL */
};

/* lapse_at of what never lapses: the last second of the year 9999. */
#define VERDICT_NEVER G_GINT64_CONSTANT(253402300799)

/* Stalled in [due_at, lapse_at).  Times are UTC seconds. */
struct verdict {
	enum reason reason;
	gint64 since_at; /* when it began to wait */
	gint64 due_at;
	gint64 lapse_at;
	gint64 source; /* the touch that it rests on */
	gint64 conversation;
	char *sentence; /* why, in plain words with absolute dates */
};

void verdict_free(struct verdict *verdict);
typedef struct verdict verdict;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(verdict, verdict_free)

struct rule {
	enum reason reason;
	const char *name;    /* reason_name(reason) */
	const char *summary; /* half a sentence for help and manual */

	/* NULL if it does not hold; else the caller owns the verdict. */
	struct verdict *(*judge)(const struct facts *facts);
};

extern const struct rule rule_you_owe;
extern const struct rule rule_they_owe;

/* The table, most pressing first, NULL at its end. */
extern const struct rule *const stall_rules[];

/*
 * Verdicts about one person, one per conversation at most, most pressing
 * first; for now never more than one.  Nobody muted or lost gets any.
 * Returns an array that frees its items, possibly empty.
 */
GPtrArray *stall_judge(const struct facts *facts);
