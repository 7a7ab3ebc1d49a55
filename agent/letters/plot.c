/* A plot before it is drawn. */
#include "agent/letters/plot.h"

static void clear_bar(gpointer data)
{
	struct plot_bar *bar = data;

	g_free(bar->label);
	g_free(bar->text);
	g_free(bar->detail);
}

static void free_row(gpointer data)
{
	g_strfreev(data);
}

struct plot *plot_new(enum plot_kind kind, const char *id, char *title,
		      const char *heads)
{
	struct plot *plot = g_new0(struct plot, 1);

	plot->kind = kind;
	plot->id = id;
	plot->title = title;
	plot->heads = g_strsplit(heads, "|", -1);
	plot->bars = g_array_new(FALSE, FALSE, sizeof(struct plot_bar));
	g_array_set_clear_func(plot->bars, clear_bar);
	plot->rows = g_ptr_array_new_with_free_func(free_row);
	return plot;
}

void plot_free(struct plot *plot)
{
	if (plot == NULL)
		return;
	g_free(plot->title);
	g_free(plot->about);
	g_free(plot->note);
	g_free(plot->missing);
	g_array_unref(plot->bars);
	g_strfreev(plot->heads);
	g_ptr_array_unref(plot->rows);
	g_free(plot);
}

void plot_add_bar(struct plot *plot, const struct plot_bar *bar)
{
	g_array_append_vals(plot->bars, bar, 1);
}

void plot_add_row(struct plot *plot, const char *format, ...)
{
	g_autofree char *text = NULL;
	char **cells;
	va_list values;

	va_start(values, format);
	text = g_strdup_vprintf(format, values);
	va_end(values);
	cells = g_strsplit(text, "|", -1);
	g_assert(g_strv_length(cells) == g_strv_length(plot->heads));
	g_ptr_array_add(plot->rows, cells);
}

double plot_sum(const struct plot *plot, const struct plot_bar *bar)
{
	double sum = 0;

	for (guint i = 0; i < plot->n_series; i++)
		sum += bar->values[i];
	return sum;
}

double plot_largest(const struct plot *plot)
{
	double most = 0;

	for (guint i = 0; i < plot->bars->len; i++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, i);

		most = MAX(most, MAX(plot_sum(plot, bar), bar->line));
	}
	return most;
}

guint plot_largest_cell(const struct plot *plot)
{
	guint most = 0;

	for (guint day = 0; day < 7; day++)
		for (guint hour = 0; hour < 24; hour++)
			most = MAX(most, plot->grid[day][hour]);
	return most;
}

char *plot_percent(double share)
{
	return g_strdup_printf("%.0f%%", share * 100);
}

char *plot_range(double low, double high)
{
	return g_strdup_printf("%.0f to %.0f%%", low * 100, high * 100);
}
