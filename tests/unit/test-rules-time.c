/* Local days, working days and the time of a message, across clock changes. */
#include <stdlib.h>

#include "agent/rules/message_time.h"
#include "agent/rules/workday.h"
#include "tests/unit/touches.h"

static GTimeZone *zone_open(const char *name)
{
	GTimeZone *zone = g_time_zone_new_identifier(name);

	g_assert_nonnull(zone);
	return zone;
}

static void test_calendar(void)
{
	static const struct {
		gint32 year;
		guint month, day;
		gint32 local_day;
		GDateWeekday weekday;
	} rows[] = {
		{ 1970, 1, 1, 0, G_DATE_THURSDAY },
		{ 1969, 12, 31, -1, G_DATE_WEDNESDAY },
		{ 2000, 2, 29, 11016, G_DATE_TUESDAY },
		{ 2026, 3, 2, 20514, G_DATE_MONDAY },
		{ 1, 1, 1, -719162, G_DATE_MONDAY },
		{ 9999, 12, 31, 2932896, G_DATE_FRIDAY },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gint32 year;
		guint month, day;

		g_assert_cmpint(local_day_from_date(rows[i].year, rows[i].month,
						    rows[i].day),
				==, rows[i].local_day);
		local_day_to_date(rows[i].local_day, &year, &month, &day);
		g_assert_cmpint(year, ==, rows[i].year);
		g_assert_cmpuint(month, ==, rows[i].month);
		g_assert_cmpuint(day, ==, rows[i].day);
		g_assert_cmpint(local_day_weekday(rows[i].local_day), ==,
				rows[i].weekday);
	}
}

/* Every day of four centuries there and back, beside GDate's calendar. */
static void test_calendar_all(void)
{
	GDate date;
	gint32 first = local_day_from_date(1900, 1, 1);
	gint32 last = local_day_from_date(2299, 12, 31);

	g_date_set_dmy(&date, 1, 1, 1900);
	for (gint32 i = first; i <= last; i++) {
		gint32 year;
		guint month, day;

		local_day_to_date(i, &year, &month, &day);
		g_assert_cmpint(year, ==, g_date_get_year(&date));
		g_assert_cmpuint(month, ==, g_date_get_month(&date));
		g_assert_cmpuint(day, ==, g_date_get_day(&date));
		g_assert_cmpint(local_day_from_date(year, month, day), ==, i);
		g_assert_cmpint(local_day_weekday(i), ==,
				g_date_get_weekday(&date));
		g_date_add_days(&date, 1);
	}
}

/* Both nights of daylight saving in three zones; UTC seconds by hand. */
static void test_clock_changes(void)
{
	static const struct {
		const char *zone, *wall;
		gint64 at;
	} rows[] = {
		/* 29 March 2026: 02:00 becomes 03:00 (01:00 UTC) */
		{ "Europe/Berlin", "2026-03-29 01:59", 1774745940 },
		{ "Europe/Berlin", "2026-03-29 02:30", 1774746000 },
		{ "Europe/Berlin", "2026-03-29 03:00", 1774746000 },
		/* 25 October 2026: 03:00 becomes 02:00 (01:00 UTC) */
		{ "Europe/Berlin", "2026-10-25 01:59", 1792886340 },
		{ "Europe/Berlin", "2026-10-25 02:30", 1792891800 },
		{ "Europe/Berlin", "2026-10-25 03:00", 1792893600 },
		/* 8 March 2026: 02:00 becomes 03:00 (07:00 UTC) */
		{ "America/New_York", "2026-03-08 01:59", 1772953140 },
		{ "America/New_York", "2026-03-08 02:30", 1772953200 },
		{ "America/New_York", "2026-03-08 07:30", 1772969400 },
		/* 1 November 2026: 02:00 becomes 01:00 (06:00 UTC) */
		{ "America/New_York", "2026-11-01 00:30", 1793507400 },
		{ "America/New_York", "2026-11-01 01:30", 1793514600 },
		{ "America/New_York", "2026-11-01 07:30", 1793536200 },
		/* 5 April 2026: 03:00 becomes 02:00 (4 April 14:00 UTC) */
		{ "Pacific/Auckland", "2026-04-05 01:30", 1775305800 },
		{ "Pacific/Auckland", "2026-04-05 02:30", 1775313000 },
		{ "Pacific/Auckland", "2026-04-05 07:30", 1775331000 },
		/* 27 September 2026: 02:00 becomes 03:00 (26th 14:00 UTC) */
		{ "Pacific/Auckland", "2026-09-27 01:30", 1790429400 },
		{ "Pacific/Auckland", "2026-09-27 02:30", 1790431200 },
		{ "Pacific/Auckland", "2026-09-27 07:30", 1790447400 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GTimeZone) zone = zone_open(rows[i].zone);

		g_test_message("%s %s", rows[i].zone, rows[i].wall);
		g_assert_cmpint(wall(rows[i].wall, zone), ==, rows[i].at);
	}
}

