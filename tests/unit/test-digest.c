/*
 * The morning letter beside reviewed files, with hostile mail in it, and
 * element by element.  With TEND_ACCEPT=1 the files are written anew: look at
 * them, also in a browser, before committing.
 */
#include <string.h>

#include "agent/letters/digest.h"
#include "agent/letters/line.h"
#include "agent/safe.h"

#define AT                                                                 \
	G_GINT64_CONSTANT(1772605800) /* Wednesday 2026-03-04 07:30 Berlin \
				       */
#define DAY 86400

#define DRAWINGS "I will send you the drawings by Wednesday."
#define PRAISE                                                                \
	"Everybody who comes in asks who made it, and I tell them with more " \
	"joy than I ever told anybody anything about a roof, a door or a "    \
	"window of mine."

/* As the rules word it; letters make a line of it. */
static const struct digest_item every_section[] = {
	{ .address = "tom@okafor.example",
	  .name = "Tom Okafor",
	  .reason = REASON_QUIET,
	  .since_at = AT - 121 * DAY,
	  .subject = "Happy new year",
	  .mid = "q7@okafor.example",
	  .sentence = "you were last in touch on 3 November" },
	{ .address = "dan@snackworks.example",
	  .name = "Dan Lopez",
	  .organisation = "Snackworks",
	  .reason = REASON_THEY_OWE,
	  .since_at = AT - 6 * DAY,
	  .subject = "Re: Tender 2026/14",
	  .mid = "5.dan@snackworks.example",
	  .phone = "+49 (0)30 1234-56",
	  .sentence = "you sent it for an answer on 26 February about "
		      "\"Tender 2026/14\"; no word since",
	  .quote = "Please find our answer to the tender attached." },
	{ .address = "lou.barton@acme.example",
	  .name = "Lou Barton",
	  .organisation = "Acme Ltd",
	  .reason = REASON_YOU_OWE,
	  .since_at = AT - 2 * DAY,
	  .subject = "Offer for the boathouse roof",
	  .mid = "lou-1@acme.example",
	  .sentence = "they asked on 2 March about \"Offer for the boathouse "
		      "roof\"; you have not answered",
	  .quote = "Could you send me the offer by Friday?" },
	{ .address = "karla@dailey.example",
	  .name = "Karla Dailey",
	  .organisation = "dailey.example",
	  .reason = REASON_YOU_OWE,
	  .since_at = AT - 5 * DAY,
	  .subject = "Lunch?",
	  .mid = "k9@dailey.example",
	  .sentence = "they asked on 27 February and again on 1 March about "
		      "\"Lunch?\"; you have not answered" },
	{ .address = "mei.tanaka@kumo.example",
	  .name = "田中 めい",
	  .organisation = "株式会社くも",
	  .reason = REASON_NEW,
	  .since_at = AT - 14 * 3600,
	  .subject = "はじめまして",
	  .sentence = "they wrote to you for the first time on 3 March",
	  .quote = "見積もりをお願いできますか。" },
	{ .address = "j.grosz@muster.example",
	  .name = "Jürgen Groß",
	  .reason = REASON_UNDELIVERED,
	  .since_at = AT - DAY,
	  .subject = "Rechnung 114",
	  .mid = "r114@me.example",
	  .sentence = "your mail to them about \"Rechnung 114\" came back on 3 "
		      "March" },
	{ .address = "office@old-mill.example",
	  .reason = REASON_UNDELIVERED,
	  .since_at = AT - DAY,
	  .sentence = "your mail to them came back on 3 March" },
	{ .address = "ida@fjell.example",
	  .name = "Ida Fjell",
	  .reason = REASON_QUIET,
	  .since_at = AT - 95 * DAY,
	  .sentence = "you were last in touch on 29 November" },
	{ .address = "rosa@garden.example",
	  .name = "Rosa Lind",
	  .reason = REASON_ASK_REFERRAL,
	  .since_at = AT - DAY,
	  .subject = "The new roof",
	  .mid = "r2@garden.example",
	  .sentence = "they praised you on 3 March: a good moment to ask whom "
		      "else you could help",
	  .quote = PRAISE },
	{ .address = "ann@promise.example",
	  .name = "Ann Promise",
	  .reason = REASON_PROMISED,
	  .since_at = AT - 7 * DAY,
	  .subject = "Drawings",
	  .mid = "p1@me.example",
	  .sentence = "you promised on 25 February about \"Drawings\", for 4 "
		      "March",
	  .quote = DRAWINGS },
	{ .address = "uwe@stall.example",
	  .name = "Uwe Stall",
	  .organisation = "Stall & Söhne Inc.",
	  .reason = REASON_PROMISED,
	  .since_at = AT - 15 * DAY,
	  .subject = "Colour of the door",
	  .phone = "ext 12",
	  .sentence = "they promised on 17 February, for 3 March; no word "
		      "since",
	  .quote = "I\"ll come back to it next week" },
};

