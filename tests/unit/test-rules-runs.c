/* Runs, exchanges, attempts; contact, stage and ball; the summary of all. */
#include <stdlib.h>

#include "agent/rules/ball.h"
#include "agent/rules/contact.h"
#include "agent/rules/stage.h"
#include "agent/rules/summary.h"
#include "tests/unit/touches.h"

/*
 * "o1 o1 i2 b3": direction and day of March 2026, five minutes after the one
 * before; "-" is mail to oneself.
 */
static GArray *spell(const char *text, GTimeZone *zone)
{
	GArray *touches = g_array_new(FALSE, FALSE, sizeof(struct touch));
	g_auto(GStrv) words = g_strsplit(text, " ", -1);

	for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++) {
		gint32 day =
		    local_day_from_date(2026, 3, 1) + atoi(words[i] + 1) - 1;
		struct touch touch = {
			.at = local_instant(day, 9 * 60 + i * 5, zone),
			.source = i + 1,
			.recipients = 1,
		};

		switch (words[i][0]) {
		case 'o':
			touch.direction = DIRECTION_OUT;
			break;
		case 'i':
			touch.direction = DIRECTION_IN;
			break;
		case 'b':
			touch.direction = DIRECTION_BOTH;
			touch.channel = CHANNEL_MEETING;
			break;
		default:
			touch.direction = DIRECTION_NONE;
		}
		g_array_append_val(touches, touch);
	}
	return touches;
}

static void test_runs(void)
{
	static const struct {
		const char *touches;
		guint exchanges;
		enum direction open;
		guint open_touches, attempts;
	} rows[] = {
		{ "", 0, DIRECTION_NONE, 0, 0 },
		{ "-1", 0, DIRECTION_NONE, 0, 0 },
		/* the three of the design */
		{ "o1 b2 o3", 1, DIRECTION_OUT, 1, 1 },
		{ "o1 o2 i3", 1, DIRECTION_IN, 1, 0 },
		{ "i1 o2 i3 o4", 2, DIRECTION_OUT, 1, 1 },
		/* one way is no exchange, however often */
		{ "o1", 0, DIRECTION_OUT, 1, 1 },
		{ "i1", 0, DIRECTION_IN, 1, 0 },
		{ "o1 o1", 0, DIRECTION_OUT, 2, 1 },
		{ "o1 o2 o2 o5", 0, DIRECTION_OUT, 4, 3 },
		{ "i1 i2 i3", 0, DIRECTION_IN, 3, 0 },
		/* answers */
		{ "o1 i1", 1, DIRECTION_IN, 1, 0 },
		{ "i1 o1", 1, DIRECTION_OUT, 1, 1 },
		{ "o1 i2 o3", 1, DIRECTION_OUT, 1, 1 },
		{ "o1 o2 o3 i4 i5 o6 o6 o7", 1, DIRECTION_OUT, 3, 2 },
		{ "o1 i2 o3 i4 o5 i6", 3, DIRECTION_IN, 1, 0 },
		/* meetings cut */
		{ "b1", 1, DIRECTION_BOTH, 1, 0 },
		{ "b1 b2", 2, DIRECTION_BOTH, 2, 0 },
		{ "o1 i2 b3", 2, DIRECTION_BOTH, 1, 0 },
		{ "o1 b2 i3", 1, DIRECTION_IN, 1, 0 },
		{ "o1 i2 b3 o4 i5 b6 b7 i8", 5, DIRECTION_IN, 1, 0 },
		{ "i1 b2 o3 o4", 1, DIRECTION_OUT, 2, 2 },
		/* mail to oneself ends no run */
		{ "o1 -2 o3 i4", 1, DIRECTION_IN, 1, 0 },
		{ "o1 o2 -3", 0, DIRECTION_OUT, 2, 2 },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GArray) touches = spell(rows[i].touches, zone);
		const struct touch *all = (const void *)touches->data;
		struct runs runs;

		g_test_message("%s", rows[i].touches);
		runs_count(all, touches->len, zone, &runs);
		g_assert_cmpuint(runs.exchanges, ==, rows[i].exchanges);
		g_assert_cmpint(runs.open.direction, ==, rows[i].open);
		g_assert_cmpuint(runs.open.touches, ==, rows[i].open_touches);
		g_assert_cmpuint(runs.open.attempts, ==, rows[i].attempts);
		if (runs.open.touches > 0)
			g_assert_cmpint(all[runs.open.first].at, ==,
					runs.open.first_at);
	}
}

