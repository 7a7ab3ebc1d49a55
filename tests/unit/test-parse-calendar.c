/* Invitations, their answers and cancellations, of invented meetings. */
#include <string.h>

#include <glib.h>

#include "parse/calendar.h"
#include "parse/date.h"

#define BERLIN                                                    \
	"BEGIN:VTIMEZONE\nTZID:Berlin Time\n"                     \
	"BEGIN:DAYLIGHT\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\n"  \
	"DTSTART:19700329T020000\n"                               \
	"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEND:DAYLIGHT\n"  \
	"BEGIN:STANDARD\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n"  \
	"DTSTART:19701025T030000\n"                               \
	"RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n" \
	"END:VTIMEZONE\n"

#define WILD                                                     \
	"BEGIN:VTIMEZONE\nTZID:Wild Time\n"                      \
	"BEGIN:STANDARD\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n" \
	"DTSTART:00010101T000000\nRRULE:FREQ=SECONDLY\n"         \
	"END:STANDARD\nEND:VTIMEZONE\n"

#define EVENT(method, lines)                                \
	"BEGIN:VCALENDAR\nVERSION:2.0\nMETHOD:" method "\n" \
	"BEGIN:VEVENT\n" lines "END:VEVENT\nEND:VCALENDAR\n"

static const struct {
	const char *text;
	bool event;
	const char *method;
	const char *uid;
	const char *recurrence_id;
	const char *start; /* RFC 3339, or NULL */
	const char *end;
	const char *answer;
	const char *attendees;
} events[] = {
	{ EVENT("REQUEST",
		"UID:tea-1@example.org\nDTSTART:20260302T091500Z\n"
		"DTEND:20260302T100000Z\nSUMMARY:Tea\n"
		"ATTENDEE;CN=Ann Lee;PARTSTAT=NEEDS-ACTION:mailto:Ann@"
		"Example.org\n"
		"ATTENDEE:mailto:bob@example.net\n"),
	  true, "request", "tea-1@example.org", "", "2026-03-02T09:15:00Z",
	  "2026-03-02T10:00:00Z", "", "ann@example.org bob@example.net" },
	/* The zone stands in the text: winter and summer. */
	{ "BEGIN:VCALENDAR\nMETHOD:REQUEST\n" BERLIN
	  "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Berlin Time:20260115T100000\n"
	  "DTEND;TZID=Berlin Time:20260715T100000\n"
	  "END:VEVENT\nEND:VCALENDAR\n",
	  true, "request", "a", "", "2026-01-15T09:00:00Z",
	  "2026-07-15T08:00:00Z", "", "" },
	/* Its name in quotes, and the zone after the event. */
	{ "BEGIN:VCALENDAR\nMETHOD:REQUEST\n"
	  "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=\"Berlin Time\":20260715T100000\n"
	  "DURATION:PT45M\nEND:VEVENT\n" BERLIN "END:VCALENDAR\n",
	  true, "request", "a", "", "2026-07-15T08:00:00Z",
	  "2026-07-15T08:45:00Z", "", "" },
	/* A zone that is known by name only, and one of hostile rules. */
	{ EVENT("REQUEST", "UID:a\nDTSTART;TZID=Europe/Berlin:"
			   "20260715T100000\n"),
	  true, "request", "a", "", "2026-07-15T10:00:00Z", NULL, "", "" },
	{ "BEGIN:VCALENDAR\nMETHOD:REQUEST\n" WILD
	  "BEGIN:VEVENT\nUID:a\nDTSTART;TZID=Wild Time:20260715T100000\n"
	  "END:VEVENT\nEND:VCALENDAR\n",
	  true, "request", "a", "", "2026-07-15T10:00:00Z", NULL, "", "" },
	/* Whole days, floating time. */
	{ EVENT("PUBLISH", "UID:a\nDTSTART;VALUE=DATE:20260302\n"), true,
	  "publish", "a", "", "2026-03-02T00:00:00Z", NULL, "", "" },
	{ EVENT("REQUEST", "UID:a\nDTSTART:20260302T080000\n"), true, "request",
	  "a", "", "2026-03-02T08:00:00Z", NULL, "", "" },
	/* Answers. */
	{ EVENT("REPLY", "UID:a\nDTSTART:20260302T080000Z\n"
			 "ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:ann@example.org\n"),
	  true, "reply", "a", "", "2026-03-02T08:00:00Z", NULL, "accepted",
	  "ann@example.org" },
	{ EVENT("REPLY", "UID:a\nRECURRENCE-ID:20260302T080000Z\n"
			 "ATTENDEE;PARTSTAT=DECLINED;CN=\"Lee, Ann\":mailto:"
			 "ann@example.org\n"),
	  true, "reply", "a", "20260302T080000Z", NULL, NULL, "declined",
	  "ann@example.org" },
	{ EVENT("REPLY", "UID:a\nATTENDEE;PARTSTAT=TENTATIVE:mailto:"
			 "ann@example.org\n"),
	  true, "reply", "a", "", NULL, NULL, "tentative", "ann@example.org" },
	{ EVENT("CANCEL",
		"UID:a\nSTATUS:CANCELLED\nDTSTART:20260302T080000Z\n"
		"ATTENDEE;PARTSTAT=ACCEPTED:mailto:ann@example.org\n"),
	  true, "cancel", "a", "", "2026-03-02T08:00:00Z", NULL, "",
	  "ann@example.org" },
	/* Folded lines, an alarm with a time of its own, a second event. */
	{ EVENT("REQUEST",
		"UID:tea-\n 1@exam\n\tple.org\nBEGIN:VALARM\n"
		"ATTENDEE:mailto:alarm@example.org\nEND:VALARM\n"
		"DTSTART:20260302T080000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:b\n"
		"DTSTART:20270302T080000Z\n"),
	  true, "request", "tea-1@example.org", "", "2026-03-02T08:00:00Z",
	  NULL, "", "" },
	/* Cut short, of no method, of impossible times. */
	{ "BEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:a\n"
	  "DTSTART:20260302T080000Z\nDESCRIP",
	  true, "request", "a", "", "2026-03-02T08:00:00Z", NULL, "", "" },
	{ "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:a\nDTSTART:20261399T998877\n"
	  "DTEND:rubbish\nEND:VEVENT\nEND:VCALENDAR\n",
	  true, "", "a", "", NULL, NULL, "", "" },
	{ EVENT("REQUEST", "UID:a\nATTENDEE:http://example.org/ann\n"), true,
	  "request", "a", "", NULL, NULL, "", "" },
	/* No event at all. */
	{ "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:a\nEND:VTODO\nEND:VCALENDAR\n",
	  false, "", "", "", NULL, NULL, "", "" },
	{ "Dear Ann, tea at five?\n", false, "", "", "", NULL, NULL, "", "" },
	{ "", false, "", "", "", NULL, NULL, "", "" },
	{ "END:VEVENT\nEND:VCALENDAR\n", false, "", "", "", NULL, NULL, "",
	  "" },
};

