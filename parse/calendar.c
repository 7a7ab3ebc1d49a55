/*
 * Invitations, answers and cancellations.
 *
 * libical is given only what is asked of it: the lines of the first event and
 * of the zones, unfolded, within bounds.  It is never asked to convert a time:
 * it would open files of zones, and follow any rule in the text for centuries.
 */
#include "parse/calendar.h"

#include <string.h>

#include <libical/ical.h>

#include "parse/date.h"
#include "parse/text.h"

/* One line after unfolding, the lines kept, and how deep components nest. */
#define LINE_MAX_BYTES 2000
#define LINES_MAX 600
#define DEPTH_MAX 4
#define OBSERVANCES_MAX 16

/* Components and the properties that are read of them. */
static const char *const components[] = {
	"VCALENDAR", "VEVENT", "VTIMEZONE", "STANDARD", "DAYLIGHT",
};

static const char *const properties[] = {
	"METHOD",     "UID",	      "RECURRENCE-ID", "DTSTART",
	"DTEND",      "DURATION",     "ATTENDEE",      "TZID",
	"TZOFFSETTO", "TZOFFSETFROM", "RRULE",
};

/* What is being copied. */
struct copy {
	GString *out;
	guint lines;
	guint depth;  /* of components that are copied */
	guint skip;   /* of components that are not, within these */
	guint events; /* begun so far */
};

static bool is_name(const char *line, gsize length, const char *name)
{
	gsize n = strlen(name);

	return length == n && !g_ascii_strncasecmp(line, name, n);
}

static bool is_among(const char *line, gsize length, const char *const *names,
		     guint n)
{
	for (guint i = 0; i < n; i++) {
		if (is_name(line, length, names[i]))
			return true;
	}
	return false;
}

static void copy_line(struct copy *copy, const GString *line)
{
	if (copy->lines++ >= LINES_MAX)
		return;
	g_string_append_len(copy->out, line->str, (gssize)line->len);
	g_string_append(copy->out, "\r\n");
}

static void begin(struct copy *copy, const GString *line, const char *name)
{
	gsize length = strlen(name);
	bool event = is_name(name, length, "VEVENT");

	if (copy->skip || copy->depth >= DEPTH_MAX || (event && copy->events) ||
	    !is_among(name, length, components, G_N_ELEMENTS(components))) {
		copy->skip++;
		return;
	}
	copy->events += event;
	copy->depth++;
	copy_line(copy, line);
}

static void end(struct copy *copy, const GString *line)
{
	if (copy->skip) {
		copy->skip--;
		return;
	}
	if (!copy->depth)
		return;
	copy->depth--;
	copy_line(copy, line);
}

static void take_line(struct copy *copy, GString *line)
{
	gsize name = strcspn(line->str, ":;");

	while (line->len && g_ascii_isspace(line->str[line->len - 1]))
		g_string_truncate(line, line->len - 1);
	if (is_name(line->str, MIN(name, line->len), "BEGIN")) {
		begin(copy, line, line->len > 6 ? line->str + 6 : "");
	} else if (is_name(line->str, MIN(name, line->len), "END")) {
		end(copy, line);
	} else if (copy->depth && !copy->skip &&
		   is_among(line->str, name, properties,
			    G_N_ELEMENTS(properties))) {
		copy_line(copy, line);
	}
	g_string_truncate(line, 0);
}

/* RFC 5545 section 3.1: a line goes on where the next begins with a blank. */
static void copy_text(struct copy *copy, const char *text, gsize length)
{
	g_autoptr(GString) line = g_string_sized_new(256);
	const char *at = text;
	const char *stop = text + length;

	while (at < stop) {
		const char *newline = memchr(at, '\n', (gsize)(stop - at));
		const char *until = newline ? newline : stop;
		const char *from = at;

		at = newline ? newline + 1 : stop;
		if (until > from && until[-1] == '\r')
			until--;
		if (until > from && (*from == ' ' || *from == '\t'))
			from++;
		else
			take_line(copy, line);
		for (; from < until && line->len < LINE_MAX_BYTES; from++)
			g_string_append_c(line, *from ? *from : ' ');
	}
	take_line(copy, line);
	while (copy->depth) {
		/* Cut: libical wants each END, whatever it is called. */
		g_string_append(copy->out, "END:X\r\n");
		copy->depth--;
	}
}

