/* Whose word counts about how to keep in touch. */
#include "agent/rules/stall.h"
#include "agent/rules/terms.h"

static const struct cadence own[] = {
	{ .name = "weekly", .days = { 7 }, .n = 1 },
	{ .name = "steady", .days = { 5 }, .n = 1 },
};

static const struct term terms[] = {
	{ .tag = "acme", .cadence = "gentle" },
	{ .tag = "berlin", .cadence = "weekly", .quiet_days = 45 },
	{ .tag = "cold", .quiet_days = QUIET_NEVER },
	{ .tag = "gone", .cadence = "no-more", .quiet_days = 9 },
	{ .stage = STAGE_CUSTOMER, .cadence = "persistent", .quiet_days = 60 },
	{ .stage = STAGE_LEAD, .cadence = "weekly" },
};

static const struct {
	const char *own;  /* NULL: nothing was said */
	const char *tags; /* ascending */
	enum stage stage;
	const char *cadence;
	gint32 first; /* its first day */
	const char *cadence_of;
	guint quiet_days;
	const char *quiet_of;
} rows[] = {
	/* nothing said: the default, which the user's own replaces */
	{ NULL, "", STAGE_ENGAGED, "steady", 5, "", 0, "" },
	/* the contact's own goes before all; the silence is another matter */
	{ "gentle", "berlin", STAGE_CUSTOMER, "gentle", 7, "", 45, "berlin" },
	{ "Weekly", "", STAGE_CUSTOMER, "weekly", 7, "", 60, "stage" },
	/* one that is defined no more is as good as none */
	{ "no-more", "acme", STAGE_NONE, "gentle", 7, "acme", 0, "" },
	{ NULL, "gone", STAGE_LEAD, "weekly", 7, "stage", 9, "gone" },
	/* tags before the stage */
	{ NULL, "acme", STAGE_CUSTOMER, "gentle", 7, "acme", 60, "stage" },
	{ NULL, "cold", STAGE_CUSTOMER, "persistent", 1, "stage", QUIET_NEVER,
	  "cold" },
	/* of several the first that says something, one by one */
	{ NULL, "acme berlin", STAGE_ENGAGED, "gentle", 7, "acme", 45,
	  "berlin" },
	{ NULL, "berlin cold", STAGE_ENGAGED, "weekly", 7, "berlin", 45,
	  "berlin" },
	{ NULL, "aaa berlin", STAGE_ENGAGED, "weekly", 7, "berlin", 45,
	  "berlin" },
	{ NULL, "cold gone", STAGE_ENGAGED, "steady", 5, "", QUIET_NEVER,
	  "cold" },
	/* a tag that nothing is set for */
	{ NULL, "acm acmee", STAGE_ENGAGED, "steady", 5, "", 0, "" },
	/* a stage is no tag */
	{ NULL, "", STAGE_NONE, "steady", 5, "", 0, "" },
	{ NULL, "customer", STAGE_LEAD, "weekly", 7, "stage", 0, "" },
};

static const char *whose(const struct term *term)
{
	if (term == NULL)
		return "";
	return term->tag != NULL ? term->tag : "stage";
}

static void test_choose(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	settings.cadences = own;
	settings.n_cadences = G_N_ELEMENTS(own);
	settings.terms = terms;
	settings.n_terms = G_N_ELEMENTS(terms);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_auto(GStrv) tags = g_strsplit(rows[i].tags, " ", -1);
		struct terms chosen;

		g_test_message("%s %s %s", rows[i].own, rows[i].tags,
			       stage_name(rows[i].stage));
		terms_choose(rows[i].own, (const char *const *)tags,
			     g_strv_length(tags), rows[i].stage, &settings,
			     &chosen);
		g_assert_cmpstr(chosen.cadence->name, ==, rows[i].cadence);
		g_assert_cmpint(chosen.cadence->days[0], ==, rows[i].first);
		g_assert_cmpstr(whose(chosen.cadence_term), ==,
				rows[i].cadence_of);
		g_assert_cmpuint(chosen.quiet_days, ==, rows[i].quiet_days);
		g_assert_cmpstr(whose(chosen.quiet_term), ==, rows[i].quiet_of);
	}
}

/* A default that is none still leaves a cadence. */
static void test_no_default(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct rule_settings settings;
	struct terms chosen;

	rule_settings_init(&settings, zone);
	settings.cadence = "no-more";
	terms_choose(NULL, NULL, 0, STAGE_NONE, &settings, &chosen);
	g_assert_cmpstr(chosen.cadence->name, ==, "steady");
}

#define DAY G_GINT64_CONSTANT(86400)

/* Days until somebody is named for silence; 0: never. */
static gint64 silence(guint quiet_days)
{
	static const struct touch touches[] = {
		{ .at = 100 * DAY, .source = 1, .direction = DIRECTION_OUT },
		{ .at = 101 * DAY, .source = 2, .direction = DIRECTION_IN },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	const struct said said = { .tracked = TRUE };
	struct rule_settings settings;
	struct summary summary;
	g_autoptr(verdict) verdict = NULL;

	rule_settings_init(&settings, zone);
	settings.working_days = WORKING_DAYS_ALL;
	summary_make(touches, G_N_ELEMENTS(touches), &said, FALSE, &settings,
		     &summary);
	verdict = rule_quiet.judge_person(
	    &(struct facts){ .touches = touches,
			     .n_touches = G_N_ELEMENTS(touches),
			     .summary = &summary,
			     .said = &said,
			     .settings = &settings,
			     .cadence = &cadence_builtin[0],
			     .quiet_days = quiet_days });
	return verdict ? verdict->ladder.rungs[0].due_at / DAY - 101 : 0;
}

static void test_silence(void)
{
	g_assert_cmpint(silence(0), ==, 30);
	g_assert_cmpint(silence(45), ==, 45);
	g_assert_cmpint(silence(QUIET_NEVER), ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/terms/choose", test_choose);
	g_test_add_func("/rules/terms/no-default", test_no_default);
	g_test_add_func("/rules/terms/silence", test_silence);
	return g_test_run();
}