static gint64 seconds(const char *iso)
{
	g_autoptr(GDateTime) time = NULL;

	if (!iso)
		return PARSE_DATE_NONE;
	time = g_date_time_new_from_iso8601(iso, NULL);
	g_assert_nonnull(time);
	return g_date_time_to_unix(time);
}

static char *join(const GPtrArray *attendees)
{
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < attendees->len; i++)
		g_string_append_printf(out, "%s%s", i ? " " : "",
				       (char *)attendees->pdata[i]);
	return g_string_free(out, FALSE);
}

static void check(const char *text, gsize row)
{
	struct parse_event event;
	bool found = parse_event_read(text, strlen(text), &event);
	g_autofree char *attendees = join(event.attendees);

	g_test_message("%s", text);
	g_assert_cmpint(found, ==, events[row].event);
	g_assert_cmpstr(event.method, ==, events[row].method);
	g_assert_cmpstr(event.uid, ==, events[row].uid);
	g_assert_cmpstr(event.recurrence_id, ==, events[row].recurrence_id);
	g_assert_cmpint(event.start, ==, seconds(events[row].start));
	g_assert_cmpint(event.end, ==, seconds(events[row].end));
	g_assert_cmpstr(event.answer, ==, events[row].answer);
	g_assert_cmpstr(attendees, ==, events[row].attendees);
	parse_event_clear(&event);
}

static void test_events(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(events); i++) {
		g_auto(GStrv) lines = g_strsplit(events[i].text, "\n", -1);
		g_autofree char *crlf = g_strjoinv("\r\n", lines);

		check(events[i].text, i);
		check(crlf, i);
	}
}

/* What is too much is left out, and takes no time. */
static void test_bounds(void)
{
	g_autoptr(GString) text = g_string_new("BEGIN:VCALENDAR\n");
	struct parse_event event;

	for (guint i = 0; i < 5000; i++)
		g_string_append(text, "BEGIN:VCALENDAR\n");
	g_string_append(text, "BEGIN:VEVENT\nUID:a\n");
	g_assert_false(parse_event_read(text->str, text->len, &event));
	parse_event_clear(&event);

	g_string_assign(text, "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:");
	for (guint i = 0; i < 5000; i++)
		g_string_append(text, "\303\244\377");
	for (guint i = 0; i < 5000; i++)
		g_string_append_printf(text,
				       "\nATTENDEE:mailto:a%u@example.org", i);
	g_assert_true(parse_event_read(text->str, text->len, &event));
	g_assert_cmpuint(event.attendees->len, ==, PARSE_ATTENDEES_MAX);
	g_assert_cmpuint(strlen(event.uid), <, sizeof(event.uid));
	g_assert_true(g_utf8_validate(event.uid, -1, NULL));
	parse_event_clear(&event);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/calendar/events", test_events);
	g_test_add_func("/calendar/bounds", test_bounds);
	return g_test_run();
}
