/*
 * Days off from an iCalendar file.
 *
 * libical is given one event at a time, and of it only the lines that are
 * asked for, within bounds: it recurses where components nest, and some rules
 * it would follow for hours.
 */
#include "agent/holidays.h"

#include <gmodule.h>
#include <libical/ical.h>
#include <string.h>
#include <sys/stat.h>

#include "agent/error.h"
#include "agent/rules/local_day.h"

#define LIBRARY "libical.so.3"

/* No mail is older (DESIGN section 2), and nobody waits for so long. */
#define FIRST_YEAR 1990
#define LAST_YEAR 2069

/* One line after unfolding, the lines of an event, its days. */
#define LINE_MAX_BYTES 10000
#define LINES_MAX 400
#define EVENT_DAYS_MAX 366

/* Days that are added, and days that rules are followed for, in all. */
#define DAYS_MAX 100000
#define STEPS_MAX 500000

/* Rules of which not one day came: each costs libical half a second. */
#define BARREN_MAX 5

static const char *const properties[] = {
	"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "STATUS",
};

#define FUNCTION(name) __typeof__(name) *name

/* What we call of the library. */
struct library {
	FUNCTION(icalerror_set_errors_are_fatal);
	FUNCTION(icalparser_parse_string);
	FUNCTION(icalcomponent_free);
	FUNCTION(icalcomponent_get_status);
	FUNCTION(icalcomponent_get_first_property);
	FUNCTION(icalcomponent_get_next_property);
	FUNCTION(icalproperty_get_dtstart);
	FUNCTION(icalproperty_get_dtend);
	FUNCTION(icalproperty_get_duration);
	FUNCTION(icalproperty_get_rrule);
	FUNCTION(icalproperty_get_rdate);
	FUNCTION(icalproperty_get_exdate);
	FUNCTION(icaldurationtype_as_int);
	FUNCTION(icalrecur_iterator_new);
	FUNCTION(icalrecur_iterator_next);
	FUNCTION(icalrecur_iterator_free);
};

struct reading {
	struct library library;
	GArray *days;
	GString *event; /* the lines of the one that is open */
	guint lines;	/* in it */
	guint depth;	/* of components that are open */
	gboolean calendar, in_event;
	guint events; /* of whole days */
	guint barren; /* rules */
	guint steps;  /* along rules */
};

#define SYMBOL(name)                                      \
	{                                                 \
#name, (gpointer *)(void *)&library->name \
	}

static gboolean load(struct library *library, GError **error)
{
	const struct {
		const char *name;
		gpointer *place;
	} symbols[] = {
		SYMBOL(icalerror_set_errors_are_fatal),
		SYMBOL(icalparser_parse_string),
		SYMBOL(icalcomponent_free),
		SYMBOL(icalcomponent_get_status),
		SYMBOL(icalcomponent_get_first_property),
		SYMBOL(icalcomponent_get_next_property),
		SYMBOL(icalproperty_get_dtstart),
		SYMBOL(icalproperty_get_dtend),
		SYMBOL(icalproperty_get_duration),
		SYMBOL(icalproperty_get_rrule),
		SYMBOL(icalproperty_get_rdate),
		SYMBOL(icalproperty_get_exdate),
		SYMBOL(icaldurationtype_as_int),
		SYMBOL(icalrecur_iterator_new),
		SYMBOL(icalrecur_iterator_next),
		SYMBOL(icalrecur_iterator_free),
	};
	GModule *module =
	    g_module_open(LIBRARY, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
	gboolean found = module != NULL;

	for (gsize i = 0; found && i < G_N_ELEMENTS(symbols); i++)
		found =
		    g_module_symbol(module, symbols[i].name, symbols[i].place);
	if (!found) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
			    "cannot load %s, which reads holidays-file; "
			    "install libical, or write the days into holidays",
			    LIBRARY);
		return FALSE;
	}
	/* What it allocates for good is found as long as it is there. */
	g_module_make_resident(module);
	g_module_close(module);
	return TRUE;
}

static gboolean is_name(const char *name, gsize length, const char *wanted)
{
	return strlen(wanted) == length &&
	       g_ascii_strncasecmp(name, wanted, length) == 0;
}

static gboolean is_wanted(const char *name, gsize length)
{
	for (gsize i = 0; i < G_N_ELEMENTS(properties); i++)
		if (is_name(name, length, properties[i]))
			return TRUE;
	return FALSE;
}

/* The local day of a date, or FALSE for an hour and for nonsense. */
static gboolean read_day(struct icaltimetype time, gint32 *day_out)
{
	if (!time.is_date || time.year < 1 || time.month < 1 || time.day < 1 ||
	    time.year > 9999 ||
	    !g_date_valid_dmy((GDateDay)time.day, (GDateMonth)time.month,
			      (GDateYear)time.year))
		return FALSE;
	*day_out =
	    local_day_from_date(time.year, (guint)time.month, (guint)time.day);
	return TRUE;
}

