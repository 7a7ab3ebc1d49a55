/*
 * they-owe, of tracked people: the user wrote last, whatever it said.  Their
 * cadence says when to try again, and the tail never quite lets go.
 */
#include "agent/rules/matter.h"

#include "agent/rules/cadence.h"
#include "agent/rules/local_day.h"
#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

/* Most people stop after fewer; most answers come after more. */
#define ENOUGH_ATTEMPTS 5
#define GAVE_UP_DAYS 14

static gboolean is_attempt(const struct facts *facts, const struct touch *touch)
{
	return touch->direction == DIRECTION_OUT &&
	       touch->recipients <= facts->settings->max_recipients &&
	       !said_is_done(facts->said, touch->conversation, touch->at);
}

/* The open run without crowds, and without what the user has done with. */
static const struct touch *find_run(const struct facts *facts,
				    struct climb *climb)
{
	const struct run *open = &facts->summary->open;
	GTimeZone *zone = facts->settings->zone;
	const struct touch *first = NULL, *last = NULL;
	guint attempts = 0;

	for (gsize i = open->first; i < facts->n_touches; i++) {
		const struct touch *touch = &facts->touches[i];

		if (!is_attempt(facts, touch))
			continue;
		if (first == NULL)
			first = touch;
		if (last == NULL ||
		    local_day(last->at, zone) != local_day(touch->at, zone))
			attempts++;
		last = touch;
	}
	if (first == NULL)
		return NULL;
	*climb =
	    (struct climb){ first->at, last->at, attempts, REASON_THEY_OWE };
	return last;
}

/* A local day, or TOUCH_NO_DAY. */
static gint32 find_return(const struct facts *facts)
{
	gint32 back = TOUCH_NO_DAY;

	for (gsize i = facts->summary->open.first; i < facts->n_touches; i++) {
		const struct touch *touch = &facts->touches[i];
		gint32 day = touch->day;

		if (touch->direction != DIRECTION_NONE ||
		    !(touch->signs & SIGN_ABSENT))
			continue;
		if (day == TOUCH_NO_DAY)
			day = local_day(touch->at, facts->settings->zone) + 7;
		back = MAX(back, day);
	}
	return back;
}

/* Dropped after a try or two: said once, when the ladder is behind. */
static void add_gave_up(const struct facts *facts, const struct climb *climb,
			struct ladder *ladder)
{
	GTimeZone *zone = facts->settings->zone;
	struct rung rung = { .reason = REASON_GAVE_UP_EARLY };
	gint64 last;

	if (climb->attempts >= ENOUGH_ATTEMPTS)
		return;
	last = ladder->n > 0 ? ladder->rungs[ladder->n - 1].due_at
			     : climb->last_at;
	rung.due_at = workday_morning(facts->settings,
				      local_day(last, zone) + GAVE_UP_DAYS);
	ladder_add(ladder, &rung);
}

static char *sentence(const struct facts *facts, const struct touch *last,
		      guint attempts, const struct ladder *ladder)
{
	g_autofree char *date = wording_date(facts, last->at, ladder);

	if (attempts <= 1)
		return g_strdup_printf("you %s on %s",
				       wording_verb(last->channel), date);
	return g_strdup_printf("you tried on %u days, last on %s", attempts,
			       date);
}

static struct verdict *follow_up_judge(const struct facts *facts)
{
	struct ladder ladder = { .n = 0 };
	const struct touch *last;
	struct verdict *verdict;
	struct climb climb;
	gint32 back;

	if (!facts->summary->tracked ||
	    facts->summary->open.direction != DIRECTION_OUT)
		return NULL;
	last = find_run(facts, &climb);
	if (last == NULL || last->at <= said_reminded_at(facts->said))
		return NULL;
	cadence_climb(facts->cadence, &climb, facts->settings, &ladder);
	add_gave_up(facts, &climb, &ladder);
	cadence_add_tail(facts->cadence, &climb, facts->settings, &ladder);
	verdict =
	    wording_verdict(REASON_THEY_OWE, last, last,
			    sentence(facts, last, climb.attempts, &ladder),
			    g_strdup(WORDING_SILENCE));
	verdict->ladder = ladder;
	verdict->since_at = climb.first_at;
	verdict->quote = last->signs & SIGN_ASKS ? SIGN_ASKS : SIGN_DELIVERS;
	verdict->quote_source = last->source;
	back = find_return(facts);
	if (back != TOUCH_NO_DAY)
		ladder_put_off(&verdict->ladder,
			       workday_morning(facts->settings, back),
			       facts->settings);
	return verdict;
}

const struct rule rule_follow_up = {
	.reason = REASON_THEY_OWE,
	.name = "they-owe",
	.summary = "you wrote to somebody tracked, and their cadence says to "
		   "try again",
	.judge_person = follow_up_judge,
};

/* Its rung stands on the ladder above. */
const struct rule rule_gave_up_early = {
	.reason = REASON_GAVE_UP_EARLY,
	.name = "gave-up-early",
	.summary = "you stopped before the fifth try, two weeks after the "
		   "cadence's last step",
};
