/* Any bytes as a body's text: quoted headers are clean, or none. */
#include <string.h>

#include "parse/date.h"
#include "parse/quoted.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const char *text, gsize max)
{
	g_assert_cmpuint(strlen(text), <, max);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	for (const char *p = text; *p; p++)
		g_assert_true((guchar)*p >= 0x20 && *p != 0x7f);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *text =
	    g_utf8_make_valid((const char *)data, (gssize)size);
	struct parse_quoted quoted;
	bool found = parse_quoted_read(text, strlen(text), 20515, &quoted);

	check(quoted.author, sizeof(quoted.author));
	check(quoted.subject, sizeof(quoted.subject));
	if (!found)
		g_assert_true(!*quoted.author && quoted.at == PARSE_DATE_NONE);
	return 0;
}
