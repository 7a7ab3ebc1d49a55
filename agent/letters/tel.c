/* tel: URIs. */
#include "agent/letters/tel.h"

#include <string.h>

/* E.164 has 15 digits at most; what has fewer than 5 is an extension. */
#define LEAST_DIGITS 5
#define MOST_DIGITS 15

/* What people part digits with. */
static gboolean is_separator(gunichar c)
{
	return c < 0x80
		   ? strchr(" -./()", (int)c) != NULL
		   : c == 0xa0 || c == 0x202f || (c >= 0x2010 && c <= 0x2013);
}

/* The digits, and the end of what they were taken from; FALSE: no number. */
static gboolean scan(const char *number, GString *digits, const char **end_out)
{
	const char *p = number;
	gboolean plus = *p == '+';
	guint n = 0;

	*end_out = p;
	if (plus)
		g_string_append_c(digits, *p++);
	for (; *p != '\0'; p += g_utf8_skip[(guchar)*p]) {
		/* "+49 (0)30": that zero is dialled at home only. */
		if (plus && g_str_has_prefix(p, "(0)")) {
			p += 2;
		} else if (g_ascii_isdigit(*p)) {
			g_string_append_c(digits, *p);
			*end_out = p + 1;
			n++;
		} else if (!is_separator(g_utf8_get_char(p))) {
			break;
		}
	}
	return n >= LEAST_DIGITS && n <= MOST_DIGITS;
}

/* Valid, and without blanks at its beginning. */
static char *clean(const char *number)
{
	return g_strchug(g_utf8_make_valid(number != NULL ? number : "", -1));
}

char *tel_uri(const char *number)
{
	g_autofree char *valid = clean(number);
	g_autoptr(GString) uri = g_string_new("tel:");
	const char *end;

	if (!scan(valid, uri, &end))
		return NULL;
	return g_string_free(g_steal_pointer(&uri), FALSE);
}

char *tel_text(const char *number)
{
	g_autofree char *valid = clean(number);
	g_autoptr(GString) digits = g_string_new(NULL);
	const char *end;

	if (!scan(valid, digits, &end))
		return NULL;
	return g_strndup(valid, (gsize)(end - valid));
}