static void test_counts(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GArray) touches = spell("o1 o2 i3 b4 i5 -6 o7 o8", zone);
	struct runs runs;

	runs_count((const void *)touches->data, touches->len, zone, &runs);
	g_assert_cmpuint(runs.touches_out, ==, 4);
	g_assert_cmpuint(runs.touches_in, ==, 2);
	g_assert_cmpuint(runs.touches_both, ==, 1);
	g_assert_cmpint(runs.open.first_at, ==, wall("2026-03-07 09:30", zone));
	g_assert_cmpint(runs.open.last_at, ==, wall("2026-03-08 09:35", zone));
}

/* An attempt is a day on the user's calendar, not 24 hours, not a UTC day. */
static void test_attempt_days(void)
{
	static const struct {
		const char *zone, *touches;
		guint attempts;
	} rows[] = {
		{ "UTC", "out 2026-03-02 23:59; out 2026-03-03 00:01", 2 },
		{ "UTC", "out 2026-03-02 00:01; out 2026-03-02 23:59", 1 },
		{ "Pacific/Auckland",
		  "out 2026-03-03 11:00; out 2026-03-03 14:00", 1 },
		{ "America/New_York",
		  "out 2026-03-02 18:00; out 2026-03-02 20:00", 1 },
		{ "America/New_York",
		  "out 2026-03-02 23:30; out 2026-03-03 00:30", 2 },
		/* days of 23 and 25 hours */
		{ "Europe/Berlin", "out 2026-03-29 00:10; out 2026-03-29 23:50",
		  1 },
		{ "Europe/Berlin", "out 2026-10-25 00:10; out 2026-10-25 23:50",
		  1 },
		{ "Europe/Berlin", "out 2026-10-25 23:50; out 2026-10-26 00:10",
		  2 },
		{ "America/New_York",
		  "out 2026-11-01 00:10; out 2026-11-01 23:50", 1 },
		{ "Pacific/Auckland",
		  "out 2026-04-05 00:10; out 2026-04-05 23:50", 1 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GTimeZone) zone =
		    g_time_zone_new_identifier(rows[i].zone);
		g_autoptr(GArray) touches =
		    touches_parse(rows[i].touches, zone);
		struct runs runs;

		g_test_message("%s %s", rows[i].zone, rows[i].touches);
		runs_count((const void *)touches->data, touches->len, zone,
			   &runs);
		g_assert_cmpuint(runs.open.attempts, ==, rows[i].attempts);
	}
}

static void test_contact(void)
{
	static const struct {
		const char *touches;
		struct said said;
		gboolean contact;
	} rows[] = {
		{ "", { 0 }, FALSE },
		{ "in 2026-03-02 09:00", { 0 }, FALSE },
		{ "in 2026-03-02 09:00; in 2026-03-03 09:00", { 0 }, FALSE },
		{ "out 2026-03-02 09:00", { 0 }, TRUE },
		{ "out 2026-03-02 09:00 n10", { 0 }, TRUE },
		{ "out 2026-03-02 09:00 n11", { 0 }, FALSE },
		{ "in 2026-03-02 09:00; out 2026-03-02 10:00", { 0 }, TRUE },
		{ "in 2026-03-02 09:00; out 2026-03-02 10:00 n50",
		  { 0 },
		  FALSE },
		{ "both 2026-03-02 09:00 meeting", { 0 }, TRUE },
		{ "out 2026-03-02 09:00 call", { 0 }, TRUE },
		{ "none 2026-03-02 09:00", { 0 }, FALSE },
		{ "", { .contact = TRUE }, TRUE },
		{ "", { .tracked = TRUE }, TRUE },
		{ "in 2026-03-02 09:00", { .stage = STAGE_LEAD }, TRUE },
		{ "in 2026-03-02 09:00", { .muted = TRUE }, FALSE },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GArray) touches =
		    touches_parse(rows[i].touches, zone);

		g_test_message("row %zu: %s", i, rows[i].touches);
		g_assert_cmpint(contact_is((const void *)touches->data,
					   touches->len, &rows[i].said,
					   &settings),
				==, rows[i].contact);
	}
}

