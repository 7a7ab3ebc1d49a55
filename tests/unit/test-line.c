/* One matter in words, the pace of answers, and numbers to dial. */
#include "agent/letters/line.h"
#include "agent/letters/pace.h"
#include "agent/letters/tel.h"

/* Wednesday 2026-03-04 07:30 in Berlin. */
#define AT G_GINT64_CONSTANT(1772605800)
#define DAY 86400

static const struct {
	gint64 seconds;
	const char *words;
} paces[] = {
	{ G_MININT64, NULL },
	{ -1, NULL },
	{ 0, NULL },
	{ 1, "Usually they answer within the hour." },
	{ 3600, "Usually they answer within the hour." },
	{ 3601, "Usually they answer within a day." },
	{ DAY, "Usually they answer within a day." },
	{ DAY + 1, "Usually they answer within 2 days." },
	{ 13 * DAY, "Usually they answer within 13 days." },
	{ 13 * DAY + 1, "Usually they answer within 2 weeks." },
	{ 15 * DAY, "Usually they answer within 3 weeks." },
	{ 60 * DAY, "Usually they answer within 9 weeks." },
	{ 60 * DAY + 1, NULL },
};

static void test_pace(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(paces); i++) {
		g_autofree char *words = pace_words(paces[i].seconds);

		g_assert_cmpstr(words, ==, paces[i].words);
	}
}

static const struct {
	gint32 days;
	const char *words;
} silences[] = {
	{ G_MININT32, NULL }, { -3, NULL },	  { 0, NULL },
	{ 1, "a day" },	      { 2, "2 days" },	  { 13, "13 days" },
	{ 14, "2 weeks" },    { 60, "8 weeks" },  { 61, "2 months" },
	{ 730, "23 months" }, { 731, "2 years" }, { 40000, "109 years" },
};

static void test_silence(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(silences); i++) {
		g_autofree char *words = pace_silence(silences[i].days);

		g_assert_cmpstr(words, ==, silences[i].words);
	}
}

static const struct {
	const char *number, *uri;
	const char *text; /* NULL: the number itself, if it is one */
} numbers[] = {
	{ "+49 30 123456", "tel:+4930123456" },
	{ "+49 (0)30 1234-56", "tel:+4930123456" },
	{ "(030) 123 456", "tel:030123456" },
	{ " 030/12.34.56", "tel:030123456", "030/12.34.56" },
	{ "030 – 123456", "tel:030123456" },
	{ "+44 20 7946 0018 ext. 12", "tel:+442079460018", "+44 20 7946 0018" },
	{ "555 0123x9", "tel:5550123", "555 0123" },
	/* nothing of a stranger's making but digits */
	{ "+1 900 555 1234;postd=pp22", "tel:+19005551234", "+1 900 555 1234" },
	{ "+1555123456\"><script>", "tel:+1555123456", "+1555123456" },
	{ "+1 555 123\r\n456", "tel:+1555123", "+1 555 123" },
	{ "1234", NULL },
	{ "ext 12345678", NULL },
	{ "tel:+4930123456", NULL },
	{ "+4930123456789012345", NULL },
	{ "٠٣٠١٢٣٤٥٦", NULL },
	{ "\xff\xfe 123456", NULL },
	{ "++4930123456", NULL },
	{ "", NULL },
	{ NULL, NULL },
};

static void test_tel(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++) {
		g_autofree char *uri = tel_uri(numbers[i].number);
		g_autofree char *text = tel_text(numbers[i].number);

		g_test_message("%s", numbers[i].number);
		g_assert_cmpstr(uri, ==, numbers[i].uri);
		g_assert_cmpstr(text, ==,
				numbers[i].text || numbers[i].uri == NULL
				    ? numbers[i].text
				    : numbers[i].number);
	}
}

#define ASKED "you asked on 28 February about \"Tender\"; no word since"

