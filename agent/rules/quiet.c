/*
 * quiet: somebody tracked whom the user knows well, and no touch for a long
 * time: regularly in the first year, then less often, but for ever.
 */
#include "agent/rules/stall.h"

#include "agent/rules/local_day.h"
#include "agent/rules/terms.h"
#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

#define FIRST_YEAR (365 * G_GINT64_CONSTANT(86400))

static guint interval(const struct facts *facts)
{
	const struct rule_settings *settings = facts->settings;
	const struct summary *summary = facts->summary;

	if (facts->quiet_days != 0)
		return facts->quiet_days;
	if (summary->stage == STAGE_CUSTOMER)
		return settings->quiet_customer;
	return summary->last_at - summary->first_at < FIRST_YEAR
		   ? settings->quiet_first_year
		   : settings->quiet_later;
}

static const struct touch *last_touch(const struct facts *facts)
{
	for (gsize i = facts->n_touches; i-- > 0;)
		if (facts->touches[i].direction != DIRECTION_NONE)
			return &facts->touches[i];
	return NULL;
}

/*
 * While the user waits for an answer their cadence reminds of them; all others
 * that are tracked would fall through.
 */
static gboolean is_meant(const struct summary *summary)
{
	switch (summary->stage) {
	case STAGE_ENGAGED:
	case STAGE_CUSTOMER:
		return TRUE;
	case STAGE_LEAD:
	case STAGE_CONTACTED:
		return summary->open.direction != DIRECTION_OUT;
	case STAGE_NONE:
	case STAGE_LOST:
	case N_STAGES:
		break;
	}
	return FALSE;
}

static struct verdict *quiet_judge(const struct facts *facts)
{
	const struct summary *summary = facts->summary;
	const struct touch *last = last_touch(facts);
	guint days = interval(facts);
	struct rung rung = { .reason = REASON_QUIET };
	struct ladder ladder = { .n = 0 };
	struct verdict *verdict;
	g_autofree char *date = NULL;
	gint64 from;

	if (!summary->tracked || facts->colleague || last == NULL ||
	    days == QUIET_NEVER || !is_meant(summary))
		return NULL;
	/* "Done" is said of the reminder: it begins anew. */
	from = MAX(last->at, said_reminded_at(facts->said));
	rung.due_at = workday_morning(facts->settings,
				      local_day(from, facts->settings->zone) +
					  (gint32)days);
	ladder_add(&ladder, &rung);
	ladder.tail_days = (gint32)MAX(days, 1u);
	if (facts->quiet_days == 0 && summary->stage != STAGE_CUSTOMER &&
	    days < facts->settings->quiet_later) {
		ladder.late_at = summary->first_at + FIRST_YEAR;
		ladder.late_days = (gint32)facts->settings->quiet_later;
	}
	date = wording_date(facts, last->at, &ladder);
	verdict = wording_verdict(
	    REASON_QUIET, last, last,
	    g_strdup_printf("you were last in touch on %s", date),
	    g_strdup(""));
	verdict->conversation = 0;
	verdict->ladder = ladder;
	return verdict;
}

const struct rule rule_quiet = {
	.reason = REASON_QUIET,
	.name = "quiet",
	.summary = "somebody tracked of whom nothing was heard for a long time",
	.judge_person = quiet_judge,
};
