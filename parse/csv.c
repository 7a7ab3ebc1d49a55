/* Rows of CSV, and what their columns are. */
#include "parse/csv.h"

#include <string.h>

#include "parse/csv_words.h"
#include "parse/text.h"

/* Rows at the beginning that are looked at for a header. */
#define SAMPLE_ROWS 25

/* What a column's name and example are cut to. */
#define SHOWN_MAX 200

static const char separators[] = ",;\t|";

/* A row as it was read: its cells one behind the other. */
struct row {
	GString *text;
	GArray *ends; /* gsize: where each cell ends in text */
	bool large;
};

struct parse_csv {
	struct parse_reader *reader;
	char separator;
	bool header; /* the columns have names */
	struct row row;
	GString *cell;
	const char *problem;
	guint rows_before; /* what stands above the header, and itself */
	struct parse_csv_column columns[PARSE_CSV_COLUMNS_MAX];
	bool vague[PARSE_CSV_COLUMNS_MAX];
	guint n_columns;
	GStringChunk *texts;
};

static void row_init(struct row *row)
{
	row->text = g_string_new(NULL);
	row->ends = g_array_new(FALSE, FALSE, sizeof(gsize));
}

static void row_clear(struct row *row)
{
	g_string_free(row->text, TRUE);
	g_array_unref(row->ends);
}

static gsize cell_start(const struct row *row, guint i)
{
	return i ? g_array_index(row->ends, gsize, i - 1) : 0;
}

static void end_cell(struct row *row)
{
	if (row->ends->len < PARSE_CSV_COLUMNS_MAX)
		g_array_append_val(row->ends, row->text->len);
	else
		g_string_truncate(row->text,
				  cell_start(row, PARSE_CSV_COLUMNS_MAX));
}

static bool is_only_blanks(const struct row *row)
{
	gsize start = cell_start(row, row->ends->len);

	for (gsize i = start; i < row->text->len; i++)
		if (row->text->str[i] != ' ')
			return false;
	return true;
}

/*
 * Within quotes up to the one that ends them: two are one.  Returns what is
 * behind.
 */
static int take_quoted(struct parse_reader *reader, struct row *row)
{
	int c;

	g_string_truncate(row->text, cell_start(row, row->ends->len));
	while ((c = parse_reader_get(reader)) >= 0) {
		if (c == '"') {
			c = parse_reader_get(reader);
			if (c != '"')
				return c;
		}
		if (row->text->len >= PARSE_CARD_MAX) {
			/* The quote was none: go on behind this line. */
			row->large = true;
			while (c >= 0 && c != '\n')
				c = parse_reader_get(reader);
			return c;
		}
		g_string_append_c(row->text, (char)c);
	}
	return c;
}

/* False at the end of the file. */
static bool take_row(struct parse_reader *reader, char separator,
		     struct row *row)
{
	int c = parse_reader_get(reader);

	g_string_truncate(row->text, 0);
	g_array_set_size(row->ends, 0);
	row->large = false;
	if (c < 0)
		return false;
	while (c >= 0 && c != '\n') {
		if (c == '"' && is_only_blanks(row)) {
			c = take_quoted(reader, row);
			continue;
		}
		if (c == separator)
			end_cell(row);
		else if (row->text->len < PARSE_CARD_MAX)
			g_string_append_c(row->text, (char)c);
		else
			row->large = true;
		c = parse_reader_get(reader);
	}
	end_cell(row);
	return true;
}

/* The cell in UTF-8, without blanks around it; lent until the next. */
static const char *get_cell(struct row *row, guint i, GString *out)
{
	gsize start = cell_start(row, i);

	g_string_truncate(out, 0);
	if (i < row->ends->len)
		parse_card_convert(row->text->str + start,
				   g_array_index(row->ends, gsize, i) - start,
				   "", out);
	g_strstrip(out->str);
	g_string_set_size(out, strlen(out->str));
	return out->str;
}

static bool is_empty(const struct row *row)
{
	for (gsize i = 0; i < row->text->len; i++)
		if (!g_ascii_isspace(row->text->str[i]))
			return false;
	return true;
}

/* ---- what the file is like ---- */

/* Stricter than mail is: no line of another format may look like one. */
static bool is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at > text && strchr(at, '.') && !strchr(at + 1, '@') &&
	       !strpbrk(text, " \t\n=:;,<>\"()/");
}

struct guess {
	char separator;
	guint row;   /* of the header, from 0 */
	guint score; /* headings that are known; 0: there is none */
	guint columns;
};

/* The column that the user means by its number, 0 for none. */
static guint number_of(const struct parse_csv_word *word)
{
	guint64 number;

	if (!g_ascii_string_to_unsigned(word->column, 10, 1,
					PARSE_CSV_COLUMNS_MAX, &number, NULL))
		return 0;
	return (guint)number;
}

