/*
 * promised: somebody said when they would come back to it.  The user's own
 * promise is due on its morning, theirs the day after; one without a day after
 * some working days.
 */
#include "agent/rules/matter.h"

#include "agent/rules/local_day.h"
#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

/* Working days after the first rung: a promise is worth three mornings. */
static const guint again[] = { 0, 3 };

static void add_rungs(const struct facts *facts, gint64 first, gsize n,
		      struct ladder *ladder)
{
	for (gsize i = 0; i < n; i++) {
		const struct rung rung = {
			.due_at = workday_add(facts->settings, first, again[i]),
			.reason = REASON_PROMISED,
		};

		ladder_add(ladder, &rung);
	}
}

static gint64 first_rung(const struct facts *facts, const struct touch *touch,
			 gint32 after)
{
	const struct rule_settings *settings = facts->settings;

	if (touch->day == TOUCH_NO_DAY)
		return workday_add(settings, touch->at,
				   settings->promise_within);
	/* For today: the next morning is the first to look at it. */
	return MAX(workday_morning(settings, touch->day + after),
		   workday_next_morning(settings, touch->at));
}

static char *rest(const struct facts *facts, const struct touch *touch,
		  const struct ladder *ladder, const char *end)
{
	g_autofree char *day = NULL;

	if (touch->day == TOUCH_NO_DAY)
		return g_strdup(end);
	day = wording_day(facts, touch->day, ladder);
	return g_strdup_printf(", for %s%s", day, end);
}

static struct verdict *judge(const struct facts *facts,
			     const struct matter *matter,
			     const struct touch *touch, const char *words,
			     const char *end, gint32 after)
{
	struct ladder ladder = { .n = 0 };
	struct verdict *verdict;
	g_autofree char *date = NULL;

	add_rungs(facts, first_rung(facts, touch, after),
		  touch->day == TOUCH_NO_DAY ? 1 : G_N_ELEMENTS(again),
		  &ladder);
	matter_limit(facts, matter, &ladder);
	date = wording_date(facts, touch->at, &ladder);
	verdict = wording_verdict(REASON_PROMISED, touch, touch,
				  g_strdup_printf("%s on %s", words, date),
				  rest(facts, touch, &ladder, end));
	verdict->quote =
	    touch->signs & SIGN_PROMISE ? SIGN_PROMISE : SIGN_ASKED_FOR;
	verdict->quote_source = touch->source;
	verdict->ladder = ladder;
	return verdict;
}

static struct verdict *promised_judge(const struct facts *facts,
				      const struct matter *matter)
{
	const struct touch *mine = matter->promised;

	if (!facts->summary->contact && !facts->colleague)
		return NULL;
	if (mine != NULL)
		return judge(facts, matter, mine,
			     mine->direction == DIRECTION_OUT
				 ? WORDING_YOU_PROMISED
				 : WORDING_ASKED_BACK,
			     "", 0);
	if (matter->their_promise != NULL)
		return judge(facts, matter, matter->their_promise,
			     WORDING_THEY_PROMISED, WORDING_SILENCE, 1);
	return NULL;
}

const struct rule rule_promised = {
	.reason = REASON_PROMISED,
	.name = "promised",
	.summary = "you or they said when to come back to it, and that day "
		   "has come",
	.judge = promised_judge,
};
