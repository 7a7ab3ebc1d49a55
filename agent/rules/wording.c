/* What the sentences of the rules have in common. */
#include "agent/rules/wording.h"

#include "agent/rules/local_day.h"

static gboolean leaves_year(const struct facts *facts,
			    const struct ladder *ladder, gint32 year)
{
	gint64 last = ladder->n > 0 ? ladder->rungs[ladder->n - 1].due_at : 0;
	gint32 last_year;
	guint month, month_day;

	if (ladder->tail_days > 0)
		return TRUE;
	last = MAX(last, facts->said->snooze_until);
	local_day_to_date(local_day(last, facts->settings->zone), &last_year,
			  &month, &month_day);
	return last_year > year;
}

char *wording_day(const struct facts *facts, gint32 day,
		  const struct ladder *ladder)
{
	gint32 year;
	guint month, month_day;

	local_day_to_date(day, &year, &month, &month_day);
	if (leaves_year(facts, ladder, year))
		return g_strdup_printf("%u %s %d", month_day,
				       local_month_name(month), year);
	return g_strdup_printf("%u %s", month_day, local_month_name(month));
}

char *wording_date(const struct facts *facts, gint64 at,
		   const struct ladder *ladder)
{
	return wording_day(facts, local_day(at, facts->settings->zone), ladder);
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
