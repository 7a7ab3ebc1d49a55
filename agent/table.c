/* Rows of columns for a terminal or a pipe. */
#include "agent/table.h"

#include <stdio.h>
#include <string.h>

#include "agent/safe.h"

#define GAP 2 /* spaces between columns */

struct row {
	enum style style;
	char *cells[]; /* safe, one a column */
};

struct table {
	const struct table_column *columns;
	guint n_columns;
	GPtrArray *rows; /* struct row */
};

struct table *table_new(const struct table_column *columns, guint n_columns)
{
	struct table *table = g_new0(struct table, 1);

	g_assert(n_columns > 0);
	table->columns = columns;
	table->n_columns = n_columns;
	table->rows = g_ptr_array_new();
	return table;
}

void table_free(struct table *table)
{
	if (table == NULL)
		return;
	for (guint i = 0; i < table->rows->len; i++) {
		struct row *row = table->rows->pdata[i];

		for (guint j = 0; j < table->n_columns; j++)
			g_free(row->cells[j]);
		g_free(row);
	}
	g_ptr_array_unref(table->rows);
	g_free(table);
}

void table_add(struct table *table, enum style style, const char *const *cells)
{
	struct row *row =
	    g_malloc0(sizeof(*row) + table->n_columns * sizeof(row->cells[0]));

	row->style = style;
	for (guint i = 0; i < table->n_columns; i++)
		row->cells[i] = g_strstrip(safe_terminal(cells[i]));
	g_ptr_array_add(table->rows, row);
}

guint table_count(const struct table *table)
{
	return table->rows->len;
}

/* The width that each column would like to have. */
static void measure(const struct table *table, guint *widths)
{
	for (guint j = 0; j < table->n_columns; j++) {
		widths[j] = safe_width(table->columns[j].title);
		for (guint i = 0; i < table->rows->len; i++) {
			const struct row *row = table->rows->pdata[i];

			widths[j] = MAX(widths[j], safe_width(row->cells[j]));
		}
	}
}

/*
 * Take away from the columns that may be cut, always from the one that is the
 * most above its least, until the row fits or nothing more can be taken.
 */
static void shrink(const struct table *table, guint *widths, guint width)
{
	guint sum = GAP * (table->n_columns - 1);

	for (guint j = 0; j < table->n_columns; j++)
		sum += widths[j];
	while (sum > width) {
		guint widest = 0, spare = 0;

		for (guint j = 0; j < table->n_columns; j++) {
			guint least = table->columns[j].width;

			if (least == 0 || widths[j] <= least ||
			    widths[j] - least <= spare)
				continue;
			spare = widths[j] - least;
			widest = j;
		}
		if (spare == 0)
			return;
		widths[widest]--;
		sum--;
	}
}

static void append_spaces(GString *out, guint n)
{
	g_string_append_printf(out, "%*s", (int)n, "");
}

static void append_cell(GString *out, const char *cell, guint width,
			gboolean right)
{
	g_autofree char *cut = safe_column(cell, width);
	guint is_wide;

	if (!right) {
		g_string_append(out, cut);
		return;
	}
	g_strchomp(cut);
	is_wide = safe_width(cut);
	append_spaces(out, width - MIN(width, is_wide));
	g_string_append(out, cut);
}

static void append_line(const struct table *table, GString *out,
			const char *const *cells, const guint *widths,
			guint width)
{
	g_autoptr(GString) line = g_string_new(NULL);

	for (guint j = 0; j < table->n_columns; j++) {
		if (j > 0)
			append_spaces(line, GAP);
		append_cell(line, cells[j], widths[j], table->columns[j].right);
	}
	/* A terminal too narrow for the least of it still gets one line. */
	if (safe_width(line->str) > width) {
		g_autofree char *cut = safe_column(line->str, width);

		g_string_assign(line, cut);
	}
	g_string_append(out, g_strchomp(line->str));
}

char *table_format(const struct table *table, guint width)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree guint *widths = g_new(guint, table->n_columns);
	g_autofree const char **titles = g_new(const char *, table->n_columns);

	measure(table, widths);
	shrink(table, widths, width);
	for (guint j = 0; j < table->n_columns; j++)
		titles[j] = table->columns[j].title;
	g_string_append(out, print_style(STYLE_FAINT));
	append_line(table, out, titles, widths, width);
	g_string_append_printf(out, "%s\n", print_plain());
	for (guint i = 0; i < table->rows->len; i++) {
		const struct row *row = table->rows->pdata[i];

		if (row->style != STYLE_PLAIN)
			g_string_append(out, print_style(row->style));
		append_line(table, out, (const char *const *)row->cells, widths,
			    width);
		if (row->style != STYLE_PLAIN)
			g_string_append(out, print_plain());
		g_string_append_c(out, '\n');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

char *table_format_plain(const struct table *table)
{
	g_autoptr(GString) out = g_string_new(NULL);

	for (guint i = 0; i < table->rows->len; i++) {
		const struct row *row = table->rows->pdata[i];

		for (guint j = 0; j < table->n_columns; j++) {
			if (j > 0)
				g_string_append_c(out, '\t');
			g_string_append(out, row->cells[j]);
		}
		g_string_append_c(out, '\n');
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

void table_print(const struct table *table)
{
	g_autofree char *text = print_is_terminal()
				    ? table_format(table, print_width())
				    : table_format_plain(table);

	fputs(text, stdout);
}