/* A day is one day, hour by hour through a year of clock changes. */
static void test_days_follow(void)
{
	static const char *const zones[] = {
		"Europe/Berlin",
		"America/New_York",
		"Pacific/Auckland",
		"Asia/Kathmandu",
	};

	for (gsize z = 0; z < G_N_ELEMENTS(zones); z++) {
		g_autoptr(GTimeZone) zone = zone_open(zones[z]);
		gint32 first = local_day_from_date(2026, 1, 1);
		gint64 from = local_instant(first, 0, zone);
		gint64 to = local_instant(first + 365, 0, zone);
		gint32 last = first;

		for (gint64 at = from; at < to; at += 15 * 60) {
			gint32 day = local_day(at, zone);

			g_assert_true(day == last || day == last + 1);
			g_assert_cmpint(local_instant(day, 0, zone), <=, at);
			g_assert_cmpint(at, <, local_instant(day + 1, 0, zone));
			last = day;
		}
		g_assert_cmpint(last, ==, first + 364);
	}
}

static void test_absurd_times(void)
{
	static const gint64 times[] = {
		G_MININT64, G_MININT64 + 1, -1, G_MAXINT64 - 1, G_MAXINT64,
	};
	g_autoptr(GTimeZone) zone = zone_open("Pacific/Auckland");
	struct rule_settings settings;

	rule_settings_init(&settings, zone);
	for (gsize i = 0; i < G_N_ELEMENTS(times); i++) {
		g_assert_cmpuint(local_minute(times[i], zone), <, 1440);
		workday_add(&settings, times[i], G_MAXUINT);
	}
	g_assert_cmpuint(workday_between(&settings, G_MININT64, G_MAXINT64), >,
			 3000000);
	g_assert_cmpuint(workday_between(&settings, G_MAXINT64, G_MININT64), ==,
			 0);
}

static void test_workday_add(void)
{
	static const struct {
		const char *zone, *from;
		guint days;
		const char *due;
	} rows[] = {
		/* 2 March 2026 is a Monday */
		{ "UTC", "2026-03-02 09:00", 0, "2026-03-02 07:30" },
		{ "UTC", "2026-03-02 00:00", 1, "2026-03-03 07:30" },
		{ "UTC", "2026-03-02 23:59", 1, "2026-03-03 07:30" },
		{ "UTC", "2026-03-05 12:00", 2, "2026-03-09 07:30" },
		{ "UTC", "2026-03-06 12:00", 1, "2026-03-09 07:30" },
		{ "UTC", "2026-03-07 12:00", 0, "2026-03-09 07:30" },
		{ "UTC", "2026-03-07 12:00", 1, "2026-03-09 07:30" },
		{ "UTC", "2026-03-08 12:00", 2, "2026-03-10 07:30" },
		{ "UTC", "2026-03-02 12:00", 10, "2026-03-16 07:30" },
		/* holidays: Good Friday 3 and Easter Monday 6 April */
		{ "UTC", "2026-04-02 12:00", 1, "2026-04-07 07:30" },
		{ "UTC", "2026-04-02 12:00", 2, "2026-04-08 07:30" },
		{ "UTC", "2026-04-03 12:00", 0, "2026-04-07 07:30" },
		/* over the weekend of the clock change, both ways */
		{ "Europe/Berlin", "2026-03-27 18:00", 1, "2026-03-30 07:30" },
		{ "Europe/Berlin", "2026-10-23 18:00", 1, "2026-10-26 07:30" },
		{ "America/New_York", "2026-03-06 18:00", 2,
		  "2026-03-10 07:30" },
		{ "America/New_York", "2026-10-30 23:30", 1,
		  "2026-11-02 07:30" },
		{ "Pacific/Auckland", "2026-04-02 18:00", 3,
		  "2026-04-09 07:30" },
		{ "Pacific/Auckland", "2026-09-25 00:30", 1,
		  "2026-09-28 07:30" },
		/* late in the evening it is still that day */
		{ "America/New_York", "2026-03-02 23:30", 1,
		  "2026-03-03 07:30" },
	};
	const gint32 holidays[] = { local_day_from_date(2026, 4, 3),
				    local_day_from_date(2026, 4, 6) };

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GTimeZone) zone = zone_open(rows[i].zone);
		struct rule_settings settings;

		g_test_message("%s %s + %u", rows[i].zone, rows[i].from,
			       rows[i].days);
		rule_settings_init(&settings, zone);
		settings.holidays = holidays;
		settings.n_holidays = G_N_ELEMENTS(holidays);
		g_assert_cmpint(workday_add(&settings, wall(rows[i].from, zone),
					    rows[i].days),
				==, wall(rows[i].due, zone));
	}
}

