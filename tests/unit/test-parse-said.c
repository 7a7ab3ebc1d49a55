/*
 * Invented mail (tests/corpus/mail): what its bodies say, as said.txt has it.
 *
 * With TEND_PRINT_SAID=FILE it writes there what said.txt should hold: read
 * every line that differs before it takes the place of the old one.
 */
#include <stdio.h>
#include <string.h>

#include "parse/message.h"
#include "parse/warm.h"
#include "tests/unit/mails.h"

static void show(GString *out, const char *title, const char *text)
{
	if (*text)
		g_string_append_printf(out, "%s: %s\n", title, text);
}

static void show_time(GString *out, const char *title, gint64 at)
{
	g_autoptr(GDateTime) date =
	    at == PARSE_DATE_NONE ? NULL : g_date_time_new_from_unix_utc(at);
	g_autofree char *text =
	    date ? g_date_time_format(date, "%Y-%m-%d %H:%M") : g_strdup("");

	show(out, title, text);
}

static void show_day(GString *out, const char *title, gint32 day)
{
	char text[11] = "";

	if (day != PARSE_DAY_NONE)
		parse_day_format(day, text);
	show(out, title, text);
}

static void show_quoted(GString *out, const struct parse_quoted *quoted)
{
	show(out, "quotes", quoted->author);
	show_time(out, quoted->local ? "written there at" : "written at",
		  quoted->at);
	show(out, "under", quoted->subject);
	show(out, "sent on", quoted->forwarded ? "yes" : "");
}

static void show_promise(GString *out, const struct parse_promise *promise)
{
	char from[11] = "no day", to[11] = "";

	if (promise->from != PARSE_DAY_NONE)
		parse_day_format(promise->from, from);
	if (promise->to != PARSE_DAY_NONE && promise->to != promise->from)
		parse_day_format(promise->to, to);
	g_string_append_printf(out, "%s (%s%s%s): %s\n",
			       promise->by_reader ? "asked for" : "promised",
			       from, *to ? " to " : "", to, promise->sentence);
}

static void show_absence(GString *out, const struct parse_absence *absence)
{
	static const char *const states[] = {
		[PARSE_ABSENCE_NONE] = "",
		[PARSE_ABSENCE_UNTOLD] = "no day is given",
		[PARSE_ABSENCE_DATED] = "until a day",
		[PARSE_ABSENCE_LEFT] = "for good",
	};
	char back[11] = "";

	if (absence->back != PARSE_DAY_NONE)
		parse_day_format(absence->back, back);
	show(out, "away", states[absence->state]);
	show(out, "back", back);
	show(out, "stand-in", absence->stand_in);
}

static void show_event(GString *out, const struct parse_event *event)
{
	show(out, "calendar", event->method);
	show(out, "event", event->uid);
	show_time(out, "start", event->start);
	show(out, "answer", event->answer);
	for (guint i = 0; event->attendees && i < event->attendees->len; i++)
		show(out, "attendee", event->attendees->pdata[i]);
}

static void show_text(GString *out, const char *text)
{
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; *text && lines[i]; i++)
		g_string_append_printf(out, "  | %s\n", lines[i]);
}

static void show_said(GString *out, const char *name,
		      const struct parse_message *message)
{
	const struct parse_intent *intent = &message->intent;

	g_string_append_printf(out, "== %s, %s\n", name,
			       parse_kind_name(message->kind));
	show_quoted(out, &message->quoted);
	show(out, "asks", intent->asks);
	show(out, "question", intent->question);
	show(out, "delivers", intent->delivers);
	show(out, "no", intent->no);
	show(out, "stop", intent->stop);
	show(out, "closing", intent->closing);
	show(out, "praise", intent->praise);
	show_day(out, "asks until", intent->asks_day);
	for (guint i = 0; i < intent->n_promises; i++)
		show_promise(out, &intent->promises[i]);
	show_absence(out, &message->absence);
	show_event(out, &message->event);
	show(out, "status", message->status);
	show(out, "delayed", message->delayed ? "yes" : "");
	show(out, "unsubscribe", message->unsubscribe ? "yes" : "");
	for (guint i = 0; i < message->phones.n; i++)
		show(out, "phone", message->phones.numbers[i]);
	if (message->words)
		g_string_append_printf(out, "words: %u\n", message->words);
	show_text(out, message->new_text);
	g_string_append_c(out, '\n');
}

static char *read_all(void)
{
	g_autoptr(GPtrArray) names = corpus_files();
	g_autoptr(parse_message) message = parse_message_new();
	GString *out = g_string_new(NULL);

	for (guint i = 0; i < names->len; i++) {
		gsize length;
		g_autofree char *bytes = read_mail(names->pdata[i], &length);

		parse_message_headers(message, bytes, length);
		parse_message_body(message, bytes, length);
		show_said(out, names->pdata[i], message);
	}
	return g_string_free(out, FALSE);
}

/* Mail by mail, so that what fails is named. */
static void test_said(void)
{
	gsize length;
	g_autofree char *table = read_mail("said.txt", &length);
	g_autofree char *now = read_all();
	g_auto(GStrv) expected = g_strsplit(table, "\n\n", -1);
	g_auto(GStrv) got = g_strsplit(now, "\n\n", -1);
	guint i;

	for (i = 0; expected[i] && got[i]; i++)
		if (strcmp(got[i], expected[i])) {
			g_test_message("now:\n%s\nexpected:\n%s", got[i],
				       expected[i]);
			g_test_fail();
		}
	g_assert_true(!expected[i] && !got[i]);
}

int main(int argc, char **argv)
{
	const char *path = g_getenv("TEND_PRINT_SAID");
	int result;

	g_test_init(&argc, &argv, NULL);
	parse_init();
	if (path) {
		g_autofree char *now = read_all();

		return !g_file_set_contents(path, now, -1, NULL);
	}
	g_test_add_func("/parse/said", test_said);
	result = g_test_run();
	parse_shutdown();
	return result;
}
