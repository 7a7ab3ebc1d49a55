/*
 * The report's letter: as text beside reviewed files, as HTML element by
 * element, with hostile names in it.  With TEND_ACCEPT=1 the files are written
 * anew: look at them before committing.
 */
#include <string.h>

#include "agent/letters/report.h"
#include "agent/letters/report_lines.h"
#include "agent/report/collect.h"
#include "agent/safe.h"

/* Friday 2026-05-01 07:30 UTC */
#define NOW G_GINT64_CONSTANT(1777620600)
#define DAY G_GINT64_CONSTANT(86400)

#define HOSTILE "<script>alert(1)</script>\r\nBcc: all@evil.example"

static void add_line(struct report *report, const char *list, const char *name,
		     const char *address, enum reason reason,
		     const char *sentence)
{
	const struct report_line line = {
		.position = report->lines->len + 1,
		.list = list,
		.name = name,
		.address = address,
		.organisation = "Acme Ltd",
		.reason = reason,
		.since_at = NOW - 9 * DAY,
		.subject = "Offer for the roof",
		.sentence = sentence,
	};

	g_array_append_val(report->lines, line);
	report->n_close += g_str_equal(list, REPORT_CLOSE);
	report->n_track += g_str_equal(list, REPORT_TRACK);
	report->n_waiting += g_str_equal(list, REPORT_WAITING);
}

static void add_lead(struct report *report, const char *name,
		     const char *address, gint64 attempts, gint64 next_at,
		     enum channel channel)
{
	const struct report_lead lead = {
		.name = name,
		.address = address,
		.organisation = "",
		.stage = attempts > 1 ? STAGE_CONTACTED : STAGE_ENGAGED,
		.ball = BALL_THEIRS,
		.attempts = attempts,
		.progress = 3,
		.last_at = NOW - 5 * DAY,
		.next_at = next_at,
		.next_reason = REASON_THEY_OWE,
		.next_channel = channel,
		.due = next_at != 0 && next_at < NOW,
	};

	g_array_append_val(report->leads, lead);
}

static void fill_tally(struct tally *tally)
{
	static const guint stopped[] = { 25, 12, 6, 4, 3 };
	static const guint answered[] = { 30, 14, 5, 1, 0 };
	guint left = 100;

	for (guint i = 0; i < TALLY_TRIES; i++) {
		tally->stopped[i] = stopped[i];
		tally->answered[i] = answered[i];
		tally->tried[i] = left;
		left -= stopped[i] + answered[i];
	}
	tally->n_stopped = tally->n_answered = 50;
	for (guint day = 0; day < 5; day++)
		for (guint hour = 8; hour < 18; hour++)
			tally->hours[day][hour] = day == 1 ? 2 : 1;
	tally->n_hours = 60;
	for (guint i = 0; i < 24; i++) {
		/* The second is a little late. */
		gint64 waited = i == 1 ? 310 : 200 + (gint64)i * i * 300;

		g_array_append_val(tally->first_answers, waited);
	}
	tally->first_open = 2;
	for (guint i = 0; i < tally->weeks->len; i++) {
		struct tally_week *week =
		    &g_array_index(tally->weeks, struct tally_week, i);

		week->counts = (struct tally_counts){ 3 + i % 5, 2 + i % 3,
						      i % 4 == 0, 2 + i % 3 };
		tally->period.out += week->counts.out;
		tally->period.in += week->counts.in;
		tally->period.both += week->counts.both;
		tally->period.exchanges += week->counts.exchanges;
	}
	tally->lately = (struct tally_counts){ 6, 4, 1, 4 };
	tally->lately_answered = 3;
	tally->lately_new = 1;
	tally->stages[STAGE_LEAD] = 4;
	tally->stages[STAGE_CONTACTED] = 12;
	tally->stages[STAGE_ENGAGED] = 31;
	tally->stages[STAGE_CUSTOMER] = 5;
	tally->came[STAGE_ENGAGED] = 9;
	tally->fresh[STAGE_ENGAGED] = 7;
	tally->left[STAGE_CONTACTED] = 6;
}

