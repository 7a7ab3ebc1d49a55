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

/*
 * One that is meant for a day is of no use afterwards; it is named that
 * morning at the latest.  FALSE if no morning is left.
 */
static gboolean heed_day(const struct facts *facts, const struct touch *asked,
			 struct ladder *ladder, gint64 *lapse_at_out)
{
	const struct rule_settings *settings = facts->settings;
	struct ladder heeded = { .n = 0 };
	struct rung rung = { .reason = REASON_YOU_OWE };
	gint64 end;

	*lapse_at_out = 0;
	if (asked->ask_day == TOUCH_NO_DAY)
		return TRUE;
	end = local_instant(asked->ask_day + 1, 0, settings->zone);
	rung.due_at =
	    local_instant(asked->ask_day, settings->due_minute, settings->zone);
	if (rung.due_at > asked->at && workday_is(settings, asked->ask_day) &&
	    rung.due_at < ladder->rungs[0].due_at)
		ladder_add(&heeded, &rung);
	for (guint i = 0; i < ladder->n && ladder->rungs[i].due_at < end; i++)
		ladder_add(&heeded, &ladder->rungs[i]);
	*ladder = heeded;
	*lapse_at_out = end;
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
