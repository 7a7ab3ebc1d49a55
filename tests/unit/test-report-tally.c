/* The report's counts, on histories of which the answer is known. */
#include "agent/report/fate.h"
#include "agent/report/tally.h"
#include "agent/report/wilson.h"
#include "agent/rules/runs.h"
#include "tests/unit/touches.h"

/* From the beginning of 2026 to Friday the 1st of May. */
#define SINCE "2025-12-31 23:59"
#define NOW "2026-05-01 07:30"

/* Numbers as a row spells them: "1 0 0 2 0". */
static char *spell(const guint *numbers, guint n)
{
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < n; i++)
		g_string_append_printf(text, "%s%u", i > 0 ? " " : "",
				       numbers[i]);
	return g_string_free(text, FALSE);
}

static void add(struct tally *tally, const char *history,
		struct tally_person *person)
{
	g_autoptr(GArray) touches = touches_parse(history, tally->zone);

	person->touches = (const struct touch *)(const void *)touches->data;
	person->n_touches = touches->len;
	tally_add(tally, person);
}

static void test_wilson(void)
{
	/* The ends are where (part/whole - p)^2 is 1.96^2 p (1 - p) / whole. */
	static const struct {
		guint part, whole;
		double low, high;
	} rows[] = {
		{ 0, 0, 0, 1 },
		{ 0, 1, 0, 0.79345 },
		{ 1, 1, 0.20655, 1 },
		{ 0, 20, 0, 0.16113 },
		{ 20, 20, 0.83887, 1 },
		{ 10, 20, 0.29930, 0.70070 },
		{ 7, 20, 0.18119, 0.56715 },
		{ 44, 100, 0.34672, 0.53772 },
		{ 1, 1000, 0.00018, 0.00564 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct interval got =
		    wilson_interval(rows[i].part, rows[i].whole);

		g_test_message("%u of %u: %.5f to %.5f", rows[i].part,
			       rows[i].whole, got.low, got.high);
		g_assert_cmpfloat_with_epsilon(got.low, rows[i].low, 6e-6);
		g_assert_cmpfloat_with_epsilon(got.high, rows[i].high, 6e-6);
	}
}

static void test_tries(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	static const struct {
		const char *what, *touches;
		const char *tried, *answered, *stopped;
		gboolean tracked, settled;
	} rows[] = {
		{ "nothing", "", "0 0 0 0 0", "0 0 0 0 0", "0 0 0 0 0" },
		{ "a stranger, dropped after one", "out 02-01 09:00",
		  "1 0 0 0 0", "0 0 0 0 0", "1 0 0 0 0" },
		{ "two mails of a day are one try",
		  "out 02-01 09:00; out 02-01 10:00", "1 0 0 0 0", "0 0 0 0 0",
		  "1 0 0 0 0" },
		{ "answered after the second",
		  "out 02-01 09:00; out 02-05 09:00; in 02-06 09:00",
		  "1 1 0 0 0", "0 1 0 0 0", "0 0 0 0 0" },
		{ "a meeting answers", "out 02-01 09:00; both 02-06 09:00 call",
		  "1 0 0 0 0", "1 0 0 0 0", "0 0 0 0 0" },
		{ "seven tries stand with five",
		  "out 02-01 09:00; out 02-02 09:00; out 02-03 09:00;"
		  "out 02-04 09:00; out 02-05 09:00; out 02-06 09:00;"
		  "out 02-07 09:00",
		  "1 1 1 1 1", "0 0 0 0 0", "0 0 0 0 1" },
		{ "still open after 29 days", "out 04-02 09:00", "0 0 0 0 0",
		  "0 0 0 0 0", "0 0 0 0 0" },
		{ "over on the thirtieth", "out 04-01 07:30", "1 0 0 0 0",
		  "0 0 0 0 0", "1 0 0 0 0" },
		{ "it was over before the period", "out 2025-12-01 09:00",
		  "0 0 0 0 0", "0 0 0 0 0", "0 0 0 0 0" },
		{ "begun before it, over in it", "out 2025-12-02 09:00",
		  "1 0 0 0 0", "0 0 0 0 0", "1 0 0 0 0" },
		{ "thanks seek nothing",
		  "in 02-01 09:00; out 02-02 09:00 closing", "0 0 0 0 0",
		  "0 0 0 0 0", "0 0 0 0 0" },
		{ "a question does", "in 02-01 09:00; out 02-02 09:00 question",
		  "1 0 0 0 0", "0 0 0 0 0", "1 0 0 0 0" },
		{ "so does a call", "in 02-01 09:00; out 02-02 09:00 call",
		  "1 0 0 0 0", "0 0 0 0 0", "1 0 0 0 0" },
		{ "and a word to who is tracked",
		  "in 02-01 09:00; out 02-02 09:00", "1 0 0 0 0", "0 0 0 0 0",
		  "1 0 0 0 0", .tracked = TRUE },
		{ "a colleague of theirs has answered", "out 02-01 09:00 asks",
		  "0 0 0 0 0", "0 0 0 0 0", "0 0 0 0 0", .settled = TRUE },
		{ "it never arrived",
		  "out 02-01 09:00; none 02-01 09:05 bounced", "0 0 0 0 0",
		  "0 0 0 0 0", "0 0 0 0 0" },
		{ "it was sent again",
		  "out 02-01 09:00; none 02-01 09:05 bounced; out 02-02 09:00",
		  "1 1 0 0 0", "0 0 0 0 0", "0 1 0 0 0" },
		{ "one answered, one not",
		  "out 02-01 09:00; in 02-02 09:00; out 02-03 09:00 asks;"
		  "out 02-04 09:00",
		  "2 1 0 0 0", "1 0 0 0 0", "0 1 0 0 0" },
		{ "what is to come is not there yet",
		  "out 02-01 09:00; in 05-02 09:00", "1 0 0 0 0", "0 0 0 0 0",
		  "1 0 0 0 0" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct tally_person person = {
			.contact = TRUE,
			.tracked = rows[i].tracked,
			.settled = rows[i].settled,
		};
		struct tally tally;
		g_autofree char *tried = NULL, *answered = NULL,
				*stopped = NULL;

		g_test_message("%s", rows[i].what);
		tally_begin(&tally, wall(SINCE, zone), wall(NOW, zone), zone);
		add(&tally, rows[i].touches, &person);
		tally_end(&tally);
		tried = spell(tally.tried, TALLY_TRIES);
		answered = spell(tally.answered, TALLY_TRIES);
		stopped = spell(tally.stopped, TALLY_TRIES);
		g_assert_cmpstr(tried, ==, rows[i].tried);
		g_assert_cmpstr(answered, ==, rows[i].answered);
		g_assert_cmpstr(stopped, ==, rows[i].stopped);
		/* Who tried once was answered, or stopped, in the end. */
		g_assert_cmpuint(tally.tried[0], ==,
				 tally.n_answered + tally.n_stopped);
		tally_clear(&tally);
	}
}

static void test_weeks(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	struct tally_person person = { .contact = TRUE }, sighting = { 0 };
	struct tally_person colleague = { .contact = TRUE, .colleague = TRUE };
	const struct tally_week *weeks;
	struct tally tally;

	tally_begin(&tally, wall("2026-02-25 12:00", zone),
		    wall("2026-03-16 08:00", zone), zone);
	/* The first week is cut; Monday begins at midnight in Berlin. */
	add(&tally,
	    "out 02-25 12:00; out 02-25 12:01; in 03-01 23:59;"
	    "out 03-02 00:00; in 03-03 09:00; both 03-10 09:00 meeting;"
	    "out 03-16 07:59; in 03-16 08:01",
	    &person);
	add(&tally, "in 03-04 09:00", &sighting);
	add(&tally, "out 03-04 09:00", &colleague);
	tally_end(&tally);
	g_assert_cmpuint(tally.weeks->len, ==, 4);
	weeks = (const struct tally_week *)(const void *)tally.weeks->data;
	g_assert_cmpint(weeks[0].monday, ==, local_day_from_date(2026, 2, 23));
	static const struct tally_counts expected[] = {
		{ 1, 1, 0, 1 }, { 1, 1, 0, 1 }, { 0, 0, 1, 1 }, { 1, 0, 0, 0 }
	};

	for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
		g_assert_cmpuint(weeks[i].counts.out, ==, expected[i].out);
		g_assert_cmpuint(weeks[i].counts.in, ==, expected[i].in);
		g_assert_cmpuint(weeks[i].counts.both, ==, expected[i].both);
		g_assert_cmpuint(weeks[i].counts.exchanges, ==,
				 expected[i].exchanges);
	}
	g_assert_cmpuint(tally.period.out, ==, 3);
	g_assert_cmpuint(tally.period.exchanges, ==, 3);
	/* Of the last seven days. */
	g_assert_cmpuint(tally.lately.both, ==, 1);
	g_assert_cmpuint(tally.lately.out, ==, 1);
	tally_clear(&tally);
}

static void test_hours(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	struct tally_person person = { .contact = TRUE };
	struct tally tally;

	tally_begin(&tally, wall(SINCE, zone), wall(NOW, zone), zone);
	add(&tally,
	    "in Mon 03-02 08:00; out 03-02 09:00; in Thu 03-05 14:59;"
	    "in 03-06 10:00; out 03-07 09:00; in Thu 04-02 14:00 derived;"
	    "out 04-03 09:00; both 04-04 10:00 call;"
	    "out 04-06 09:00; in Sun 04-12 23:30; in 04-13 08:00",
	    &person);
	tally_end(&tally);
	/* Of six that came, two are answers by mail whose time is known. */
	g_assert_cmpuint(tally.n_hours, ==, 2);
	g_assert_cmpuint(tally.hours[3][14], ==, 1);
	g_assert_cmpuint(tally.hours[6][23], ==, 1);
	g_assert_cmpuint(tally_of_weekday(&tally, 3), ==, 1);
	g_assert_cmpuint(tally_of_weekday(&tally, 0), ==, 0);
	tally_clear(&tally);
}

static void test_first_answers(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	static const char *const strangers[] = {
		"in 03-02 09:00; out 03-02 09:05", /* five minutes */
		"in 03-02 09:00; out 03-02 09:06",
		"in 03-02 09:00; in 03-02 09:30; both 03-02 09:59 call",
		"in 03-02 09:00; out 03-03 09:00", /* a day */
		"in 03-02 09:00; out 03-12 09:00",
		"in 03-02 09:00",		   /* not yet */
		"in 03-02 09:00; out 05-01 08:00", /* to come */
		"out 03-02 09:00; in 03-02 09:05", /* the user began */
		"in 2025-12-31 09:00; out 2026-01-02 09:00", /* before */
		"in 03-02 09:00 derived; out 03-02 09:01",
		"in 03-02 09:00 call; out 03-02 09:01",
	};
	struct tally tally;

	tally_begin(&tally, wall(SINCE, zone), wall(NOW, zone), zone);
	g_assert_cmpint(tally_first_median(&tally), ==, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(strangers); i++) {
		struct tally_person person = { .contact = i % 2 == 0 };

		add(&tally, strangers[i], &person);
	}
	tally_end(&tally);
	g_assert_cmpuint(tally.first_answers->len, ==, 5);
	g_assert_cmpuint(tally.first_open, ==, 2);
	g_assert_cmpint(tally_first_median(&tally), ==, 59 * 60);
	g_assert_cmpuint(tally_first_within(&tally, 300), ==, 1);
	g_assert_cmpuint(tally_first_within(&tally, 3600), ==, 3);
	g_assert_cmpuint(tally_first_within(&tally, 86400), ==, 4);
	tally_clear(&tally);
}

static void test_stages(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GArray) changes =
	    g_array_new(FALSE, FALSE, sizeof(struct stage_change));
	const struct stage_change steps[] = {
		{ wall("2025-11-01", zone), STAGE_LEAD, "" },
		{ wall("2026-02-01", zone), STAGE_CONTACTED, "" },
		{ wall("2026-03-01", zone), STAGE_ENGAGED, "" },
		{ wall("2026-06-01", zone), STAGE_LOST, "" },
	};
	struct tally_person person = { .contact = TRUE,
				       .stage = STAGE_ENGAGED,
				       .changes = changes };
	struct tally_person other = { .contact = TRUE, .stage = STAGE_LOST };
	struct tally_person sighting = { .stage = STAGE_NONE };
	struct tally tally;
	g_autofree char *stages = NULL, *came = NULL, *left = NULL;
	g_autofree char *fresh = NULL;

	g_array_append_vals(changes, steps, G_N_ELEMENTS(steps));
	tally_begin(&tally, wall(SINCE, zone), wall(NOW, zone), zone);
	add(&tally, "", &person);
	add(&tally, "", &other);
	add(&tally, "", &sighting);
	stages = spell(tally.stages, N_STAGES);
	fresh = spell(tally.fresh, N_STAGES);
	came = spell(tally.came, N_STAGES);
	left = spell(tally.left, N_STAGES);
	g_assert_cmpstr(stages, ==, "0 0 0 1 0 1");
	g_assert_cmpstr(fresh, ==, "0 0 0 1 0 0");
	g_assert_cmpstr(came, ==, "0 0 1 1 0 0");
	g_assert_cmpstr(left, ==, "0 1 1 0 0 0");
	tally_clear(&tally);
}