/* The one in docs/. */
static const struct digest_item picture[] = {
	{ .address = "nadia@harbour-bakery.example",
	  .name = "Nadia Frost",
	  .organisation = "Harbour Bakery",
	  .reason = REASON_PROMISED,
	  .since_at = AT - 5 * DAY,
	  .subject = "Drawings of the counter",
	  .mid = "p1@me.example",
	  .sentence = "you promised on 27 February about \"Drawings of the "
		      "counter\", for 4 March",
	  .quote = "You will have the drawings on Wednesday." },
	{ .address = "lou.barton@acme.example",
	  .name = "Lou Barton",
	  .organisation = "Acme Ltd",
	  .reason = REASON_YOU_OWE,
	  .since_at = AT - 2 * DAY,
	  .subject = "The boathouse roof",
	  .mid = "lou-1@acme.example",
	  .phone = "+44 20 7946 0018",
	  .sentence = "they asked on 2 March about \"The boathouse roof\"; "
		      "you have not answered",
	  .quote = "Could you send me the offer by Friday?" },
	{ .address = "karla@dailey.example",
	  .name = "Karla Dailey",
	  .reason = REASON_NEW,
	  .since_at = AT - DAY,
	  .subject = "A staircase for our shop",
	  .mid = "k9@dailey.example",
	  .sentence = "they wrote to you for the first time on 3 March about "
		      "\"A staircase for our shop\"",
	  .quote = "Would you have time to look at it this month?" },
	{ .address = "j.gross@muster.example",
	  .name = "Jürgen Groß",
	  .organisation = "Muster GmbH",
	  .reason = REASON_UNDELIVERED,
	  .since_at = AT - DAY,
	  .subject = "Invoice 114",
	  .mid = "r114@me.example",
	  .sentence = "your mail to them about \"Invoice 114\" came back on 3 "
		      "March" },
	{ .address = "dan@snackworks.example",
	  .name = "Dan Lopez",
	  .organisation = "Snackworks",
	  .reason = REASON_THEY_OWE,
	  .since_at = AT - 6 * DAY,
	  .subject = "Tender 2026/14",
	  .mid = "5.dan@snackworks.example",
	  .phone = "+49 30 123456",
	  .sentence = "you asked on 26 February about \"Tender 2026/14\"; no "
		      "word since",
	  .quote = "Please tell me which of the three you prefer." },
	{ .address = "tom@okafor.example",
	  .name = "Tom Okafor",
	  .organisation = "Okafor & Daughters",
	  .reason = REASON_QUIET,
	  .since_at = AT - 121 * DAY,
	  .subject = "Happy new year",
	  .mid = "q7@okafor.example",
	  .sentence = "you were last in touch on 3 November 2025" },
};

