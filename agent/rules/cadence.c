/* Cadences, and the rungs that they lead over. */
#include "agent/rules/cadence.h"

#include <string.h>

#include "agent/rules/local_day.h"
#include "agent/rules/workday.h"

#define YEAR 365

/* A ladder that takes longer than this is no ladder. */
#define LONGEST_DAYS 3650

/*
 * `persistent` is the literature's "day 1, 2, 3, 5, 7, 10, 17, 21, 28", where
 * day 1 is the first contact itself.
 */
const struct cadence cadence_builtin[] = {
	{ .name = "steady", .days = { 3, 7, 14, 28 }, .n = 4 },
	{ .name = "persistent", .days = { 1, 2, 4, 6, 9, 16, 20, 27 }, .n = 8 },
	{ .name = "gentle", .days = { 7, 21, 42 }, .n = 3 },
	{ .name = NULL },
};

const struct cadence *cadence_find(const char *name,
				   const struct rule_settings *settings)
{
	for (gsize i = 0; i < settings->n_cadences; i++)
		if (g_ascii_strcasecmp(settings->cadences[i].name, name) == 0)
			return &settings->cadences[i];
	for (const struct cadence *c = cadence_builtin; c->name != NULL; c++)
		if (g_ascii_strcasecmp(c->name, name) == 0)
			return c;
	return NULL;
}

static gboolean parse_step(char *text, struct cadence *cadence,
			   char **wrong_out)
{
	g_auto(GStrv) words = g_strsplit_set(g_strstrip(text), " \t", 2);
	gint32 before = cadence->n > 0 ? cadence->days[cadence->n - 1] : 0;
	enum channel channel = CHANNEL_EMAIL;
	gint64 days;

	if (words[0] == NULL ||
	    !g_ascii_string_to_signed(words[0], 10, 1, LONGEST_DAYS, &days,
				      NULL)) {
		*wrong_out = g_strdup_printf("'%s' is no number of days", text);
		return FALSE;
	}
	if (words[1] != NULL &&
	    !channel_parse(g_strstrip(words[1]), &channel)) {
		*wrong_out = g_strdup_printf("'%s' is no channel", words[1]);
		return FALSE;
	}
	if (days <= before) {
		*wrong_out = g_strdup_printf("%d cannot follow %d: days only "
					     "go forwards",
					     (int)days, before);
		return FALSE;
	}
	if (cadence->n == CADENCE_MAX) {
		*wrong_out =
		    g_strdup_printf("it has more than %d steps", CADENCE_MAX);
		return FALSE;
	}
	cadence->days[cadence->n] = (gint32)days;
	cadence->channels[cadence->n++] = channel;
	return TRUE;
}

gboolean cadence_parse(const char *text, struct cadence *cadence_out,
		       char **wrong_out)
{
	g_auto(GStrv) steps = g_strsplit_set(text, ",;", -1);

	cadence_out->n = 0;
	for (char **step = steps; *step != NULL; step++)
		if (!parse_step(*step, cadence_out, wrong_out))
			return FALSE;
	if (cadence_out->n == 0)
		*wrong_out = g_strdup("it has no days");
	return cadence_out->n > 0;
}

char *cadence_format(const struct cadence *cadence)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < cadence->n; i++) {
		g_string_append_printf(text, "%s%d", i > 0 ? ", " : "",
				       cadence->days[i]);
		if (cadence->channels[i] != CHANNEL_EMAIL)
			g_string_append_printf(
			    text, " %s", channel_name(cadence->channels[i]));
	}
	return g_string_free(text, FALSE);
}

static gint32 step_of(const struct cadence *cadence, guint i)
{
	return cadence->days[i] - (i > 0 ? cadence->days[i - 1] : 0);
}

void cadence_climb(const struct cadence *cadence, const struct climb *climb,
		   const struct rule_settings *settings, struct ladder *ladder)
{
	gint32 first = local_day(climb->first_at, settings->zone);
	gint32 last = local_day(climb->last_at, settings->zone);
	guint i = MAX(climb->attempts, 1u) - 1;
	gint32 day;

	if (i >= cadence->n)
		return;
	day = MAX(first + cadence->days[i], last + step_of(cadence, i));
	for (; i < cadence->n; i++) {
		struct rung rung = {
			.due_at = workday_morning(settings, day),
			.reason = climb->reason,
			.channel = cadence->channels[i],
		};
		gint64 before =
		    ladder->n > 0 ? ladder->rungs[ladder->n - 1].due_at : 0;

		/* Days off have brought two steps together. */
		if (ladder->n > 0 && rung.due_at <= before)
			rung.due_at = workday_next_morning(settings, before);
		ladder_add(ladder, &rung);
		if (i + 1 < cadence->n)
			day += step_of(cadence, i + 1);
	}
}

void cadence_add_tail(const struct cadence *cadence, const struct climb *climb,
		      const struct rule_settings *settings,
		      struct ladder *ladder)
{
	gint32 step =
	    MAX((gint32)settings->tail_days, step_of(cadence, cadence->n - 1));
	gint32 first = local_day(climb->first_at, settings->zone);

	/* All rungs are behind: the last attempt begins the tail. */
	if (ladder->n == 0) {
		const struct rung rung = {
			.due_at = workday_morning(
			    settings,
			    local_day(climb->last_at, settings->zone) + step),
			.reason = climb->reason,
		};

		ladder_add(ladder, &rung);
	}
	ladder->tail_days = step;
	ladder->late_at = local_instant(first + YEAR, 0, settings->zone);
	ladder->late_days = MAX(step, (gint32)settings->late_days);
	if (settings->tail_years > 0)
		ladder->end_at =
		    local_instant(first + (gint32)settings->tail_years * YEAR,
				  0, settings->zone);
}