static void fill_people(struct report *report)
{
	const struct report_person dropped = { "Olek Kowal",
					       "olek@kowal.example", 2,
					       NOW - 40 * DAY };
	const struct report_person no = { "Greta Stone", "greta@stone.example",
					  5, NOW - 20 * DAY };

	g_array_append_val(report->dropped, dropped);
	g_array_append_val(report->nos, no);
	report->fates[REASON_THEY_OWE] = (struct fate_counts){ { 1, 9, 4, 6 } };
	report->fates[REASON_QUIET] = (struct fate_counts){ { 0, 2, 0, 3 } };
	report->n_named = 25;
}

static void fill_full(struct report *report)
{
	fill_tally(&report->tally);
	fill_people(report);
	add_line(report, REPORT_CLOSE, "Dan Lopez", "dan@snackworks.example",
		 REASON_THEY_OWE,
		 "you sent the tender answer on 22 April; no word since");
	add_line(
	    report, REPORT_CLOSE, "Lou Barton", "lou@acme.example",
	    REASON_YOU_OWE,
	    "they asked on 22 April about \"Offer for the roof\"; you have "
	    "not answered");
	add_line(report, REPORT_TRACK, "Ida Fjell", "ida@fjell.example",
		 REASON_NONE, "9 exchanges, filed in Fjell");
	add_line(report, REPORT_TRACK, "Noor Stone", "noor@stone.example",
		 REASON_NONE, "4 exchanges");
	add_line(report, REPORT_WAITING, "Karla Dailey", "karla@dailey.example",
		 REASON_PROMISED, "you promised the drawings by 24 April");
	add_lead(report, "田中 めい", "mei@kumo.example", 0, NOW - DAY,
		 CHANNEL_EMAIL);
	add_lead(report, "Jürgen Groß", "j.gross@muster.example", 3,
		 NOW + 4 * DAY, CHANNEL_CALL);
	add_lead(report, "", "nobody.has.such.a.long.address@kumo.example", 1,
		 0, CHANNEL_EMAIL);
}

/* One case, and less than twenty, and nothing to do. */
static void fill_few(struct report *report)
{
	struct tally *tally = &report->tally;
	gint64 waited = 240;

	tally->stopped[0] = tally->n_stopped = 1;
	tally->answered[1] = tally->n_answered = 19;
	tally->tried[0] = 20;
	tally->tried[1] = 19;
	tally->hours[3][9] = tally->n_hours = 19;
	g_array_append_val(tally->first_answers, waited);
	tally->stages[STAGE_ENGAGED] = 1;
	tally->lately.out = 1;
	add_lead(report, "Ann Lee", "ann@lee.example", 1, NOW - DAY,
		 CHANNEL_EMAIL);
}

static void fill_hostile(struct report *report)
{
	const struct report_person person = {
		"\xe2\x80\xaegpj.exe\x1b[31m\x1b]0;owned\x07",
		"\" onmouseover=\"x", 7, NOW + 90 * DAY
	};

	fill_tally(&report->tally);
	add_line(report, REPORT_CLOSE, HOSTILE, "x@evil.example",
		 REASON_YOU_OWE,
		 "they wrote about \"Win at http://evil.example/?a=1&b=2 "
		 "<b>now</b> & www.evil.example\"");
	add_line(report, REPORT_TRACK, "", "a@b.example?bcc=all@evil.example",
		 REASON_NONE, "\xff\xfe broken \xc0\xaf bytes");
	add_line(report, REPORT_WAITING, "%0d%0aBcc: x@evil.example\n\nbody",
		 "\"><img src=//evil.example/i.png>", REASON_THEY_OWE,
		 "</style></title><table>");
	add_lead(report, HOSTILE, "\"><b>@evil.example", 2, NOW + DAY,
		 CHANNEL_EMAIL);
	g_array_append_val(report->dropped, person);
	g_array_append_val(report->nos, person);
	report->no_limit = 5;
}

