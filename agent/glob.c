/* Patterns with `*` and `?`. */
#include "agent/glob.h"

/* g_utf8_next_char() without its cast, which drops const. */
static const char *next(const char *p)
{
	return p + g_utf8_skip[(guchar)*p];
}

char *glob_fold(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *one =
	    g_utf8_normalize(valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);

	return g_utf8_casefold(one, -1);
}

gboolean glob_match(const char *pattern, const char *text)
{
	const char *star = NULL, *tried = NULL;

	/* Only the last `*` need ever take more than it has. */
	while (*text) {
		if (*pattern == '*') {
			star = ++pattern;
			tried = text;
		} else if (*pattern &&
			   (*pattern == '?' || g_utf8_get_char(pattern) ==
						   g_utf8_get_char(text))) {
			pattern = next(pattern);
			text = next(text);
		} else if (star) {
			pattern = star;
			text = tried = next(tried);
		} else {
			return FALSE;
		}
	}
	while (*pattern == '*')
		pattern++;
	return !*pattern;
}
