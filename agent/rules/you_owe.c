/*
 * you-owe: they asked the user, nearly alone, and nothing went back.  It waits
 * from the first such mail; asked again, it is named again.
 */
#include "agent/rules/matter.h"

#include "agent/rules/cadence.h"
#include "agent/rules/local_day.h"
#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

/* The first of two askings that is not forgotten when the second comes. */
static const struct touch *waits_since(const struct facts *facts,
				       const struct matter *matter)
{
	const struct rule_rungs *within = &facts->settings->reply_within;
	gint64 forgotten = workday_add(facts->settings, matter->asked->at,
				       within->days[within->n - 1] + 1);

	return matter->asked_last->at < forgotten ? matter->asked
						  : matter->asked_last;
}

/* The last one on which it can be done in time, or the first one after it. */
static gint64 last_morning(const struct facts *facts, const struct touch *asked)
{
	const struct rule_settings *settings = facts->settings;
	gint32 first = local_day(asked->at, settings->zone);
	gint32 day = asked->ask_day;
	gint64 morning;

	while (day > first && !workday_is(settings, day))
		day--;
	morning = local_instant(day, settings->due_minute, settings->zone);
	return morning > asked->at && workday_is(settings, day)
		   ? morning
		   : workday_next_morning(settings, asked->at);
}

/*
 * What is asked for by a day is named that morning at the latest.  A question
 * is of no use afterwards, a request still is.  FALSE if no morning is left.
 */
static gboolean heed_day(const struct facts *facts, const struct touch *asked,
			 struct ladder *ladder, gint64 *lapse_at_out)
{
	gboolean request = (asked->signs & SIGN_ASKS) != 0;
	struct ladder heeded = { .n = 0 };
	struct rung rung = { .reason = REASON_YOU_OWE };
	gint64 end = G_MAXINT64;

	*lapse_at_out = 0;
	if (asked->ask_day == TOUCH_NO_DAY)
		return TRUE;
	if (!request)
		*lapse_at_out = end =
		    local_instant(asked->ask_day + 1, 0, facts->settings->zone);
	rung.due_at = last_morning(facts, asked);
	/* It comes in the place of the first one. */
	if (rung.due_at < ladder->rungs[0].due_at && rung.due_at < end)
		ladder_add(&heeded, &rung);
	for (guint i = heeded.n; i < ladder->n && ladder->rungs[i].due_at < end;
	     i++)
		ladder_add(&heeded, &ladder->rungs[i]);
	*ladder = heeded;
	return heeded.n > 0;
}

static void add_rungs(const struct facts *facts, const struct touch *since,
		      const struct matter *matter, struct ladder *ladder)
{
	const struct rule_rungs *within = &facts->settings->reply_within;
	gint64 again =
	    matter->asked_last == since
		? 0
		: workday_add(facts->settings, matter->asked_last->at,
			      within->days[0]);

	for (guint i = 0; i < within->n; i++) {
		struct rung rung = {
			.due_at = workday_add(facts->settings, since->at,
					      within->days[i]),
			.reason = REASON_YOU_OWE,
		};

		if (again != 0 && again < rung.due_at) {
			const struct rung extra = { .due_at = again,
						    .reason = REASON_YOU_OWE };

			ladder_add(ladder, &extra);
			again = 0;
		}
		ladder_add(ladder, &rung);
	}
}

static char *sentence(const struct facts *facts, const struct touch *first,
		      const struct touch *last, const struct ladder *ladder)
{
	GTimeZone *zone = facts->settings->zone;
	g_autofree char *first_date = wording_date(facts, first->at, ladder);
	g_autofree char *last_date = wording_date(facts, last->at, ladder);

	if (local_day(first->at, zone) == local_day(last->at, zone))
		return g_strdup_printf("they asked on %s", first_date);
	return g_strdup_printf("they asked on %s and again on %s", first_date,
			       last_date);
}

static struct verdict *you_owe_judge(const struct facts *facts,
				     const struct matter *matter)
{
	const struct touch *since;
	struct ladder ladder = { .n = 0 };
	struct verdict *verdict;
	gint64 lapse_at;

	/* A stranger's first mail is `new`; a colleague is no stranger. */
	if (matter->asked == NULL ||
	    (!facts->summary->contact && !facts->colleague))
		return NULL;
	since = waits_since(facts, matter);
	add_rungs(facts, since, matter, &ladder);
	matter_limit(facts, matter, &ladder);
	if (facts->summary->tracked)
		cadence_add_tail(facts->cadence,
				 &(struct climb){ .first_at = since->at,
						  .last_at = since->at,
						  .attempts = 1,
						  .reason = REASON_YOU_OWE },
				 facts->settings, &ladder);
	if (!heed_day(facts, matter->asked_last, &ladder, &lapse_at))
		return NULL;
	verdict =
	    wording_verdict(REASON_YOU_OWE, since, matter->asked_last,
			    sentence(facts, since, matter->asked_last, &ladder),
			    g_strdup("; you have not answered"));
	verdict->ladder = ladder;
	verdict->lapse_at = lapse_at;
	verdict->quote =
	    matter->asked_last->signs & SIGN_ASKS ? SIGN_ASKS : SIGN_QUESTION;
	verdict->quote_source = matter->asked_last->source;
	return verdict;
}

const struct rule rule_you_owe = {
	.reason = REASON_YOU_OWE,
	.name = "you-owe",
	.summary = "they asked you something, and reply-within has passed",
	.judge = you_owe_judge,
};