static void test_stage(void)
{
	static const struct {
		struct stage_facts facts;
		enum stage stage;
	} rows[] = {
		/* contact, colleague, said, stopped, out, exchanges */
		{ { FALSE, FALSE, STAGE_NONE, FALSE, 0, 0 }, STAGE_NONE },
		{ { FALSE, FALSE, STAGE_NONE, FALSE, 3, 1 }, STAGE_NONE },
		{ { FALSE, FALSE, STAGE_NONE, TRUE, 0, 0 }, STAGE_NONE },
		{ { TRUE, FALSE, STAGE_NONE, FALSE, 0, 0 }, STAGE_LEAD },
		{ { TRUE, FALSE, STAGE_NONE, FALSE, 1, 0 }, STAGE_CONTACTED },
		{ { TRUE, FALSE, STAGE_NONE, FALSE, 9, 0 }, STAGE_CONTACTED },
		{ { TRUE, FALSE, STAGE_NONE, FALSE, 1, 1 }, STAGE_ENGAGED },
		{ { TRUE, FALSE, STAGE_NONE, FALSE, 0, 1 }, STAGE_ENGAGED },
		{ { TRUE, FALSE, STAGE_CUSTOMER, FALSE, 0, 0 },
		  STAGE_CUSTOMER },
		{ { TRUE, FALSE, STAGE_LOST, FALSE, 5, 5 }, STAGE_LOST },
		{ { TRUE, FALSE, STAGE_LEAD, FALSE, 5, 5 }, STAGE_LEAD },
		{ { TRUE, FALSE, STAGE_NONE, TRUE, 5, 5 }, STAGE_LOST },
		{ { TRUE, FALSE, STAGE_CUSTOMER, TRUE, 5, 5 }, STAGE_LOST },
		{ { TRUE, TRUE, STAGE_NONE, FALSE, 5, 5 }, STAGE_NONE },
		{ { TRUE, TRUE, STAGE_CUSTOMER, FALSE, 5, 5 }, STAGE_CUSTOMER },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("row %zu", i);
		g_assert_cmpint(stage_judge(&rows[i].facts), ==, rows[i].stage);
	}
}

static void test_ball(void)
{
	static const struct {
		enum direction open;
		enum stage stage;
		gint64 done_at;
		enum ball ball;
	} rows[] = {
		{ DIRECTION_NONE, STAGE_LEAD, 0, BALL_NOBODYS },
		{ DIRECTION_BOTH, STAGE_ENGAGED, 0, BALL_NOBODYS },
		{ DIRECTION_IN, STAGE_ENGAGED, 0, BALL_YOURS },
		{ DIRECTION_IN, STAGE_NONE, 0, BALL_YOURS },
		{ DIRECTION_OUT, STAGE_CONTACTED, 0, BALL_THEIRS },
		{ DIRECTION_OUT, STAGE_LOST, 0, BALL_NOBODYS },
		{ DIRECTION_IN, STAGE_LOST, 0, BALL_NOBODYS },
		{ DIRECTION_IN, STAGE_ENGAGED, 99, BALL_YOURS },
		{ DIRECTION_IN, STAGE_ENGAGED, 100, BALL_NOBODYS },
		{ DIRECTION_OUT, STAGE_ENGAGED, 101, BALL_NOBODYS },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct run open = { .direction = rows[i].open, .last_at = 100 };
		struct said said = { .done_at = rows[i].done_at };

		g_test_message("row %zu", i);
		g_assert_cmpint(ball_judge(&open, rows[i].stage, &said), ==,
				rows[i].ball);
	}
}

static int compare_touches(gconstpointer a, gconstpointer b)
{
	const struct touch *left = a, *right = b;

	if (left->at != right->at)
		return left->at < right->at ? -1 : 1;
	return (left->source > right->source) - (left->source < right->source);
}

static void shuffle(struct touch *touches, guint n)
{
	for (guint i = n; i > 1; i--) {
		guint j = (guint)g_test_rand_int_range(0, (gint32)i);
		struct touch spare = touches[i - 1];

		touches[i - 1] = touches[j];
		touches[j] = spare;
	}
}

static struct summary summarize(GArray *touches, const struct said *said,
				const struct rule_settings *settings)
{
	struct summary summary;

	summary_make((const void *)touches->data, touches->len, said, FALSE,
		     settings, &summary);
	return summary;
}

