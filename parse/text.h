/*
 * From a stranger's bytes to text that can be stored and shown: valid UTF-8 on
 * one line, without controls, capped.
 */
#pragma once

#include <glib.h>

/*
 * Decode the encoded words (RFC 2047) and raw 8-bit bytes of an unfolded
 * value, and put the clean text, at most `max` bytes, into `out`.
 */
void parse_text_decode(const char *value, gsize max, GString *out);

/* The same without encoded words: for ids, addresses, evidence. */
void parse_text_clean(const char *value, gsize length, gsize max, GString *out);
