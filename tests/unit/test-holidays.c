/* Days off from an iCalendar file. */
#include "agent/holidays.h"

#include <glib/gstdio.h>
#include <string.h>

#include "agent/config.h"
#include "agent/error.h"
#include "agent/rules/local_day.h"

#define EVENT(lines) "BEGIN:VEVENT\r\nUID:1\r\n" lines "\r\nEND:VEVENT\r\n"

/* The days as they would be written, but of a year only, if one is given. */
static char *format(const GArray *days, gint32 only)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (guint i = 0; i < days->len; i++) {
		gint32 year;
		guint month, day;

		local_day_to_date(g_array_index(days, gint32, i), &year, &month,
				  &day);
		if (only == 0 || year == only)
			g_string_append_printf(text, "%s%04d%02u%02u",
					       text->len ? " " : "", year,
					       month, day);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static const struct {
	const char *events;
	gint32 year; /* 0: all of them */
	const char *days;
} rows[] = {
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\nSUMMARY:New Year"), 0,
	  "20260101" },
	/* As Google, Thunderbird and Outlook have them. */
	{ EVENT("DTSTART;VALUE=DATE:20260406\r\nDTEND;VALUE=DATE:20260407\r\n"
		"CLASS:PUBLIC\r\nSTATUS:CONFIRMED\r\nTRANSP:TRANSPARENT"),
	  0, "20260406" },
	{ EVENT("DTSTART:20260406\r\nDTEND:20260407"), 0, "20260406" },
	{ EVENT("dtstart;value=date:20260406"), 0, "20260406" },
	{ EVENT("DTSTART;VALUE=D\r\n ATE:2026\r\n\t0406"), 0, "20260406" },
	/* Several days; the end is the day after. */
	{ EVENT("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270102"), 0,
	  "20261230 20261231 20270101" },
	{ EVENT("DTSTART;VALUE=DATE:20260406\r\nDURATION:P2D"), 0,
	  "20260406 20260407" },
	{ EVENT("DTSTART;VALUE=DATE:20260406\r\nDTEND;VALUE=DATE:20260406"), 0,
	  "20260406" },
	{ EVENT("DTSTART;VALUE=DATE:20260406\r\nDTEND;VALUE=DATE:20250406"), 0,
	  "20260406" },
	/* Twice is once, in order. */
	{ EVENT("DTSTART;VALUE=DATE:20260102")
	      EVENT("DTSTART;VALUE=DATE:20260101\r\nDURATION:P2D"),
	  0, "20260101 20260102" },
	/* Repeated, in the future and before it was made for ever. */
	{ EVENT("DTSTART;VALUE=DATE:19000501\r\nRRULE:FREQ=YEARLY"), 2027,
	  "20270501" },
	{ EVENT("DTSTART;VALUE=DATE:20000501\r\nRRULE:FREQ=YEARLY"), 2069,
	  "20690501" },
	{ EVENT("DTSTART;VALUE=DATE:20000525\r\n"
		"RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"),
	  2026, "20260525" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;COUNT=2"), 0,
	  "20260101 20270101" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\n"
		"RRULE:FREQ=YEARLY;UNTIL=20270101"),
	  0, "20260101 20270101" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\nDTEND;VALUE=DATE:20260103\r\n"
		"RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=2"),
	  0, "20260101 20260102 20260115 20260116" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=MONTHLY;COUNT=2\r\n"
		"RDATE;VALUE=DATE:20260704,20260707\r\n"
		"EXDATE;VALUE=DATE:20260201,20260707"),
	  0, "20260101 20260704" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=YEARLY;COUNT=2\r\n"
		"EXDATE:20260101T000000Z"),
	  0, "20270101" },
	/* A rule that is none leaves the day. */
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\nRRULE:FREQ=OFTEN"), 0,
	  "20260101" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\n"
		"RRULE:FREQ=SECONDLY;BYMONTH=3"),
	  0, "20260101" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\n"
		"RRULE:RSCALE=CHINESE;FREQ=YEARLY;BYMONTH=1"),
	  0, "20260101" },
	{ EVENT("DTSTART;VALUE=DATE:20260101\r\n"
		"RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"),
	  0, "20260101" },
	/* No days off; one that is, so that it is a calendar. */
	{ EVENT("DTSTART:20260105T090000Z") EVENT("DTSTART:20260106"), 0,
	  "20260106" },
	{ EVENT("DTSTART;VALUE=DATE:20260105\r\nSTATUS:CANCELLED")
	      EVENT("DTSTART:20260106"),
	  0, "20260106" },
	{ EVENT("DTSTART;VALUE=DATE:20260231") EVENT("DTSTART:20260106"), 0,
	  "20260106" },
	{ "BEGIN:VTODO\r\nDTSTART:20260105\r\nEND:VTODO\r\n" EVENT(
	      "DTSTART:20260106"),
	  0, "20260106" },
	{ EVENT("DTSTART:20260106\r\nBEGIN:VALARM\r\nDTSTART:20260105\r\n"
		"END:VALARM"),
	  0, "20260106" },
	{ EVENT("DTSTART;VALUE=DATE:19890101") EVENT("DTSTART:20700101"), 0,
	  "" },
};

static GArray *parse(const char *text, GError **error)
{
	g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(gint32));

	if (!holidays_parse("x.ics", text, strlen(text), days, error))
		return NULL;
	holidays_sort(days);
	return g_steal_pointer(&days);
}

