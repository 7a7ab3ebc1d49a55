/* Address lists: what counts as an address, and what as a name. */
#include <string.h>

#include "parse/address.h"
#include "parse/warm.h"

static const struct {
	const char *value;
	const char *list; /* "name <address>|address" */
} lists[] = {
	{ "", "" },
	{ "ann@example.org", "ann@example.org" },
	{ "Ann Lee <ann@example.org>", "Ann Lee <ann@example.org>" },
	{ "\"Lee, Ann\" <ann@example.org>", "Lee, Ann <ann@example.org>" },
	{ "\"A. \\\"Ann\\\" Lee\" <ann@example.org>",
	  "A. \"Ann\" Lee <ann@example.org>" },
	{ "Lee, Ann <ann@example.org>", "Lee, Ann <ann@example.org>" },
	{ "Lee, Ann <ann@example.org>, Yi, Bo <bo@example.com>",
	  "Lee, Ann <ann@example.org>|Yi, Bo <bo@example.com>" },
	{ "Nobody, Nowhere, Ann <ann@example.org>", "Ann <ann@example.org>" },
	{ "Nobody, \"Ann\" <ann@example.org>", "Ann <ann@example.org>" },
	{ "\"Nobody\", Ann <ann@example.org>", "Ann <ann@example.org>" },
	{ "Nobody, ann@example.org", "ann@example.org" },
	{ "A@example.org,b@example.com", "A@example.org|b@example.com" },
	{ "a@example.org; b@example.com;", "a@example.org|b@example.com" },
	{ "a@example.org b@example.com", "a@example.org|b@example.com" },
	{ "Ann Lee ann@example.org", "Ann Lee <ann@example.org>" },
	{ "<a@example.org> <b@example.com>", "a@example.org|b@example.com" },
	{ "Ann <a@example.org> Bo <b@example.com>",
	  "Ann <a@example.org>|Bo <b@example.com>" },
	/* Dots that RFC 5322 does not allow. */
	{ ".lee@example.org", ".lee@example.org" },
	{ "h..foster@example.org", "h..foster@example.org" },
	{ "Lee <.lee@example.org>", "Lee <.lee@example.org>" },
	{ "A. B. Lee <ann@example.org>", "A. B. Lee <ann@example.org>" },
	/* Domains. */
	{ "ann@EXAMPLE.Org", "ann@example.org" },
	{ "ann@example.org.", "ann@example.org" },
	{ "ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example" },
	{ "ann@b\303\274cher.example", "ann@b\303\274cher.example" },
	{ "ann@[192.0.2.1]", "ann@[192.0.2.1]" },
	/* Comments and quotes. */
	{ "ann@example.org (Ann Lee)", "Ann Lee <ann@example.org>" },
	{ "ann@example.org (Ann (A.) Lee)", "Ann (A.) Lee <ann@example.org>" },
	{ "(x) <ann@example.org> (y)", "y <ann@example.org>" },
	{ "ann@example.org (open, bo@example.com",
	  "ann@example.org|bo@example.com" },
	{ "((((((ann@example.org", "ann@example.org" },
	{ "\"open <ann@example.org>", "open <ann@example.org>" },
	{ "\"b o\"@example.com", "\"b o\"@example.com" },
	{ "'ann@example.org'", "ann@example.org" },
	{ "\"'Ann'\" <ann@example.org>", "Ann <ann@example.org>" },
	{ "\"ann@example.org\" <ann@example.org>", "ann@example.org" },
	{ "o'neil@example.org", "o'neil@example.org" },
	{ "'neil@example.org", "'neil@example.org" },
	/* Brackets. */
	{ "Ann <<ann@example.org>>", "Ann <ann@example.org>" },
	{ "Ann <ann@example.org, bo@example.com",
	  "Ann <ann@example.org>|bo@example.com" },
	{ "ann@example.org <>", "ann@example.org" },
	{ "Ann < ann@example.org >", "Ann <ann@example.org>" },
	{ "<@a.example,@b.example:ann@example.org>", "ann@example.org" },
	{ "<mailto:ann@example.org>", "ann@example.org" },
	{ "Ann [SMTP:ann@example.org]", "ann@example.org" },
	{ "Ann [ann@example.org]", "Ann <ann@example.org>" },
	{ "ann @ example.org", "ann@example.org" },
	{ "Pete(A \\) chap) <pete(his)@(my)example.org>",
	  "Pete <pete@example.org>" },
	{ "Ann <ann(open@example.org>", "" },
	{ "\"Ann\" <ann@example.org>:<bo@example.com>",
	  "Ann <ann@example.org>|bo@example.com" },
	/* Groups. */
	{ "undisclosed-recipients:;", "" },
	{ "Friends: Ann <ann@example.org>, bo@example.com; cy@example.net",
	  "Ann <ann@example.org>|bo@example.com|cy@example.net" },
	{ "a:b:c: ann@example.org;;;", "ann@example.org" },
	/* None. */
	{ "Ann Lee", "" },
	{ "<>", "" },
	{ "@", "" },
	{ "ann@", "" },
	{ "@example.org", "" },
	{ "ann@b@example.org", "" },
	{ "Ann </O=EXAMPLE/OU=X/CN=RECIPIENTS/CN=ANN>", "" },
	{ "/o=Example/cn=ann@example.org", "" },
	{ "a b@example.org <x y@example.org>", "" },
	{ "an\tn@example.org\1", "" },
	{ "\344nn@example.org", "" },
	/* Names. */
	{ "=?utf-8?q?Ann_:),_(you)?= <ann@example.org>",
	  "Ann :), (you) <ann@example.org>" },
	{ "=?utf-8?q?a: <ann@example.org>", "ann@example.org" },
	{ "=?utf-8?q?=C3=84nn?= <ann@example.org>",
	  "\303\204nn <ann@example.org>" },
	{ "\"=?utf-8?q?Lee=2C_=C3=84nn?=\" <ann@example.org>",
	  "Lee, \303\204nn <ann@example.org>" },
	{ "=?utf-8?q?=22=C3=84nn=22?= <ann@example.org>",
	  "\303\204nn <ann@example.org>" },
	{ "=?iso-8859-1?q?=C4nn?= =?utf-8?q?_L=C3=A9?= <ann@example.org>",
	  "\303\204nn L\303\251 <ann@example.org>" },
	{ "\304nn <ann@example.org>", "\303\204nn <ann@example.org>" },
	{ "=?utf-8?q?A=0D=0AB=1B?= <ann@example.org>",
	  "A B <ann@example.org>" },
	{ "Ann   Lee\t <ann@example.org>", "Ann Lee <ann@example.org>" },
};

