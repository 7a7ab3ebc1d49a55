/* CSV of any origin; its first byte says what the user says of a column. */
#include <string.h>

#include "parse/csv.h"
#include "parse/warm.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const char *text, gsize max)
{
	g_assert_cmpuint(strlen(text), <=, max);
	g_assert_true(g_utf8_validate(text, -1, NULL));
	g_assert_null(strpbrk(text, "\r\n\t\033"));
}

static void check_columns(const struct parse_csv *csv)
{
	guint n = parse_csv_count_columns(csv);

	g_assert_cmpuint(n, <=, PARSE_CSV_COLUMNS_MAX);
	for (guint i = 0; i < n; i++) {
		const struct parse_csv_column *column =
		    parse_csv_get_column(csv, i);

		check(column->name, PARSE_CARD_LINE_MAX);
		check(column->example, PARSE_CARD_LINE_MAX);
		g_assert_cmpint(column->field, <, N_PARSE_CSV_FIELDS);
	}
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	const struct parse_csv_word words[] = {
		{ "2", size ? data[0] % N_PARSE_CSV_FIELDS : 0 },
		{ "x", PARSE_CSV_EMAIL },
	};
	g_autoptr(parse_reader) reader = parse_reader_new_bytes(
	    (const char *)data + (size > 0), size ? size - 1 : 0);
	g_autoptr(parse_csv) csv = NULL;
	g_autoptr(parse_card) card = parse_card_new();
	const char *problem;
	guint line;

	parse_init();
	csv = parse_csv_new(reader, words, G_N_ELEMENTS(words));
	check_columns(csv);
	while (parse_csv_next(csv, &line, &problem)) {
		parse_csv_read(csv, card);
		check(card->name, PARSE_CARD_LINE_MAX);
		check(card->organisation, PARSE_CARD_LINE_MAX);
		check(card->note, PARSE_CARD_NOTE_MAX);
		g_assert_cmpuint(card->emails->len, <=, PARSE_CARD_LIST_MAX);
		g_assert_cmpuint(card->phones->len, <=, PARSE_CARD_LIST_MAX);
		for (guint i = 0; i < card->phones->len; i++)
			check(card->phones->pdata[i], 64);
	}
	return 0;
}
