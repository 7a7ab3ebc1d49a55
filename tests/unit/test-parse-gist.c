/* How long a text is, which it is, and whether it only unsubscribes. */
#include <string.h>

#include "parse/gist.h"

static void test_count(void)
{
	static const struct {
		const char *text;
		guint words;
	} rows[] = {
		{ "", 0 },
		{ " \n- ... !", 0 },
		{ "Yes.", 1 },
		{ "Yes, I am.\n\n-- well", 4 },
		{ "gr\303\274\303\237e\302\240dich", 2 },
		{ "http://example.org/a?b=c don't", 2 },
		{ "\342\200\224 42 %", 1 },
	};
	g_autoptr(GString) long_text = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpuint(
		    parse_gist_count(rows[i].text, strlen(rows[i].text)), ==,
		    rows[i].words);
	for (guint i = 0; i < 2 * PARSE_WORDS_MAX; i++)
		g_string_append(long_text, "word ");
	g_assert_cmpuint(parse_gist_count(long_text->str, long_text->len), ==,
			 PARSE_WORDS_MAX);
	/* No further than asked for. */
	g_assert_cmpuint(parse_gist_count("one two three", 7), ==, 2);
}

static void test_hash(void)
{
	static const struct {
		const char *one, *other;
		bool same;
	} rows[] = {
		{ "Hello Bo,\n\nit is late.", "  hello BO, it is\tlate.\n",
		  true },
		{ "\303\204rger", "\303\244rger", true },
		{ "it is late", "itis late", false },
		{ "it is late", "it is late!", false },
		{ "a b", "a  b c", false },
		{ "", " \n\t", true },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		guint64 one = parse_gist_hash(rows[i].one);
		guint64 other = parse_gist_hash(rows[i].other);

		g_assert_cmpint(one == other, ==, rows[i].same);
		g_assert_cmpuint(one, <=, G_MAXINT64);
		g_assert_cmpint(one == 0, ==, *rows[i].one == '\0');
	}
}

static const struct {
	const char *subject, *text;
	bool yes;
} asked[] = {
	{ "unsubscribe", "", true },
	{ "UNSUBSCRIBE", "Ann Lee", true },
	{ "Unsubscribe me", "", true },
	{ "", "unsubscribe", true },
	{ "News of March", "Please remove me from your mailing list.", true },
	{ "News of March", "Hi,\n\nplease unsubscribe.\n\nThanks\nAnn", true },
	{ "(none)", "SIGNOFF GARDEN-L", true },
	{ "News", "Please take me off this list, thanks!", true },
	{ "Newsletter", "Bitte abmelden", true },
	{ "Newsletter abbestellen", "", true },
	{ "", "Bitte nehmen Sie mich aus dem Verteiler.", true },
	{ "D\303\251sinscription", "", true },
	{ "", "Merci de me retirer de la liste.", true },
	{ "", "Solicito la baja", true },
	{ "", "Darme de baja, por favor", true },
	{ "", "Cancellatemi dalla newsletter.", true },
	{ "", "Graag uitschrijven voor de nieuwsbrief", true },
	{ "", "Por favor removam meu e-mail da lista", true },
	{ "", "Prosz\304\231 o wypisanie z newslettera", true },
	/* Not so. */
	{ "Re: unsubscribe", "You are off it.", false },
	{ "unsubscribe",
	  "The link in the mail below does not work, can somebody tell me how "
	  "it is done?",
	  false },
	{ "Lunch", "Please remove Bo from the list of guests.", false },
	{ "Lunch", "How do I unsubscribe?", false },
	{ "Lunch", "See you at noon.", false },
	{ "", "", false },
	{ "The list",
	  "Please remove me from your list. And then there is the matter of "
	  "the order that I placed with you in March.",
	  false },
};

static void test_unsubscribes(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(asked); i++) {
		guint words =
		    parse_gist_count(asked[i].text, strlen(asked[i].text));

		if (parse_gist_unsubscribes(asked[i].subject, asked[i].text,
					    words) == asked[i].yes)
			continue;
		g_test_message("'%s': '%s'", asked[i].subject, asked[i].text);
		g_test_fail();
	}
}

static void test_exits(void)
{
	static const struct {
		const char *address;
		bool yes;
	} rows[] = {
		{ "unsubscribe@example.org", true },
		{ "news-unsubscribe@example.org", true },
		{ "garden+unsub=ann@example.org", true },
		{ "garden-LEAVE@example.org", true },
		{ "leaven@example.org", false },
		{ "ann@unsubscribe.example.org", false },
		{ "", false },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpint(parse_gist_is_exit(rows[i].address), ==,
				rows[i].yes);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/gist/count", test_count);
	g_test_add_func("/parse/gist/hash", test_hash);
	g_test_add_func("/parse/gist/unsubscribes", test_unsubscribes);
	g_test_add_func("/parse/gist/exits", test_exits);
	return g_test_run();
}