static bool is_same(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_casefold(a, -1);
	g_autofree char *y = g_utf8_casefold(b, -1);

	return g_str_equal(x, y);
}

struct words {
	const struct parse_csv_word *words;
	gsize n;
};

static bool is_named(const struct words *words, const char *heading)
{
	for (gsize i = 0; i < words->n; i++)
		if (!number_of(&words->words[i]) &&
		    is_same(words->words[i].column, heading))
			return true;
	return false;
}

/*
 * How much a row looks like a header: the headings in it that are known.  One
 * of them alone must say where to reach somebody.
 */
static guint score_of(struct row *row, GString *cell, const struct words *words)
{
	guint score = 0, sure = 0;

	for (guint i = 0; i < row->ends->len; i++) {
		const char *heading = get_cell(row, i, cell);
		enum parse_csv_field field;
		bool vague;

		if (is_address(heading))
			return 0;
		field = parse_csv_words_find(heading, &vague);
		if (is_named(words, heading))
			sure += 10;
		score += field != PARSE_CSV_IGNORED;
		sure += field == PARSE_CSV_EMAIL || field == PARSE_CSV_PHONE;
	}
	return score >= 2 || sure ? score + sure : 0;
}

static void guess_with(struct parse_csv *csv, char separator, const char *bytes,
		       gsize length, const struct words *words,
		       struct guess *best)
{
	g_autoptr(parse_reader) reader = parse_reader_new_bytes(bytes, length);

	for (guint i = 0; i < SAMPLE_ROWS; i++) {
		guint score;

		if (!take_row(reader, separator, &csv->row))
			return;
		score = score_of(&csv->row, csv->cell, words);
		if (score > best->score)
			*best = (struct guess){ separator, i, score,
						csv->row.ends->len };
	}
}

/* Columns of which nearly all cells are addresses, of rows without a header. */
static guint mark_addresses(struct parse_csv *csv, char separator,
			    const char *bytes, gsize length)
{
	g_autoptr(parse_reader) reader = parse_reader_new_bytes(bytes, length);
	guint addresses[PARSE_CSV_COLUMNS_MAX] = { 0 };
	guint filled[PARSE_CSV_COLUMNS_MAX] = { 0 };
	guint rows = 0, n = 0, found = 0;

	while (rows < SAMPLE_ROWS && take_row(reader, separator, &csv->row)) {
		rows++;
		n = MAX(n, csv->row.ends->len);
		for (guint i = 0; i < csv->row.ends->len; i++) {
			const char *cell = get_cell(&csv->row, i, csv->cell);

			filled[i] += *cell != '\0';
			addresses[i] += is_address(cell);
		}
	}
	csv->n_columns = n;
	for (guint i = 0; i < n; i++) {
		bool holds = addresses[i] && 5 * addresses[i] >= 4 * filled[i];

		csv->columns[i] = (struct parse_csv_column){
			.name = "",
			.field = holds ? PARSE_CSV_EMAIL : PARSE_CSV_IGNORED,
			.example = "",
		};
		found += holds;
	}
	return found;
}

static char guess_bare(struct parse_csv *csv, const char *bytes, gsize length)
{
	char best = separators[0];
	guint columns = 0;

	for (const char *s = separators; *s; s++)
		if (mark_addresses(csv, *s, bytes, length) &&
		    csv->n_columns > columns) {
			columns = csv->n_columns;
			best = *s;
		}
	mark_addresses(csv, best, bytes, length);
	return best;
}

static const char *keep_shown(struct parse_csv *csv, const char *text)
{
	g_autoptr(GString) clean = g_string_new(NULL);

	parse_text_clean(text, strlen(text), SHOWN_MAX, clean);
	return g_string_chunk_insert(csv->texts, clean->str);
}

static void take_headings(struct parse_csv *csv)
{
	csv->n_columns = csv->row.ends->len;
	for (guint i = 0; i < csv->n_columns; i++) {
		const char *heading = get_cell(&csv->row, i, csv->cell);
		struct parse_csv_column *column = &csv->columns[i];

		column->field = parse_csv_words_find(heading, &csv->vague[i]);
		column->name = keep_shown(csv, heading);
		column->example = "";
	}
}

static bool has_sure(const struct parse_csv *csv, enum parse_csv_field field)
{
	for (guint i = 0; i < csv->n_columns; i++)
		if (csv->columns[i].field == field && !csv->vague[i])
			return true;
	return false;
}