/* Any history: the same exchanges and attempts as the rules count. */
static void test_agrees_with_runs(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GRand) chance = g_rand_new_with_seed(20260302);

	for (guint round = 0; round < 3000; round++) {
		g_autoptr(GArray) touches =
		    g_array_new(FALSE, FALSE, sizeof(struct touch));
		gint64 at = wall("2026-01-05 09:00", zone);
		guint n = (guint)g_rand_int_range(chance, 0, 25);
		struct tally_person person = { .contact = TRUE,
					       .tracked = TRUE };
		struct tally tally;
		struct runs runs;

		for (guint i = 0; i < n; i++) {
			struct touch touch = {
				.source = i + 1,
				.recipients = 1,
				.direction = (enum direction)g_rand_int_range(
				    chance, 0, N_DIRECTIONS),
			};

			at += g_rand_int_range(chance, 1, 3 * 86400);
			touch.at = at;
			g_array_append_val(touches, touch);
		}
		person.touches =
		    (const struct touch *)(const void *)touches->data;
		person.n_touches = n;
		tally_begin(&tally, 0, at + 31 * 86400, zone);
		tally_add(&tally, &person);
		runs_count(person.touches, n, zone, &runs);
		g_assert_cmpuint(tally.period.exchanges, ==, runs.exchanges);
		g_assert_cmpuint(tally.period.out, ==, runs.touches_out);
		g_assert_cmpuint(tally.period.in, ==, runs.touches_in);
		g_assert_cmpuint(tally.period.both, ==, runs.touches_both);
		if (runs.open.direction == DIRECTION_OUT) {
			guint tries = MIN(runs.open.attempts, TALLY_TRIES);

			g_assert_cmpuint(tally.n_stopped, ==, 1);
			g_assert_cmpuint(tally.stopped[tries - 1], ==, 1);
		} else {
			g_assert_cmpuint(tally.n_stopped, ==, 0);
		}
		tally_clear(&tally);
	}
}

