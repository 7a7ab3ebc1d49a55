/*
 * Who has stalled, and why.  Rules stand in one table, most pressing first;
 * each sees facts and never the time: it says on which mornings its verdict
 * is to be named, so a verdict stays true as the clock moves.
 */
#pragma once

#include "agent/rules/rung.h"
#include "agent/rules/summary.h"

/* About one person, all borrowed. */
struct facts {
	const struct touch *touches; /* sorted by (at, source) */
	gsize n_touches;
	const struct summary *summary; /* of the same touches */
	const struct said *said;
	const struct rule_settings *settings;

	gboolean colleague;	       /* of the user's own organisation */
	const struct cadence *cadence; /* of who is tracked, never NULL */
	guint quiet_days; /* as a tag or stage has it; 0: by the year, or
			     QUIET_NEVER of agent/rules/terms.h */
};

/* lapse_at of what never lapses: the last second of the year 9999. */
#define VERDICT_NEVER G_GINT64_CONSTANT(253402300799)

/* Open in [due_at, lapse_at), named on each rung.  Times are UTC seconds. */
struct verdict {
	enum reason reason;
	gint64 since_at; /* when it began to wait */
	gint64 due_at;	 /* when it is first true that somebody waits */
	gint64 lapse_at; /* closed from then on */
	struct ladder ladder;
	gint64 source; /* the touch that it rests on */
	gint64 conversation;

	/*
	 * Why, in plain words with absolute dates (agent/rules/wording.h), in
	 * two halves: between them there is room for the subject of the source.
	 */
	char *sentence;
	char *rest;

	/* The sentence of the mail itself: which one, and whose. */
	enum sign quote; /* 0: none */
	gint64 quote_source;
};

void verdict_free(struct verdict *verdict);
typedef struct verdict verdict;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(verdict, verdict_free)

struct matter; /* agent/rules/matter.h */

struct rule {
	enum reason reason;
	const char *name;    /* reason_name(reason) */
	const char *summary; /* half a sentence for help and manual */

	/*
	 * One of the two; neither where the rung stands on the ladder of
	 * another rule.  NULL if it does not hold; else the caller owns the
	 * verdict, whose due_at and lapse_at may be left 0 where they follow
	 * from the ladder.
	 */
	struct verdict *(*judge)(const struct facts *facts,
				 const struct matter *matter);
	struct verdict *(*judge_person)(const struct facts *facts);
};

extern const struct rule rule_promised;
extern const struct rule rule_you_owe;
extern const struct rule rule_new;
extern const struct rule rule_undelivered;
extern const struct rule rule_they_owe;
extern const struct rule rule_follow_up;
extern const struct rule rule_gave_up_early;
extern const struct rule rule_quiet;
extern const struct rule rule_ask_referral;

/* The table, most pressing first, NULL at its end. */
extern const struct rule *const stall_rules[];

/*
 * Verdicts about one person, one per conversation at most, most pressing
 * first.  Nobody muted or lost gets any, nor who asked to be left alone.
 * Returns an array that frees its items, possibly empty.
 */
GPtrArray *stall_judge(const struct facts *facts);
