/* What the rooms of parse/ share among themselves. */
#pragma once

#include <gmime/gmime.h>

#include "parse/fields.h"

/* The memory of a struct parse_message, used again for the next one. */
struct parse_scratch {
	GStringChunk *texts; /* whatever the facts lend */
	GString *line;	     /* one value being unfolded */
	GString *text;	     /* one value being decoded */
	struct parse_fields fields;
};

/* Blanks of a header value, and controls that count as such. */
static inline bool parse_is_blank(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static inline const char *parse_next_char(const char *p)
{
	return p + g_utf8_skip[(guchar)*p];
}

/* Put `text` where the facts lend from. */
static inline const char *parse_keep(GStringChunk *texts, const GString *text)
{
	if (!text->len)
		return "";
	return g_string_chunk_insert_len(texts, text->str, (gssize)text->len);
}