static char *list_of(const char *value, gsize length, guint *n_out)
{
	GString *out = g_string_new(NULL);
	GStringChunk *texts = g_string_chunk_new(256);
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_address));

	*n_out =
	    parse_address_list(value, length, "", PARSE_ROLE_CC, texts, list);
	for (guint i = 0; i < list->len; i++) {
		const struct parse_address *address =
		    &g_array_index(list, struct parse_address, i);

		g_assert_cmpuint(address->role, ==, PARSE_ROLE_CC);
		if (out->len)
			g_string_append_c(out, '|');
		if (*address->name)
			g_string_append_printf(out, "%s <%s>", address->name,
					       address->address);
		else
			g_string_append(out, address->address);
	}
	g_string_chunk_free(texts);
	return g_string_free(out, FALSE);
}

static void test_lists(void)
{
	guint n;

	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *list =
		    list_of(lists[i].value, strlen(lists[i].value), &n);

		g_autofree char *shown = g_strescape(lists[i].value, NULL);
		g_test_message("%s", shown);
		g_assert_cmpstr(list, ==, lists[i].list);
	}
}

/* No input takes more than a moment: once over the value, no recursion. */
static void test_hostile(void)
{
	static const char *const pieces[] = {
		"g:",  "(",   "\"",   "<",   "a@b <",	       ",",
		";",   "(\\", "\"\\", "@ ",  "a@b ",	       "=?",
		"<@",  "'",   "a@b(", "\" ", "=?utf-8?q?a?= ", "=",
		"=?a", "<(",  "<\"",  "(a)",
	};
	guint n;

	for (gsize i = 0; i < G_N_ELEMENTS(pieces); i++) {
		g_autoptr(GString) value = g_string_new(NULL);
		g_autofree char *list = NULL;
		gint64 start = g_get_monotonic_time();

		while (value->len < 2 * 64 * 1024)
			g_string_append(value, pieces[i]);
		list = list_of(value->str, value->len, &n);
		g_assert_true(g_utf8_validate(list, -1, NULL));
		g_test_message("%s: %u addresses, %d us", pieces[i], n,
			       (int)(g_get_monotonic_time() - start));
	}
}

static void test_caps(void)
{
	g_autoptr(GString) value = g_string_new(NULL);
	GStringChunk *texts = g_string_chunk_new(256);
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_address));
	const struct parse_address *address;

	for (guint i = 0; i < 1200; i++)
		g_string_append_printf(value, "p%u@example.org,", i);
	g_assert_cmpuint(parse_address_list(value->str, value->len, "",
					    PARSE_ROLE_TO, texts, list),
			 ==, 1200);
	g_assert_cmpuint(list->len, ==, PARSE_ADDRESSES_MAX);

	/* The longest address, and one byte more. */
	g_array_set_size(list, 0);
	g_string_truncate(value, 0);
	for (guint i = 0; i < 64; i++)
		g_string_append_c(value, 'a');
	g_string_append_c(value, '@');
	for (guint i = 0; i < 255; i++)
		g_string_append_c(value, 'b');
	g_string_append_printf(value, ", a%s", value->str);
	g_assert_cmpuint(parse_address_list(value->str, value->len, "",
					    PARSE_ROLE_TO, texts, list),
			 ==, 1);

	/* A long name is cut at a character. */
	g_array_set_size(list, 0);
	g_string_assign(value, "x");
	for (guint i = 0; i < 300; i++)
		g_string_append(value, "\303\244");
	g_string_append(value, " <ann@example.org>");
	parse_address_list(value->str, value->len, "", PARSE_ROLE_TO, texts,
			   list);
	address = &g_array_index(list, struct parse_address, 0);
	g_assert_cmpuint(strlen(address->name), ==, PARSE_NAME_MAX - 1);
	g_assert_true(g_utf8_validate(address->name, -1, NULL));
	g_string_chunk_free(texts);
}

/* Names in the charset that the mail names. */
static void test_charset(void)
{
	static const char value[] = "\316\347\320\241 <ann@example.org>";
	GStringChunk *texts = g_string_chunk_new(256);
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_address));

	parse_address_list(value, strlen(value), "gb2312", PARSE_ROLE_FROM,
			   texts, list);
	g_assert_cmpstr(g_array_index(list, struct parse_address, 0).name, ==,
			"\345\215\210\345\260\217");
	g_string_chunk_free(texts);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/address/lists", test_lists);
	g_test_add_func("/parse/address/hostile", test_hostile);
	g_test_add_func("/parse/address/caps", test_caps);
	g_test_add_func("/parse/address/charset", test_charset);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
