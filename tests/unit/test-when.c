/* Times as people type them, and the sentences for those that are none. */
#include <stdlib.h>

#include "agent/when.h"
#include "tests/unit/touches.h"

/* Wednesday */
#define NOW "2026-03-04 10:20"

static struct when_context context_at(const char *now, GTimeZone *zone,
				      enum when_sense sense)
{
	return (struct when_context){
		.now = wall(now, zone),
		.zone = zone,
		.sense = sense,
		.minute = 7 * 60 + 30,
	};
}

static void test_forms(void)
{
	static const struct {
		const char *text;
		const char *ahead, *back; /* NULL: the same */
	} rows[] = {
		{ "now", NOW },
		{ "today", NOW, "2026-03-04 07:30" },
		{ "tomorrow", "2026-03-05 07:30" },
		{ "Yesterday", "2026-03-03 07:30" },
		{ "  tomorrow  ", "2026-03-05 07:30" },
		{ "friday", "2026-03-06 07:30", "2026-02-27 07:30" },
		{ "FRI", "2026-03-06 07:30", "2026-02-27 07:30" },
		{ "on fri", "2026-03-06 07:30", "2026-02-27 07:30" },
		{ "wednesday", "2026-03-11 07:30", "2026-02-25 07:30" },
		{ "tues", "2026-03-10 07:30", "2026-03-03 07:30" },
		{ "next monday", "2026-03-09 07:30" },
		{ "last monday", "2026-03-02 07:30" },
		{ "next week", "2026-03-11 07:30" },
		{ "two weeks ago", "2026-02-18 07:30" },
		{ "in twelve days", "2026-03-16 07:30" },
		{ "last month", "2026-02-04 07:30" },
		{ "next year", "2027-03-04 07:30" },
		{ "friday 9:00", "2026-03-06 09:00", "2026-02-27 09:00" },
		{ "friday at 9", "2026-03-06 09:00", "2026-02-27 09:00" },
		{ "tomorrow 2pm", "2026-03-05 14:00" },
		{ "tomorrow at 12am", "2026-03-05 00:00" },
		{ "tomorrow 12:30pm", "2026-03-05 12:30" },
		{ "today 9:00", "2026-03-04 09:00" },
		/* a clock alone: the nearest that way */
		{ "14:30", "2026-03-04 14:30", "2026-03-03 14:30" },
		{ "9:00", "2026-03-05 09:00", "2026-03-04 09:00" },
		{ "10:20", "2026-03-05 10:20", "2026-03-04 10:20" },
		{ "9am", "2026-03-05 09:00", "2026-03-04 09:00" },
		{ "at 9", "2026-03-05 09:00", "2026-03-04 09:00" },
		/* dates */
		{ "2026-12-01", "2026-12-01 07:30" },
		{ "2026-12-01 09:00", "2026-12-01 09:00" },
		{ "2026-12-01T09:00", "2026-12-01 09:00" },
		{ "2026-3-9", "2026-03-09 07:30" },
		{ "2026/12/01", "2026-12-01 07:30" },
		{ "2026.12.01", "2026-12-01 07:30" },
		{ "1 dec", "2026-12-01 07:30", "2025-12-01 07:30" },
		{ "dec 1", "2026-12-01 07:30", "2025-12-01 07:30" },
		{ "1st December", "2026-12-01 07:30", "2025-12-01 07:30" },
		{ "December 22nd, 2024", "2024-12-22 07:30" },
		{ "1. december 2026", "2026-12-01 07:30" },
		{ "3 mar", "2027-03-03 07:30", "2026-03-03 07:30" },
		{ "4 march", NOW, "2026-03-04 07:30" },
		{ "dec 1 14:30", "2026-12-01 14:30", "2025-12-01 14:30" },
		{ "29 feb", "2028-02-29 07:30", "2024-02-29 07:30" },
		/* spans */
		{ "2w", "2026-03-18 07:30", "2026-02-18 07:30" },
		{ "2 w", "2026-03-18 07:30", "2026-02-18 07:30" },
		{ "2 weeks", "2026-03-18 07:30", "2026-02-18 07:30" },
		{ "in 2 weeks", "2026-03-18 07:30" },
		{ "3 days ago", "2026-03-01 07:30" },
		{ "3d ago", "2026-03-01 07:30" },
		{ "a week ago", "2026-02-25 07:30" },
		{ "in a month", "2026-04-04 07:30" },
		{ "1m", "2026-04-04 07:30", "2026-02-04 07:30" },
		{ "1y", "2027-03-04 07:30", "2025-03-04 07:30" },
		{ "4h", "2026-03-04 14:20", "2026-03-04 06:20" },
		{ "in 90 min", "2026-03-04 11:50" },
		{ "an hour ago", "2026-03-04 09:20" },
		{ "in 3 days 9:00", "2026-03-07 09:00" },
		{ "0d", NOW, "2026-03-04 07:30" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		struct when_context ahead = context_at(NOW, zone, WHEN_AHEAD);
		struct when_context back = context_at(NOW, zone, WHEN_BACK);
		g_autofree char *got = NULL;
		gint64 at = 0;
		g_autoptr(GError) error = NULL;

		g_test_message("'%s'", rows[i].text);
		when_parse(rows[i].text, &ahead, &at, &error);
		g_assert_no_error(error);
		got = when_date_time(at, zone);
		g_assert_cmpstr(got, ==, rows[i].ahead);
		g_clear_pointer(&got, g_free);

		g_assert_true(when_parse(rows[i].text, &back, &at, &error));
		got = when_date_time(at, zone);
		g_assert_cmpstr(got, ==,
				rows[i].back != NULL ? rows[i].back
						     : rows[i].ahead);
	}
}

/* Each has its sentence, and the sentence its remedy. */
static void test_refused(void)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{ "", "no time given: say it like friday, 2w, tomorrow 14:30, "
		      "3 days ago or 2026-12-01" },
		{ "foo", "'foo' is no time: say it like friday, 2w, tomorrow "
			 "14:30, 3 days ago or 2026-12-01" },
		{ "firday", "'firday' is no time: did you mean 'friday'?" },
		{ "tomorow", "'tomorow' is no time: did you mean 'tomorrow'?" },
		{ "12/1", "'12/1' may be two days: say 2026-12-01 or "
			  "2026-01-12" },
		{ "12/1/26", "'12/1/26' may be two days: say 2026-12-01 or "
			     "2026-01-12" },
		{ "1.12.2026", "'1.12.2026' may be two days: say 2026-01-12 or "
			       "2026-12-01" },
		{ "25/12", "'25/12' is no date here: say 2026-12-25" },
		{ "12-25-2026", "'12-25-2026' is no date here: say "
				"2026-12-25" },
		{ "3/3", "'3/3' is no date here: say 2026-03-03" },
		{ "99/99", "'99/99' is no date: say it like 2026-12-01" },
		{ "2026-02-30", "there is no day 30 in February 2026, which "
				"has 28" },
		{ "2026-13-01", "there is no month 13: a date is year, month, "
				"day, like 2026-12-01" },
		{ "2026-00-01", "there is no month 0: a date is year, month, "
				"day, like 2026-12-01" },
		{ "9999-01-01", "there is no year 9999 here: say one from "
				"1900 to 2999" },
		{ "31 april", "there is no day 31 in April" },
		{ "25:00", "there is no time '25:00': the day ends at 23:59" },
		{ "tomorrow 14:75", "there is no time '14:75': the day ends at "
				    "23:59" },
		{ "dec", "'dec' names no day: say it like 1 dec or "
			 "2026-12-01" },
		{ "13pm", "there is no time '13pm': say it like 14:30" },
	};
	static const char *const others[] = {
		"2",	     "w",	  "next",	"last",
		"in",	     "ago",	  "at",		"friday at",
		"2w 9:00 x", "now 14:30", "4h 14:30",	"in 2",
		"2026-12",   "2026",	  "14:",	":30",
		"-3 days",   "3 days in", "next 14:30", "friday friday",
		"12/",	     "2026-12-",  "1/2/3/4",	"\xff\xfe",
		"dec",	     "0 dec",	  "dec 2026",
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct when_context context = context_at(NOW, zone, WHEN_AHEAD);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		gint64 at = 4711;

		g_test_message("'%s'", rows[i].text);
		g_assert_false(when_parse(rows[i].text, &context, &at, &error));
		g_assert_error(error, WHEN_ERROR, WHEN_ERROR_FORM);
		g_assert_cmpstr(error->message, ==, rows[i].message);
		g_assert_cmpint(at, ==, 4711);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(others); i++) {
		g_autoptr(GError) error = NULL;
		gint64 at = 4711;

		g_test_message("'%s'", others[i]);
		g_assert_false(when_parse(others[i], &context, &at, &error));
		g_test_message("%s", error->message);
		g_assert_cmpint(at, ==, 4711);
	}
	g_assert_false(when_parse("foo", &context, &(gint64){ 0 }, NULL));
}