/* "Title" is an honour beside "Job Title", "Name" the last beside "Vorname". */
static void settle_vague(struct parse_csv *csv)
{
	bool title = has_sure(csv, PARSE_CSV_TITLE);
	bool whole = has_sure(csv, PARSE_CSV_NAME);
	bool half = has_sure(csv, PARSE_CSV_FIRST_NAME) &&
		    !has_sure(csv, PARSE_CSV_LAST_NAME);

	for (guint i = 0; i < csv->n_columns; i++) {
		struct parse_csv_column *column = &csv->columns[i];

		if (!csv->vague[i])
			continue;
		if (column->field == PARSE_CSV_TITLE && title)
			column->field = PARSE_CSV_IGNORED;
		else if (column->field == PARSE_CSV_NAME && half)
			column->field = PARSE_CSV_LAST_NAME;
		else if (column->field == PARSE_CSV_NAME && whole)
			column->field = PARSE_CSV_IGNORED;
	}
}

static void apply(struct parse_csv *csv, const struct parse_csv_word *word)
{
	guint number = number_of(word);

	for (guint i = 0; i < csv->n_columns; i++)
		if (is_same(csv->columns[i].name, word->column)) {
			csv->columns[i].field = word->field;
			number = 0;
		}
	if (number && number <= csv->n_columns)
		csv->columns[number - 1].field = word->field;
}

static const char *check_columns(const struct parse_csv *csv)
{
	for (guint i = 0; i < csv->n_columns; i++)
		if (csv->columns[i].field == PARSE_CSV_EMAIL ||
		    csv->columns[i].field == PARSE_CSV_PHONE)
			return "";
	if (csv->header)
		return "none of its columns is one of mail addresses or phone "
		       "numbers by its heading; say which is with --map "
		       "COLUMN=email";
	return "it has no line of headings that says what its columns are; "
	       "put one above, such as 'Name,Email,Phone', or say which "
	       "column holds the addresses with --map 1=email";
}

/* The first thing that each column holds, to be shown. */
static void take_examples(struct parse_csv *csv, const char *bytes,
			  gsize length)
{
	g_autoptr(parse_reader) reader = parse_reader_new_bytes(bytes, length);

	for (guint i = 0; i < csv->rows_before + SAMPLE_ROWS; i++) {
		if (!take_row(reader, csv->separator, &csv->row))
			return;
		if (i < csv->rows_before)
			continue;
		for (guint j = 0; j < MIN(csv->n_columns, csv->row.ends->len);
		     j++)
			if (!*csv->columns[j].example)
				csv->columns[j].example = keep_shown(
				    csv, get_cell(&csv->row, j, csv->cell));
	}
}

/* Excel understands, and writes, a first line "sep=;". */
static char separator_said(const char *bytes, gsize length)
{
	if (length >= 6 && !g_ascii_strncasecmp(bytes, "sep=", 4) &&
	    strchr("\r\n", bytes[5]))
		return bytes[4];
	return '\0';
}

static void look(struct parse_csv *csv, const struct words *words)
{
	gsize length;
	const char *bytes = parse_reader_peek(csv->reader, &length);
	char said = separator_said(bytes, length);
	struct guess best = { 0 };

	for (const char *s = separators; *s && !said; s++)
		guess_with(csv, *s, bytes, length, words, &best);
	if (said)
		guess_with(csv, said, bytes, length, words, &best);
	csv->header = best.score > 0;
	if (csv->header) {
		csv->separator = best.separator;
		csv->rows_before = best.row + 1;
		for (guint i = 0; i < csv->rows_before; i++)
			take_row(csv->reader, csv->separator, &csv->row);
		take_headings(csv);
		settle_vague(csv);
	} else {
		csv->separator = guess_bare(csv, bytes, length);
	}
	for (gsize i = 0; i < words->n; i++)
		apply(csv, &words->words[i]);
}

struct parse_csv *parse_csv_new(struct parse_reader *reader,
				const struct parse_csv_word *words,
				gsize n_words)
{
	struct parse_csv *csv = g_new0(struct parse_csv, 1);
	const struct words said = { words, n_words };
	g_autofree char *copy = NULL;
	gsize length;
	const char *bytes;

	csv->reader = reader;
	csv->texts = g_string_chunk_new(4096);
	csv->cell = g_string_new(NULL);
	row_init(&csv->row);
	bytes = parse_reader_peek(reader, &length);
	copy = g_memdup2(bytes, length);
	look(csv, &said);
	csv->problem = check_columns(csv);
	take_examples(csv, copy, length);
	return csv;
}

void parse_csv_free(struct parse_csv *csv)
{
	if (!csv)
		return;
	row_clear(&csv->row);
	g_string_free(csv->cell, TRUE);
	g_string_chunk_free(csv->texts);
	g_free(csv);
}