static gboolean is_full(const struct reading *reading)
{
	return reading->days->len >= DAYS_MAX || reading->steps >= STEPS_MAX;
}

static void add_days(struct reading *reading, gint32 first, gint32 n)
{
	gint32 start = local_day_from_date(FIRST_YEAR, 1, 1);
	gint32 stop = local_day_from_date(LAST_YEAR + 1, 1, 1);

	for (gint32 day = MAX(first, start); day < MIN(first + n, stop); day++)
		if (!is_full(reading))
			g_array_append_val(reading->days, day);
}

/* How many days the event has: DTEND is the day after (section 3.6.1). */
static gint32 read_length(const struct library *ical, icalcomponent *event,
			  gint32 start)
{
	icalproperty *end =
	    ical->icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY);
	icalproperty *duration = ical->icalcomponent_get_first_property(
	    event, ICAL_DURATION_PROPERTY);
	gint32 day, n = 1;

	if (end && read_day(ical->icalproperty_get_dtend(end), &day))
		n = day - start;
	else if (duration)
		n = ical->icaldurationtype_as_int(
			ical->icalproperty_get_duration(duration)) /
		    (24 * 60 * 60);
	return CLAMP(n, 1, EVENT_DAYS_MAX);
}

/* The days that EXDATE takes out, whatever hour stands with them. */
static GHashTable *list_exceptions(const struct library *ical,
				   icalcomponent *event)
{
	GHashTable *set = g_hash_table_new(NULL, NULL);

	for (icalproperty *p = ical->icalcomponent_get_first_property(
		 event, ICAL_EXDATE_PROPERTY);
	     p; p = ical->icalcomponent_get_next_property(
		    event, ICAL_EXDATE_PROPERTY)) {
		struct icaltimetype time = ical->icalproperty_get_exdate(p);
		gint32 day;

		time.is_date = 1;
		if (read_day(time, &day))
			g_hash_table_add(set, GINT_TO_POINTER(day));
	}
	return set;
}

/* Rules of hours and of other calendars are none of a day's. */
static gboolean is_followed(const struct icalrecurrencetype *rule)
{
	return (rule->freq == ICAL_DAILY_RECURRENCE ||
		rule->freq == ICAL_WEEKLY_RECURRENCE ||
		rule->freq == ICAL_MONTHLY_RECURRENCE ||
		rule->freq == ICAL_YEARLY_RECURRENCE) &&
	       rule->rscale == NULL &&
	       rule->by_second[0] == ICAL_RECURRENCE_ARRAY_MAX &&
	       rule->by_minute[0] == ICAL_RECURRENCE_ARRAY_MAX &&
	       rule->by_hour[0] == ICAL_RECURRENCE_ARRAY_MAX;
}

static void add_rule(struct reading *reading, icalproperty *property,
		     struct icaltimetype start, gint32 n, GHashTable *except)
{
	const struct library *ical = &reading->library;
	struct icalrecurrencetype rule = ical->icalproperty_get_rrule(property);
	icalrecur_iterator *iterator;
	guint before;
	gint32 day;

	if (!is_followed(&rule) || is_full(reading) ||
	    reading->barren > BARREN_MAX)
		return;
	iterator = ical->icalrecur_iterator_new(rule, start);
	for (before = reading->steps; iterator && !is_full(reading);) {
		if (!read_day(ical->icalrecur_iterator_next(iterator), &day) ||
		    day >= local_day_from_date(LAST_YEAR + 1, 1, 1))
			break;
		reading->steps++;
		if (!g_hash_table_contains(except, GINT_TO_POINTER(day)))
			add_days(reading, day, n);
	}
	reading->barren += reading->steps == before;
	if (iterator)
		ical->icalrecur_iterator_free(iterator);
}

static void read_event(struct reading *reading, icalcomponent *event)
{
	const struct library *ical = &reading->library;
	icalproperty *property = ical->icalcomponent_get_first_property(
	    event, ICAL_DTSTART_PROPERTY);
	g_autoptr(GHashTable) except = NULL;
	struct icaltimetype start;
	gint32 day, n;

	if (!property ||
	    ical->icalcomponent_get_status(event) == ICAL_STATUS_CANCELLED)
		return;
	start = ical->icalproperty_get_dtstart(property);
	if (!read_day(start, &day))
		return;
	reading->events++;
	n = read_length(ical, event, day);
	except = list_exceptions(ical, event);
	if (!g_hash_table_contains(except, GINT_TO_POINTER(day)))
		add_days(reading, day, n);
	for (property = ical->icalcomponent_get_first_property(
		 event, ICAL_RDATE_PROPERTY);
	     property; property = ical->icalcomponent_get_next_property(
			   event, ICAL_RDATE_PROPERTY))
		if (read_day(ical->icalproperty_get_rdate(property).time,
			     &day) &&
		    !g_hash_table_contains(except, GINT_TO_POINTER(day)))
			add_days(reading, day, n);
	property =
	    ical->icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
	if (property)
		add_rule(reading, property, start, n, except);
}