/* Counts that no calendar holds neither wrap nor crash: they are refused. */
static void test_absurd(void)
{
	static const char *const texts[] = {
		"99999999999999999999 years",
		"100000m",
		"99999999w ago",
		"4294967296 days",
		"in 100000 years",
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct when_context context = context_at(NOW, zone, WHEN_AHEAD);

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		g_autoptr(GError) error = NULL;
		gint64 at = 4711;

		g_test_message("'%s'", texts[i]);
		g_assert_false(when_parse(texts[i], &context, &at, &error));
		g_assert_nonnull(strstr(error->message, "1900 to 2999"));
		g_assert_cmpint(at, ==, 4711);
	}
}

/* On the nights of the clock changes days stay days and hours hours. */
static void test_clock_changes(void)
{
	static const struct {
		const char *zone, *now, *text, *at;
		gint64 seconds; /* after now */
	} rows[] = {
		{ "Europe/Berlin", "2026-03-28 07:30", "1d", "2026-03-29 07:30",
		  23 * 3600 },
		{ "Europe/Berlin", "2026-10-24 07:30", "1d", "2026-10-25 07:30",
		  25 * 3600 },
		{ "Europe/Berlin", "2026-03-28 20:00", "12h",
		  "2026-03-29 09:00", 12 * 3600 },
		{ "America/New_York", "2026-03-07 07:30", "tomorrow",
		  "2026-03-08 07:30", 23 * 3600 },
		{ "America/New_York", "2026-10-31 07:30", "tomorrow",
		  "2026-11-01 07:30", 25 * 3600 },
		{ "Pacific/Auckland", "2026-04-04 07:30", "sunday",
		  "2026-04-05 07:30", 25 * 3600 },
		{ "Pacific/Auckland", "2026-09-26 07:30", "sunday",
		  "2026-09-27 07:30", 23 * 3600 },
		{ "Europe/Berlin", "2026-03-28 12:00", "tomorrow 02:30",
		  "2026-03-29 03:00", 14 * 3600 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GTimeZone) zone =
		    g_time_zone_new_identifier(rows[i].zone);
		struct when_context context =
		    context_at(rows[i].now, zone, WHEN_AHEAD);
		g_autofree char *got = NULL;
		gint64 at;

		g_test_message("%s %s", rows[i].zone, rows[i].text);
		g_assert_true(when_parse(rows[i].text, &context, &at, NULL));
		got = when_date_time(at, zone);
		g_assert_cmpstr(got, ==, rows[i].at);
		g_assert_cmpint(at - context.now, ==, rows[i].seconds);
	}
}

