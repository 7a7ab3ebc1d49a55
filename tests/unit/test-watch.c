/* The hour of the digest, in zones that turn their clocks. */
#include "agent/post/schedule.h"

#include <string.h>

#include "agent/config.h"

static config_t *configure(const char *zone, const char *hour, const char *days)
{
	g_autofree char *text = g_strdup_printf(
	    "[tend]\ntime-zone=%s\ndigest-at=%s\ndigest-days=%s\n"
	    "report-days=none\n",
	    zone, hour, days);
	GError *error = NULL;
	config_t *config = config_parse("config", text, strlen(text), &error);

	g_assert_no_error(error);
	return config;
}

static gint64 time_of(const char *utc)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_utc();
	g_autoptr(GDateTime) time = g_date_time_new_from_iso8601(utc, zone);

	g_assert_nonnull(time);
	return g_date_time_to_unix(time);
}

#define DAILY "mon;tue;wed;thu;fri;sat;sun"

struct row {
	const char *zone, *hour, *days;
	const char *now;  /* UTC */
	const char *next; /* UTC */
	gboolean due;	  /* today's, at `now` */
};

/* 2 March 2026 is a Monday. */
static const struct row rows[] = {
	/* around the hour */
	{ "UTC", "07:30", DAILY, "2026-03-02T07:29:59", "2026-03-02T07:30:00",
	  FALSE },
	{ "UTC", "07:30", DAILY, "2026-03-02T07:30:00", "2026-03-02T07:30:00",
	  TRUE },
	{ "UTC", "07:30", DAILY, "2026-03-02T07:30:01", "2026-03-03T07:30:00",
	  TRUE },
	{ "UTC", "07:30", DAILY, "2026-03-02T23:59:59", "2026-03-03T07:30:00",
	  TRUE },
	{ "UTC", "07:30", DAILY, "2026-03-03T00:00:00", "2026-03-03T07:30:00",
	  FALSE },
	{ "UTC", "00:00", DAILY, "2026-03-02T23:59:59", "2026-03-03T00:00:00",
	  TRUE },
	{ "UTC", "23:59", DAILY, "2026-03-02T23:58:59", "2026-03-02T23:59:00",
	  FALSE },
	/* days of the week */
	{ "UTC", "07:30", "mon;tue;wed;thu;fri", "2026-03-06T07:30:01",
	  "2026-03-09T07:30:00", TRUE },
	{ "UTC", "07:30", "mon;tue;wed;thu;fri", "2026-03-07T12:00:00",
	  "2026-03-09T07:30:00", FALSE },
	{ "UTC", "07:30", "sun", "2026-03-02T07:00:00", "2026-03-08T07:30:00",
	  FALSE },
	{ "UTC", "07:30", "mon", "2026-03-02T07:31:00", "2026-03-09T07:30:00",
	  TRUE },
	{ "UTC", "07:30", "tue;sat", "2026-03-03T08:00:00",
	  "2026-03-07T07:30:00", TRUE },
	/* the local day is not that of Greenwich */
	{ "Pacific/Auckland", "07:30", "tue", "2026-03-02T18:29:00",
	  "2026-03-02T18:30:00", FALSE },
	{ "America/Los_Angeles", "23:00", "mon", "2026-03-03T06:59:00",
	  "2026-03-03T07:00:00", FALSE },
	{ "America/Los_Angeles", "23:00", "mon", "2026-03-03T07:00:00",
	  "2026-03-03T07:00:00", TRUE },
	/*
	 * Berlin: 29 March and 25 October 2026.  For an hour that is left out
	 * see the nights below.
	 */
	{ "Europe/Berlin", "07:30", DAILY, "2026-03-28T07:00:00",
	  "2026-03-29T05:30:00", TRUE },
	{ "Europe/Berlin", "07:30", DAILY, "2026-03-29T05:29:59",
	  "2026-03-29T05:30:00", FALSE },
	{ "Europe/Berlin", "07:30", DAILY, "2026-10-24T06:00:00",
	  "2026-10-25T06:30:00", TRUE },
	{ "Europe/Berlin", "03:30", DAILY, "2026-10-25T02:29:00",
	  "2026-10-25T02:30:00", FALSE },
	/* New York: 8 March and 1 November 2026 */
	{ "America/New_York", "07:30", DAILY, "2026-03-07T13:00:00",
	  "2026-03-08T11:30:00", TRUE },
	{ "America/New_York", "07:30", DAILY, "2026-10-31T12:00:00",
	  "2026-11-01T12:30:00", TRUE },
	{ "America/New_York", "07:30", "sun", "2026-11-01T12:29:59",
	  "2026-11-01T12:30:00", FALSE },
	/* Sydney, the other way round: 5 April and 4 October 2026 */
	{ "Australia/Sydney", "07:30", DAILY, "2026-04-03T21:00:00",
	  "2026-04-04T21:30:00", TRUE },
	{ "Australia/Sydney", "07:30", DAILY, "2026-10-02T22:00:00",
	  "2026-10-03T20:30:00", TRUE },
	/* Lord Howe turns by half an hour: 5 April and 4 October 2026 */
	{ "Australia/Lord_Howe", "07:30", DAILY, "2026-04-04T20:59:00",
	  "2026-04-04T21:00:00", FALSE },
	{ "Australia/Lord_Howe", "07:30", DAILY, "2026-10-03T20:29:00",
	  "2026-10-03T20:30:00", FALSE },
};