static void fill_nothing(struct report *report)
{
	(void)report;
}

static const struct story {
	const char *name;
	void (*fill)(struct report *report);
	const char *subject;
	gboolean news;
} stories[] = {
	{ "full", fill_full, "Your week: 3 answered, 2 to close, 2 to track",
	  TRUE },
	{ "few", fill_few, "Your week", TRUE },
	{ "hostile", fill_hostile,
	  "Your week: 3 answered, 1 to close, 1 to track", TRUE },
	{ "nothing", fill_nothing, "Your week", FALSE },
};

static struct report *make_report(const struct story *story)
{
	static GTimeZone *zone;
	struct report *report;

	if (zone == NULL)
		zone = g_time_zone_new_utc();
	report = report_new(NOW - REPORT_DAYS * DAY, NOW, zone);
	report->target = 7;
	report->no_limit = 5;
	story->fill(report);
	return report;
}

static struct report_letter make_letter(const struct report *report)
{
	return (struct report_letter){
		.report = report,
		.detail = LINE_SENTENCES,
		.account_address = "ada@me.example",
		.mid = "tend.5f2c@me.example",
		.answers = TRUE,
	};
}

static void check_file(const char *name, const char *ending, const char *text)
{
	g_autofree char *base = g_strconcat(name, ending, NULL);
	g_autofree char *path = g_test_build_filename(
	    G_TEST_DIST, "tests", "unit", "report", base, NULL);
	g_autofree char *expected = NULL;

	if (g_getenv("TEND_ACCEPT") != NULL)
		g_assert_true(g_file_set_contents(path, text, -1, NULL));
	g_assert_true(g_file_get_contents(path, &expected, NULL, NULL));
	g_assert_cmpstr(text, ==, expected);
}

static void check_safe(const char *text)
{
	g_assert_true(g_utf8_validate(text, -1, NULL));
	for (const char *p = text; *p != '\0'; p++)
		g_assert_true((guchar)*p >= 0x20 || *p == '\n');
	g_assert_null(strstr(text, "http:"));
	g_assert_null(strstr(text, "www."));
	g_assert_null(strstr(text, "\xe2\x80\xae"));
	g_assert_null(strchr(text, 0x7f));
}

static void test_text(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stories); i++) {
		g_autoptr(report) report = make_report(&stories[i]);
		struct report_letter letter = make_letter(report);
		g_autofree char *subject = report_subject(report);
		g_autofree char *text = report_text(&letter);
		g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

		g_test_message("%s", stories[i].name);
		g_assert_cmpstr(subject, ==, stories[i].subject);
		g_assert_cmpint(report_has_news(report), ==, stories[i].news);
		check_safe(text);
		for (guint l = 0; lines[l] != NULL; l++)
			g_assert_cmpuint(safe_width(lines[l]), <=, 72);
		check_file(stories[i].name, ".txt", text);
	}
}

/* A terminal of any width, with and without blocks. */
static void test_widths(void)
{
	for (guint columns = REPORT_LEAST_COLUMNS; columns <= 100; columns++)
		for (gsize i = 0; i < G_N_ELEMENTS(stories); i++) {
			g_autoptr(report) report = make_report(&stories[i]);
			struct report_letter letter = make_letter(report);
			const struct report_look look = {
				.columns = columns,
				.utf8 = columns % 2 == 0,
				.contacts = TRUE,
				.make_safe = safe_terminal,
			};
			g_autoptr(GPtrArray) lines =
			    report_lines(&letter, &look);

			for (guint l = 0; l < lines->len; l++) {
				const struct report_text_line *line =
				    lines->pdata[l];

				g_assert_cmpuint(safe_width(line->text), <=,
						 columns);
				g_assert_false(
				    g_str_has_suffix(line->text, " "));
			}
		}
}

/* ---- HTML, read more strictly than any browser does ---- */

static const char *const file_elements[] = { REPORT_ELEMENTS, SVG_ELEMENTS,
					     NULL };