static void test_relative(void)
{
	static const struct {
		const char *at, *words;
	} rows[] = {
		{ "2026-03-04 14:05", "today 14:05" },
		{ "2026-03-04 00:00", "today 00:00" },
		{ "2026-03-03 23:59", "yesterday" },
		{ "2026-03-05 00:00", "tomorrow" },
		{ "2026-03-01 12:00", "3 days ago" },
		{ "2026-03-07 09:00", "in 3 days" },
		{ "2026-02-19 12:00", "13 days ago" },
		{ "2026-02-18 12:00", "2 weeks ago" },
		{ "2026-03-18 12:00", "in 2 weeks" },
		{ "2026-01-03 12:00", "8 weeks ago" },
		{ "2026-01-02 12:00", "2 months ago" },
		{ "2025-03-04 12:00", "11 months ago" },
		{ "2024-03-04 12:00", "23 months ago" },
		{ "2024-02-01 12:00", "2 years ago" },
		{ "2036-03-04 12:00", "in 10 years" },
	};
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	gint64 now = wall(NOW, zone);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *words =
		    when_relative(wall(rows[i].at, zone), now, zone);

		g_test_message("%s", rows[i].at);
		g_assert_cmpstr(words, ==, rows[i].words);
	}
}

static void test_date(void)
{
	g_autoptr(GTimeZone) zone =
	    g_time_zone_new_identifier("Pacific/Auckland");
	g_autofree char *date = when_date(1772621999, zone);
	g_autofree char *next = when_date(1772622000, zone);
	g_autofree char *last = when_date(G_MAXINT64, zone);

	g_assert_cmpstr(date, ==, "2026-03-04");
	g_assert_cmpstr(next, ==, "2026-03-05");
	g_assert_nonnull(last);
}

static void test_span(void)
{
	static const struct {
		gint64 seconds;
		const char *says;
	} rows[] = {
		{ 0, "a minute" },	    { 61, "2 minutes" },
		{ 3600, "an hour" },	    { 3601, "2 hours" },
		{ 20 * 3600, "20 hours" },  { 23 * 3600, "a day" },
		{ 36 * 3600, "a day" },	    { 37 * 3600, "2 days" },
		{ 14 * 86400, "14 days" },  { 15 * 86400, "3 weeks" },
		{ 61 * 86400, "3 months" }, { G_MAXINT32, "829 months" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *got = when_span(rows[i].seconds);

		g_assert_cmpstr(got, ==, rows[i].says);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/when/forms", test_forms);
	g_test_add_func("/when/refused", test_refused);
	g_test_add_func("/when/absurd", test_absurd);
	g_test_add_func("/when/clock-changes", test_clock_changes);
	g_test_add_func("/when/relative", test_relative);
	g_test_add_func("/when/date", test_date);
	g_test_add_func("/when/span", test_span);
	return g_test_run();
}
