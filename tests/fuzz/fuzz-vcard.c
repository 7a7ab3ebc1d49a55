/* vCards, which strangers send. */
#include <string.h>

#include "parse/vcard.h"
#include "parse/warm.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const char *text, gsize max)
{
	g_assert_cmpuint(strlen(text), <=, max);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_null(strpbrk(text, "\r\n\t\033"));
}

static void check_list(const GPtrArray *list, gsize max)
{
	g_assert_cmpuint(list->len, <=, PARSE_CARD_LIST_MAX);
	for (guint i = 0; i < list->len; i++)
		check(list->pdata[i], max);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(parse_reader) reader =
	    parse_reader_new_bytes((const char *)data, size);
	g_autoptr(parse_vcards) vcards = parse_vcards_new(reader);
	g_autoptr(parse_card) card = parse_card_new();
	struct parse_vcard_block block;
	guint line = 0;

	parse_init();
	while (parse_vcards_next(vcards, &block)) {
		g_assert_cmpuint(block.line, >, line);
		line = block.line;
		g_assert_cmpuint(block.length, <=, PARSE_CARD_MAX);
		parse_vcard_read(block.bytes, block.length, card);
		check(card->name, PARSE_CARD_LINE_MAX);
		check(card->organisation, PARSE_CARD_LINE_MAX);
		check(card->title, PARSE_CARD_LINE_MAX);
		check(card->note, PARSE_CARD_NOTE_MAX);
		check(card->url, PARSE_CARD_LINE_MAX);
		check_list(card->emails, 320);
		check_list(card->phones, 64);
		check_list(card->tags, PARSE_CARD_TAG_MAX);
	}
	return 0;
}