static const char *const mail_elements[] = { REPORT_ELEMENTS, NULL };
static const char *const void_elements[] = { "meta", "br", NULL };
static const char *const html_attributes[] = { "lang",	  "charset", "name",
					       "content", "class",   "href",
					       "style",	  NULL };
static const char *const svg_attributes[] = { SVG_ATTRIBUTES, NULL };

/* Returns what stands after the element's '>'. */
static const char *check_attributes(const char *p, gboolean file,
				    gboolean *empty_out)
{
	*empty_out = FALSE;
	while (*p == ' ') {
		gsize length = strcspn(++p, "= >\"'<");
		g_autofree char *name = g_strndup(p, length);
		const char *end;

		g_assert_true(g_strv_contains(html_attributes, name) ||
			      (file && g_strv_contains(svg_attributes, name)));
		p += length;
		g_assert_true(g_str_has_prefix(p, "=\""));
		p += 2;
		end = p + strcspn(p, "\"<>\n");
		g_assert_true(*end == '"');
		if (g_str_equal(name, "href"))
			g_assert_true(g_str_has_prefix(p, "mailto:"));
		/* Nothing but the width of a bar. */
		if (g_str_equal(name, "style"))
			g_assert_true(g_str_has_prefix(p, "width:") &&
				      end[-1] == '%');
		/* Its own patterns, nothing far away. */
		if (g_str_equal(name, "fill"))
			g_assert_true(g_str_has_prefix(p, "url(#"));
		p = end + 1;
	}
	if (*p == '/') {
		*empty_out = TRUE;
		p++;
	}
	g_assert_true(*p == '>');
	return p + 1;
}

static void check_html(const char *html, gboolean file)
{
	const char *const *elements = file ? file_elements : mail_elements;
	g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
	const char *p = html + strlen("<!DOCTYPE html>\n");

	g_assert_true(g_str_has_prefix(html, "<!DOCTYPE html>\n"));
	while (*p != '\0') {
		gboolean closes, empty;
		gsize length;
		g_autofree char *element = NULL;

		if (*p++ != '<') {
			g_assert_true(p[-1] != '>');
			continue;
		}
		closes = *p == '/';
		p += closes;
		length = strcspn(p, " >/");
		element = g_strndup(p, length);
		g_assert_true(g_strv_contains(elements, element));
		p += length;
		if (closes) {
			g_assert_cmpuint(open->len, >, 0);
			g_assert_cmpstr(open->pdata[open->len - 1], ==,
					element);
			g_ptr_array_set_size(open, (int)open->len - 1);
			g_assert_true(*p++ == '>');
			continue;
		}
		p = check_attributes(p, file, &empty);
		if (!empty && !g_strv_contains(void_elements, element))
			g_ptr_array_add(open, g_strdup(element));
	}
	g_assert_cmpuint(open->len, ==, 0);
}

/* What is shown: a link's own address may hold what a text may not. */
static char *without_links(const char *html)
{
	g_autoptr(GRegex) regex =
	    g_regex_new("href=\"mailto:[^\"]*\"", G_REGEX_OPTIMIZE, 0, NULL);

	return g_regex_replace_literal(regex, html, -1, 0, "", 0, NULL);
}

static void test_html(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stories); i++) {
		g_autoptr(report) report = make_report(&stories[i]);
		struct report_letter letter = make_letter(report);

		for (gboolean file = FALSE; file <= TRUE; file++) {
			g_autofree char *html = file
						    ? report_html_file(&letter)
						    : report_html_mail(&letter);
			g_autofree char *shown = without_links(html);

			g_test_message("%s %d", stories[i].name, file);
			check_html(html, file);
			if (i == 0)
				check_file(file ? "file" : "mail", ".html",
					   html);
			check_safe(shown);
			g_assert_null(strstr(html, "@import"));
			g_assert_cmpint(strstr(html, "<svg") != NULL, ==,
					file && report->tally.n_stopped > 0);
		}
	}
}

static guint count(const char *text, const char *word)
{
	guint n = 0;

	for (const char *p = text; (p = strstr(p, word)) != NULL; p++)
		n++;
	return n;
}

