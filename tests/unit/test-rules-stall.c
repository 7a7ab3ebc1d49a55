/* Who owes whom, from when until when, and in which words. */
#include <stdlib.h>

#include "agent/rules/stall.h"
#include "tests/unit/touches.h"

#define ASKED "out 2026-02-02 09:00; in 2026-02-02 10:00; "

struct row {
	const char *touches;
	struct said said;
	const char *subject;
	enum reason reason;
	const char *since, *due, *lapse;
	gint64 source;
	const char *sentence;
};

/* 2 March 2026 is a Monday; limits are 2 and 3 working days. */
static const struct row rows[] = {
	{ "" },
	/* you owe */
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00", .subject = "offer",
	  .reason = REASON_YOU_OWE, .since = "2026-03-03 10:00",
	  .due = "2026-03-05 07:30", .lapse = "2026-03-19 07:30", .source = 2,
	  .sentence = "they wrote on 3 March about \"offer\"; you have not "
		      "answered" },
	{ "out 2026-03-02 09:00; in 2026-03-06 10:00", .reason = REASON_YOU_OWE,
	  .since = "2026-03-06 10:00", .due = "2026-03-10 07:30",
	  .lapse = "2026-03-24 07:30", .source = 2,
	  .sentence = "they wrote on 6 March; you have not answered" },
	{ "out 2026-03-02 09:00; in 2026-03-07 10:00", .subject = " ",
	  .reason = REASON_YOU_OWE, .since = "2026-03-07 10:00",
	  .due = "2026-03-10 07:30", .lapse = "2026-03-24 07:30", .source = 2,
	  .sentence = "they wrote on 7 March; you have not answered" },
	/* it waits since the first, and lapses after the last */
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00; in 2026-03-04 10:00",
	  .subject = "offer", .reason = REASON_YOU_OWE,
	  .since = "2026-03-03 10:00", .due = "2026-03-05 07:30",
	  .lapse = "2026-03-20 07:30", .source = 3,
	  .sentence = "they wrote on 3 March and again on 4 March about "
		      "\"offer\"; you have not answered" },
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00; in 2026-03-03 11:00",
	  .reason = REASON_YOU_OWE, .since = "2026-03-03 10:00",
	  .due = "2026-03-05 07:30", .lapse = "2026-03-19 07:30", .source = 3,
	  .sentence = "they wrote on 3 March; you have not answered" },
	/* what had lapsed begins anew */
	{ "out 2026-02-02 09:00; in 2026-02-03 10:00; in 2026-03-03 10:00",
	  .reason = REASON_YOU_OWE, .since = "2026-03-03 10:00",
	  .due = "2026-03-05 07:30", .lapse = "2026-03-19 07:30", .source = 3,
	  .sentence = "they wrote on 3 March; you have not answered" },
	/* ... but not with somebody tracked, for whom nothing lapses */
	{ "out 2026-02-02 09:00; in 2026-02-03 10:00; in 2026-03-03 10:00",
	  .said = { .tracked = TRUE }, .reason = REASON_YOU_OWE,
	  .since = "2026-02-03 10:00", .due = "2026-02-05 07:30", .source = 3,
	  .sentence = "they wrote on 3 February and again on 3 March; you "
		      "have not answered" },
	/* whom it was written to */
	{ ASKED "in 2026-03-03 10:00 n3", .reason = REASON_YOU_OWE,
	  .since = "2026-03-03 10:00", .due = "2026-03-05 07:30",
	  .lapse = "2026-03-19 07:30", .source = 3,
	  .sentence = "they wrote on 3 March; you have not answered" },
	{ ASKED "out 2026-02-02 11:00; in 2026-03-03 10:00 n4" },
	{ ASKED "out 2026-02-02 11:00; in 2026-03-03 10:00 n0" },
	{ ASKED "out 2026-02-02 11:00; in 2026-03-03 10:00 call" },
	/* a crowd after the ask; its subject is not the ask's */
	{ ASKED "out 2026-02-02 11:00; in 2026-03-03 10:00; "
		"in 2026-03-04 10:00 n8",
	  .subject = "party", .reason = REASON_YOU_OWE,
	  .since = "2026-03-03 10:00", .due = "2026-03-05 07:30",
	  .lapse = "2026-03-19 07:30", .source = 4,
	  .sentence = "they wrote on 3 March; you have not answered" },
	/* a stranger is no debt, unless the user said so */
	{ "in 2026-03-03 10:00" },
	{ "in 2026-03-03 10:00; in 2026-03-04 10:00" },
	{ "in 2026-03-03 10:00", .said = { .contact = TRUE },
	  .reason = REASON_YOU_OWE, .since = "2026-03-03 10:00",
	  .due = "2026-03-05 07:30", .lapse = "2026-03-19 07:30", .source = 1,
	  .sentence = "they wrote on 3 March; you have not answered" },
	/* a meeting settles, and so does an answer by telephone */
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00; "
	  "both 2026-03-04 15:00 meeting" },
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00; "
	  "both 2026-03-04 15:00 call" },
	/* they owe */
	{ "out 2026-03-02 09:00", .subject = "tender",
	  .reason = REASON_THEY_OWE, .since = "2026-03-02 09:00",
	  .due = "2026-03-05 07:30", .lapse = "2026-03-19 07:30", .source = 1,
	  .sentence = "you wrote on 2 March about \"tender\"; no word since" },
	{ "out 2026-03-05 09:00", .reason = REASON_THEY_OWE,
	  .since = "2026-03-05 09:00", .due = "2026-03-10 07:30",
	  .lapse = "2026-03-24 07:30", .source = 1,
	  .sentence = "you wrote on 5 March; no word since" },
	{ "in 2026-03-02 09:00; out 2026-03-03 09:00",
	  .reason = REASON_THEY_OWE, .since = "2026-03-03 09:00",
	  .due = "2026-03-06 07:30", .lapse = "2026-03-20 07:30", .source = 2,
	  .sentence = "you wrote on 3 March; no word since" },
	/* from the last attempt */
	{ "out 2026-03-02 09:00; out 2026-03-04 09:00", .subject = "tender",
	  .reason = REASON_THEY_OWE, .since = "2026-03-04 09:00",
	  .due = "2026-03-09 07:30", .lapse = "2026-03-23 07:30", .source = 2,
	  .sentence = "you tried on 2 days, last on 4 March about "
		      "\"tender\"; no word since" },
	{ "out 2026-03-02 09:00; out 2026-03-02 09:01",
	  .reason = REASON_THEY_OWE, .since = "2026-03-02 09:01",
	  .due = "2026-03-05 07:30", .lapse = "2026-03-19 07:30", .source = 2,
	  .sentence = "you wrote on 2 March; no word since" },
	{ "in 2026-03-01 09:00; out 2026-03-02 09:00 call",
	  .subject = "left a voicemail", .reason = REASON_THEY_OWE,
	  .since = "2026-03-02 09:00", .due = "2026-03-05 07:30",
	  .lapse = "2026-03-19 07:30", .source = 2,
	  .sentence = "you called on 2 March; no word since" },
	{ "out 2026-03-02 09:00 other", .reason = REASON_THEY_OWE,
	  .since = "2026-03-02 09:00", .due = "2026-03-05 07:30",
	  .lapse = "2026-03-19 07:30", .source = 1,
	  .sentence = "you got in touch on 2 March; no word since" },
	{ "out 2026-03-02 09:00", .said = { .tracked = TRUE },
	  .reason = REASON_THEY_OWE, .since = "2026-03-02 09:00",
	  .due = "2026-03-05 07:30", .source = 1,
	  .sentence = "you wrote on 2 March; no word since" },
	/* crowds owe nothing */
	{ "out 2026-03-02 09:00 n11" },
	{ "out 2026-03-02 09:00; out 2026-03-03 09:00 n40",
	  .reason = REASON_THEY_OWE, .since = "2026-03-02 09:00",
	  .due = "2026-03-05 07:30", .lapse = "2026-03-19 07:30", .source = 1,
	  .sentence = "you tried on 2 days, last on 2 March; no word since" },
	{ "out 2026-03-02 09:00; in 2026-03-02 10:00; "
	  "both 2026-03-02 15:00 meeting" },
	/* what the user said */
	{ "out 2026-03-02 09:00", .said = { .muted = TRUE } },
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00",
	  .said = { .muted = TRUE, .tracked = TRUE } },
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00",
	  .said = { .stage = STAGE_LOST } },
	{ "out 2026-03-02 09:00; in 2026-03-03 10:00",
	  .said = { .stage = STAGE_CUSTOMER }, .reason = REASON_YOU_OWE,
	  .since = "2026-03-03 10:00", .due = "2026-03-05 07:30",
	  .lapse = "2026-03-19 07:30", .source = 2,
	  .sentence = "they wrote on 3 March; you have not answered" },
};