static const struct digest_item hostile[] = {
	{ .address = "x@evil.example",
	  .name = "<script>alert(1)</script>\r\nBcc: all@evil.example",
	  .organisation = "\"><img src=//evil.example/i.png onerror=x>",
	  .reason = REASON_YOU_OWE,
	  .since_at = AT - 3 * DAY,
	  .subject = "Win at http://evil.example/?a=1&b=2 & www.evil.example",
	  .mid = "a\"><b>@evil.example?body=pay",
	  .phone = "+1 900 <script>5551234",
	  .quote = "\r\nBcc: x </span><a href=\"http://evil.example\">click "
		   "https://evil.example/q</a>",
	  .sentence = "they wrote on 1 March about \"Win at "
		      "http://evil.example/?a=1&b=2 <b>now</b> & "
		      "www.evil.example\"; you have not answered" },
	{ .address = "a@b.example?bcc=all@evil.example&body=x",
	  .name = "\xe2\x80\xaegpj.exe\x1b[31m\x1b]0;owned\x07",
	  .reason = REASON_YOU_OWE,
	  .since_at = AT + 3 * DAY,
	  .subject = "%0d%0aBcc: x@evil.example\n\nbody",
	  .phone = "tel:+1;postd=pp22",
	  .sentence = "\xff\xfe broken \xc0\xaf bytes",
	  .quote = "\x1b[2J\xe2\x80\xaetxet" },
	{ .address = "\" onmouseover=\"x",
	  .name = "",
	  .reason = REASON_NEW,
	  .since_at = G_MININT64,
	  .subject = "</style></title>",
	  .mid = "",
	  .sentence = "Averyveryveryveryveryveryveryveryveryveryveryveryvery"
		      "veryveryveryveryveryveryverylongword and more" },
	{ .address = "",
	  .name = NULL,
	  .reason = REASON_THEY_OWE,
	  .since_at = G_MAXINT64 },
	{ .address = "mary@co.example",
	  .name = "A name that goes on and on until nobody wants to read any "
		  "more of it at all",
	  .reason = REASON_THEY_OWE,
	  .since_at = AT,
	  .subject = "javascript:x",
	  .sentence = "data:text/html,<script>x</script>" },
};

static const struct story {
	const char *name;
	const struct digest_item *items;
	gsize n_items;
	guint limit;
	enum line_detail detail;
	gboolean answers;
	guint older;
	GDateWeekday report_day;
	gsize n_outcomes;
	const char *subject;
} stories[] = {
	{ "full", every_section, G_N_ELEMENTS(every_section), DIGEST_LIMIT,
	  LINE_SENTENCES, TRUE, 11, G_DATE_FRIDAY, 0,
	  "Today: Ann Promise, Lou Barton, +4" },
	{ "all", every_section, G_N_ELEMENTS(every_section), 9, LINE_SENTENCES,
	  TRUE, 0, G_DATE_FRIDAY, 2, "Today: Ann Promise, Lou Barton, +8" },
	{ "subjects", every_section, 4, DIGEST_LIMIT, LINE_SUBJECTS, FALSE, 1,
	  G_DATE_WEDNESDAY, 0, "Today: Lou Barton, Karla Dailey, +2" },
	{ "names", every_section, G_N_ELEMENTS(every_section), 9, LINE_NAMES,
	  TRUE, 2, G_DATE_BAD_WEEKDAY, 2,
	  "Today: Ann Promise, Lou Barton, +8" },
	{ "one", every_section + 2, 1, DIGEST_LIMIT, LINE_SENTENCES, FALSE, 0,
	  G_DATE_FRIDAY, 0, "Today: Lou Barton" },
	{ "nobody", NULL, 0, DIGEST_LIMIT, LINE_SENTENCES, TRUE, 0,
	  G_DATE_FRIDAY, 0, "Today: nobody" },
	{ "picture", picture, G_N_ELEMENTS(picture), DIGEST_LIMIT,
	  LINE_SENTENCES, TRUE, 11, G_DATE_FRIDAY, 2,
	  "Today: Nadia Frost, Lou Barton, +4" },
	{ "hostile", hostile, G_N_ELEMENTS(hostile), DIGEST_LIMIT,
	  LINE_SENTENCES, TRUE, 0, G_DATE_FRIDAY, 3, NULL },
};

static const char *const outcomes[] = {
	"done 2: Ida Fjell is done",
	"snooze 3 1w: Pia Moser waits until 10 March",
	"\"muet 5\" was not understood; \"mute 5\" would be <b>http://evil"
	".example</b>\r\nBcc: x",
};

struct letter {
	struct digest_item *items;
	GPtrArray *texts;
	GTimeZone *zone;
	char *subject, *text, *html;
};

static const char *keep(struct letter *letter, char *text)
{
	g_ptr_array_add(letter->texts, text);
	return text;
}

/* What agent/post/morning.c does with the rules' words. */
static void word_items(struct letter *letter, const struct story *story)
{
	for (gsize i = 0; i < story->n_items; i++) {
		struct digest_item *item = &letter->items[i];
		const struct line line = {
			.reason = item->reason,
			.since_at = item->since_at,
			.sentence = item->sentence,
			.quote = item->quote,
			/* Of everybody the same. */
			.answer_within = DAY,
		};

		item->section = digest_section_of(
		    item->reason, item->sentence ? item->sentence : "");
		item->sentence = keep(
		    letter, line_words(&line, story->detail, AT, letter->zone));
		item->quote = keep(letter, line_quote(&line, story->detail));
		if (story->detail == LINE_NAMES)
			item->subject = NULL;
	}
}

