/* Rows of columns for a terminal or a pipe. */
#include "agent/table.h"

#include <stdio.h>
#include <string.h>

#include "agent/safe.h"

#define GAP 2 /* spaces between columns */

#define INDENT 4

struct cell {
	char *text; /* safe */
	enum style style;
	char *link; /* an address, or NULL */
};

struct row {
	enum style style;
	char *note;	     /* safe, or NULL */
	struct cell cells[]; /* one a column */
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

		for (guint j = 0; j < table->n_columns; j++) {
			g_free(row->cells[j].text);
			g_free(row->cells[j].link);
		}
		g_free(row->note);
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
		row->cells[i].text = g_strstrip(safe_terminal(cells[i]));
	g_ptr_array_add(table->rows, row);
}

static struct row *last_row(struct table *table)
{
	g_assert(table->rows->len > 0);
	return table->rows->pdata[table->rows->len - 1];
}

void table_style(struct table *table, guint column, enum style style)
{
	last_row(table)->cells[column].style = style;
}

void table_link(struct table *table, guint column, const char *address)
{
	struct cell *cell = &last_row(table)->cells[column];

	g_free(cell->link);
	cell->link = g_strdup(address);
}

void table_note(struct table *table, const char *note)
{
	struct row *row = last_row(table);

	g_free(row->note);
	row->note = g_strstrip(safe_terminal(note));
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

			widths[j] =
			    MAX(widths[j], safe_width(row->cells[j].text));
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

/* Spaces stand outside of style and link. */
static void append_cell(GString *out, const struct cell *cell, guint width,
			gboolean right, gboolean plain)
{
	g_autofree char *cut = g_strchomp(safe_column(cell->text, width));
	g_autofree char *link = cell->link != NULL && !plain && *cut != '\0'
				    ? print_link(cell->link)
				    : g_strdup("");
	guint rest = width - MIN(width, safe_width(cut));
	gboolean styled = !plain && cell->style != STYLE_PLAIN;

	if (right)
		append_spaces(out, rest);
	g_string_append(out, link);
	g_string_append(out, styled ? print_style(cell->style) : "");
	g_string_append(out, cut);
	g_string_append(out, styled ? print_plain() : "");
	g_string_append(out, *link != '\0' ? print_link_end() : "");
	if (!right)
		append_spaces(out, rest);
}

static char *format_cells(const struct table *table, const struct cell *cells,
			  const guint *widths, gboolean plain)
{
	GString *line = g_string_new(NULL);

	for (guint j = 0; j < table->n_columns; j++) {
		if (j > 0)
			append_spaces(line, GAP);
		append_cell(line, &cells[j], widths[j], table->columns[j].right,
			    plain);
	}
	return g_strchomp(g_string_free(line, FALSE));
}

static void append_line(const struct table *table, GString *out,
			const struct cell *cells, const guint *widths,
			guint width)
{
	g_autofree char *plain = format_cells(table, cells, widths, TRUE);
	g_autofree char *line = NULL;

	/* A terminal too narrow for the least of it still gets one line. */
	if (safe_width(plain) > width)
		line = g_strchomp(safe_column(plain, width));
	else
		line = format_cells(table, cells, widths, FALSE);
	g_string_append(out, line);
}

static void append_note(GString *out, const char *note, guint width)
{
	g_autofree char *cut = NULL;

	if (width <= INDENT)
		return;
	cut = g_strchomp(safe_column(note, width - INDENT));
	g_string_append_printf(out, "%*s%s%s%s\n", INDENT, "",
			       print_style(STYLE_FAINT), cut, print_plain());
}

char *table_format(const struct table *table, guint width)
{
	g_autoptr(GString) out = g_string_new(NULL);
	g_autofree guint *widths = g_new(guint, table->n_columns);
	g_autofree struct cell *titles = g_new0(struct cell, table->n_columns);

	measure(table, widths);
	shrink(table, widths, width);
	for (guint j = 0; j < table->n_columns; j++)
		titles[j].text = (char *)(guintptr)table->columns[j].title;
	g_string_append(out, print_style(STYLE_FAINT));
	append_line(table, out, titles, widths, width);
	g_string_append_printf(out, "%s\n", print_plain());
	for (guint i = 0; i < table->rows->len; i++) {
		const struct row *row = table->rows->pdata[i];

		if (row->style != STYLE_PLAIN)
			g_string_append(out, print_style(row->style));
		append_line(table, out, row->cells, widths, width);
		if (row->style != STYLE_PLAIN)
			g_string_append(out, print_plain());
		g_string_append_c(out, '\n');
		if (row->note != NULL && *row->note != '\0')
			append_note(out, row->note, width);
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
			g_string_append(out, row->cells[j].text);
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
