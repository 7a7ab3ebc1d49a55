/* What a text wants, judgement by judgement and language by language. */
#include <string.h>

#include "parse/intent.h"
#include "parse/phrase.h"

/* All are written on Tuesday, 24 November 2026. */
static const struct {
	const char *text;
	/* a ask, q question, d delivers, n no, s stop, c closing, p promise
	 * of the author, r day asked of the reader, g praise */
	const char *wants;
	const char *due; /* the last day of the first promise, or "" */
} texts[] = {
	/* Requests and questions. */
	{ "Could you send me the signed contract?", "aq", "" },
	{ "Please let me know whether that suits you.", "a", "" },
	{ "Where is the report?", "q", "" },
	{ "I was wondering if you had time next week.", "a", "" },
	{ "Würden Sie uns bitte die Unterlagen zusenden?", "aq", "" },
	{ "Koennten Sie mir das bestaetigen?", "aq", "" },
	{ "Pourriez-vous me confirmer la livraison ?", "aq", "" },
	{ "\302\277Podr\303\255a confirmarme la entrega?", "aq", "" },
	{ "Podria enviarme la factura?", "aq", "" },
	/* No questions. */
	{ "How are you?", "", "" },
	{ "What's up?", "", "" },
	{ "Please let me know if you have any questions.", "", "" },
	{ "If you need anything else, please give me a call.", "", "" },
	{ "Isn't that great?", "", "" },
	{ "Who knows?", "", "" },
	{ "It is at http://www.example.org/?please=send now.", "", "" },
	{ "He asked \"are you there?\" and left.", "", "" },
	{ "> Could you send it?", "", "" },
	{ "Bei Fragen melden Sie sich bitte.", "", "" },
	{ "N'h\303\251sitez pas \303\240 me contacter.", "", "" },
	/* Much room between two sentences is no table. */
	{ "It is late.   I am off.   Could you send the plan?", "aq", "" },
	{ "Could you   send   the   plan?", "", "" },
	/* Deliveries. */
	{ "Attached is our proposal for the new plant.", "d", "" },
	{ "Anbei unser Angebot f\303\274r das Projekt.", "d", "" },
	{ "Vous trouverez ci-joint notre devis.", "d", "" },
	{ "Adjunto le env\303\255o el presupuesto.", "d", "" },
	{ "Attached is the list of rooms.", "", "" },
	/* Promises. */
	{ "I'll send it by Friday.", "p", "2026-11-27" },
	{ "I will get back to you next week.", "p", "2026-12-04" },
	{ "Let me check and call you tomorrow.", "p", "2026-11-25" },
	{ "I will call you today or tomorrow.", "p", "2026-11-25" },
	{ "Ich melde mich bis Freitag.", "p", "2026-11-27" },
	{ "Je vous rappelle lundi.", "p", "2026-11-30" },
	{ "Le llamar\303\251 ma\303\261ana.", "p", "2026-11-25" },
	{ "I'll look into it.", "p", "" },
	{ "Call me in January.", "ar", "2027-01-31" },
	{ "Let's speak after the holidays.", "r", "2027-01-15" },
	{ "Melden Sie sich im Januar.", "ar", "2027-01-31" },
	/* No promises. */
	{ "He said he would send it on Friday.", "", "" },
	{ "The meeting is on Friday.", "", "" },
	{ "I will be out on Friday.", "", "" },
	{ "If you want, I can send it on Friday.", "", "" },
	{ "I will not send it on Friday.", "", "" },
	/* No, and stop. */
	{ "No thanks.", "n", "" },
	{ "We have decided to go with another vendor.", "n", "" },
	{ "We are not interested.", "n", "" },
	{ "Leider haben wir kein Interesse.", "n", "" },
	{ "Nous ne donnerons pas suite.", "n", "" },
	{ "No nos interesa.", "n", "" },
	{ "I can't make it on Friday.", "", "" },
	{ "I'm not sure.", "", "" },
	{ "I will pass it on to Bo.", "p", "" },
	{ "Please take me off your list.", "s", "" },
	{ "Do not contact me again.", "s", "" },
	{ "Bitte keine weiteren Mails.", "s", "" },
	{ "Merci de ne plus me contacter.", "s", "" },
	{ "No me escriba m\303\241s.", "s", "" },
	/* Nothing is expected. */
	{ "Thanks!", "c", "" },
	{ "Sounds good, see you then.", "c", "" },
	{ "Vielen Dank!", "c", "" },
	{ "", "", "" },
};