static void assert_same(const struct summary *a, const struct summary *b)
{
	g_assert_cmpint(a->contact, ==, b->contact);
	g_assert_cmpint(a->tracked, ==, b->tracked);
	g_assert_cmpint(a->stage, ==, b->stage);
	g_assert_cmpint(a->ball, ==, b->ball);
	g_assert_cmpuint(a->touches_out, ==, b->touches_out);
	g_assert_cmpuint(a->touches_in, ==, b->touches_in);
	g_assert_cmpuint(a->touches_both, ==, b->touches_both);
	g_assert_cmpuint(a->exchanges, ==, b->exchanges);
	g_assert_cmpuint(a->attempts, ==, b->attempts);
	g_assert_cmpint(a->first_at, ==, b->first_at);
	g_assert_cmpint(a->last_at, ==, b->last_at);
	g_assert_cmpint(a->open.direction, ==, b->open.direction);
	g_assert_cmpint(a->open.first_at, ==, b->open.first_at);
}

/*
 * In whatever order the same touches arrived, sorted they say the same; and
 * what holds of every history holds of each beginning of it.
 */
static void test_shuffled(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	struct rule_settings settings;
	struct said said = { 0 };

	rule_settings_init(&settings, zone);
	for (guint round = 0; round < 300; round++) {
		g_autoptr(GArray) touches =
		    g_array_new(FALSE, FALSE, sizeof(struct touch));
		guint n = (guint)g_test_rand_int_range(0, 30);
		struct summary before, after;

		for (guint i = 0; i < n; i++) {
			struct touch touch = {
				/* few instants, so that some are shared */
				.at = 1772409600 +
				      g_test_rand_int_range(0, 40) * 21600,
				.source = i,
				.direction =
				    (enum direction)g_test_rand_int_range(
					0, N_DIRECTIONS),
				.recipients = 1,
			};

			g_array_append_val(touches, touch);
		}
		g_array_sort(touches, compare_touches);
		before = summarize(touches, &said, &settings);
		shuffle((void *)touches->data, touches->len);
		g_array_sort(touches, compare_touches);
		after = summarize(touches, &said, &settings);
		assert_same(&before, &after);

		for (guint cut = touches->len; cut-- > 0;) {
			g_array_set_size(touches, cut);
			before = summarize(touches, &said, &settings);
			g_assert_cmpuint(before.exchanges, <=, after.exchanges);
			g_assert_cmpuint(
			    before.exchanges, <=,
			    before.touches_both +
				MIN(before.touches_in, before.touches_out));
			g_assert_cmpuint(before.attempts, <=,
					 before.touches_out);
			after = before;
		}
	}
}

static void test_summary(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GArray) touches = touches_parse(
	    "in 2026-03-02 09:00; out 2026-03-02 10:00; "
	    "both 2026-03-04 15:00 meeting; out 2026-03-05 09:00; "
	    "out 2026-03-05 09:01; out 2026-03-09 09:00",
	    zone);
	struct said said = { .tracked = TRUE };
	struct rule_settings settings;
	struct summary summary;

	rule_settings_init(&settings, zone);
	summary = summarize(touches, &said, &settings);
	g_assert_true(summary.contact);
	g_assert_true(summary.tracked);
	g_assert_cmpint(summary.stage, ==, STAGE_ENGAGED);
	g_assert_cmpint(summary.ball, ==, BALL_THEIRS);
	g_assert_cmpuint(summary.touches_out, ==, 4);
	g_assert_cmpuint(summary.touches_in, ==, 1);
	g_assert_cmpuint(summary.touches_both, ==, 1);
	g_assert_cmpuint(summary.exchanges, ==, 2);
	g_assert_cmpuint(summary.attempts, ==, 2);
	g_assert_cmpint(summary.first_at, ==, wall("2026-03-02 09:00", zone));
	g_assert_cmpint(summary.last_at, ==, wall("2026-03-09 09:00", zone));

	g_array_set_size(touches, 0);
	said = (struct said){ 0 };
	summary = summarize(touches, &said, &settings);
	g_assert_false(summary.contact);
	g_assert_cmpint(summary.stage, ==, STAGE_NONE);
	g_assert_cmpint(summary.ball, ==, BALL_NOBODYS);
	g_assert_cmpint(summary.first_at, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/runs", test_runs);
	g_test_add_func("/rules/runs/counts", test_counts);
	g_test_add_func("/rules/runs/attempt-days", test_attempt_days);
	g_test_add_func("/rules/contact", test_contact);
	g_test_add_func("/rules/stage", test_stage);
	g_test_add_func("/rules/ball", test_ball);
	g_test_add_func("/rules/summary", test_summary);
	g_test_add_func("/rules/summary/shuffled", test_shuffled);
	return g_test_run();
}
