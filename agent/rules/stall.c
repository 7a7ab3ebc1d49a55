/* The table of rules, and the judgement of one person by it. */
#include "agent/rules/stall.h"

#include "agent/rules/matter.h"

const struct rule *const stall_rules[] = {
	&rule_promised,	     &rule_you_owe,
	&rule_new,	     &rule_undelivered,
	&rule_they_owe,	     &rule_follow_up,
	&rule_gave_up_early, &rule_quiet,
	&rule_ask_referral,  NULL,
};

void verdict_free(struct verdict *verdict)
{
	if (verdict == NULL)
		return;
	g_free(verdict->sentence);
	g_free(verdict->rest);
	g_free(verdict);
}

static void free_verdict_item(gpointer data)
{
	verdict_free(data);
}

/* What the rule left open follows from the ladder. */
static void finish(const struct facts *facts, struct verdict *verdict)
{
	if (verdict->due_at == 0)
		verdict->due_at = verdict->ladder.rungs[0].due_at;
	if (verdict->lapse_at == 0)
		verdict->lapse_at =
		    ladder_lapse(&verdict->ladder, facts->settings);
}

/*
 * Whoever was put off is to be named then, whatever its last day; but what had
 * been closed when the user said so was not meant.
 */
static void heed_snooze(const struct facts *facts, struct verdict *verdict)
{
	gint64 until = facts->said->snooze_until;

	if (until == 0 || verdict->lapse_at <= facts->said->snooze_at)
		return;
	ladder_put_off(&verdict->ladder, until, facts->settings);
	verdict->due_at = MAX(verdict->due_at, until);
	if (verdict->ladder.rungs[0].due_at == until &&
	    verdict->ladder.end_at == 0)
		verdict->lapse_at =
		    MAX(verdict->lapse_at,
			ladder_lapse(&verdict->ladder, facts->settings));
}

/* One verdict a conversation: what came before it is more pressing. */
static gboolean is_taken(const GPtrArray *verdicts, gint64 conversation)
{
	for (guint i = 0; i < verdicts->len; i++) {
		const struct verdict *verdict = verdicts->pdata[i];

		if (verdict->conversation == conversation)
			return TRUE;
	}
	return FALSE;
}

static void add(const struct facts *facts, struct verdict *taken,
		GPtrArray *verdicts)
{
	g_autoptr(verdict) verdict = taken;

	if (verdict == NULL || is_taken(verdicts, verdict->conversation))
		return;
	finish(facts, verdict);
	heed_snooze(facts, verdict);
	g_ptr_array_add(verdicts, g_steal_pointer(&verdict));
}

GPtrArray *stall_judge(const struct facts *facts)
{
	g_autoptr(GPtrArray) verdicts =
	    g_ptr_array_new_with_free_func(free_verdict_item);
	struct matter matters[MATTERS_MAX];
	guint n;

	if (facts->said->muted || facts->summary->stage == STAGE_LOST ||
	    facts->summary->stop_at != 0)
		return g_steal_pointer(&verdicts);

	n = matter_walk(facts, matters);
	for (gsize i = 0; stall_rules[i] != NULL; i++) {
		const struct rule *rule = stall_rules[i];

		for (guint j = 0; rule->judge != NULL && j < n; j++)
			add(facts, rule->judge(facts, &matters[j]), verdicts);
		if (rule->judge_person != NULL)
			add(facts, rule->judge_person(facts), verdicts);
	}
	return g_steal_pointer(&verdicts);
}
