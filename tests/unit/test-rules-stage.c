/* The history of a stage: rows, and that it ends where the summary does. */
#include <string.h>

#include "agent/rules/stage_history.h"
#include "agent/rules/summary.h"
#include "tests/unit/touches.h"

#define ZONE g_time_zone_new_utc()

static char *describe(const GArray *changes)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < changes->len; i++) {
		const struct stage_change *change =
		    &g_array_index(changes, struct stage_change, i);
		g_autoptr(GDateTime) when =
		    g_date_time_new_from_unix_utc(change->at);
		g_autofree char *day = g_date_time_format(when, "%m-%d");

		g_string_append_printf(text, "%s%s %s: %s", i > 0 ? "; " : "",
				       day, stage_name(change->stage),
				       change->why);
	}
	return g_string_free(text, FALSE);
}

/* "stop" and the like: of the touch with that number, from 1. */
struct row {
	const char *touches;
	guint stop, asks, customer;
	struct {
		const char *at;
		enum stage stage;
	} said[3];
	gboolean colleague;
	const char *changes;
};

static const struct row rows[] = {
	{ .touches = "", .changes = "" },
	{ .touches = "in 2026-03-02 09:00", .changes = "" },
	{ .touches = "out 2026-03-02 09:00",
	  .changes = "03-02 contacted: you wrote to them" },
	{ .touches = "out 2026-03-02 09:00 call",
	  .changes = "03-02 contacted: you called them" },
	{ .touches = "out 2026-03-02 09:00; out 2026-03-03 09:00; "
		     "in 2026-03-05 09:00; out 2026-03-06 09:00",
	  .changes = "03-02 contacted: you wrote to them; "
		     "03-05 engaged: they answered" },
	{ .touches = "in 2026-03-02 09:00; out 2026-03-03 09:00",
	  .changes = "03-03 engaged: you answered" },
	{ .touches = "both 2026-03-02 09:00 meeting",
	  .changes = "03-02 engaged: you met" },
	{ .touches = "both 2026-03-02 09:00 call",
	  .changes = "03-02 engaged: you talked" },
	/* A meeting cuts: out, meeting, in is one exchange, the meeting. */
	{ .touches = "out 2026-03-02 09:00; both 2026-03-03 09:00 meeting; "
		     "in 2026-03-04 09:00",
	  .changes = "03-02 contacted: you wrote to them; "
		     "03-03 engaged: you met" },
	/* To a crowd makes nobody a contact. */
	{ .touches = "out 2026-03-02 09:00 n30; in 2026-03-03 09:00",
	  .changes = "" },
	{ .touches = "",
	  .said = { { "2026-03-01 08:00", STAGE_NONE } },
	  .changes = "03-01 lead: you named them" },
	{ .touches = "out 2026-03-02 09:00",
	  .said = { { "2026-03-01 08:00", STAGE_NONE },
		    { "2026-03-04 08:00", STAGE_CUSTOMER } },
	  .changes = "03-01 lead: you named them; "
		     "03-02 contacted: you wrote to them; "
		     "03-04 customer: you said so" },
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00",
	  .stop = 2,
	  .changes = "03-02 contacted: you wrote to them; "
		     "03-03 lost: they asked to be left alone" },
	/* Their own question reopens, and so does the user's word. */
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00; "
		     "in 2026-03-08 09:00",
	  .stop = 2,
	  .asks = 3,
	  .changes = "03-02 contacted: you wrote to them; "
		     "03-03 lost: they asked to be left alone; "
		     "03-08 engaged: they asked something of their own" },
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00",
	  .stop = 2,
	  .said = { { "2026-03-09 08:00", STAGE_CUSTOMER } },
	  .changes = "03-02 contacted: you wrote to them; "
		     "03-03 lost: they asked to be left alone; "
		     "03-09 customer: you said so" },
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00",
	  .colleague = TRUE,
	  .changes = "" },
	{ .touches = "out 2026-03-02 09:00",
	  .colleague = TRUE,
	  .said = { { "2026-03-03 08:00", STAGE_CUSTOMER } },
	  .changes = "03-03 customer: you said so" },
	/* Of mail that a line of the configuration speaks of. */
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00",
	  .customer = 2,
	  .changes = "03-02 contacted: you wrote to them; 03-03 customer: a "
		     "line of the configuration says so" },
	{ .touches = "in 2026-03-02 09:00; out 2026-03-03 09:00",
	  .customer = 1,
	  .changes = "03-03 customer: a line of the configuration says so" },
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00",
	  .customer = 1,
	  .said = { { "2026-03-02 10:00", STAGE_ENGAGED } },
	  .changes = "03-02 customer: a line of the configuration says so; "
		     "03-02 engaged: you said so" },
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00",
	  .customer = 1,
	  .stop = 2,
	  .changes = "03-02 customer: a line of the configuration says so; "
		     "03-03 lost: they asked to be left alone" },
	{ .touches = "out 2026-03-02 09:00; in 2026-03-03 09:00",
	  .said = { { "2026-03-01 08:00", STAGE_CUSTOMER },
		    { "2026-03-05 08:00", STAGE_LOST },
		    { "2026-03-07 08:00", STAGE_LEAD } },
	  .changes = "03-01 customer: you said so; 03-05 lost: you said so; "
		     "03-07 lead: you said so" },
};