static struct letter write_letter(const struct story *story)
{
	struct letter letter = {
		.items = g_new0(struct digest_item, story->n_items + 1),
		.texts = g_ptr_array_new_with_free_func(g_free),
		.zone = g_time_zone_new_identifier("Europe/Berlin"),
	};
	struct digest digest = {
		.account_address = "ada@me.example",
		.mid = "tend.20260304.5f2c@me.example",
		.at = AT,
		.zone = letter.zone,
		.answers = story->answers,
		.items = letter.items,
		.older = story->older,
		.report_day = story->report_day,
		.outcomes = outcomes,
		.n_outcomes = story->n_outcomes,
	};

	if (story->n_items > 0)
		memcpy(letter.items, story->items,
		       story->n_items * sizeof *story->items);
	word_items(&letter, story);
	digest.n_items =
	    digest_arrange(letter.items, story->n_items, story->limit);
	letter.subject = digest_subject(&digest);
	letter.text = digest_text(&digest);
	letter.html = digest_html(&digest);
	return letter;
}

static void clear_letter(struct letter *letter)
{
	g_free(letter->items);
	g_ptr_array_unref(letter->texts);
	g_time_zone_unref(letter->zone);
	g_free(letter->subject);
	g_free(letter->text);
	g_free(letter->html);
}

static void compare_file(const char *name, const char *ending, const char *got)
{
	g_autofree char *base =
	    g_strdup_printf("tests/unit/digest/%s.%s", name, ending);
	g_autofree char *file = g_test_build_filename(G_TEST_DIST, base, NULL);
	g_autofree char *expected = NULL;
	g_autoptr(GError) error = NULL;

	if (g_getenv("TEND_ACCEPT") != NULL) {
		g_file_set_contents(file, got, -1, &error);
		g_assert_no_error(error);
		return;
	}
	g_file_get_contents(file, &expected, NULL, &error);
	g_assert_no_error(error);
	g_test_message("%s", base);
	g_assert_cmpstr(got, ==, expected);
}

static void test_files(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stories); i++) {
		struct letter letter = write_letter(&stories[i]);

		if (stories[i].subject != NULL)
			g_assert_cmpstr(letter.subject, ==, stories[i].subject);
		compare_file(stories[i].name, "txt", letter.text);
		compare_file(stories[i].name, "html", letter.html);
		clear_letter(&letter);
	}
}

static void test_arrange(void)
{
	struct digest_item items[G_N_ELEMENTS(every_section)];
	gsize n;

	memcpy(items, every_section, sizeof items);
	for (guint i = 0; i < G_N_ELEMENTS(items); i++)
		items[i].section =
		    digest_section_of(items[i].reason, items[i].sentence);
	n = digest_arrange(items, G_N_ELEMENTS(items), 3);
	g_assert_cmpuint(n, ==, 4);
	for (guint i = 0; i < n; i++)
		g_assert_cmpuint(items[i].position, ==, i + 1);
	g_assert_cmpstr(items[0].name, ==, "Ann Promise");
	g_assert_cmpstr(items[1].name, ==, "Lou Barton");
	g_assert_cmpstr(items[2].name, ==, "Karla Dailey");
	/* the first old friend on top of the limit, and only that one */
	g_assert_cmpstr(items[3].name, ==, "Tom Okafor");
	g_assert_cmpuint(items[4].position, ==, 0);
	g_assert_cmpstr(items[G_N_ELEMENTS(items) - 1].name, ==, "Ida Fjell");

	g_assert_cmpuint(digest_arrange(items, 0, 5), ==, 0);
	g_assert_cmpuint(digest_arrange(items, 1, 0), ==, 0);
}

static void check_safe_text(const char *text)
{
	/* What a client would make a link of. */
	g_autoptr(GRegex) links = g_regex_new(
	    "(*UCP)\\w://"
	    "|(?<![@\\w])www\\.\\w|\\b(mailto|tel|javascript|data):[\\w%/+@]",
	    G_REGEX_CASELESS, 0, NULL);
	g_autoptr(GMatchInfo) match = NULL;

	g_assert_true(g_utf8_validate(text, -1, NULL));
	for (const char *p = text; *p != '\0'; p++)
		g_assert_true((guchar)*p >= 0x20 || *p == '\n');
	g_regex_match(links, text, 0, &match);
	if (g_match_info_matches(match)) {
		int start;

		g_match_info_fetch_pos(match, 0, &start, NULL);
		g_error("a link for a client: %.40s", text + start);
	}
	g_assert_null(strstr(text, "\xe2\x80\xae"));
	g_assert_null(strchr(text, 0x7f));
}

