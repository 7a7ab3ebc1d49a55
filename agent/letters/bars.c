/* Plots without a picture. */
#include "agent/letters/bars.h"

#include "agent/safe.h"

const char bars_style[] =
    "table { border-collapse: collapse; width: 100%; margin: 10px 0 0;\n"
    "  font-size: 14px; }\n"
    "td, th { padding: 4px 10px 4px 0; text-align: left;\n"
    "  font-weight: 400; vertical-align: top; }\n"
    "th { color: #56626a; white-space: nowrap; width: 1%; }\n"
    "td.bar { width: 32%; padding-top: 8px; }\n"
    "td.num, th.num { text-align: right; white-space: nowrap; }\n"
    ".b1, .b2, .b3 { display: inline-block; height: 12px;\n"
    "  background: #2a6a5b; vertical-align: top; }\n"
    ".b2 { background: #9dc9dd; } .b3 { background: #e3b35c; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  th { color: #a0abb3; }\n"
    "  .b1 { background: #7cc7b3; } .b2 { background: #34647f; }\n"
    "  .b3 { background: #a9771f; }\n"
    "}\n";

char *bars_text(double share, guint width, gboolean utf8)
{
	static const char *const parts[] = { "",  "▏", "▎", "▍",
					     "▌", "▋", "▊", "▉" };
	GString *bar = g_string_new(NULL);
	guint eighths = (guint)(CLAMP(share, 0, 1) * width * 8 + 0.5), n;

	if (share > 0)
		eighths = MAX(eighths, 1);
	n = utf8 ? eighths / 8 : (eighths + 4) / 8;
	if (!utf8 && share > 0)
		n = MAX(n, 1);
	for (guint i = 0; i < n; i++)
		g_string_append(bar, utf8 ? "█" : "#");
	if (utf8 && eighths % 8 != 0) {
		g_string_append(bar, parts[eighths % 8]);
		n++;
	}
	for (; n < width; n++)
		g_string_append_c(bar, ' ');
	return g_string_free(bar, FALSE);
}

/* Widths in whole percents, so that no locale can spoil them. */
static void append_block(GString *out, guint class, double share)
{
	guint percent = (guint)(100 * CLAMP(share, 0, 1) + 0.5);

	if (percent > 0)
		g_string_append_printf(
		    out, "<span class=\"b%u\" style=\"width:%u%%\"></span>",
		    class, percent);
}

static void append_bar(GString *out, const struct plot *plot,
		       const struct plot_bar *bar, double most)
{
	if (most <= 0)
		return;
	/* Over time there is one bar: what it is made of, no word says. */
	if (plot->kind == PLOT_COLUMNS) {
		append_block(out, 1, plot_sum(plot, bar) / most);
		return;
	}
	for (guint i = 0; i < plot->n_series; i++)
		append_block(out, i + 1, bar->values[i] / most);
}

static void append_words(GString *out, const struct plot *plot,
			 const struct plot_bar *bar)
{
	g_autofree char *text = safe_html_attribute(bar->text);
	g_autofree char *detail = safe_html_attribute(bar->detail);

	g_string_append_printf(out, "<td>%s", text);
	if (plot->kind == PLOT_COLUMNS)
		g_string_append_printf(out, ", %.0f %s", bar->line,
				       plot->line_name);
	else if (*detail != '\0')
		g_string_append_printf(
		    out, "<br><span class=\"soft\">%s</span>", detail);
	g_string_append(out, "</td>");
}

void bars_html(GString *out, const struct plot *plot)
{
	double most = 0;

	if (plot->missing != NULL || plot->bars->len == 0)
		return;
	for (guint i = 0; i < plot->bars->len; i++)
		most = MAX(most,
			   plot_sum(plot, &g_array_index(plot->bars,
							 struct plot_bar, i)));
	g_string_append(out, "<table>\n");
	for (guint i = 0; i < plot->bars->len; i++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, i);
		g_autofree char *label = safe_html_attribute(bar->label);

		g_string_append_printf(out, "<tr><th>%s</th><td class=\"bar\">",
				       label);
		append_bar(out, plot, bar, most);
		g_string_append(out, "</td>");
		append_words(out, plot, bar);
		g_string_append(out, "</tr>\n");
	}
	g_string_append(out, "</table>\n");
}

/* The first column is words, the others are numbers. */
static void append_cells(GString *out, const char *tag, char *const *cells)
{
	g_string_append(out, "<tr>");
	for (guint i = 0; cells[i] != NULL; i++) {
		g_autofree char *text = safe_html_attribute(cells[i]);
		const char *name = i == 0 ? "th" : tag;

		g_string_append_printf(out, "<%s%s>%s</%s>", name,
				       i > 0 ? " class=\"num\"" : "", text,
				       name);
	}
	g_string_append(out, "</tr>\n");
}

void bars_table(GString *out, const struct plot *plot)
{
	g_autofree char *title = safe_html_attribute(plot->title);

	if (plot->rows->len == 0)
		return;
	g_string_append_printf(out, "<table>\n<caption>%s</caption>\n", title);
	append_cells(out, "th", plot->heads);
	for (guint i = 0; i < plot->rows->len; i++)
		append_cells(out, "td", plot->rows->pdata[i]);
	g_string_append(out, "</table>\n");
}
