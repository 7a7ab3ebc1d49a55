/* The table of rules, and the judgement of one person by it. */
#include "agent/rules/stall.h"

const struct rule *const stall_rules[] = {
	&rule_you_owe,
	&rule_they_owe,
	NULL,
};

void verdict_free(struct verdict *verdict)
{
	if (verdict == NULL)
		return;
	g_free(verdict->sentence);
	g_free(verdict);
}

static void free_verdict_item(gpointer data)
{
	verdict_free(data);
}

GPtrArray *stall_judge(const struct facts *facts)
{
	g_autoptr(GPtrArray) verdicts =
	    g_ptr_array_new_with_free_func(free_verdict_item);

	if (facts->said->muted || facts->summary->stage == STAGE_LOST)
		return g_steal_pointer(&verdicts);

	for (gsize i = 0; stall_rules[i] != NULL; i++) {
		struct verdict *verdict = stall_rules[i]->judge(facts);

		if (verdict == NULL)
			continue;
		g_ptr_array_add(verdicts, verdict);
		break;
	}
	return g_steal_pointer(&verdicts);
}