static void test_columns(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stories); i++) {
		struct letter letter = write_letter(&stories[i]);
		g_auto(GStrv) lines = g_strsplit(letter.text, "\n", -1);

		check_safe_text(letter.text);
		for (guint l = 0; lines[l] != NULL; l++)
			g_assert_cmpuint(safe_width(lines[l]), <=, 72);
		g_assert_true(g_str_has_suffix(letter.text, "\n"));
		g_assert_null(strchr(letter.subject, '\n'));
		clear_letter(&letter);
	}
}

/*
 * A small reader of HTML, stricter than any browser: elements and attributes
 * from a list, all closed in order, values in double quotes.
 */

static const char *const elements[] = { DIGEST_ELEMENTS, NULL };
static const char *const attributes[] = {
	"html lang", "meta charset", "meta name", "meta content", "div class",
	"p class",   "a class",	     "a href",	  "span class",	  NULL,
};

static const char *check_attributes(const char *element, const char *p)
{
	while (*p == ' ') {
		gsize length = strcspn(++p, "= >\"'<");
		g_autofree char *name =
		    g_strdup_printf("%s %.*s", element, (int)length, p);
		const char *end;

		g_assert_true(g_strv_contains(attributes, name));
		p += length;
		g_assert_true(g_str_has_prefix(p, "=\""));
		p += 2;
		end = p + strcspn(p, "\"<>\n");
		g_assert_true(*end == '"');
		if (g_str_equal(name, "a href"))
			g_assert_true(g_str_has_prefix(p, "mailto:") ||
				      g_str_has_prefix(p, "tel:"));
		p = end + 1;
	}
	g_assert_true(*p == '>');
	return p + 1;
}

static gboolean is_entity(const char *p)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;",
						"&quot;", "&#39;" };

	for (gsize i = 0; i < G_N_ELEMENTS(entities); i++)
		if (g_str_has_prefix(p, entities[i]))
			return TRUE;
	return FALSE;
}

static void check_html(const char *html)
{
	g_autoptr(GPtrArray) open = g_ptr_array_new_with_free_func(g_free);
	const char *p = html;

	g_assert_true(g_str_has_prefix(p, "<!DOCTYPE html>\n"));
	p += strlen("<!DOCTYPE html>\n");
	while (*p != '\0') {
		gboolean closes;
		gsize length;
		g_autofree char *element = NULL;

		if (*p != '<') {
			g_assert_true(*p != '>');
			g_assert_true(*p != '&' || is_entity(p));
			p++;
			continue;
		}
		closes = *++p == '/';
		p += closes;
		length = strcspn(p, " >");
		element = g_strndup(p, length);
		g_assert_true(g_strv_contains(elements, element));
		p += length;
		if (closes) {
			g_assert_cmpuint(open->len, >, 0);
			g_assert_cmpstr(open->pdata[open->len - 1], ==,
					element);
			g_ptr_array_set_size(open, (int)open->len - 1);
			g_assert_true(*p == '>');
			p++;
			continue;
		}
		p = check_attributes(element, p);
		if (!g_str_equal(element, "meta"))
			g_ptr_array_add(open, g_strdup(element));
	}
	g_assert_cmpuint(open->len, ==, 0);
}

/* What is shown: a link's own address may hold what a text may not. */
static char *without_links(const char *html)
{
	g_autoptr(GRegex) regex = g_regex_new("href=\"(mailto|tel):[^\"]*\"",
					      G_REGEX_OPTIMIZE, 0, NULL);

	return g_regex_replace_literal(regex, html, -1, 0, "", 0, NULL);
}

static void test_elements(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stories); i++) {
		struct letter letter = write_letter(&stories[i]);

		g_autofree char *shown = NULL;

		g_test_message("%s", stories[i].name);
		check_html(letter.html);
		shown = without_links(letter.html);
		check_safe_text(shown);
		if (stories[i].items == every_section)
			g_assert_null(strstr(letter.html, "//"));
		g_assert_null(strstr(letter.html, "url("));
		g_assert_null(strstr(letter.html, "@import"));
		clear_letter(&letter);
	}
}

