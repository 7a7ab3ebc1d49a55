/*
 * new: somebody new waits for a first word: a stranger who wrote, or a lead to
 * whom the user has not written.
 */
#include "agent/rules/matter.h"

#include "agent/rules/cadence.h"
#include "agent/rules/local_day.h"
#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

static gboolean counts(const struct facts *facts, const struct touch *touch)
{
	return touch->direction == DIRECTION_IN &&
	       !said_is_done(facts->said, touch->conversation, touch->at) &&
	       touch->at >= facts->settings->baseline_at;
}

static struct verdict *judge_stranger(const struct facts *facts)
{
	const struct touch *first = NULL, *last = NULL;
	struct verdict *verdict;
	struct rung rung = { .reason = REASON_NEW };
	struct ladder ladder = { .n = 0 };
	g_autofree char *date = NULL;
	gint64 lapse = 0;

	for (gsize i = facts->summary->open.first; i < facts->n_touches; i++) {
		const struct touch *touch = &facts->touches[i];

		if (!counts(facts, touch))
			continue;
		if (first == NULL || touch->at >= lapse)
			first = touch;
		last = touch;
		lapse = workday_add(facts->settings, touch->at,
				    facts->settings->new_within + 1);
	}
	if (first == NULL)
		return NULL;
	rung.due_at = workday_next_morning(facts->settings, first->at);
	ladder_add(&ladder, &rung);
	date = wording_date(facts, first->at, &ladder);
	verdict = wording_verdict(
	    REASON_NEW, first, last,
	    g_strdup_printf("they wrote to you for the first time on %s", date),
	    g_strdup(""));
	verdict->due_at = first->at;
	verdict->lapse_at = lapse;
	verdict->quote = last->signs & SIGN_ASKS ? SIGN_ASKS : SIGN_QUESTION;
	verdict->quote_source = last->source;
	verdict->ladder = ladder;
	return verdict;
}

static struct verdict *judge_lead(const struct facts *facts)
{
	const struct touch lead = { .at = facts->said->lead_at };
	const struct climb climb = { .first_at = lead.at,
				     .last_at = lead.at,
				     .attempts = 1,
				     .reason = REASON_NEW };
	struct rung rung = { .reason = REASON_NEW };
	struct verdict *verdict = wording_verdict(
	    REASON_NEW, &lead, &lead,
	    g_strdup("a lead to whom you have not written yet"), g_strdup(""));

	rung.due_at = workday_morning(
	    facts->settings, local_day(lead.at, facts->settings->zone));
	ladder_add(&verdict->ladder, &rung);
	cadence_climb(facts->cadence, &climb, facts->settings,
		      &verdict->ladder);
	cadence_add_tail(facts->cadence, &climb, facts->settings,
			 &verdict->ladder);
	return verdict;
}

static struct verdict *new_judge(const struct facts *facts)
{
	const struct summary *summary = facts->summary;

	if (facts->colleague)
		return NULL;
	if (!summary->contact && summary->open.direction == DIRECTION_IN)
		return judge_stranger(facts);
	if (summary->contact && facts->said->lead_at != 0 &&
	    summary->first_at == 0 &&
	    said_reminded_at(facts->said) < facts->said->lead_at)
		return judge_lead(facts);
	return NULL;
}

const struct rule rule_new = {
	.reason = REASON_NEW,
	.name = "new",
	.summary = "a stranger wrote to you, or a lead waits for a first word",
	.judge_person = new_judge,
};