/* Each plot has its table: in a file under it, in a mail in its place. */
static void test_tables(void)
{
	g_autoptr(report) report = make_report(&stories[0]);
	struct report_letter letter = make_letter(report);
	g_autofree char *file = report_html_file(&letter);
	g_autofree char *mail = report_html_mail(&letter);

	g_assert_cmpuint(count(file, "<svg "), ==, 7);
	g_assert_cmpuint(count(file, "<caption>"), ==, 7);
	g_assert_cmpuint(count(mail, "<table>"), ==, 7);
	/* Stopped after one try: 25 of 50. */
	g_assert_nonnull(strstr(file, "<th>1 try</th><td class=\"num\">25</td>"
				      "<td class=\"num\">50%</td>"
				      "<td class=\"num\">37 to 63%</td>"
				      "<td class=\"num\">44%</td>"));
	g_assert_nonnull(strstr(mail, "50% (25)<br><span class=\"soft\">"
				      "37 to 63%, quoted 44%</span>"));
}

/* Too few: no share is shown, whatever was counted. */
static void test_hidden(void)
{
	g_autoptr(report) report = make_report(&stories[1]);
	struct report_letter letter = make_letter(report);
	g_autofree char *file = report_html_file(&letter);
	g_autofree char *text = report_text(&letter);

	g_assert_cmpuint(count(file, "Too few to say"), ==, 4);
	g_assert_nonnull(
	    strstr(text, "Too few to say: 19 of the 20 cases that it takes."));
	g_assert_null(strstr(text, "100%"));
	g_assert_null(strstr(text, "95%"));
}

/* The links answer the letter, nobody else, and with no more than commands. */
static void test_links(void)
{
	static const char *const commands[] = {
		"body=close%20all%20%23", "body=close%20all%20but%20%23",
		"body=close%201%20%23",	  "body=snooze%201%202w%20%23",
		"body=track%20all%20%23", "body=track%203%20%23",
		"body=done%205%20%23",	  "body=snooze%205%202w%20%23",
	};
	g_autoptr(report) report = make_report(&stories[0]);
	g_autoptr(report) hostile = make_report(&stories[2]);
	struct report_letter letter = make_letter(report);
	g_autofree char *mail = report_html_mail(&letter);
	g_autofree char *bad = NULL, *unread = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		g_test_message("%s", commands[i]);
		g_assert_nonnull(strstr(mail, commands[i]));
	}
	g_assert_nonnull(
	    strstr(mail, "In-Reply-To=%3Ctend.5f2c@me.example%3E"));
	letter.answers = FALSE;
	unread = report_html_mail(&letter);
	g_assert_null(strstr(unread, "body="));
	letter = make_letter(hostile);
	bad = report_html_mail(&letter);
	for (const char *p = bad; (p = strstr(p, "href=\"mailto:")) != NULL;) {
		g_autofree char *link = NULL;

		p += strlen("href=\"mailto:");
		link = g_strndup(p, strcspn(p, "\""));
		g_assert_null(strstr(link, "cc="));
		g_assert_true(g_str_has_prefix(p, "ada@me.example?") ||
			      g_str_has_prefix(p, "x@evil.example\""));
	}
}

static void test_detail(void)
{
	g_autoptr(report) report = make_report(&stories[0]);
	struct report_letter letter = make_letter(report);
	g_autofree char *names = NULL;

	letter.detail = LINE_NAMES;
	names = report_text(&letter);
	g_assert_null(strstr(names, "roof"));
	g_assert_null(strstr(names, "tender"));
	g_assert_nonnull(strstr(names, "Dan Lopez"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/report/text", test_text);
	g_test_add_func("/report/widths", test_widths);
	g_test_add_func("/report/html", test_html);
	g_test_add_func("/report/tables", test_tables);
	g_test_add_func("/report/hidden", test_hidden);
	g_test_add_func("/report/links", test_links);
	g_test_add_func("/report/detail", test_detail);
	return g_test_run();
}