/* Every link's address, as a client reads it after the entities. */
static GPtrArray *list_links(const char *html)
{
	GPtrArray *links = g_ptr_array_new_with_free_func(g_free);

	for (const char *p = html; (p = strstr(p, "href=\"")) != NULL;) {
		GString *link;
		const char *end;

		p += strlen("href=\"");
		end = strchr(p, '"');
		link = g_string_new_len(p, end - p);
		g_string_replace(link, "&#39;", "'", 0);
		g_string_replace(link, "&amp;", "&", 0);
		g_ptr_array_add(links, g_string_free(link, FALSE));
	}
	return links;
}

/* answer_token of its Message-ID */
#define TOKEN "%20%23ystjsmsgc6"

#define TO_DIGEST                                                   \
	"mailto:ada@me.example"                                     \
	"?subject=Re%3A%20Today%3A%20Lou%20Barton%2C%20Dan%20Lopez" \
	"%2C%20%2B1&In-Reply-To=%3Ctend.20260304.5f2c@me.example%3E&body="

static void test_links(void)
{
	static const char *const expected[] = {
		"mailto:lou.barton@acme.example",
		"mailto:lou.barton@acme.example"
		"?subject=Re%3A%20Offer%20for%20the%20boathouse%20roof"
		"&In-Reply-To=%3Clou-1@acme.example%3E",
		TO_DIGEST "log%201%20call" TOKEN,
		TO_DIGEST "done%201" TOKEN,
		TO_DIGEST "snooze%201%202w" TOKEN,
		"mailto:dan@snackworks.example",
		"mailto:dan@snackworks.example"
		"?subject=Re%3A%20Tender%202026%2F14"
		"&In-Reply-To=%3C5.dan@snackworks.example%3E",
		"tel:+4930123456",
		TO_DIGEST "log%202%20call" TOKEN,
	};
	struct story story = stories[0];
	struct letter letter;
	g_autoptr(GPtrArray) links = NULL;

	story.n_items = 3;
	letter = write_letter(&story);
	links = list_links(letter.html);
	/* Five for each, and a number to call. */
	g_assert_cmpuint(links->len, ==, 16);
	for (guint i = 0; i < G_N_ELEMENTS(expected); i++)
		g_assert_cmpstr(links->pdata[i], ==, expected[i]);
	clear_letter(&letter);
}

/* Of a stranger's making no link has another recipient, field or body. */
static void test_hostile_links(void)
{
	struct letter letter =
	    write_letter(&stories[G_N_ELEMENTS(stories) - 1]);
	g_autoptr(GPtrArray) links = list_links(letter.html);

	g_assert_cmpuint(links->len, >, 0);
	for (guint i = 0; i < links->len; i++) {
		const char *link = links->pdata[i];
		g_autofree char *lower = g_ascii_strdown(link, -1);

		g_test_message("%s", link);
		g_assert_true(
		    g_str_has_prefix(link, "mailto:x@evil.example") ||
		    g_str_has_prefix(link, "mailto:mary@co.example") ||
		    g_str_has_prefix(link, "mailto:ada@me.example?"));
		g_assert_null(strstr(lower, "bcc="));
		g_assert_null(strstr(lower, "%0a"));
		g_assert_null(strstr(lower, "%0d"));
		if (strstr(link, "body=") != NULL)
			g_assert_true(
			    g_str_has_prefix(link, "mailto:ada@me.example?"));
	}
	clear_letter(&letter);
}

/* What strangers put into names, subjects and sentences, to be put together. */
static const char *const pieces[] = {
	"a",
	" ",
	"Ann",
	"\r\n",
	"\n.\n",
	"\t",
	"\x1b[31m",
	"\x1b]8;;",
	"\x07",
	"\x7f",
	"\xe2\x80\xae",
	"\xe2\x81\xa6",
	"\xe2\x80\xa8",
	"\xc2\x85",
	"\xff",
	"\xf0\x9f\x98",
	"田中",
	"e\xcc\x81\xcc\x81\xcc\x81",
	"<b>",
	"</style>",
	"<!--",
	"]]>",
	"&amp;",
	"&#x3c;",
	"\"",
	"'",
	">",
	"http://",
	"HTTPS://evil.example",
	"www.",
	"evil.example",
	"mailto:x@evil.example",
	"tel:+1900555",
	"javascript:",
	"%0d%0a",
	"?bcc=",
	"&body=",
	"+49 (0)30 ",
	"123456",
	"@",
	".",
	"…",
	"; no word since",
	", for 4 March",
	"averyveryveryveryveryveryveryveryveryveryveryveryveryverylongword",
};