static struct verdict *judge(GArray *touches, const struct said *said,
			     const char *subject,
			     const struct rule_settings *settings)
{
	g_autoptr(GPtrArray) verdicts = NULL;
	struct summary summary;
	struct facts facts = {
		.touches = (const void *)touches->data,
		.n_touches = touches->len,
		.summary = &summary,
		.said = said,
		.settings = settings,
		.subject = subject,
	};

	summary_make(facts.touches, facts.n_touches, said, settings, &summary);
	verdicts = stall_judge(&facts);
	g_assert_cmpuint(verdicts->len, <=, 1);
	return verdicts->len == 0 ? NULL : g_ptr_array_steal_index(verdicts, 0);
}

static void check_row(const struct row *row,
		      const struct rule_settings *settings)
{
	GTimeZone *zone = settings->zone;
	g_autoptr(GArray) touches = touches_parse(row->touches, zone);
	g_autoptr(verdict) verdict =
	    judge(touches, &row->said, row->subject, settings);

	if (row->reason == REASON_NONE) {
		g_assert_null(verdict);
		return;
	}
	g_assert_nonnull(verdict);
	g_assert_cmpint(verdict->reason, ==, row->reason);
	g_assert_cmpstr(verdict->sentence, ==, row->sentence);
	g_assert_cmpint(verdict->since_at, ==, wall(row->since, zone));
	g_assert_cmpint(verdict->due_at, ==, wall(row->due, zone));
	g_assert_cmpint(verdict->lapse_at, ==,
			row->lapse != NULL ? wall(row->lapse, zone)
					   : VERDICT_NEVER);
	g_assert_cmpint(verdict->source, ==, row->source);
	g_assert_cmpint(verdict->conversation, ==, 7);
}

