/*
 * Whole messages, texts and pages: what is new is UTF-8, and no more; quoted,
 * each line of it has its mark and none moves a cursor.
 */
#include <string.h>

#include "parse/newtext.h"
#include "parse/quote.h"
#include "parse/warm.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const GString *text)
{
	g_assert_true(g_utf8_validate(text->str, (gssize)text->len, NULL));
}

static void check_quote(const char *text)
{
	g_autoptr(GString) quote = g_string_new(NULL);
	guint lines = 0;

	if (!parse_quote_text(text, quote))
		g_assert_cmpuint(quote->len, ==, 0);
	check(quote);
	for (const char *p = quote->str; *p; p = strchr(p, '\n') + 1) {
		gsize length = strcspn(p, "\n");

		g_assert_cmpint(*p, ==, '>');
		for (gsize i = 0; i < length; i++)
			g_assert_cmpuint((guchar)p[i], >=, 0x20);
		lines++;
	}
	g_assert_cmpuint(lines, <=, PARSE_QUOTE_LINES + 1);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	const char *bytes = (const char *)data;
	g_autoptr(GString) whole = g_string_new(NULL);
	g_autoptr(GString) own = g_string_new(NULL);

	parse_init();
	parse_newtext_read(bytes, size, whole, own);
	check(whole);
	check(own);
	parse_newtext_html(bytes, size, whole, own);
	check(whole);
	check(own);
	check_quote(own->str);
	parse_newtext_plain(bytes, size, own);
	check_quote(own->str);
	g_assert_cmpuint(own->len, <=, size);
	return 0;
}