static const char *random_text(GRand *rand, GPtrArray *texts)
{
	GString *text = g_string_new(NULL);

	for (int n = g_rand_int_range(rand, 0, 12); n > 0; n--)
		g_string_append(
		    text,
		    pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))]);
	g_ptr_array_add(texts, text->str);
	return g_string_free(text, FALSE);
}

static void check_letter(const struct letter *letter)
{
	g_autofree char *shown = without_links(letter->html);
	g_auto(GStrv) lines = g_strsplit(letter->text, "\n", -1);

	check_html(letter->html);
	check_safe_text(letter->text);
	check_safe_text(shown);
	g_assert_null(strchr(letter->subject, '\n'));
	for (guint i = 0; lines[i] != NULL; i++)
		g_assert_cmpuint(safe_width(lines[i]), <=, 72);
}

/* Whatever they are put together to, nothing gets through. */
static void test_random(void)
{
	/* Every run the same: with another seed it finds other letters. */
	g_autoptr(GRand) rand = g_rand_new_with_seed(20260304);

	for (guint n = 0; n < 2000; n++) {
		struct digest_item items[3] = { 0 };
		g_autoptr(GPtrArray) texts =
		    g_ptr_array_new_with_free_func(g_free);
		struct story story = stories[0];
		struct letter letter;

		for (gsize i = 0; i < G_N_ELEMENTS(items); i++)
			items[i] = (struct digest_item){
				.address = random_text(rand, texts),
				.name = random_text(rand, texts),
				.organisation = random_text(rand, texts),
				.phone = random_text(rand, texts),
				.reason = (enum reason)g_rand_int_range(
				    rand, REASON_NONE + 1, N_REASONS),
				.since_at =
				    AT - g_rand_int_range(rand, 0, 400) * DAY,
				.subject = random_text(rand, texts),
				.mid = random_text(rand, texts),
				.sentence = random_text(rand, texts),
				.quote = random_text(rand, texts),
			};
		story.items = items;
		story.n_items = G_N_ELEMENTS(items);
		story.detail = (enum line_detail)g_rand_int_range(
		    rand, LINE_NAMES, LINE_SENTENCES + 1);
		letter = write_letter(&story);
		check_letter(&letter);
		clear_letter(&letter);
	}
}

/* How much it may show: names show no subject, not even inside of a link. */
static void test_detail(void)
{
	struct story story = stories[0];
	struct letter letter;

	story.detail = LINE_NAMES;
	letter = write_letter(&story);
	g_assert_null(strstr(letter.html, "boathouse"));
	g_assert_null(strstr(letter.text, "boathouse"));
	g_assert_null(strstr(letter.html, "by Friday"));
	g_assert_nonnull(strstr(letter.text, "Lou Barton"));
	clear_letter(&letter);

	story.detail = LINE_SUBJECTS;
	letter = write_letter(&story);
	g_assert_nonnull(strstr(letter.text, "\"Offer for the"));
	g_assert_null(strstr(letter.text, "by Friday"));
	g_assert_null(strstr(letter.html, "by Friday"));
	clear_letter(&letter);

	story.detail = LINE_SENTENCES;
	letter = write_letter(&story);
	g_assert_nonnull(strstr(letter.text, "by Friday"));
	g_assert_nonnull(strstr(letter.html, "by Friday"));
	clear_letter(&letter);

	story.answers = FALSE;
	letter = write_letter(&story);
	g_assert_null(strstr(letter.html, "ada@me.example"));
	g_assert_null(strstr(letter.text, "snooze"));
	clear_letter(&letter);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/digest/files", test_files);
	g_test_add_func("/digest/arrange", test_arrange);
	g_test_add_func("/digest/columns", test_columns);
	g_test_add_func("/digest/elements", test_elements);
	g_test_add_func("/digest/links", test_links);
	g_test_add_func("/digest/hostile-links", test_hostile_links);
	g_test_add_func("/digest/random", test_random);
	g_test_add_func("/digest/detail", test_detail);
	return g_test_run();
}
