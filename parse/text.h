/*
 * From a stranger's bytes to text that can be stored and shown: valid UTF-8 on
 * one line, without controls, its blanks single, capped.
 */
#pragma once

#include <glib.h>

/*
 * Put the clean text of an unfolded value, at most `max` bytes, into `out`:
 * encoded words (RFC 2047) are decoded, and raw 8-bit bytes read as UTF-8, or
 * as `charset` ("" for unknown), or as the likeliest of a few.
 */
void parse_text_decode(const char *value, gsize length, const char *charset,
		       gsize max, GString *out);

/*
 * The same without any decoding, what is not UTF-8 as U+FFFD: for ids and
 * other things that are compared rather than read.
 */
void parse_text_clean(const char *value, gsize length, gsize max, GString *out);

/*
 * Append a whole text, its lines kept, as valid UTF-8: the bytes are read as
 * parse_text_decode() reads raw ones.  A character cut at the end is dropped,
 * a NUL becomes a blank.
 */
void parse_text_convert(const char *bytes, gsize length, const char *charset,
			GString *out);
