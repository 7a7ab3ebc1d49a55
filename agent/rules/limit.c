/* Due, lapse and words of the rules with a plain limit. */
#include "agent/rules/limit.h"

#include "agent/rules/local_day.h"
#include "agent/rules/workday.h"

/* Longer subjects are cut at a word: one line of a letter, not of a novel. */
#define SUBJECT_CHARS 60

/* More would be a typing error, and might overflow. */
#define MOST_LAPSE_DAYS 36500u

gint64 limit_due(const struct facts *facts, gint64 at, guint days)
{
	return MAX(workday_add(facts->settings, at, days),
		   facts->said->snooze_until);
}

gint64 limit_lapse(const struct facts *facts, gint64 due_at)
{
	const struct rule_settings *settings = facts->settings;
	gint32 due_day;

	if (facts->summary->tracked)
		return VERDICT_NEVER;
	due_day = local_day(due_at, settings->zone);
	return MAX(due_at + 1,
		   local_instant(due_day + (gint32)MIN(settings->lapse_days,
						       MOST_LAPSE_DAYS),
				 local_minute(due_at, settings->zone),
				 settings->zone));
}

gboolean limit_settled(const struct facts *facts, const struct touch *touch)
{
	return facts->said->done_at != 0 && touch->at <= facts->said->done_at;
}

char *limit_date(const struct facts *facts, gint64 at)
{
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(at, facts->settings->zone), &year, &month,
			  &day);
	return g_strdup_printf("%u %s", day, local_month_name(month));
}

static char *shorten(const char *subject)
{
	g_autofree char *valid = g_utf8_make_valid(subject, -1);
	const char *end, *space;

	g_strstrip(valid);
	if (g_utf8_strlen(valid, -1) <= SUBJECT_CHARS)
		return g_steal_pointer(&valid);
	end = g_utf8_offset_to_pointer(valid, SUBJECT_CHARS);
	space = g_strrstr_len(valid, end - valid, " ");
	if (space != NULL && space - valid > SUBJECT_CHARS / 2)
		end = space;
	return g_strdup_printf("%.*s…", (int)(end - valid), valid);
}

char *limit_about(const struct facts *facts, const struct touch *touch)
{
	const struct touch *last = &facts->touches[facts->n_touches - 1];
	g_autofree char *subject = NULL;

	if (touch->channel != CHANNEL_EMAIL || facts->subject == NULL ||
	    touch->at != last->at || touch->source != last->source)
		return g_strdup("");
	subject = shorten(facts->subject);
	if (*subject == '\0')
		return g_strdup("");
	return g_strdup_printf(" about \"%s\"", subject);
}