static void test_rows(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct row *row = &rows[i];
		g_autoptr(config_t) config =
		    configure(row->zone, row->hour, row->days);
		gint64 now = time_of(row->now);
		g_autoptr(GDateTime) next =
		    g_date_time_new_from_unix_utc(schedule_next(config, now));
		g_autofree char *text = g_date_time_format(next, "%FT%T");

		g_test_message("%s %s %s %s", row->zone, row->hour, row->days,
			       row->now);
		g_assert_cmpstr(text, ==, row->next);
		g_assert_cmpint(schedule_is_due(config, LETTER_DIGEST, now), ==,
				row->due);
	}
}

/* Two letters, each on its days; 6 March 2026 is a Friday. */
static void test_report_days(void)
{
	static const struct {
		const char *days, *now, *next;
		gboolean digest, report;
	} cases[] = {
		{ "", "2026-03-05T07:31:00", "2026-03-06T07:30:00", TRUE,
		  FALSE },
		{ "", "2026-03-06T07:30:00", "2026-03-06T07:30:00", TRUE,
		  TRUE },
		{ "", "2026-03-07T09:00:00", "2026-03-09T07:30:00", FALSE,
		  FALSE },
		{ "report-days=sat;wed\n", "2026-03-06T07:31:00",
		  "2026-03-07T07:30:00", TRUE, FALSE },
		{ "report-days=sat;wed\n", "2026-03-07T07:30:00",
		  "2026-03-07T07:30:00", FALSE, TRUE },
		{ "report-days=none\n", "2026-03-06T07:30:00",
		  "2026-03-06T07:30:00", TRUE, FALSE },
		{ "report-days=NONE\ndigest-days=sun\n", "2026-03-02T07:00:00",
		  "2026-03-08T07:30:00", FALSE, FALSE },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *text =
		    g_strdup_printf("[tend]\ntime-zone=UTC\n%s", cases[i].days);
		GError *error = NULL;
		g_autoptr(config_t) config =
		    config_parse("config", text, strlen(text), &error);
		gint64 now = time_of(cases[i].now);

		g_assert_no_error(error);
		g_test_message("%s%s", cases[i].days, cases[i].now);
		g_assert_cmpint(schedule_next(config, now), ==,
				time_of(cases[i].next));
		g_assert_cmpint(schedule_is_due(config, LETTER_DIGEST, now), ==,
				cases[i].digest);
		g_assert_cmpint(schedule_is_due(config, LETTER_REPORT, now), ==,
				cases[i].report);
	}
}

static char *day_of(const config_t *config, gint64 at)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, config->zone);

	return g_date_time_format(local, "%F");
}

static gboolean same_day(const config_t *config, gint64 a, gint64 b)
{
	g_autofree char *x = day_of(config, a);
	g_autofree char *y = day_of(config, b);

	return g_str_equal(x, y);
}

/*
 * Whoever looks every ten minutes through a night in which clocks turn finds
 * each local day's digest exactly once, and it stays due until midnight.
 */
static void count_nights(const char *zone, const char *hour, const char *around)
{
	g_autoptr(config_t) config = configure(zone, hour, DAILY);
	gint64 start = time_of(around) - 2 * 86400;
	gint64 last = 0;
	guint times = 0;
	char *day = NULL;

	for (gint64 now = start; now < start + 98 * 3600; now += 600) {
		gint64 next = schedule_next(config, now);
		g_autofree char *today = day_of(config, now);

		g_assert_cmpint(next, >=, now);
		g_assert_cmpint(next - now, <=, 25 * 3600 + 1800);
		g_assert_cmpint(next, >=, last);
		g_assert_true(schedule_is_due(config, LETTER_DIGEST, next));
		/* Not a second too early, unless that is another day. */
		g_assert_false(
		    same_day(config, next - 1, next) &&
		    schedule_is_due(config, LETTER_DIGEST, next - 1));
		last = next;
		if (!schedule_is_due(config, LETTER_DIGEST, now)) {
			g_assert_cmpstr(today, !=, day);
			continue;
		}
		if (g_strcmp0(today, day) != 0)
			times++;
		g_free(day);
		day = g_steal_pointer(&today);
	}
	g_free(day);
	g_assert_cmpuint(times, >=, 4);
	g_assert_cmpuint(times, <=, 5);
}

static void test_nights(void)
{
	static const struct {
		const char *zone, *spring, *autumn;
	} zones[] = {
		{ "Europe/Berlin", "2026-03-29T01:00:00",
		  "2026-10-25T01:00:00" },
		{ "America/New_York", "2026-03-08T07:00:00",
		  "2026-11-01T06:00:00" },
		{ "Australia/Sydney", "2026-10-03T16:00:00",
		  "2026-04-04T16:00:00" },
		{ "America/Santiago", "2026-09-06T04:00:00",
		  "2026-04-05T03:00:00" },
	};
	static const char *const hours[] = {
		"00:00", "00:30", "01:30", "02:00",
		"02:30", "03:00", "07:30", "23:50"
	};

	for (gsize i = 0; i < G_N_ELEMENTS(zones); i++)
		for (gsize j = 0; j < G_N_ELEMENTS(hours); j++) {
			g_test_message("%s %s", zones[i].zone, hours[j]);
			count_nights(zones[i].zone, hours[j], zones[i].spring);
			count_nights(zones[i].zone, hours[j], zones[i].autumn);
		}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/watch/digest/rows", test_rows);
	g_test_add_func("/watch/report-days", test_report_days);
	g_test_add_func("/watch/digest/nights", test_nights);
	return g_test_run();
}