static void test_rows(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("row %zu: %s", i, rows[i].touches);
		check_row(&rows[i], &settings);
	}
}

/* The night of a clock change lies between writing and owing. */
static void test_clock_changes(void)
{
	static const struct {
		const char *zone, *touches, *due, *lapse;
	} nights[] = {
		{ "Europe/Berlin", "out 2026-03-26 23:30", "2026-03-31 07:30",
		  "2026-04-14 07:30" },
		{ "Europe/Berlin", "out 2026-10-22 23:30", "2026-10-27 07:30",
		  "2026-11-10 07:30" },
		{ "America/New_York", "out 2026-03-05 23:30",
		  "2026-03-10 07:30", "2026-03-24 07:30" },
		{ "America/New_York", "out 2026-10-29 23:30",
		  "2026-11-03 07:30", "2026-11-17 07:30" },
		{ "Pacific/Auckland", "out 2026-04-02 00:30",
		  "2026-04-07 07:30", "2026-04-21 07:30" },
		{ "Pacific/Auckland", "out 2026-09-24 00:30",
		  "2026-09-29 07:30", "2026-10-13 07:30" },
		/* the lapse lies behind the change, the due day before it */
		{ "Europe/Berlin", "out 2026-03-16 12:00", "2026-03-19 07:30",
		  "2026-04-02 07:30" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(nights); i++) {
		g_autoptr(GTimeZone) zone =
		    g_time_zone_new_identifier(nights[i].zone);
		g_autoptr(GArray) touches =
		    touches_parse(nights[i].touches, zone);
		g_autoptr(verdict) verdict = NULL;
		struct said said = { 0 };
		struct rule_settings settings;

		g_test_message("%s %s", nights[i].zone, nights[i].touches);
		rule_settings_init(&settings, zone);
		verdict = judge(touches, &said, NULL, &settings);
		g_assert_cmpint(verdict->due_at, ==, wall(nights[i].due, zone));
		g_assert_cmpint(verdict->lapse_at, ==,
				wall(nights[i].lapse, zone));
	}
}

static void test_done_and_snooze(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GArray) touches =
	    touches_parse("out 2026-03-02 09:00; in 2026-03-03 10:00; "
			  "in 2026-03-06 10:00",
			  zone);
	g_autoptr(verdict) verdict = NULL;
	struct rule_settings settings;
	struct said said = { .done_at = wall("2026-03-06 10:00", zone) };

	rule_settings_init(&settings, zone);
	g_assert_null(judge(touches, &said, NULL, &settings));

	/* what came after "done" is a new matter */
	said.done_at = wall("2026-03-04 12:00", zone);
	verdict = judge(touches, &said, NULL, &settings);
	g_assert_cmpint(verdict->since_at, ==, wall("2026-03-06 10:00", zone));
	g_clear_pointer(&verdict, verdict_free);

	said = (struct said){ .snooze_until = wall("2026-04-01 12:00", zone) };
	verdict = judge(touches, &said, NULL, &settings);
	g_assert_cmpint(verdict->due_at, ==, said.snooze_until);
	g_assert_cmpint(verdict->lapse_at, ==, wall("2026-04-15 12:00", zone));
	g_clear_pointer(&verdict, verdict_free);

	/* a snooze that is over puts nothing off */
	said.snooze_until = wall("2026-03-04 12:00", zone);
	verdict = judge(touches, &said, NULL, &settings);
	g_assert_cmpint(verdict->due_at, ==, wall("2026-03-05 07:30", zone));
}

