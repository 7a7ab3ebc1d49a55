/*
 * you-owe: they wrote to the user, nearly alone, and nothing went back.
 *
 * It waits from the first such mail of the open run; a mail that comes after
 * that has lapsed begins the wait anew.  A stranger's mail is no debt.
 */
#include "agent/rules/limit.h"

#include "agent/rules/local_day.h"

/* Written to more people, it may be anybody's to answer. */
#define MOST_ASKED 3

static gboolean is_asked(const struct facts *facts, const struct touch *touch)
{
	return touch->direction == DIRECTION_IN &&
	       touch->channel == CHANNEL_EMAIL && touch->recipients >= 1 &&
	       touch->recipients <= MOST_ASKED && !limit_settled(facts, touch);
}

static char *sentence(const struct facts *facts, const struct touch *first,
		      const struct touch *last)
{
	GTimeZone *zone = facts->settings->zone;
	g_autofree char *first_date = limit_date(facts, first->at);
	g_autofree char *last_date = limit_date(facts, last->at);
	g_autofree char *about = limit_about(facts, last);

	if (local_day(first->at, zone) == local_day(last->at, zone))
		return g_strdup_printf("they wrote on %s%s; you have not "
				       "answered",
				       first_date, about);
	return g_strdup_printf("they wrote on %s and again on %s%s; you have "
			       "not answered",
			       first_date, last_date, about);
}

static struct verdict *you_owe_judge(const struct facts *facts)
{
	const struct touch *first = NULL, *last = NULL;
	guint within = facts->settings->reply_within;
	gint64 due = 0, lapse = 0;
	struct verdict *verdict;

	if (!facts->summary->contact ||
	    facts->summary->open.direction != DIRECTION_IN)
		return NULL;

	for (gsize i = facts->summary->open.first; i < facts->n_touches; i++) {
		const struct touch *touch = &facts->touches[i];

		if (!is_asked(facts, touch))
			continue;
		if (first == NULL || touch->at >= lapse) {
			first = touch;
			due = limit_due(facts, touch->at, within);
		}
		last = touch;
		lapse = limit_lapse(facts, limit_due(facts, touch->at, within));
	}
	if (first == NULL)
		return NULL;

	verdict = g_new0(struct verdict, 1);
	*verdict = (struct verdict){
		.reason = REASON_YOU_OWE,
		.since_at = first->at,
		.due_at = due,
		.lapse_at = lapse,
		.source = last->source,
		.conversation = last->conversation,
		.sentence = sentence(facts, first, last),
	};
	return verdict;
}

const struct rule rule_you_owe = {
	.reason = REASON_YOU_OWE,
	.name = "you-owe",
	.summary = "they wrote to you, and reply-within has passed",
	.judge = you_owe_judge,
};
