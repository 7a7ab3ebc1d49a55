/* A card on one line, to be compared. */
#pragma once

#include "parse/card.h"

static inline void cards_add(GString *out, const GPtrArray *list)
{
	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(out, "%s%s", i ? "," : "",
				       (const char *)list->pdata[i]);
	g_string_append_c(out, '|');
}

/* name|emails|phones|organisation|title|tags|note|url */
static inline char *cards_line(const struct parse_card *card)
{
	GString *out = g_string_new(card->name);

	g_string_append_c(out, '|');
	cards_add(out, card->emails);
	cards_add(out, card->phones);
	g_string_append_printf(out, "%s|%s|", card->organisation, card->title);
	cards_add(out, card->tags);
	g_string_append_printf(out, "%s|%s", card->note, card->url);
	g_assert_true(g_utf8_validate(out->str, -1, NULL));
	return g_string_free(out, FALSE);
}
