/* Times as people type and read them. */
#include "agent/when.h"

#include <string.h>

#include "agent/nearest.h"
#include "agent/rules/local_day.h"

G_DEFINE_QUARK(tend - when - error - quark, when_error)

#define EXAMPLES "friday, 2w, tomorrow 14:30, 3 days ago or 2026-12-01"

/* Longer counts are typing errors, and would overflow sooner or later. */
#define MOST_COUNT 10000000

/* What is being read: words left to right, each taken when understood. */
struct reader {
	const struct when_context *context;
	const char *text; /* as typed, for messages */
	char **words;
	guint at;
	gint32 today;
	gboolean beyond; /* a count was cut: it reaches beyond any calendar */
};

static gboolean fail(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static gboolean fail(GError **error, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (error != NULL)
		*error = g_error_new_valist(WHEN_ERROR, WHEN_ERROR_FORM, format,
					    args);
	va_end(args);
	return FALSE;
}

static const char *peek(const struct reader *reader, guint ahead)
{
	for (guint i = 0; i < ahead; i++)
		if (reader->words[reader->at + i] == NULL)
			return NULL;
	return reader->words[reader->at + ahead];
}

static gboolean peek_is(const struct reader *reader, guint ahead,
			const char *word)
{
	return g_strcmp0(peek(reader, ahead), word) == 0;
}

/* Reads decimal digits only; returns what follows them, or NULL for none. */
static const char *read_number(const char *p, guint *number_out)
{
	guint number = 0;

	if (!g_ascii_isdigit(*p))
		return NULL;
	for (; g_ascii_isdigit(*p); p++)
		number = MIN(number * 10 + (guint)(*p - '0'), MOST_COUNT);
	*number_out = number;
	return p;
}

/*
 * Names of days and months: the whole word, or a beginning of three letters
 * and more ("fri", "sept").  Returns 1 for the first, 0 for none.
 */
static guint find_name(const char *word, guint n_names,
		       const char *(*name)(guint))
{
	gsize length = word != NULL ? strlen(word) : 0;

	for (guint i = 1; length >= 3 && i <= n_names; i++)
		if (g_ascii_strncasecmp(name(i), word, length) == 0)
			return i;
	return 0;
}

static const char *weekday_name(guint weekday)
{
	return local_weekday_name((GDateWeekday)weekday);
}

static guint find_weekday(const char *word)
{
	return find_name(word, 7, weekday_name);
}

static guint find_month(const char *word)
{
	return find_name(word, 12, local_month_name);
}

static guint month_days(gint32 year, guint month)
{
	return g_date_get_days_in_month((GDateMonth)month, (GDateYear)year);
}

static gboolean check_date(guint year, guint month, guint day, GError **error)
{
	if (year < 1900 || year > 2999)
		return fail(error,
			    "there is no year %u here: say one from "
			    "1900 to 2999",
			    year);
	if (month < 1 || month > 12)
		return fail(error,
			    "there is no month %u: a date is year, "
			    "month, day, like 2026-12-01",
			    month);
	if (day < 1 || day > month_days((gint32)year, month))
		return fail(error, "there is no day %u in %s %u, which has %u",
			    day, local_month_name(month), year,
			    month_days((gint32)year, month));
	return TRUE;
}

/* "14:30", "9am", "9:30pm"; found_out tells whether it is a time at all. */
static gboolean read_clock(const char *word, gboolean bare_hour,
			   gboolean *found_out, guint *minute_out,
			   GError **error)
{
	guint hour = 0, minute = 0;
	const char *p;

	*found_out = FALSE;
	p = word != NULL ? read_number(word, &hour) : NULL;
	if (p == NULL)
		return TRUE;
	if (*p == ':') {
		p = read_number(p + 1, &minute);
		if (p == NULL)
			return TRUE;
		bare_hour = TRUE;
	}
	if (g_str_equal(p, "am") || g_str_equal(p, "pm")) {
		if (hour < 1 || hour > 12 || minute > 59)
			return fail(error,
				    "there is no time '%s': say it like "
				    "14:30",
				    word);
		hour = hour % 12 + (*p == 'p' ? 12 : 0);
	} else if (*p != '\0' || !bare_hour) {
		return TRUE;
	}
	if (hour > 23 || minute > 59)
		return fail(error,
			    "there is no time '%s': the day ends at "
			    "23:59",
			    word);
	*found_out = TRUE;
	*minute_out = hour * 60 + minute;
	return TRUE;
}

static gint32 add_months(gint32 day, gint32 months)
{
	gint32 year, index;
	guint month, of_month;

	local_day_to_date(day, &year, &month, &of_month);
	index = year * 12 + (gint32)month - 1 + months;
	year = index / 12;
	month = (guint)(index % 12) + 1;
	if (year < 1 || year > 9999)
		return months < 0 ? G_MININT32 / 2 : G_MAXINT32 / 2;
	return local_day_from_date(year, month,
				   MIN(of_month, month_days(year, month)));
}

enum unit { UNIT_NONE, MINUTES, HOURS, DAYS, WEEKS, MONTHS, YEARS };

static enum unit find_unit(const char *word)
{
	static const struct {
		const char *word;
		enum unit unit;
	} units[] = {
		{ "min", MINUTES },    { "mins", MINUTES },
		{ "minute", MINUTES }, { "minutes", MINUTES },
		{ "h", HOURS },	       { "hour", HOURS },
		{ "hours", HOURS },    { "d", DAYS },
		{ "day", DAYS },       { "days", DAYS },
		{ "w", WEEKS },	       { "wk", WEEKS },
		{ "week", WEEKS },     { "weeks", WEEKS },
		{ "m", MONTHS },       { "mo", MONTHS },
		{ "month", MONTHS },   { "months", MONTHS },
		{ "y", YEARS },	       { "year", YEARS },
		{ "years", YEARS },
	};

	for (gsize i = 0; word != NULL && i < G_N_ELEMENTS(units); i++)
		if (g_str_equal(units[i].word, word))
			return units[i].unit;
	return UNIT_NONE;
}

/* An hour is an hour; the longer ones are counted on the calendar. */
static void step(const struct reader *reader, gint32 count, enum unit unit,
		 gint32 *day_out, gint64 *instant_out)
{
	gint64 now = reader->context->now;

	switch (unit) {
	case MINUTES:
		*instant_out = now + (gint64)count * 60;
		break;
	case HOURS:
		*instant_out = now + (gint64)count * 3600;
		break;
	case DAYS:
		*day_out = reader->today + count;
		break;
	case WEEKS:
		*day_out = reader->today + count * 7;
		break;
	case MONTHS:
		*day_out = add_months(reader->today, count);
		break;
	case YEARS:
		*day_out = add_months(reader->today, count * 12);
		break;
	case UNIT_NONE:
		g_assert_not_reached();
	}
}

/* "a", "one", "two": as many, or 0 for none of these. */
static guint find_count(const char *word)
{
	static const char *const counts[] = {
		"one",	 "two",	  "three", "four", "five",   "six",
		"seven", "eight", "nine",  "ten",  "eleven", "twelve",
	};

	if (g_str_equal(word, "a") || g_str_equal(word, "an"))
		return 1;
	for (guint i = 0; i < G_N_ELEMENTS(counts); i++)
		if (g_str_equal(counts[i], word))
			return i + 1;
	return 0;
}

/* "2w", "in 2 weeks", "3 days ago", "a week ago", "two weeks ago". */
static gboolean read_span(struct reader *reader, gboolean *found_out,
			  gint32 *day_out, gint64 *instant_out)
{
	gboolean back = reader->context->sense == WHEN_BACK;
	gboolean in = peek_is(reader, 0, "in");
	guint n = in, count = 0;
	const char *word = peek(reader, n), *rest;
	enum unit unit;

	*found_out = FALSE;
	if (word == NULL)
		return TRUE;
	rest = read_number(word, &count);
	if (rest == NULL) {
		count = find_count(word);
		if (count == 0)
			return TRUE;
		rest = "";
	}
	n++;
	if (*rest == '\0')
		rest = peek(reader, n++);
	unit = find_unit(rest);
	if (unit == UNIT_NONE)
		return TRUE;
	if (in) {
		back = FALSE;
	} else if (peek_is(reader, n, "ago")) {
		back = TRUE;
		n++;
	}
	reader->at += n;
	reader->beyond |= count == MOST_COUNT;
	*found_out = TRUE;
	step(reader, back ? -(gint32)count : (gint32)count, unit, day_out,
	     instant_out);
	return TRUE;
}

/* The nearest day of that name that is not today. */
static gint32 step_to_weekday(gint32 today, guint weekday, gboolean back)
{
	gint32 ahead =
	    ((gint32)weekday - (gint32)local_day_weekday(today) + 7) % 7;

	if (back)
		return today - (ahead == 0 ? 7 : 7 - ahead);
	return today + (ahead == 0 ? 7 : ahead);
}

/* "friday", "next friday", "last fri", "next week". */
static gboolean read_weekday(struct reader *reader, gboolean *found_out,
			     gint32 *day_out, gint64 *instant_out)
{
	gboolean back = reader->context->sense == WHEN_BACK;
	guint n = 0, weekday;
	enum unit unit;

	*found_out = FALSE;
	if (peek_is(reader, 0, "next") || peek_is(reader, 0, "last")) {
		back = peek_is(reader, 0, "last");
		n = 1;
	} else if (peek_is(reader, 0, "on")) {
		n = 1;
	}
	weekday = find_weekday(peek(reader, n));
	unit = n == 1 && !peek_is(reader, 0, "on") ? find_unit(peek(reader, n))
						   : UNIT_NONE;
	if (weekday == 0 && unit < DAYS)
		return TRUE;
	reader->at += n + 1;
	*found_out = TRUE;
	if (weekday != 0)
		*day_out = step_to_weekday(reader->today, weekday, back);
	else
		step(reader, back ? -1 : 1, unit, day_out, instant_out);
	return TRUE;
}

static gboolean read_word(struct reader *reader, gboolean *found_out,
			  gint32 *day_out, gint64 *instant_out)
{
	*found_out = TRUE;
	if (peek_is(reader, 0, "now"))
		*instant_out = reader->context->now;
	else if (peek_is(reader, 0, "today"))
		*day_out = reader->today;
	else if (peek_is(reader, 0, "tomorrow"))
		*day_out = reader->today + 1;
	else if (peek_is(reader, 0, "yesterday"))
		*day_out = reader->today - 1;
	else
		*found_out = FALSE;
	reader->at += *found_out;
	return TRUE;
}

/* "1", "1st", "22nd"; 0 for no day of a month. */
static guint find_month_day(const char *word)
{
	guint number = 0;
	const char *rest = word != NULL ? read_number(word, &number) : NULL;

	if (rest == NULL || number < 1 || number > 99)
		return 0;
	if (*rest == '\0' || g_str_equal(rest, ".") ||
	    g_str_equal(rest, "st") || g_str_equal(rest, "nd") ||
	    g_str_equal(rest, "rd") || g_str_equal(rest, "th"))
		return number;
	return 0;
}

/* The year in which that date comes next, or came last. */
static gboolean find_year(const struct reader *reader, guint month, guint day,
			  guint *year_out, GError **error)
{
	gboolean back = reader->context->sense == WHEN_BACK;
	gint32 year;
	guint ignored;

	local_day_to_date(reader->today, &year, &ignored, &ignored);
	/* Eight: 29 February skips 1900 and 2100. */
	for (guint i = 0; i <= 8; i++, year += back ? -1 : 1) {
		gint32 candidate;

		if (day > month_days(year, month))
			continue;
		candidate = local_day_from_date(year, month, day);
		if (back ? candidate > reader->today
			 : candidate < reader->today)
			continue;
		*year_out = (guint)year;
		return TRUE;
	}
	return fail(error, "there is no day %u in %s", day,
		    local_month_name(month));
}

/* "1 dec", "dec 1", "1 december 2026", "december 1 2026". */
static gboolean read_named_date(struct reader *reader, gboolean *found_out,
				gint32 *day_out, GError **error)
{
	guint month = find_month(peek(reader, 0)), day, year = 0;
	const char *word;

	*found_out = FALSE;
	if (month != 0) {
		day = find_month_day(peek(reader, 1));
	} else {
		day = find_month_day(peek(reader, 0));
		month = find_month(peek(reader, 1));
	}
	if (day == 0 || month == 0)
		return TRUE;

	reader->at += 2;
	*found_out = TRUE;
	word = peek(reader, 0);
	if (word != NULL && strlen(word) == 4 &&
	    strspn(word, "0123456789") == 4) {
		read_number(word, &year);
		reader->at++;
	} else if (!find_year(reader, month, day, &year, error)) {
		return FALSE;
	}
	if (!check_date(year, month, day, error))
		return FALSE;
	*day_out = local_day_from_date((gint32)year, month, day);
	return TRUE;
}

static gboolean is_date(guint year, guint month, guint day)
{
	return check_date(year, month, day, NULL);
}

/* "12/1", "1.12.2026", "12-1": nobody can tell which is the month. */
static gboolean refuse_slashed(const struct reader *reader, const char *word,
			       const guint *numbers, guint n, GError **error)
{
	guint a = numbers[0], b = numbers[1], year;
	gint32 this_year;
	guint ignored;

	local_day_to_date(reader->today, &this_year, &ignored, &ignored);
	year = n == 3 ? numbers[2] : (guint)this_year;
	if (year < 100)
		year += 2000;
	if (a != b && is_date(year, a, b) && is_date(year, b, a))
		return fail(error,
			    "'%s' may be two days: say %04u-%02u-%02u or "
			    "%04u-%02u-%02u",
			    word, year, a, b, year, b, a);
	if (is_date(year, a, b))
		return fail(error, "'%s' is no date here: say %04u-%02u-%02u",
			    word, year, a, b);
	if (is_date(year, b, a))
		return fail(error, "'%s' is no date here: say %04u-%02u-%02u",
			    word, year, b, a);
	return fail(error, "'%s' is no date: say it like 2026-12-01", word);
}

/* "2026-12-01"; other dates in numbers are refused with the right form. */
static gboolean read_numeric_date(struct reader *reader, gboolean *found_out,
				  gint32 *day_out, GError **error)
{
	const char *word = peek(reader, 0), *p = word;
	guint numbers[3], n = 0;

	*found_out = FALSE;
	while (p != NULL && n < 3) {
		p = read_number(p, &numbers[n]);
		if (p == NULL)
			return TRUE;
		n++;
		if (*p == '\0')
			break;
		if (strchr("-/.", *p) == NULL)
			return TRUE;
		p++;
	}
	if (p == NULL || *p != '\0' || n < 2)
		return TRUE;
	if (n < 3 || numbers[0] < 1000)
		return refuse_slashed(reader, word, numbers, n, error);
	if (!check_date(numbers[0], numbers[1], numbers[2], error))
		return FALSE;
	reader->at++;
	*found_out = TRUE;
	*day_out =
	    local_day_from_date((gint32)numbers[0], numbers[1], numbers[2]);
	return TRUE;
}

static gboolean refuse_word(const struct reader *reader, GError **error)
{
	static const char *const vocabulary[] = {
		"today",     "tomorrow", "yesterday", "monday",	  "tuesday",
		"wednesday", "thursday", "friday",    "saturday", "sunday",
		"january",   "february", "march",     "april",	  "august",
		"september", "october",	 "november",  "december", "next",
		"last",	     "days",	 "weeks",     "months",	  "years",
		"hours",     "minutes",	 NULL,
	};
	const char *word = peek(reader, 0);
	const char *nearest =
	    word != NULL ? nearest_word(word, vocabulary) : NULL;

	if (find_month(word) != 0)
		return fail(error,
			    "'%s' names no day: say it like 1 %s or "
			    "2026-12-01",
			    reader->text, word);
	if (nearest != NULL && !g_str_equal(nearest, word))
		return fail(error, "'%s' is no time: did you mean '%s'?",
			    reader->text, nearest);
	return fail(error, "'%s' is no time: say it like " EXAMPLES,
		    reader->text);
}

/* A day without a time of day: of today, what lies the asked way. */
static gint64 day_instant(const struct reader *reader, gint32 day)
{
	const struct when_context *context = reader->context;
	gint64 at = local_instant(day, context->minute, context->zone);

	if (day != reader->today)
		return at;
	return context->sense == WHEN_BACK ? MIN(at, context->now)
					   : MAX(at, context->now);
}

/* A time of day without a day: the nearest one the asked way. */
static gint64 clock_instant(const struct reader *reader, guint minute)
{
	const struct when_context *context = reader->context;
	gint64 at = local_instant(reader->today, minute, context->zone);

	if (context->sense == WHEN_AHEAD && at <= context->now)
		return local_instant(reader->today + 1, minute, context->zone);
	if (context->sense == WHEN_BACK && at > context->now)
		return local_instant(reader->today - 1, minute, context->zone);
	return at;
}

#define NO_DAY G_MININT32
#define NO_INSTANT G_MININT64

/* One of day and instant is set, or neither if no words were a day. */
static gboolean read_day(struct reader *reader, gint32 *day_out,
			 gint64 *instant_out, GError **error)
{
	gboolean found;

	if (!read_numeric_date(reader, &found, day_out, error))
		return FALSE;
	if (!found && !read_named_date(reader, &found, day_out, error))
		return FALSE;
	if (!found)
		read_word(reader, &found, day_out, instant_out);
	if (!found)
		read_weekday(reader, &found, day_out, instant_out);
	if (!found)
		read_span(reader, &found, day_out, instant_out);
	return TRUE;
}

static gboolean read_when(struct reader *reader, gint64 *at_out, GError **error)
{
	gint32 day = NO_DAY;
	gint64 instant = NO_INSTANT;
	gboolean at, found;
	guint minute = 0;

	if (!read_day(reader, &day, &instant, error))
		return FALSE;
	at = instant == NO_INSTANT && peek_is(reader, 0, "at");
	reader->at += at;
	if (!read_clock(peek(reader, 0), at, &found, &minute, error))
		return FALSE;
	reader->at += found;
	if (peek(reader, 0) != NULL || (at && !found) ||
	    (instant != NO_INSTANT && found))
		return refuse_word(reader, error);

	if (instant != NO_INSTANT)
		*at_out = instant;
	else if (day == NO_DAY)
		*at_out = clock_instant(reader, minute);
	else if (found)
		*at_out = local_instant(day, minute, reader->context->zone);
	else
		*at_out = day_instant(reader, day);
	return TRUE;
}

/* A count reaches as far as a date may. */
static gboolean check_reach(const struct reader *reader, gint64 at,
			    GError **error)
{
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(at, reader->context->zone), &year, &month,
			  &day);
	if (year >= 1900 && year <= 2999 && !reader->beyond)
		return TRUE;
	return fail(error, "'%s' is too far away: say a time from 1900 to 2999",
		    reader->text);
}