static void test_settings(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GArray) touches = touches_parse("out 2026-03-02 09:00", zone);
	g_autoptr(verdict) verdict = NULL;
	const gint32 holiday = local_day_from_date(2026, 3, 4);
	struct said said = { 0 };
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	settings.answer_within = 1;
	settings.lapse_days = 0;
	settings.due_minute = 9 * 60;
	verdict = judge(touches, &said, NULL, &settings);
	g_assert_cmpint(verdict->due_at, ==, wall("2026-03-03 09:00", zone));
	/* it holds for a moment at least: never due after it lapsed */
	g_assert_cmpint(verdict->lapse_at, ==, verdict->due_at + 1);
	g_clear_pointer(&verdict, verdict_free);

	settings.answer_within = 2;
	settings.lapse_days = G_MAXUINT;
	settings.holidays = &holiday;
	settings.n_holidays = 1;
	verdict = judge(touches, &said, NULL, &settings);
	g_assert_cmpint(verdict->due_at, ==, wall("2026-03-05 09:00", zone));
	g_assert_cmpint(verdict->lapse_at, >, verdict->due_at);
	g_assert_cmpint(verdict->lapse_at, <, VERDICT_NEVER);
}

static void test_long_subject(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GArray) touches = touches_parse("out 2026-03-02 09:00", zone);
	g_autoptr(verdict) verdict = NULL;
	struct said said = { 0 };
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	verdict = judge(touches, &said,
			"The quick brown fox jumps over the lazy dog and the "
			"cat looks on, bored",
			&settings);
	g_assert_cmpstr(verdict->sentence, ==,
			"you wrote on 2 March about \"The quick brown fox "
			"jumps over the lazy dog and the cat…\"; no word "
			"since");
	g_clear_pointer(&verdict, verdict_free);
	verdict = judge(touches, &said, "bad \xff bytes", &settings);
	g_assert_true(g_utf8_validate(verdict->sentence, -1, NULL));
}

/* The table is in the order of the reasons, and named like them. */
static void test_table(void)
{
	enum reason last = REASON_NONE;

	for (guint i = 0; stall_rules[i] != NULL; i++) {
		g_assert_cmpint(stall_rules[i]->reason, >, last);
		g_assert_cmpstr(stall_rules[i]->name, ==,
				reason_name(stall_rules[i]->reason));
		g_assert_cmpstr(stall_rules[i]->summary, !=, "");
		last = stall_rules[i]->reason;
	}
	g_assert_cmpint(last, !=, REASON_NONE);
}

/* Random histories: whatever comes out is whole and makes sense. */
static void test_any_history(void)
{
	g_autoptr(GTimeZone) zone =
	    g_time_zone_new_identifier("Pacific/Auckland");
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	for (guint round = 0; round < 2000; round++) {
		g_autoptr(GArray) touches =
		    g_array_new(FALSE, FALSE, sizeof(struct touch));
		g_autoptr(verdict) verdict = NULL;
		struct said said = {
			.tracked = g_test_rand_bit(),
			.contact = g_test_rand_bit(),
			.stage = (enum stage)g_test_rand_int_range(0, N_STAGES),
		};
		gint64 at = 1772409600;
		gint32 n = g_test_rand_int_range(0, 12);

		for (gint32 i = 0; i < n; i++) {
			struct touch touch = {
				.at = at += g_test_rand_int_range(0, 600000),
				.source = i + 1,
				.direction =
				    (enum direction)g_test_rand_int_range(
					0, N_DIRECTIONS),
				.channel = (enum channel)g_test_rand_int_range(
				    0, N_CHANNELS),
				.recipients =
				    (guint)g_test_rand_int_range(0, 14),
			};

			g_array_append_val(touches, touch);
		}
		verdict = judge(touches, &said, "x", &settings);
		if (verdict == NULL)
			continue;
		g_assert_cmpint(said.stage, !=, STAGE_LOST);
		g_assert_cmpint(verdict->since_at, <, verdict->due_at);
		g_assert_cmpint(verdict->due_at, <, verdict->lapse_at);
		g_assert_cmpint(verdict->source, >, 0);
		g_assert_cmpint(said.tracked, ==,
				verdict->lapse_at == VERDICT_NEVER);
		g_assert_nonnull(verdict->sentence);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/stall/rows", test_rows);
	g_test_add_func("/rules/stall/clock-changes", test_clock_changes);
	g_test_add_func("/rules/stall/done-and-snooze", test_done_and_snooze);
	g_test_add_func("/rules/stall/settings", test_settings);
	g_test_add_func("/rules/stall/long-subject", test_long_subject);
	g_test_add_func("/rules/stall/table", test_table);
	g_test_add_func("/rules/stall/any-history", test_any_history);
	return g_test_run();
}