static void close_event(struct reading *reading)
{
	icalcomponent *event;

	reading->in_event = FALSE;
	g_string_append(reading->event, "END:VEVENT\r\n");
	event = reading->library.icalparser_parse_string(reading->event->str);
	if (!event)
		return;
	read_event(reading, event);
	reading->library.icalcomponent_free(event);
}

/* The depth of a line's component: VCALENDAR 1, VEVENT 2, VALARM 3. */
static void take_line(struct reading *reading, const char *line)
{
	gsize name = strcspn(line, ":;");

	if (is_name(line, name, "BEGIN")) {
		reading->depth++;
		if (reading->depth == 1)
			reading->calendar |=
			    g_ascii_strcasecmp(line, "BEGIN:VCALENDAR") == 0;
		if (reading->depth != 2 ||
		    g_ascii_strcasecmp(line, "BEGIN:VEVENT") != 0)
			return;
		reading->in_event = TRUE;
		reading->lines = 0;
		g_string_assign(reading->event, "BEGIN:VEVENT\r\n");
	} else if (is_name(line, name, "END")) {
		if (reading->depth == 2 && reading->in_event)
			close_event(reading);
		reading->depth -= reading->depth > 0;
	} else if (reading->depth == 2 && reading->in_event &&
		   is_wanted(line, name) && reading->lines++ < LINES_MAX) {
		g_string_append_printf(reading->event, "%s\r\n", line);
	}
}

/* RFC 5545 section 3.1: a line goes on where the next begins with a blank. */
static void take_text(struct reading *reading, const char *text, gsize length)
{
	g_autoptr(GString) line = g_string_new(NULL);
	const char *stop = text + length;

	for (const char *at = text; at < stop;) {
		const char *newline = memchr(at, '\n', (gsize)(stop - at));
		const char *until = newline ? newline : stop;
		const char *from = at;

		at = newline ? newline + 1 : stop;
		while (until > from && g_ascii_isspace(until[-1]))
			until--;
		if (until > from && (*from == ' ' || *from == '\t')) {
			from++;
		} else {
			take_line(reading, line->str);
			g_string_truncate(line, 0);
		}
		if (line->len < LINE_MAX_BYTES)
			g_string_append_len(line, from,
					    MIN(until - from, LINE_MAX_BYTES));
	}
	take_line(reading, line->str);
}

static const char *find_fault(const struct reading *reading)
{
	if (!reading->calendar)
		return "is no calendar; name an iCalendar (.ics) file, or "
		       "delete the line";
	if (reading->barren > BARREN_MAX)
		return "has events whose rules fit no day; delete these, or "
		       "name another file";
	if (is_full(reading))
		return "has too many days; name a calendar of holidays, or "
		       "delete the line";
	if (!reading->events)
		return "has no event of a whole day; name a calendar of "
		       "holidays, or delete the line";
	return NULL;
}

gboolean holidays_parse(const char *file, const char *text, gsize length,
			GArray *days, GError **error)
{
	g_autoptr(GString) event = g_string_new(NULL);
	struct reading reading = { .days = days, .event = event };
	const char *fault;

	if (!load(&reading.library, error))
		return FALSE;
	/* A line that is wrong is no reason to abort. */
	reading.library.icalerror_set_errors_are_fatal(0);
	if (length >= 3 && memcmp(text, "\357\273\277", 3) == 0) {
		text += 3;
		length -= 3;
	}
	take_text(&reading, text, length);
	fault = find_fault(&reading);
	if (!fault)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG, "'%s' %s", file,
		    fault);
	return FALSE;
}

gboolean holidays_load(const char *file, GArray *days, GError **error)
{
	g_autoptr(GError) cause = NULL;
	g_autofree char *text = NULL;
	struct stat info;
	gsize length;

	/* A device would be read without end. */
	if (stat(file, &info) == 0 &&
	    (!S_ISREG(info.st_mode) || info.st_size > HOLIDAYS_FILE_MAX)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s' is no file of at most 4 MB; name an "
			    "iCalendar (.ics) file, or delete the line",
			    file);
		return FALSE;
	}
	if (!g_file_get_contents(file, &text, &length, &cause)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "%s; name an iCalendar (.ics) file, or delete the "
			    "line",
			    cause->message);
		return FALSE;
	}
	return holidays_parse(file, text, length, days, error);
}

static gint compare_days(gconstpointer a, gconstpointer b)
{
	const gint32 *one = a, *other = b;

	return (*one > *other) - (*one < *other);
}

void holidays_sort(GArray *days)
{
	guint n = 0;

	g_array_sort(days, compare_days);
	for (guint i = 0; i < days->len; i++) {
		gint32 day = g_array_index(days, gint32, i);

		if (n == 0 || g_array_index(days, gint32, n - 1) != day)
			g_array_index(days, gint32, n++) = day;
	}
	g_array_set_size(days, n);
}
