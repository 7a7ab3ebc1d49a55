/*
 * People from CSV: RFC 4180, and what spreadsheets and other programs make of
 * it.  Which column is what is guessed from its heading (csv_words.c), in the
 * languages that programs export in.
 */
#pragma once

#include "parse/card.h"
#include "parse/reader.h"

/* Columns that are looked at. */
#define PARSE_CSV_COLUMNS_MAX 500

/* As enum card_field in agent/border/words.h. */
enum parse_csv_field {
	PARSE_CSV_IGNORED,
	PARSE_CSV_NAME,
	PARSE_CSV_FIRST_NAME,
	PARSE_CSV_LAST_NAME,
	PARSE_CSV_EMAIL,
	PARSE_CSV_PHONE,
	PARSE_CSV_COMPANY,
	PARSE_CSV_TITLE,
	PARSE_CSV_TAG,
	PARSE_CSV_NOTE,
	PARSE_CSV_URL,
	N_PARSE_CSV_FIELDS
};

struct parse_csv_column {
	const char *name; /* its heading; "" without one */
	enum parse_csv_field field;
	const char *example; /* of the first row that has one, "" for none */
};

/* What the user says about a column. */
struct parse_csv_word {
	const char *column; /* its heading, in any case, or its number from 1 */
	enum parse_csv_field field;
};

typedef struct parse_csv parse_csv;

/*
 * Look at the beginning: the reader, which is lent, must not have been read
 * from.  `words` hold above what is guessed.
 */
struct parse_csv *parse_csv_new(struct parse_reader *reader,
				const struct parse_csv_word *words,
				gsize n_words);
void parse_csv_free(struct parse_csv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(parse_csv, parse_csv_free)

/* Why it cannot be read, "" if it can; the columns are there all the same. */
const char *parse_csv_get_problem(const struct parse_csv *csv);
guint parse_csv_count_columns(const struct parse_csv *csv);
const struct parse_csv_column *parse_csv_get_column(const struct parse_csv *csv,
						    guint i);

/*
 * Take the next row that is not empty; false at the end of the file.
 * *problem_out says why it cannot be read, "" if it can.
 */
bool parse_csv_next(struct parse_csv *csv, guint *line_out,
		    const char **problem_out);

/* Read the row that was taken. */
void parse_csv_read(struct parse_csv *csv, struct parse_card *card);
