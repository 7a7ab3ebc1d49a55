/*
 * ask-referral: a customer praised the user in writing.  Nearly all would
 * recommend, hardly anybody asks them to: said once.
 */
#include "agent/rules/matter.h"

#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

/* Working days: later than that, the moment has passed. */
#define WITHIN 5

static struct verdict *ask_referral_judge(const struct facts *facts)
{
	const struct touch *praise = NULL;
	struct rung rung = { .reason = REASON_ASK_REFERRAL };
	struct ladder ladder = { .n = 0 };
	struct verdict *verdict;
	g_autofree char *date = NULL;

	if (facts->summary->stage != STAGE_CUSTOMER)
		return NULL;
	for (gsize i = 0; i < facts->n_touches && praise == NULL; i++)
		if (facts->touches[i].direction == DIRECTION_IN &&
		    (facts->touches[i].signs & SIGN_PRAISE) != 0 &&
		    facts->touches[i].at >= facts->settings->baseline_at)
			praise = &facts->touches[i];
	if (praise == NULL ||
	    said_is_done(facts->said, praise->conversation, praise->at))
		return NULL;
	rung.due_at = workday_next_morning(facts->settings, praise->at);
	ladder_add(&ladder, &rung);
	date = wording_date(facts, praise->at, &ladder);
	verdict = wording_verdict(
	    REASON_ASK_REFERRAL, praise, praise,
	    g_strdup_printf("they praised you on %s", date),
	    g_strdup(": a good moment to ask whom else you could help"));
	verdict->quote = SIGN_PRAISE;
	verdict->quote_source = praise->source;
	verdict->ladder = ladder;
	verdict->lapse_at = workday_add(facts->settings, praise->at, WITHIN);
	return verdict;
}

const struct rule rule_ask_referral = {
	.reason = REASON_ASK_REFERRAL,
	.name = "ask-referral",
	.summary = "a customer praised you: ask whom else you could help",
	.judge_person = ask_referral_judge,
};