static void test_workday_masks(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	struct rule_settings settings;
	gint64 friday = wall("2026-03-06 12:00", zone);

	rule_settings_init(&settings, zone);
	settings.working_days =
	    WORKING_DAY(G_DATE_SUNDAY) | WORKING_DAY(G_DATE_MONDAY);
	g_assert_cmpint(workday_add(&settings, friday, 3), ==,
			wall("2026-03-15 07:30", zone));
	settings.working_days = WORKING_DAYS_ALL;
	g_assert_cmpint(workday_add(&settings, friday, 3), ==,
			wall("2026-03-09 07:30", zone));
	settings.working_days = 0; /* nobody means never */
	g_assert_cmpint(workday_add(&settings, friday, 3), ==,
			wall("2026-03-09 07:30", zone));
	settings.due_minute = 0;
	g_assert_cmpint(workday_add(&settings, friday, 1), ==,
			wall("2026-03-07 00:00", zone));
}

/* The short way to count agrees with counting day by day. */
static void test_workday_between(void)
{
	g_autoptr(GTimeZone) zone = zone_open("Europe/Berlin");
	const gint32 holidays[] = {
		local_day_from_date(2026, 4, 3),
		local_day_from_date(2026, 4, 5), /* a Sunday anyway */
		local_day_from_date(2026, 4, 6),
	};
	struct rule_settings settings;
	gint64 from = wall("2026-03-20 12:00", zone);
	guint n = 0;

	rule_settings_init(&settings, zone);
	settings.holidays = holidays;
	settings.n_holidays = G_N_ELEMENTS(holidays);
	for (gint32 i = 0; i < 40; i++) {
		gint32 day = local_day(from, zone) + i;
		gint64 at = local_instant(day, 600, zone);

		if (i > 0)
			n += workday_is(&settings, day);
		g_assert_cmpuint(workday_between(&settings, from, at), ==, n);
	}
	g_assert_cmpuint(n, ==, 25);
}

static void test_message_time(void)
{
#define T(day) (G_GINT64_CONSTANT(1772409600) + (day)*86400)
	static const struct {
		const char *what;
		gint64 date, received, parent, at;
	} rows[] = {
		{ "its Date", T(0), T(0) + 5, 0, T(0) },
		{ "a moved mailbox proves nothing", T(0), T(900), 0, T(0) },
		{ "no Date", 0, T(1), 0, T(1) },
		{ "no Date, as the parser says it", G_MININT64, T(1), 0, T(1) },
		{ "1970", 86400, T(1), 0, T(1) },
		{ "last second of 1989", 631151999, T(1), 0, T(1) },
		{ "first second of 1990", 631152000, T(1), 0, 631152000 },
		{ "ten minutes fast", T(0) + 600, T(0), 0, T(0) + 600 },
		{ "faster than that", T(0) + 601, T(0), 0, T(0) },
		{ "from 2038", G_GINT64_CONSTANT(4294967296), T(2), 0, T(2) },
		{ "never received", T(3), 0, 0, T(3) },
		{ "received in 1970", T(3), 3600, 0, T(3) },
		{ "nothing known", 0, 0, 0, MESSAGE_TIME_NONE },
		{ "nothing but nonsense", -5, 5, 0, MESSAGE_TIME_NONE },
		{ "after its parent", T(2), T(2), T(1), T(2) },
		{ "not before its parent", T(1), T(2), T(3), T(3) },
		{ "only its parent known", 0, 0, T(3), T(3) },
		{ "smallest and largest", G_MININT64, G_MAXINT64, 0,
		  G_MAXINT64 },
		{ "largest and smallest", G_MAXINT64, G_MININT64, 0,
		  G_MAXINT64 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].what);
		g_assert_cmpint(message_time(rows[i].date, rows[i].received,
					     rows[i].parent),
				==, rows[i].at);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/time/calendar", test_calendar);
	g_test_add_func("/rules/time/calendar-all", test_calendar_all);
	g_test_add_func("/rules/time/clock-changes", test_clock_changes);
	g_test_add_func("/rules/time/days-follow", test_days_follow);
	g_test_add_func("/rules/time/absurd", test_absurd_times);
	g_test_add_func("/rules/time/workday-add", test_workday_add);
	g_test_add_func("/rules/time/workday-masks", test_workday_masks);
	g_test_add_func("/rules/time/workday-between", test_workday_between);
	g_test_add_func("/rules/time/message", test_message_time);
	return g_test_run();
}
