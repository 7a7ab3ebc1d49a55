/*
 * The Date field.
 *
 * What keeps to RFC 5322 is read here: quickly, and the same under every
 * version of every library, because keys rest on it (parse/key.h).  GMime
 * guesses at the rest.
 */
#include "parse/date.h"

#include <string.h>

#include "parse/private.h"

/* Longer than any date; what is behind it is not looked at. */
#define DATE_MAX 128

#define DAY_SECONDS 86400
#define ZONE_MAX (14 * 60) /* Kiribati; the furthest west is 12 hours */

struct when {
	int year, month, day;
	int hour, minute, second;
	int zone; /* minutes east of UTC */
};

static const char months[12][4] = { "jan", "feb", "mar", "apr", "may", "jun",
				    "jul", "aug", "sep", "oct", "nov", "dec" };

/* RFC 5322 section 4.3, and what European and Asian mailers write. */
static const struct {
	const char *name;
	int minutes;
} zones[] = {
	{ "UT", 0 },	 { "GMT", 0 },	  { "UTC", 0 },	   { "Z", 0 },
	{ "EST", -300 }, { "EDT", -240 }, { "CST", -360 }, { "CDT", -300 },
	{ "MST", -420 }, { "MDT", -360 }, { "PST", -480 }, { "PDT", -420 },
	{ "WET", 0 },	 { "WEST", 60 },  { "BST", 60 },   { "CET", 60 },
	{ "MET", 60 },	 { "CEST", 120 }, { "MEST", 120 }, { "EET", 120 },
	{ "EEST", 180 }, { "MSK", 180 },  { "JST", 540 },  { "KST", 540 },
	{ "AEST", 600 }, { "AEDT", 660 }, { "NZST", 720 }, { "NZDT", 780 },
};

/* Pass blanks and comments.  A date is short, so a comment ends it or ends. */
static void skip_blanks(const char **at)
{
	const char *p = *at;
	guint depth = 0;

	for (; *p; p++) {
		if (*p == '(')
			depth++;
		else if (*p == ')' && depth)
			depth--;
		else if (!depth && !parse_is_blank(*p))
			break;
	}
	*at = p;
}

/* A number of at least `min` and at most `max` digits. */
static bool read_number(const char **at, guint min, guint max, int *number_out)
{
	const char *p = *at;
	int number = 0;
	guint n = 0;

	for (; g_ascii_isdigit(*p) && n <= max; p++, n++)
		number = number * 10 + (*p - '0');
	if (n < min || n > max)
		return false;
	*at = p;
	*number_out = number;
	return true;
}

static bool read_month(const char **at, int *month_out)
{
	const char *p = *at;
	gsize n = 0;

	while (g_ascii_isalpha(p[n]))
		n++;
	if (n < 3)
		return false;
	for (int i = 0; i < 12; i++) {
		if (!g_ascii_strncasecmp(p, months[i], 3)) {
			p += n;
			p += *p == '.';
			*at = p;
			*month_out = i + 1;
			return true;
		}
	}
	return false;
}

/*
 * Years of two and three digits: RFC 5322 section 4.3.  "0001" is one too: some
 * gateways fill up with noughts.
 */
static bool read_year(const char **at, int *year_out)
{
	if (!read_number(at, 2, 5, year_out))
		return false;
	if (*year_out < 50)
		*year_out += 2000;
	else if (*year_out < 1000)
		*year_out += 1900;
	return true;
}

static bool read_time(const char **at, struct when *when)
{
	skip_blanks(at);
	if (!read_number(at, 1, 2, &when->hour) || **at != ':')
		return false;
	(*at)++;
	if (!read_number(at, 2, 2, &when->minute))
		return false;
	if (**at == ':' && g_ascii_isdigit((*at)[1])) {
		(*at)++;
		if (!read_number(at, 2, 2, &when->second))
			return false;
	}
	/* Fractions, as of ISO 8601 and some gateways. */
	if (**at == '.') {
		(*at)++;
		while (g_ascii_isdigit(**at))
			(*at)++;
	}
	return true;
}