/* Lower-case words; the T of ISO 8601 between digits parts two of them. */
static char **split_words(const char *text)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	char *save = NULL;

	for (char *p = lower; *p != '\0'; p++)
		if (*p == 't' && p > lower && g_ascii_isdigit(p[-1]) &&
		    g_ascii_isdigit(p[1]))
			*p = ' ';
	for (char *word = strtok_r(lower, " \t\r\n,", &save); word != NULL;
	     word = strtok_r(NULL, " \t\r\n,", &save))
		g_ptr_array_add(words, g_strdup(word));
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(g_steal_pointer(&words), FALSE);
}

gboolean when_parse(const char *text, const struct when_context *context,
		    gint64 *at_out, GError **error)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_auto(GStrv) words = split_words(valid);
	struct reader reader = {
		.context = context,
		.text = valid,
		.words = words,
		.today = local_day(context->now, context->zone),
	};
	gint64 at = 0;

	if (words[0] == NULL)
		return fail(error, "no time given: say it like " EXAMPLES);
	if (!read_when(&reader, &at, error) || !check_reach(&reader, at, error))
		return FALSE;
	*at_out = at;
	return TRUE;
}

#define NOON (12 * 60)

void when_typed(gint64 now, GTimeZone *zone, enum when_sense sense,
		struct when_context *context_out)
{
	*context_out = (struct when_context){
		.now = now,
		.zone = zone,
		.sense = sense,
		.minute = sense == WHEN_BACK ? NOON : 0,
	};
}

