/*
 * they-owe: the user wrote last, and nothing came back.  It waits from the
 * last attempt, so nothing is due the moment one presses send.
 */
#include "agent/rules/limit.h"

static const char *verb(enum channel channel)
{
	switch (channel) {
	case CHANNEL_CALL:
		return "called";
	case CHANNEL_EMAIL:
	case CHANNEL_CHAT:
	case CHANNEL_SOCIAL:
	case CHANNEL_LETTER:
		return "wrote";
	case CHANNEL_MEETING:
	case CHANNEL_OTHER:
	case N_CHANNELS:
		return "got in touch";
	}
	return "got in touch";
}

static const struct touch *last_attempt(const struct facts *facts)
{
	gsize first = facts->summary->open.first;

	for (gsize i = facts->n_touches; i-- > first;) {
		const struct touch *touch = &facts->touches[i];

		if (touch->direction == DIRECTION_OUT &&
		    touch->recipients <= facts->settings->max_recipients &&
		    !limit_settled(facts, touch))
			return touch;
	}
	return NULL;
}

static char *sentence(const struct facts *facts, const struct touch *last)
{
	guint attempts = facts->summary->attempts;
	g_autofree char *date = limit_date(facts, last->at);
	g_autofree char *about = limit_about(facts, last);

	if (attempts <= 1)
		return g_strdup_printf("you %s on %s%s; no word since",
				       verb(last->channel), date, about);
	return g_strdup_printf("you tried on %u days, last on %s%s; no word "
			       "since",
			       attempts, date, about);
}

static struct verdict *they_owe_judge(const struct facts *facts)
{
	const struct touch *last;
	struct verdict *verdict;

	if (!facts->summary->contact ||
	    facts->summary->open.direction != DIRECTION_OUT)
		return NULL;
	last = last_attempt(facts);
	if (last == NULL)
		return NULL;

	verdict = g_new0(struct verdict, 1);
	*verdict = (struct verdict){
		.reason = REASON_THEY_OWE,
		.since_at = last->at,
		.due_at =
		    limit_due(facts, last->at, facts->settings->answer_within),
		.source = last->source,
		.conversation = last->conversation,
		.sentence = sentence(facts, last),
	};
	verdict->lapse_at = limit_lapse(facts, verdict->due_at);
	return verdict;
}

const struct rule rule_they_owe = {
	.reason = REASON_THEY_OWE,
	.name = "they-owe",
	.summary = "you wrote, and answer-within has passed",
	.judge = they_owe_judge,
};
