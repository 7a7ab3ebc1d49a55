/* What the sentences of the rules have in common. */
#include "agent/rules/wording.h"

#include "agent/rules/local_day.h"

char *wording_day(gint32 day)
{
	gint32 year;
	guint month, month_day;

	local_day_to_date(day, &year, &month, &month_day);
	return g_strdup_printf("%u %s", month_day, local_month_name(month));
}

char *wording_date(const struct facts *facts, gint64 at)
{
	return wording_day(local_day(at, facts->settings->zone));
}

const char *wording_verb(enum channel channel)
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

struct verdict *wording_verdict(enum reason reason, const struct touch *since,
				const struct touch *touch, char *sentence,
				char *rest)
{
	struct verdict *verdict = g_new0(struct verdict, 1);

	*verdict = (struct verdict){
		.reason = reason,
		.since_at = since->at,
		.source = touch->source,
		.conversation = touch->conversation,
		.sentence = sentence,
		.rest = rest,
	};
	return verdict;
}