static void test_rows(void)
{
	g_autoptr(GTimeZone) zone = ZONE;
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct row *row = &rows[i];
		g_autoptr(GArray) touches = touches_parse(row->touches, zone);
		g_autoptr(GArray) changes = NULL;
		g_autofree char *got = NULL;
		struct stage_saying sayings[G_N_ELEMENTS(row->said)];
		gsize n = 0;

		for (; n < G_N_ELEMENTS(row->said) && row->said[n].at; n++)
			sayings[n] =
			    (struct stage_saying){ wall(row->said[n].at, zone),
						   row->said[n].stage };
		if (row->stop)
			g_array_index(touches, struct touch, row->stop - 1)
			    .signs |= SIGN_STOP;
		if (row->customer)
			g_array_index(touches, struct touch, row->customer - 1)
			    .signs |= SIGN_CUSTOMER;
		if (row->asks)
			g_array_index(touches, struct touch, row->asks - 1)
			    .signs |= SIGN_ASKS;
		changes = stage_history(
		    (const struct touch *)(gpointer)touches->data, touches->len,
		    sayings, n, row->colleague, &settings);
		got = describe(changes);
		g_test_message("row %zu", i);
		g_assert_cmpstr(got, ==, row->changes);
	}
}

static struct touch random_touch(GRand *rand, gint64 at)
{
	static const guint signs[] = { 0,
				       0,
				       0,
				       SIGN_ASKS,
				       SIGN_STOP,
				       SIGN_QUESTION,
				       SIGN_CUSTOMER,
				       SIGN_LOST,
				       SIGN_TRACK };

	return (struct touch){
		.at = at,
		.source = at,
		.direction =
		    (enum direction)g_rand_int_range(rand, 0, N_DIRECTIONS),
		.channel = (enum channel)g_rand_int_range(rand, 0, 3),
		.recipients = g_rand_boolean(rand) ? 1 : 50,
		.signs = signs[g_rand_int_range(rand, 0, G_N_ELEMENTS(signs))] |
			 (g_rand_boolean(rand) ? SIGN_COLLEAGUE : 0),
	};
}

/* Whatever happened, the history ends with the stage that is judged. */
static void test_ends(void)
{
	g_autoptr(GTimeZone) zone = ZONE;
	g_autoptr(GRand) rand = g_rand_new_with_seed(7);
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	for (guint round = 0; round < 3000; round++) {
		struct touch touches[12];
		struct stage_saying sayings[4];
		gsize n = 0, n_said = 0;
		gint64 at = 1000000000;
		struct said said = { .stage = STAGE_NONE };
		gboolean colleague = g_rand_int_range(rand, 0, 4) == 0;
		g_autoptr(GArray) changes = NULL;
		struct summary summary;
		enum stage last = STAGE_NONE;

		if (g_rand_int_range(rand, 0, 4) == 0) {
			said.ruled =
			    g_rand_boolean(rand) ? SIGN_LOST : SIGN_CUSTOMER;
			sayings[n_said++] =
			    (struct stage_saying){ G_MININT64, STAGE_NONE,
						   said.ruled };
		}
		while (n < (gsize)(round % 12)) {
			at += g_rand_int_range(rand, 1, 100000);
			touches[n++] = random_touch(rand, at);
			if (n_said == 4 || g_rand_int_range(rand, 0, 6))
				continue;
			at++;
			sayings[n_said] = (struct stage_saying){
				at,
				(enum stage)g_rand_int_range(rand, 0, N_STAGES)
			};
			said.contact = TRUE;
			if (sayings[n_said].stage != STAGE_NONE) {
				said.stage = sayings[n_said].stage;
				said.stage_at = at;
			}
			n_said++;
		}
		summary_make(touches, n, &said, colleague, &settings, &summary);
		changes = stage_history(touches, n, sayings, n_said, colleague,
					&settings);
		if (changes->len > 0)
			last = g_array_index(changes, struct stage_change,
					     changes->len - 1)
				   .stage;
		g_assert_cmpstr(stage_name(last), ==,
				stage_name(summary.stage));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/stage-history/rows", test_rows);
	g_test_add_func("/stage-history/ends", test_ends);
	return g_test_run();
}