const char *parse_csv_get_problem(const struct parse_csv *csv)
{
	return csv->problem;
}

guint parse_csv_count_columns(const struct parse_csv *csv)
{
	return csv->n_columns;
}

const struct parse_csv_column *parse_csv_get_column(const struct parse_csv *csv,
						    guint i)
{
	return &csv->columns[i];
}

/* ---- rows ---- */

bool parse_csv_next(struct parse_csv *csv, guint *line_out,
		    const char **problem_out)
{
	do {
		*line_out = parse_reader_get_line(csv->reader);
		if (!take_row(csv->reader, csv->separator, &csv->row))
			return false;
	} while (is_empty(&csv->row));
	*problem_out =
	    csv->row.large
		? "it is larger than 64 KB; is a quotation mark missing?"
		: "";
	return true;
}

/* Google puts " ::: " between several of one label. */
static void split_triple(GString *cell, char separator)
{
	char *at = cell->str;

	while ((at = strstr(at, ":::"))) {
		memset(at, ' ', 3);
		*at = separator;
	}
	for (gsize i = 0; i < cell->len; i++)
		if (cell->str[i] == '\n')
			cell->str[i] = separator;
}

static void add_phones(struct parse_card *card, guint rank, GString *cell)
{
	const char *at = cell->str;

	split_triple(cell, ';');
	for (;;) {
		gsize length = strcspn(at, ";");

		parse_card_add_phone(card, rank, at, length);
		if (!at[length])
			return;
		at += length + 1;
	}
}

static void add_tags(struct parse_card *card, GString *cell)
{
	const char *at = cell->str;

	split_triple(cell, ';');
	for (;;) {
		gsize length = strcspn(at, ";,");

		parse_card_add_tag(card, at, length);
		if (!at[length])
			return;
		at += length + 1;
	}
}

static void set_first(struct parse_card *card, const char **out,
		      const GString *cell)
{
	if (!**out)
		*out = parse_card_keep(card, cell->str, cell->len,
				       PARSE_CARD_LINE_MAX);
}

/* What of a row becomes one text in the end. */
struct parts {
	const char *whole, *first, *last;
	GString *note;
};

static void read_cell(struct parse_card *card, struct parts *parts,
		      enum parse_csv_field field, guint rank, GString *cell)
{
	switch (field) {
	case PARSE_CSV_NAME:
		set_first(card, &parts->whole, cell);
		break;
	case PARSE_CSV_FIRST_NAME:
		set_first(card, &parts->first, cell);
		break;
	case PARSE_CSV_LAST_NAME:
		set_first(card, &parts->last, cell);
		break;
	case PARSE_CSV_EMAIL:
		split_triple(cell, ',');
		parse_card_add_emails(card, rank, cell->str, cell->len);
		break;
	case PARSE_CSV_PHONE:
		add_phones(card, rank, cell);
		break;
	case PARSE_CSV_COMPANY:
		set_first(card, &card->organisation, cell);
		break;
	case PARSE_CSV_TITLE:
		set_first(card, &card->title, cell);
		break;
	case PARSE_CSV_TAG:
		add_tags(card, cell);
		break;
	case PARSE_CSV_NOTE:
		if (parts->note->len)
			g_string_append_c(parts->note, ' ');
		g_string_append(parts->note, cell->str);
		break;
	case PARSE_CSV_URL:
		set_first(card, &card->url, cell);
		break;
	case PARSE_CSV_IGNORED:
	case N_PARSE_CSV_FIELDS:
		break;
	}
}

static void choose_name(struct parse_card *card, const struct parts *parts)
{
	g_autofree char *both = NULL;

	if (*parts->whole && !strchr(parts->whole, '@')) {
		card->name = parts->whole;
		return;
	}
	both = g_strconcat(parts->first, " ", parts->last, NULL);
	if (both[1])
		card->name = parse_card_keep(card, both, strlen(both),
					     PARSE_CARD_LINE_MAX);
	else if (!*card->name)
		card->name = card->organisation;
}

void parse_csv_read(struct parse_csv *csv, struct parse_card *card)
{
	g_autoptr(GString) note = g_string_new(NULL);
	struct parts parts = { "", "", "", note };

	parse_card_clear(card);
	for (guint i = 0; i < MIN(csv->n_columns, csv->row.ends->len); i++) {
		if (csv->columns[i].field == PARSE_CSV_IGNORED)
			continue;
		get_cell(&csv->row, i, csv->cell);
		if (csv->cell->len)
			read_cell(card, &parts, csv->columns[i].field, i,
				  csv->cell);
	}
	choose_name(card, &parts);
	card->note =
	    parse_card_keep(card, note->str, note->len, PARSE_CARD_NOTE_MAX);
}
