/* Where on its ladder a matter stands. */
#include "agent/rules/rung.h"

#include <string.h>

#include "agent/rules/local_day.h"
#include "agent/rules/stall.h"
#include "agent/rules/workday.h"

/* Rungs of a tail: every fortnight for a year, every quarter for a life. */
#define MOST_STEPS 500

void ladder_add(struct ladder *ladder, const struct rung *rung)
{
	if (ladder->n >= LADDER_MAX ||
	    (ladder->n > 0 &&
	     rung->due_at <= ladder->rungs[ladder->n - 1].due_at))
		return;
	ladder->rungs[ladder->n++] = *rung;
}

void ladder_put_off(struct ladder *ladder, gint64 at,
		    const struct rule_settings *settings)
{
	gint32 shift;

	if (ladder->n == 0 || ladder->rungs[0].due_at >= at)
		return;
	shift = local_day(at, settings->zone) -
		local_day(ladder->rungs[0].due_at, settings->zone);
	ladder->rungs[0].due_at = at;
	for (guint i = 1; i < ladder->n; i++) {
		struct rung *rung = &ladder->rungs[i];
		gint32 day = local_day(rung->due_at, settings->zone) + shift;

		rung->due_at = MAX(workday_morning(settings, day),
				   ladder->rungs[i - 1].due_at + 1);
	}
}

/* The rung of the tail after `due_at`. */
static gint64 next_step(const struct ladder *ladder, gint64 due_at,
			const struct rule_settings *settings)
{
	gint32 days = ladder->late_days > 0 && due_at >= ladder->late_at
			  ? ladder->late_days
			  : ladder->tail_days;
	gint64 next = workday_morning(
	    settings, local_day(due_at, settings->zone) + MAX(days, 1));

	return ladder->end_at != 0 && next >= ladder->end_at ? 0 : next;
}

static void walk_tail(const struct ladder *ladder, gint64 now,
		      const struct rule_settings *settings,
		      struct rung *last_out, struct rung *next_out)
{
	struct rung step = ladder->rungs[ladder->n - 1];

	step.channel = CHANNEL_EMAIL;
	for (guint i = 0; i < MOST_STEPS; i++) {
		step.due_at = next_step(ladder, step.due_at, settings);
		if (step.due_at == 0)
			return;
		/* What was said once is not said again at each step. */
		if (step.reason == REASON_GAVE_UP_EARLY)
			step.reason = REASON_THEY_OWE;
		if (step.due_at > now) {
			*next_out = step;
			return;
		}
		*last_out = step;
	}
}

void ladder_at(const struct ladder *ladder, gint64 now,
	       const struct rule_settings *settings, struct rung *last_out,
	       struct rung *next_out)
{
	*last_out = *next_out = (struct rung){ 0 };
	for (guint i = 0; i < ladder->n; i++) {
		if (ladder->rungs[i].due_at > now) {
			*next_out = ladder->rungs[i];
			return;
		}
		*last_out = ladder->rungs[i];
	}
	if (ladder->n > 0 && ladder->tail_days > 0)
		walk_tail(ladder, now, settings, last_out, next_out);
}

gint64 ladder_lapse(const struct ladder *ladder,
		    const struct rule_settings *settings)
{
	if (ladder->end_at != 0)
		return ladder->end_at;
	if (ladder->tail_days > 0 || ladder->n == 0)
		return VERDICT_NEVER;
	return workday_add(settings, ladder->rungs[ladder->n - 1].due_at, 1);
}

char *ladder_format(const struct ladder *ladder, enum reason reason)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < ladder->n; i++) {
		const struct rung *rung = &ladder->rungs[i];

		g_string_append_printf(text, "%s%" G_GINT64_FORMAT,
				       i > 0 ? " " : "", rung->due_at);
		if (rung->channel != CHANNEL_EMAIL)
			g_string_append_printf(text, ":%s",
					       channel_name(rung->channel));
		if (rung->reason != reason)
			g_string_append_printf(text, "!%s",
					       reason_name(rung->reason));
	}
	if (ladder->tail_days > 0)
		g_string_append_printf(text, " +%d", ladder->tail_days);
	if (ladder->late_days > 0)
		g_string_append_printf(text, " %" G_GINT64_FORMAT "+%d",
				       ladder->late_at, ladder->late_days);
	if (ladder->end_at != 0)
		g_string_append_printf(text, " -%" G_GINT64_FORMAT,
				       ladder->end_at);
	return g_string_free(text, FALSE);
}

static gboolean parse_days(const char *text, gint32 *days_out)
{
	gint64 days;

	if (!g_ascii_string_to_signed(text, 10, 1, 36500, &days, NULL))
		return FALSE;
	*days_out = (gint32)days;
	return TRUE;
}

static gboolean parse_rung(char *word, enum reason reason,
			   struct ladder *ladder)
{
	struct rung rung = { .reason = reason, .channel = CHANNEL_EMAIL };
	char *bang = strchr(word, '!'), *colon;

	if (bang != NULL) {
		*bang = '\0';
		if (!reason_parse(bang + 1, &rung.reason))
			return FALSE;
	}
	colon = strchr(word, ':');
	if (colon != NULL) {
		*colon = '\0';
		if (!channel_parse(colon + 1, &rung.channel))
			return FALSE;
	}
	if (!g_ascii_string_to_signed(word, 10, G_MININT64, G_MAXINT64,
				      &rung.due_at, NULL))
		return FALSE;
	ladder_add(ladder, &rung);
	return TRUE;
}

static gboolean parse_word(char *word, enum reason reason,
			   struct ladder *ladder)
{
	char *plus = strchr(word, '+');

	if (plus == word)
		return parse_days(word + 1, &ladder->tail_days);
	if (plus != NULL) {
		*plus = '\0';
		return g_ascii_string_to_signed(word, 10, G_MININT64,
						G_MAXINT64, &ladder->late_at,
						NULL) &&
		       parse_days(plus + 1, &ladder->late_days);
	}
	/* Times before 1970 do not end anything. */
	if (*word == '-' && ladder->n > 0)
		return g_ascii_string_to_signed(word + 1, 10, 1, G_MAXINT64,
						&ladder->end_at, NULL);
	return parse_rung(word, reason, ladder);
}

gboolean ladder_parse(const char *text, enum reason reason,
		      struct ladder *ladder_out)
{
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	*ladder_out = (struct ladder){ .n = 0 };
	for (char **word = words; *word != NULL; word++)
		if (**word != '\0' && !parse_word(*word, reason, ladder_out))
			return FALSE;
	return ladder_out->n > 0;
}
