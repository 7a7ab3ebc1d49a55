/* Patterns of the user's: `*` is any text, `?` any one character. */
#pragma once

#include <glib.h>

/*
 * A pattern or a text as glob_match takes it: letters in one case, each
 * character spelt one way.  The caller owns it.
 */
char *glob_fold(const char *text);

/*
 * Whether all of the text is what the pattern says; both valid UTF-8.  Takes
 * no longer than the product of their lengths.
 */
gboolean glob_match(const char *pattern, const char *text);