static void test_rows(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *text = g_strconcat(
		    "\357\273\277BEGIN:VCALENDAR\r\nVERSION:2.0\r\n",
		    rows[i].events, "END:VCALENDAR\r\n", NULL);
		g_autoptr(GError) error = NULL;
		g_autoptr(GArray) days = parse(text, &error);
		g_autofree char *got = NULL;

		g_test_message("%s", rows[i].events);
		g_assert_no_error(error);
		got = format(days, rows[i].year);
		g_assert_cmpstr(got, ==, rows[i].days);
	}
}

#define BARREN                                  \
	EVENT("DTSTART;VALUE=DATE:20260101\r\n" \
	      "RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30")

static const struct {
	const char *text;
	const char *part; /* of the sentence */
} faults[] = {
	{ "", "'x.ics' is no calendar" },
	{ "<!DOCTYPE html>\n<html>\n", "is no calendar" },
	{ "BEGIN:VCARD\r\nEND:VCARD\r\n", "is no calendar" },
	{ EVENT("DTSTART:20260106"), "is no calendar" },
	{ "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", "no event of a whole day" },
	{ "BEGIN:VCALENDAR\r\n" EVENT("DTSTART:20260106T090000Z"),
	  "no event of a whole day" },
	{ "BEGIN:VCALENDAR\r\n" BARREN BARREN BARREN BARREN BARREN BARREN,
	  "rules fit no day" },
};

/* More than any calendar has, by its days or by its rules. */
static void test_many(void)
{
	static const char *const events[] = {
		EVENT("DTSTART:20000101\r\nRRULE:FREQ=DAILY"),
		EVENT("DTSTART:19000101\r\nRRULE:FREQ=DAILY;UNTIL=19800101"),
	};

	for (gsize i = 0; i < G_N_ELEMENTS(events); i++) {
		g_autoptr(GString) text = g_string_new("BEGIN:VCALENDAR\r\n");
		g_autoptr(GError) error = NULL;

		for (guint n = 0; n < 20; n++)
			g_string_append(text, events[i]);
		g_assert_null(parse(text->str, &error));
		g_test_message("%s", error->message);
		g_assert_nonnull(strstr(error->message, "too many days"));
	}
}

static void test_faults(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(faults); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(GArray) days = parse(faults[i].text, &error);

		g_test_message("%s", faults[i].text);
		g_assert_null(days);
		g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
		g_assert_nonnull(strstr(error->message, faults[i].part));
	}
}

/* As deep as libical would be killed by, and cut everywhere. */
static void test_hostile(void)
{
	static const char whole[] = "BEGIN:VCALENDAR\r\n" EVENT(
	    "DTSTART:20260106\r\n"
	    "RRULE:FREQ=YEARLY;COUNT=2") "END:VCALENDAR\r\n";
	g_autoptr(GString) deep = g_string_new("BEGIN:VCALENDAR\r\n");
	g_autoptr(GArray) days = NULL;

	for (guint i = 0; i < 300000; i++)
		g_string_append(deep, "BEGIN:VEVENT\r\n");
	g_assert_null(parse(deep->str, NULL));
	for (gsize n = 0; n < sizeof(whole); n++) {
		g_autofree char *cut = g_strndup(whole, n);
		g_autoptr(GArray) found = parse(cut, NULL);

		g_assert_true(!found || found->len == 2);
	}
	days = parse(whole, NULL);
	g_assert_nonnull(days);
}

static struct config *configure(const char *file, GError **error)
{
	g_autofree char *text =
	    g_strdup_printf("[tend]\nholidays = 2026-12-24;2026-01-06;"
			    "2026-12-24\nholidays-file = %s\n",
			    file);

	return config_parse("conf", text, strlen(text), error);
}

static void refuse(const char *file, const char *part)
{
	g_autoptr(GError) error = NULL;

	g_assert_null(configure(file, &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
	g_test_message("%s", error->message);
	g_assert_true(
	    g_str_has_prefix(error->message, "'conf': [tend] holidays-file: "));
	g_assert_nonnull(strstr(error->message, part));
	g_assert_nonnull(strstr(error->message, "delete the line"));
}

static void test_config(void)
{
	g_autofree char *dir = g_dir_make_tmp("tend-XXXXXX", NULL);
	g_autofree char *file = g_build_filename(dir, "x.ics", NULL);
	g_autofree char *large = g_strnfill(HOLIDAYS_FILE_MAX + 1, 'x');
	g_autoptr(config_t) config = NULL;
	g_autofree char *got = NULL;
	struct rule_settings settings;

	refuse(file, "No such file");
	refuse(dir, "is no file of at most 4 MB");
	refuse("/dev/zero", "is no file of at most 4 MB");
	g_assert_true(g_file_set_contents(file, large, -1, NULL));
	refuse(file, "is no file of at most 4 MB");
	g_assert_true(g_file_set_contents(
	    file, "BEGIN:VCALENDAR\n" EVENT("DTSTART:20260106\nDURATION:P2D"),
	    -1, NULL));
	config = configure(file, NULL);
	g_assert_nonnull(config);
	got = format(config->days_off, 0);
	g_assert_cmpstr(got, ==, "20260106 20260107 20261224");
	config_rule_settings(config, &settings);
	g_assert_cmpuint(settings.n_holidays, ==, 3);
	g_unlink(file);
	g_rmdir(dir);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/holidays/rows", test_rows);
	g_test_add_func("/holidays/faults", test_faults);
	g_test_add_func("/holidays/many", test_many);
	g_test_add_func("/holidays/hostile", test_hostile);
	g_test_add_func("/holidays/config", test_config);
	return g_test_run();
}