/* "last friday 14:30" has three words, "in 2 weeks 9:00" more. */
#define MOST_WORDS 5

guint when_count_words(char **words, guint n,
		       const struct when_context *context, gint64 *at_out)
{
	for (n = MIN(n, MOST_WORDS); n > 0; n--) {
		g_autoptr(GString) text = g_string_new(words[0]);

		for (guint i = 1; i < n; i++)
			g_string_append_printf(text, " %s", words[i]);
		if (when_parse(text->str, context, at_out, NULL))
			return n;
	}
	return 0;
}

char *when_date(gint64 at, GTimeZone *zone)
{
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(at, zone), &year, &month, &day);
	return g_strdup_printf("%04d-%02u-%02u", year, month, day);
}

char *when_date_time(gint64 at, GTimeZone *zone)
{
	g_autofree char *date = when_date(at, zone);
	guint minute = local_minute(at, zone);

	return g_strdup_printf("%s %02u:%02u", date, minute / 60, minute % 60);
}

char *when_relative(gint64 at, gint64 now, GTimeZone *zone)
{
	gint32 days = local_day(at, zone) - local_day(now, zone);
	guint n = (guint)ABS(days), minute;
	const char *unit;

	if (days == 0) {
		minute = local_minute(at, zone);
		return g_strdup_printf("today %02u:%02u", minute / 60,
				       minute % 60);
	}
	if (n == 1)
		return g_strdup(days < 0 ? "yesterday" : "tomorrow");
	if (n < 14) {
		unit = "days";
	} else if (n < 61) {
		unit = "weeks";
		n /= 7;
	} else if (n < 731) {
		unit = "months";
		n = n * 100 / 3044;
	} else {
		unit = "years";
		n = n * 100 / 36525;
	}
	if (days < 0)
		return g_strdup_printf("%u %s ago", n, unit);
	return g_strdup_printf("in %u %s", n, unit);
}

char *when_span(gint64 seconds)
{
	static const struct {
		gint64 up_to, unit;
		const char *one, *several;
	} spans[] = {
		{ 3600, 60, "a minute", "minutes" },
		{ 36 * 3600, 3600, "an hour", "hours" },
		{ 14 * 86400, 86400, "a day", "days" },
		{ 60 * 86400, 7 * 86400, "a week", "weeks" },
		{ G_MAXINT64, 30 * 86400, "a month", "months" },
	};
	gsize i = 0;
	gint64 n;

	while (seconds > spans[i].up_to)
		i++;
	n = MAX((seconds + spans[i].unit - 1) / spans[i].unit, 1);
	/* "24 hours" is what nobody says. */
	if (spans[i].unit == 3600 && n > 20)
		return g_strdup("a day");
	if (spans[i].unit == 60 && n == 60)
		return g_strdup("an hour");
	if (n == 1)
		return g_strdup(spans[i].one);
	return g_strdup_printf("%" G_GINT64_FORMAT " %s", n, spans[i].several);
}