/* Days from 1970-01-01 of the proleptic Gregorian calendar. */
static gint64 days_from_civil(int year, int month, int day)
{
	gint64 y = year - (month <= 2);
	gint64 era = (y >= 0 ? y : y - 399) / 400;
	gint64 of_era = y - era * 400;
	gint64 of_year =
	    (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 +
	       of_year - 719468;
}

/* The wall clock's time as if it were UTC's. */
static gint64 as_seconds(struct icaltimetype time)
{
	return days_from_civil(time.year, time.month, time.day) * 86400 +
	       time.hour * 3600 + time.minute * 60 + time.second;
}

static bool is_time(struct icaltimetype time)
{
	return time.year >= 1 && time.year <= 2200 && time.month >= 1 &&
	       time.month <= 12 && time.day >= 1 && time.day <= 31 &&
	       time.hour >= 0 && time.hour <= 24 && time.minute >= 0 &&
	       time.minute <= 59 && time.second >= 0 && time.second <= 60;
}

/* The date of "the last Sunday" (-1, 1) of a month; libical's Sunday is 1. */
static gint64 weekday_in_month(int year, int month, int nth, int weekday)
{
	int shift;
	gint64 first;

	if (nth < 0) {
		first = days_from_civil(year + month / 12, month % 12 + 1, 1);
		shift = (int)((first - 1 + 4 - (weekday - 1)) % 7);
		return first - 1 - (shift + 7) % 7 + (nth + 1) * 7;
	}
	first = days_from_civil(year, month, 1);
	shift = (int)((weekday - 1 - (first + 4)) % 7);
	return first + (shift + 7) % 7 + (nth - 1) * 7;
}

/*
 * When an observance last began by the end of this year, as wall-clock time
 * before it, or PARSE_DATE_NONE.  Only the one sort of rule that zones use is
 * followed: "FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU".
 */
static gint64 onset(icalcomponent *observance, int year)
{
	icalproperty *property =
	    icalcomponent_get_first_property(observance, ICAL_DTSTART_PROPERTY);
	struct icaltimetype start;
	struct icalrecurrencetype rule;
	int weekday, nth;

	if (!property)
		return PARSE_DATE_NONE;
	start = icalproperty_get_dtstart(property);
	property =
	    icalcomponent_get_first_property(observance, ICAL_RRULE_PROPERTY);
	if (!is_time(start) || start.year > year)
		return PARSE_DATE_NONE;
	if (!property)
		return as_seconds(start);

	rule = icalproperty_get_rrule(property);
	if (rule.freq != ICAL_YEARLY_RECURRENCE || rule.by_month[0] < 1 ||
	    rule.by_month[0] > 12)
		return PARSE_DATE_NONE;
	if (rule.until.year && rule.until.year < year)
		year = rule.until.year;
	start.year = year;
	start.month = rule.by_month[0];
	if (rule.by_day[0] == ICAL_RECURRENCE_ARRAY_MAX)
		return as_seconds(start);
	nth = icalrecurrencetype_day_position(rule.by_day[0]);
	weekday = (int)icalrecurrencetype_day_day_of_week(rule.by_day[0]);
	if (!nth || nth < -5 || nth > 5 || weekday < 1 || weekday > 7)
		return PARSE_DATE_NONE;
	start.day = 1;
	return weekday_in_month(year, start.month, nth, weekday) * 86400 +
	       start.hour * 3600 + start.minute * 60 + start.second;
}

/* Seconds east of UTC at this wall-clock time of this year. */
static gint64 find_offset(icalcomponent *zone, gint64 at, int year)
{
	gint64 best = PARSE_DATE_NONE;
	gint64 offset = 0;
	guint n = 0;

	for (icalcomponent *observance =
		 icalcomponent_get_first_component(zone, ICAL_ANY_COMPONENT);
	     observance && n++ < OBSERVANCES_MAX;
	     observance =
		 icalcomponent_get_next_component(zone, ICAL_ANY_COMPONENT)) {
		icalproperty *to = icalcomponent_get_first_property(
		    observance, ICAL_TZOFFSETTO_PROPERTY);

		if (!to)
			continue;
		for (int back = 0; back <= 1; back++) {
			gint64 began = onset(observance, year - back);

			if (began == PARSE_DATE_NONE || began > at)
				continue;
			if (began >= best) {
				best = began;
				offset = icalproperty_get_tzoffsetto(to);
			}
			break;
		}
	}
	return CLAMP(offset, -14 * 3600, 14 * 3600);
}

/* The zone of this name in the text, or NULL. */
static icalcomponent *find_zone(icalcomponent *root, const char *name)
{
	for (icalcomponent *zone = icalcomponent_get_first_component(
		 root, ICAL_VTIMEZONE_COMPONENT);
	     zone; zone = icalcomponent_get_next_component(
		       root, ICAL_VTIMEZONE_COMPONENT)) {
		icalproperty *id =
		    icalcomponent_get_first_property(zone, ICAL_TZID_PROPERTY);
		const char *tzid = id ? icalproperty_get_tzid(id) : NULL;

		if (tzid && name && !strcmp(tzid, name))
			return zone;
	}
	return NULL;
}

/* A property's time; one in a zone that is not told counts as UTC. */
static gint64 read_time(icalcomponent *root, icalproperty *property)
{
	icalvalue *value = property ? icalproperty_get_value(property) : NULL;
	icalparameter *zone_name;
	icalcomponent *zone = NULL;
	struct icaltimetype time;
	gint64 at;

	if (!value)
		return PARSE_DATE_NONE;
	if (icalvalue_isa(value) == ICAL_DATE_VALUE)
		time = icalvalue_get_date(value);
	else if (icalvalue_isa(value) == ICAL_DATETIME_VALUE)
		time = icalvalue_get_datetime(value);
	else
		return PARSE_DATE_NONE;
	if (!is_time(time) || time.year < 1900)
		return PARSE_DATE_NONE;

	at = as_seconds(time);
	zone_name =
	    icalproperty_get_first_parameter(property, ICAL_TZID_PARAMETER);
	if (zone_name && !icaltime_is_utc(time) && !time.is_date)
		zone = find_zone(root, icalparameter_get_tzid(zone_name));
	return zone ? at - find_offset(zone, at, time.year) : at;
}

static void keep(char *out, gsize size, const char *text)
{
	g_autoptr(GString) clean = g_string_new(NULL);

	if (!text)
		return;
	parse_text_clean(text, strlen(text), size - 1, clean);
	g_strlcpy(out, clean->str, size);
}

static void keep_lower(char *out, gsize size, const char *text)
{
	keep(out, size, text);
	for (char *p = out; *p; p++)
		*p = g_ascii_tolower(*p);
}

/* "mailto:Ann@example.org" */
static void add_attendee(struct parse_event *out, icalproperty *property)
{
	const char *uri = icalproperty_get_attendee(property);
	char address[321] = "";

	if (!uri || out->attendees->len >= PARSE_ATTENDEES_MAX)
		return;
	if (!g_ascii_strncasecmp(uri, "mailto:", 7))
		uri += 7;
	keep_lower(address, sizeof(address), uri);
	if (strchr(address, '@') && !strchr(address, ' '))
		g_ptr_array_add(out->attendees, g_strdup(address));
}

/* What an attendee may say of an event; RFC 5545 section 3.2.12. */
static const char *find_answer(icalparameter_partstat answer)
{
	static const struct {
		icalparameter_partstat answer;
		const char *word;
	} answers[] = {
		{ ICAL_PARTSTAT_ACCEPTED, "accepted" },
		{ ICAL_PARTSTAT_DECLINED, "declined" },
		{ ICAL_PARTSTAT_TENTATIVE, "tentative" },
		{ ICAL_PARTSTAT_DELEGATED, "delegated" },
		{ ICAL_PARTSTAT_NEEDSACTION, "needs-action" },
	};

	for (guint i = 0; i < G_N_ELEMENTS(answers); i++) {
		if (answers[i].answer == answer)
			return answers[i].word;
	}
	return "";
}

/* A reply has one attendee, whose answer it is; RFC 5546 section 3.2.3. */
static void read_attendees(icalcomponent *event, struct parse_event *out)
{
	for (icalproperty *property = icalcomponent_get_first_property(
		 event, ICAL_ATTENDEE_PROPERTY);
	     property; property = icalcomponent_get_next_property(
			   event, ICAL_ATTENDEE_PROPERTY)) {
		icalparameter *answer = icalproperty_get_first_parameter(
		    property, ICAL_PARTSTAT_PARAMETER);

		add_attendee(out, property);
		if (!answer || *out->answer || strcmp(out->method, "reply"))
			continue;
		g_strlcpy(out->answer,
			  find_answer(icalparameter_get_partstat(answer)),
			  sizeof(out->answer));
	}
}

static void read_event(icalcomponent *root, icalcomponent *event,
		       struct parse_event *out)
{
	icalproperty *property;

	property = icalcomponent_get_first_property(root, ICAL_METHOD_PROPERTY);
	if (property)
		keep_lower(out->method, sizeof(out->method),
			   icalproperty_method_to_string(
			       icalproperty_get_method(property)));
	property = icalcomponent_get_first_property(event, ICAL_UID_PROPERTY);
	if (property)
		keep(out->uid, sizeof(out->uid),
		     icalproperty_get_uid(property));
	property =
	    icalcomponent_get_first_property(event, ICAL_RECURRENCEID_PROPERTY);
	if (property) {
		char *text = icalproperty_get_value_as_string_r(property);

		keep(out->recurrence_id, sizeof(out->recurrence_id), text);
		icalmemory_free_buffer(text);
	}
	out->start = read_time(root, icalcomponent_get_first_property(
					 event, ICAL_DTSTART_PROPERTY));
	out->end = read_time(
	    root, icalcomponent_get_first_property(event, ICAL_DTEND_PROPERTY));
	property =
	    icalcomponent_get_first_property(event, ICAL_DURATION_PROPERTY);
	if (property && out->end == PARSE_DATE_NONE &&
	    out->start != PARSE_DATE_NONE)
		out->end =
		    out->start + icaldurationtype_as_int(
				     icalproperty_get_duration(property));
	read_attendees(event, out);
}

bool parse_event_read(const char *text, gsize length, struct parse_event *out)
{
	g_autoptr(GString) kept = g_string_sized_new(1024);
	struct copy copy = { .out = kept };
	icalcomponent *parsed, *root, *event = NULL;

	*out = (struct parse_event){
		.start = PARSE_DATE_NONE,
		.end = PARSE_DATE_NONE,
		.attendees = g_ptr_array_new_with_free_func(g_free),
	};
	copy_text(&copy, text, length);
	if (!copy.events)
		return false;

	icalerror_set_errors_are_fatal(0);
	parsed = icalparser_parse_string(kept->str);
	if (!parsed)
		return false;
	root = parsed;
	if (icalcomponent_isa(parsed) != ICAL_VCALENDAR_COMPONENT)
		root = icalcomponent_get_first_component(
		    parsed, ICAL_VCALENDAR_COMPONENT);
	if (root)
		event = icalcomponent_get_first_component(
		    root, ICAL_VEVENT_COMPONENT);
	if (event)
		read_event(root, event, out);
	icalcomponent_free(parsed);
	return event;
}

void parse_event_clear(struct parse_event *event)
{
	if (event->attendees)
		g_ptr_array_free(event->attendees, TRUE);
	*event = (struct parse_event){
		.start = PARSE_DATE_NONE,
		.end = PARSE_DATE_NONE,
	};
}

void parse_event_warm(void)
{
	icaltimezone_get_utc_timezone();
}