static const struct {
	struct line line;
	enum line_detail detail;
	const char *words, *quote;
} lines[] = {
	{ { REASON_THEY_OWE, AT - 4 * DAY, ASKED, "By Friday?", DAY },
	  LINE_SENTENCES,
	  "You asked on 28 February about \"Tender\"; no word for 4 days. "
	  "Usually they answer within a day.",
	  "By Friday?" },
	{ { REASON_THEY_OWE, AT - 4 * DAY, ASKED, "By Friday?", 0 },
	  LINE_SUBJECTS,
	  "You asked on 28 February about \"Tender\"; no word for 4 days.",
	  "" },
	{ { REASON_GAVE_UP_EARLY, AT - 30 * DAY, ASKED, "By Friday?", 3 * DAY },
	  LINE_NAMES,
	  "No word for 4 weeks. Usually they answer within 3 days.",
	  "" },
	/* Not a day yet, and a clock that was ahead. */
	{ { REASON_THEY_OWE, AT - 3600, ASKED, "", 0 },
	  LINE_SENTENCES,
	  "You asked on 28 February about \"Tender\"; no word since.",
	  "" },
	{ { REASON_THEY_OWE, AT + 9 * DAY, ASKED, "", 0 },
	  LINE_NAMES,
	  "No word yet.",
	  "" },
	/* Their pace is no matter where the user owes. */
	{ { REASON_YOU_OWE, AT - 2 * DAY,
	    "they asked on 2 March; you have not answered", "Can you?", DAY },
	  LINE_SENTENCES,
	  "They asked on 2 March; you have not answered.",
	  "Can you?" },
	{ { REASON_YOU_OWE, AT - 2 * DAY,
	    "they asked on 2 March; you have not answered", "Can you?", DAY },
	  LINE_NAMES,
	  "They asked you something 2 days ago.",
	  "" },
	/* A promise: whose, and for when. */
	{ { REASON_PROMISED, AT - 7 * DAY,
	    "you promised on 25 February, for 4 March", "", DAY },
	  LINE_SUBJECTS,
	  "You promised on 25 February, for today.",
	  "" },
	{ { REASON_PROMISED, AT - 7 * DAY,
	    "you promised on 25 February 2026, for 4 March 2026", "", 0 },
	  LINE_SUBJECTS,
	  "You promised on 25 February 2026, for today.",
	  "" },
	{ { REASON_PROMISED, AT - 7 * DAY,
	    "you promised on 25 February, for 14 March", "", 0 },
	  LINE_SUBJECTS,
	  "You promised on 25 February, for 14 March.",
	  "" },
	{ { REASON_PROMISED, AT - 7 * DAY,
	    "they promised on 25 February, for 3 March; no word since", "", 0 },
	  LINE_SUBJECTS,
	  "They promised on 25 February, for 3 March; no word for 7 days.",
	  "" },
	{ { REASON_PROMISED, AT - 7 * DAY, "you promised on 25 February", "",
	    0 },
	  LINE_NAMES,
	  "You promised something 7 days ago.",
	  "" },
	{ { REASON_PROMISED, AT - 7 * DAY,
	    "they promised on 25 February; no word since", "", 0 },
	  LINE_NAMES,
	  "They promised something 7 days ago.",
	  "" },
	{ { REASON_PROMISED, AT - DAY,
	    "they asked you to come back to it on 3 March", "", 0 },
	  LINE_NAMES,
	  "They asked you yesterday to come back to something.",
	  "" },
	/* What was blanked, or is not known. */
	{ { REASON_NEW, AT - DAY, "", NULL, 0 },
	  LINE_SENTENCES,
	  "They wrote for the first time yesterday.",
	  "" },
	{ { REASON_NONE, AT, NULL, NULL, DAY }, LINE_SENTENCES, "", "" },
	/* The quote is the subject. */
	{ { REASON_NEW, AT - DAY, "they wrote about \"May I?\"", "May I?", 0 },
	  LINE_SENTENCES,
	  "They wrote about \"May I?\".",
	  "" },
	/* One line, whatever the mail had in it. */
	{ { REASON_YOU_OWE, AT, "they asked about \"a\r\nb\"", "c\n\td\x1b",
	    0 },
	  LINE_SENTENCES,
	  "They asked about \"a b\".",
	  "c d" },
};

static void test_words(void)
{
	g_autoptr(GTimeZone) zone = g_time_zone_new_identifier("Europe/Berlin");

	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		g_autofree char *words =
		    line_words(&lines[i].line, lines[i].detail, AT, zone);
		g_autofree char *quote =
		    line_quote(&lines[i].line, lines[i].detail);

		g_assert_cmpstr(words, ==, lines[i].words);
		g_assert_cmpstr(quote, ==, lines[i].quote);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/line/pace", test_pace);
	g_test_add_func("/line/silence", test_silence);
	g_test_add_func("/line/tel", test_tel);
	g_test_add_func("/line/words", test_words);
	return g_test_run();
}
