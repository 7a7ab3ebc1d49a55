/*
 * Rows of columns on standard output: aligned and cut to fit a terminal, and
 * separated by tabs, whole and without a heading, for a pipe.
 *
 * Every cell is made safe here (agent/safe.h), so a tab is always the end of
 * a cell and a line end the end of a row.
 */
#pragma once

#include <glib.h>

#include "agent/print.h"

struct table_column {
	const char *title; /* heads it on a terminal */
	guint width;	   /* it may be cut down to this; 0: never cut */
	gboolean right;	   /* numbers stand at the right */
};

struct table;
typedef struct table table;

/* `columns` is lent for as long as the table lives. */
struct table *table_new(const struct table_column *columns, guint n_columns);
void table_free(struct table *table);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(table, table_free)

/* One cell a column; copied.  NULL is an empty one. */
void table_add(struct table *table, enum style style, const char *const *cells);

/* Of the row added last: the style of one cell, */
void table_style(struct table *table, guint column, enum style style);
/* whom its cell links to where the terminal can (copied), */
void table_link(struct table *table, guint column, const char *address);
/* and a line of its own under it, indented; copied.  Not for a pipe. */
void table_note(struct table *table, const char *note);

guint table_count(const struct table *table);

/* Aligned, each line at most `width` columns, with a heading. */
char *table_format(const struct table *table, guint width);

/* Separated by tabs. */
char *table_format_plain(const struct table *table);

/* One or the other to standard output, as it is a terminal or not. */
void table_print(const struct table *table);
