/* Quotes: whose, of what, and how it looks. */
#include <string.h>

#include "parse/message.h"
#include "parse/quote.h"
#include "parse/warm.h"

static const struct {
	const char *name, *text, *quote;
} rows[] = {
	{ "plain", "Hello Max,\n\nwhen?\n", "> Hello Max,\n>\n> when?\n" },
	{ "no-line-end", "when?", "> when?\n" },
	{ "nothing", "", "" },
	{ "blank", "\n \n\t\n", "" },
	{ "blank-lines", "\n\na\n\n\n\nb\n\n\n", "> a\n>\n> b\n" },
	{ "indented", "  a\n\tb\n", ">   a\n>  b\n" },
	{ "quoted", "> b\n>> c\nd\n", ">> b\n>>> c\n> d\n" },
	{ "signature-mark", "a\n-- \nMax\n", "> a\n> --\n> Max\n" },
	{ "controls",
	  "a\x1b]0;x\a\x01"
	  "b\r\n\x7f\n",
	  "> a]0;xb\n" },
	{ "bidi", "a\342\200\256b\342\201\246c\342\200\213d\n", "> abcd\n" },
	{ "line-separators", "a\342\200\250Bcc: b\302\205c\n", "> aBcc: bc\n" },
	{ "joiners", "\342\200\215x\n", "> \342\200\215x\n" },
	{ "not-utf-8", "a\377b\n", "> a\357\277\275b\n" },
	{ "umlauts", "Gr\303\274\303\237e\n", "> Gr\303\274\303\237e\n" },
	{ "wrapped",
	  "one two three four five six seven eight nine ten eleven twelve "
	  "thirteen fourteen\n",
	  "> one two three four five six seven eight nine ten eleven twelve\n"
	  "> thirteen fourteen\n" },
};

static void test_text(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GString) out = g_string_new("x");

		g_test_message("%s", rows[i].name);
		g_assert_cmpint(parse_quote_text(rows[i].text, out), ==,
				*rows[i].quote != '\0');
		g_assert_cmpstr(out->str + 1, ==, rows[i].quote);
	}
}

/* However long it is, the quote is not; and every line has its mark. */
static void test_long(void)
{
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree char *word = g_strnfill(100000, 'x');
	g_auto(GStrv) lines = NULL;

	g_string_append_printf(text, "%s\n", word);
	for (guint i = 0; i < 1000; i++)
		g_string_append_printf(text, "line %u\n\n", i);
	g_assert_true(parse_quote_text(text->str, out));
	lines = g_strsplit(out->str, "\n", -1);
	g_assert_cmpuint(g_strv_length(lines), ==, PARSE_QUOTE_LINES + 2);
	g_assert_cmpstr(lines[PARSE_QUOTE_LINES], ==, "> [...]");
	g_assert_cmpstr(lines[PARSE_QUOTE_LINES + 1], ==, "");
	for (guint i = 0; i <= PARSE_QUOTE_LINES; i++) {
		g_assert_cmpint(lines[i][0], ==, '>');
		g_assert_cmpuint(strlen(lines[i]), <=, 402);
	}
}

static const char mail[] = "Message-ID: <q1@example.com>\r\n"
			   "From: Ada <ada@example.com>\r\n"
			   "Content-Type: text/plain; charset=iso-8859-1\r\n"
			   "Content-Transfer-Encoding: quoted-printable\r\n"
			   "\r\n"
			   "Gr=FC=DFe,\r\n"
			   "could you send me the price?\r\n"
			   "\r\n"
			   "On 2 Mar 2026, Max wrote:\r\n"
			   "> my own words\r\n";

static void test_mail(void)
{
	g_autoptr(GString) out = g_string_new(NULL);

	/* Another mail has this place by now. */
	g_assert_false(parse_quote(mail, strlen(mail), "q2@example.com", out));
	g_assert_false(parse_quote(mail, strlen(mail), "", out));
	g_assert_cmpuint(out->len, ==, 0);
	g_assert_true(parse_quote(mail, strlen(mail), "q1@example.com", out));
	g_assert_cmpstr(out->str, ==,
			"> Gr\303\274\303\237e,\n"
			"> could you send me the price?\n");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/quote/text", test_text);
	g_test_add_func("/parse/quote/long", test_long);
	g_test_add_func("/parse/quote/mail", test_mail);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