static void test_fates(void)
{
	enum { DAY = 86400 };
	static const struct {
		const char *what;
		gint64 touched_at, said_at, now;
		enum fate fate;
	} rows[] = {
		{ "nothing yet", 0, 0, DAY, FATE_PENDING },
		{ "left", 0, 0, 14 * DAY + 2, FATE_LEFT },
		{ "written", DAY, 0, DAY, FATE_MET },
		{ "put aside", 0, DAY, DAY, FATE_OVERRULED },
		{ "put aside, and written later", 3 * DAY, DAY, 4 * DAY,
		  FATE_OVERRULED },
		{ "written, and done with it", DAY, DAY + 60, 2 * DAY,
		  FATE_MET },
		{ "a word of the same second", DAY, DAY, 2 * DAY, FATE_MET },
		{ "a word too late to mean it", 0, 15 * DAY, 20 * DAY,
		  FATE_LEFT },
		{ "mail too late to count", 15 * DAY, 0, 20 * DAY, FATE_LEFT },
	};
	static const char *const words[] = { "done", "snooze", "mute",
					     "no",   "stage",  "untrack" };

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].what);
		g_assert_cmpint(fate_of(1, rows[i].touched_at, rows[i].said_at,
					rows[i].now),
				==, rows[i].fate);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		g_assert_true(fate_is_word(words[i]));
	g_assert_false(fate_is_word("tag"));
	g_assert_false(fate_is_word("track"));
	g_assert_false(fate_is_word("log"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/wilson", test_wilson);
	g_test_add_func("/report/tries", test_tries);
	g_test_add_func("/report/weeks", test_weeks);
	g_test_add_func("/report/hours", test_hours);
	g_test_add_func("/report/first-answers", test_first_answers);
	g_test_add_func("/report/stages", test_stages);
	g_test_add_func("/report/agrees-with-runs", test_agrees_with_runs);
	g_test_add_func("/report/fates", test_fates);
	return g_test_run();
}