static void read_zone(const char **at, struct when *when)
{
	gsize n = 0;
	int hour, minute = 0;

	/* A zone by name, by number, or "GMT+0100". */
	skip_blanks(at);
	while (g_ascii_isalpha((*at)[n]))
		n++;
	for (gsize i = 0; n && i < G_N_ELEMENTS(zones); i++) {
		if (strlen(zones[i].name) == n &&
		    !g_ascii_strncasecmp(*at, zones[i].name, n))
			when->zone = zones[i].minutes;
	}
	*at += n;
	if (**at != '+' && **at != '-')
		return;

	int sign = **at == '-' ? -1 : 1;
	(*at)++;
	if (!read_number(at, 1, 4, &hour))
		return;
	if (**at == ':') {
		(*at)++;
		if (!read_number(at, 2, 2, &minute))
			return;
	} else if (hour > 99) {
		minute = hour % 100;
		hour /= 100;
	}
	if (minute < 60)
		when->zone = sign * (hour * 60 + minute);
	if (ABS(when->zone) > ZONE_MAX)
		when->zone = 0;
}

/* RFC 5322 section 3.3, with or without the weekday, and section 4.3. */
static bool read_mail_date(const char *p, struct when *when)
{
	skip_blanks(&p);
	if (g_ascii_isalpha(*p)) {
		while (g_ascii_isalpha(*p))
			p++;
		p += *p == '.';
		skip_blanks(&p);
		/* asctime has the month where mail has the day. */
		if (*p != ',' && !g_ascii_isdigit(*p))
			return false;
		p += *p == ',';
	}
	skip_blanks(&p);
	if (!read_number(&p, 1, 2, &when->day))
		return false;
	skip_blanks(&p);
	p += *p == '-';
	if (!read_month(&p, &when->month))
		return false;
	skip_blanks(&p);
	p += *p == '-';
	if (!read_year(&p, &when->year))
		return false;
	if (!read_time(&p, when))
		return false;
	read_zone(&p, when);
	return true;
}

/* RFC 3339, as some scripts write it. */
static bool read_iso_date(const char *p, struct when *when)
{
	skip_blanks(&p);
	if (!read_number(&p, 4, 4, &when->year) || *p++ != '-' ||
	    !read_number(&p, 2, 2, &when->month) || *p++ != '-' ||
	    !read_number(&p, 2, 2, &when->day))
		return false;
	if (*p != 'T' && *p != 't' && *p != ' ')
		return false;
	p++;
	if (!read_time(&p, when))
		return false;
	read_zone(&p, when);
	return true;
}

static bool is_possible(const struct when *when)
{
	if (when->month < 1 || when->month > 12 || when->day < 1)
		return false;
	if (when->hour > 23 || when->minute > 59 || when->second > 60)
		return false;
	return when->year >= 1 && when->year <= 9999 &&
	       when->day <= g_date_get_days_in_month((GDateMonth)when->month,
						     (GDateYear)when->year);
}

/* Days since 1970-01-01 in the Gregorian calendar. */
static gint64 days_from_civil(int year, int month, int day)
{
	/* Years from March, so that the leap day is the last. */
	year -= month <= 2;

	gint64 era = (year >= 0 ? year : year - 399) / 400;
	gint64 of_era = year - era * 400;
	gint64 of_year =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

static bool guess_date(const char *text, gint64 *date_out, gint32 *zone_out)
{
	g_autoptr(GDateTime) date = g_mime_utils_header_decode_date(text);

	if (!date)
		return false;

	gint64 zone = g_date_time_get_utc_offset(date) / G_USEC_PER_SEC / 60;
	*date_out = g_date_time_to_unix(date);
	*zone_out = (gint32)zone;
	if (ABS(zone) > ZONE_MAX) {
		*date_out += zone * 60;
		*zone_out = 0;
	}
	return true;
}

bool parse_date(const char *value, gsize length, gint64 *date_out,
		gint32 *zone_out)
{
	struct when when = { .year = 0 };
	char text[DATE_MAX + 1];

	length = MIN(length, DATE_MAX);
	memcpy(text, value, length);
	text[length] = '\0';
	*date_out = PARSE_DATE_NONE;
	*zone_out = 0;

	if (!read_mail_date(text, &when)) {
		when = (struct when){ .year = 0 };
		if (!read_iso_date(text, &when))
			return guess_date(text, date_out, zone_out);
	}
	if (!is_possible(&when))
		return guess_date(text, date_out, zone_out);

	*date_out =
	    days_from_civil(when.year, when.month, when.day) * DAY_SECONDS +
	    when.hour * 3600 + when.minute * 60 + when.second - when.zone * 60;
	*zone_out = when.zone;
	return true;
}
