/* What columns are called. */
#pragma once

#include "parse/csv.h"

/*
 * What a column of this heading (any UTF-8) holds, PARSE_CSV_IGNORED for
 * anything else.  *vague_out: a sure one of the same or a nearer meaning goes
 * before it ("Title" beside "Job Title", "Name" beside "Vorname").
 */
enum parse_csv_field parse_csv_words_find(const char *heading, bool *vague_out);
