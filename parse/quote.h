/*
 * What somebody wrote, as a quote below an answer to it.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* So many lines of it; what is longer ends with "> [...]". */
#define PARSE_QUOTE_LINES 200

/* Columns of a line with its mark; a longer one is broken between words. */
#define PARSE_QUOTE_COLUMNS 72

/*
 * Append what the author of a message wrote in it (parse/newtext.h), each line
 * behind "> ", without controls and what turns a line around.  `bytes` is the
 * message from its beginning, cut anywhere.  FALSE, and nothing appended, if
 * its Message-ID is not `message_id` (no brackets, not ""), or if there is no
 * text.
 */
bool parse_quote(const char *bytes, gsize length, const char *message_id,
		 GString *out);

/* The same of text at hand. */
bool parse_quote_text(const char *text, GString *out);
