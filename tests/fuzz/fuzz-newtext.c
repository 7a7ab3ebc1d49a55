/* Whole messages, texts and pages: what is new is UTF-8, and no more. */
#include "parse/newtext.h"
#include "parse/warm.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const GString *text)
{
	g_assert_true(g_utf8_validate(text->str, (gssize)text->len, NULL));
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
	parse_newtext_plain(bytes, size, own);
	g_assert_cmpuint(own->len, <=, size);
	return 0;
}