static void wants(const struct parse_intent *intent, char out[10])
{
	guint n = 0;
	bool author = false, reader = false;

	for (guint i = 0; i < intent->n_promises; i++) {
		author |= !intent->promises[i].by_reader;
		reader |= intent->promises[i].by_reader;
	}
	if (*intent->asks)
		out[n++] = 'a';
	if (*intent->question)
		out[n++] = 'q';
	if (*intent->delivers)
		out[n++] = 'd';
	if (*intent->no)
		out[n++] = 'n';
	if (*intent->stop)
		out[n++] = 's';
	if (*intent->closing)
		out[n++] = 'c';
	if (author)
		out[n++] = 'p';
	if (reader)
		out[n++] = 'r';
	if (*intent->praise)
		out[n++] = 'g';
	out[n] = '\0';
}

static bool check(const char *text, const char *expected, const char *due)
{
	struct parse_intent intent;
	char got[10], got_due[11] = "";

	parse_intent_read(text, parse_day_make(2026, 11, 24),
			  PARSE_DAY_ORDER_MONTH_FIRST, &intent);
	wants(&intent, got);
	if (intent.n_promises && intent.promises[0].to != PARSE_DAY_NONE)
		parse_day_format(intent.promises[0].to, got_due);
	if (strcmp(got, expected) == 0 && strcmp(got_due, due) == 0)
		return true;
	g_test_message("%s: got '%s' %s, not '%s' %s", text, got, got_due,
		       expected, due);
	return false;
}

static void test_texts(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		if (!check(texts[i].text, texts[i].wants, texts[i].due))
			g_test_fail();
}

/* Days that questions name; all written on Tuesday, 24 November 2026. */
static const struct {
	const char *text;
	const char *day;
} days[] = {
	{ "Are you free on Thursday?", "2026-11-26" },
	{ "Can you send it by Friday?", "2026-11-27" },
	{ "Could you do Thursday or Friday?", "2026-11-27" },
	{ "Can you call me this afternoon?", "2026-11-24" },
	{ "Can you call me in the morning?", "2026-11-25" },
	{ "Lunch tomorrow?", "2026-11-25" },
	{ "Where is the report?", "" },
	{ "Where is the report? I am off on Friday.", "" },
	/* Of the request, not of the bare question. */
	{ "Lunch tomorrow? Please send me the plan by Friday.", "2026-11-27" },
	{ "Please send me the plan. Lunch tomorrow?", "" },
	/* Past days, and those of something else, are none of its own. */
	{ "Did you get the plan on Monday?", "" },
	{ "Could you send me Friday's notes?", "" },
	{ "Did you read what I sent today?", "" },
	{ "Haben Sie am Donnerstag Zeit?", "2026-11-26" },
	{ "K\303\266nnten Sie mir das bis Freitag schicken?", "2026-11-27" },
	{ "\303\212tes-vous libre jeudi ?", "2026-11-26" },
	{ "\302\277Podr\303\255a llamarme ma\303\261ana?", "2026-11-25" },
	{ "Thank you.", "" },
};

static void test_asks_day(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(days); i++) {
		struct parse_intent intent;
		char got[11] = "";

		parse_intent_read(days[i].text, parse_day_make(2026, 11, 24),
				  PARSE_DAY_ORDER_MONTH_FIRST, &intent);
		if (intent.asks_day != PARSE_DAY_NONE)
			parse_day_format(intent.asks_day, got);
		if (!strcmp(got, days[i].day))
			continue;
		g_test_message("%s: got '%s', not '%s'", days[i].text, got,
			       days[i].day);
		g_test_fail();
	}
}

