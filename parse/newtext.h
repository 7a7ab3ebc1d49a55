/*
 * What this author wrote in this message: quotes, quoted headers, forwarded
 * mail, signatures, disclaimers and mobile footers taken off.
 *
 * Losing what they wrote is worse than leaving a quote: what is not surely
 * somebody else's stays.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#define PARSE_HTML_MAX (64u << 10) /* bytes of HTML that are looked at */

/*
 * The text of a message for judging: its plain text part, or HTML where that
 * is absent or unusable, decoded to UTF-8 with lines kept and format=flowed
 * joined.  `bytes` is the message from its beginning, cut anywhere.
 * `whole_out` gets all of it (bounces and absence notes are read whole),
 * `new_out` what the author wrote.
 */
void parse_newtext_read(const char *bytes, gsize length, GString *whole_out,
			GString *new_out);

/* The same for text at hand. */
void parse_newtext_plain(const char *text, gsize length, GString *new_out);
void parse_newtext_html(const char *html, gsize length, GString *whole_out,
			GString *new_out);