/* The same, a file of lines for each language: wants, due, text; - for "". */
static void test_language(gconstpointer data)
{
	g_autofree char *base = g_strdup_printf("%s.tsv", (const char *)data);
	g_autofree char *file = g_test_build_filename(
	    G_TEST_DIST, "tests", "unit", "intent", base, NULL);
	g_autofree char *content = NULL;
	g_auto(GStrv) lines = NULL;
	guint n = 0;

	g_assert_true(g_file_get_contents(file, &content, NULL, NULL));
	lines = g_strsplit(content, "\n", -1);
	for (guint i = 0; lines[i]; i++) {
		g_auto(GStrv) cells = NULL;

		if (!*lines[i] || *lines[i] == '#')
			continue;
		cells = g_strsplit(lines[i], "\t", 3);
		g_assert_cmpuint(g_strv_length(cells), ==, 3);
		if (!check(cells[2], strcmp(cells[0], "-") ? cells[0] : "",
			   strcmp(cells[1], "-") ? cells[1] : ""))
			g_test_fail();
		n++;
	}
	g_assert_cmpuint(n, >=, 20);
}

/* Every phrase of the files is found in a sentence made of its words. */
static void test_phrases(void)
{
	static const char *words[32768];

	for (guint i = 0; i < n_parse_phrase_words; i++)
		if (!parse_phrase_words[i].more[0] &&
		    !strchr(parse_phrase_words[i].text, 0x27) &&
		    !words[parse_phrase_words[i].id])
			words[parse_phrase_words[i].id] =
			    parse_phrase_words[i].text;
	for (guint i = 0; i < n_parse_phrases; i++) {
		const struct parse_phrase *phrase = &parse_phrases[i];
		g_autoptr(GString) text = g_string_new(NULL);
		struct parse_phrase_tokens tokens;
		struct parse_phrase_matches matches;
		bool found = false;

		for (guint j = 0; j < phrase->n_items; j++) {
			guint16 set = parse_phrase_items[phrase->item + j];
			guint16 id = 0;

			if (phrase->optional >> j & 1)
				continue;
			if (set != PARSE_PHRASE_ANY)
				id = parse_phrase_set_words
				    [parse_phrase_sets[set].first];
			g_string_append_printf(text, "%s%s", j ? " " : "",
					       id && words[id] ? words[id]
							       : "xyzzy");
		}
		parse_phrase_split(text->str, true, &tokens);
		parse_phrase_find(&tokens, &matches);
		for (guint j = 0; j < matches.n; j++)
			found |= matches.match[j].pattern == i;
		if (!found) {
			g_test_message("%s: not found in: %s", phrase->place,
				       text->str);
			g_test_fail();
		}
	}
}

/* A long sentence is cut at a word, and the phrase is in what is left. */
static void test_long(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	struct parse_intent intent;

	for (guint i = 0; i < 40; i++)
		g_string_append(text, "gr\303\274n ");
	g_string_append(text, "and then, could you send me the plan?");
	parse_intent_read(text->str, 0, PARSE_DAY_ORDER_UNKNOWN, &intent);
	g_assert_cmpuint(strlen(intent.asks), <=, PARSE_SENTENCE_MAX);
	g_assert_true(g_utf8_validate(intent.asks, -1, NULL));
	g_assert_nonnull(strstr(intent.asks, "could you send me the plan?"));
}

int main(int argc, char **argv)
{
	static const char *const languages[] = { "en", "de", "fr", "es",
						 "it", "nl", "pt", "pl" };

	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/intent/texts", test_texts);
	g_test_add_func("/intent/asks-day", test_asks_day);
	for (gsize i = 0; i < G_N_ELEMENTS(languages); i++) {
		g_autofree char *name =
		    g_strdup_printf("/intent/%s", languages[i]);

		g_test_add_data_func(name, languages[i], test_language);
	}
	g_test_add_func("/intent/phrases", test_phrases);
	g_test_add_func("/intent/long", test_long);
	return g_test_run();
}
