/* Plots as inline SVG. */
#include "agent/letters/svg.h"

#include <math.h>

#include "agent/safe.h"

/* Of bars that lie: where they begin and end, and what stands behind them. */
#define BAR_X 96
#define BAR_WIDTH 204
#define TEXT_X (BAR_X + BAR_WIDTH + 10)

/* Rows and the line of the legend. */
#define ROW 30
#define LEGEND 26

/* Columns: the frame that they stand in. */
#define FRAME_X 30
#define FRAME_WIDTH (SVG_WIDTH - FRAME_X - 4)
#define FRAME_HEIGHT 130

/* The heat strip. */
#define CELL_X 38
#define CELL_WIDTH 12.5
#define CELL_HEIGHT 16

const char svg_style[] =
    "svg { display: block; width: 100%; height: auto; margin: 12px 0 0;\n"
    "  overflow: visible; }\n"
    "svg text { fill: #1d2328; font-size: 12.5px; }\n"
    "svg .soft { fill: #5c6770; }\n"
    "svg .s1 { fill: #2a6a5b; } svg .s2 { fill: #9dc9dd; }\n"
    "svg .s3 { fill: #e3b35c; } svg .quoted { fill: #dce1e4; }\n"
    "svg .mark { stroke: #1d2328; stroke-width: 1.2; fill: none; }\n"
    "svg .over { stroke: #ffffff; stroke-width: 4; fill: none; }\n"
    "svg .stripe { stroke: #5c6770; stroke-width: 1.2; }\n"
    "svg .dot { fill: #1d2328; }\n"
    "svg .grid { stroke: #dce1e4; stroke-width: 1; }\n"
    "svg .run { stroke: #1d2328; stroke-width: 1.6; fill: none; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  svg text { fill: #e6eaed; } svg .soft { fill: #9aa6ae; }\n"
    "  svg .s1 { fill: #7cc7b3; } svg .s2 { fill: #34647f; }\n"
    "  svg .s3 { fill: #a9771f; } svg .quoted { fill: #323a40; }\n"
    "  svg .mark, svg .run { stroke: #e6eaed; }\n"
    "  svg .over { stroke: #14181b; } svg .stripe { stroke: #9aa6ae; }\n"
    "  svg .dot { fill: #e6eaed; } svg .grid { stroke: #323a40; }\n"
    "}\n";

/* With a dot whatever the locale, and no more digits than it shows. */
static const char *number(double value, char buffer[16])
{
	gint64 tenths = (gint64)(value * 10 + (value < 0 ? -0.5 : 0.5));

	if (tenths % 10 == 0)
		g_snprintf(buffer, 16, "%" G_GINT64_FORMAT, tenths / 10);
	else
		g_snprintf(buffer, 16, "%s%" G_GINT64_FORMAT ".%d",
			   tenths < 0 ? "-" : "", ABS(tenths) / 10,
			   (int)(ABS(tenths) % 10));
	return buffer;
}

static void attribute(GString *out, const char *name, double value)
{
	char buffer[16];

	g_string_append_printf(out, " %s=\"%s\"", name, number(value, buffer));
}

/* Filled by its class, or by `fill`, the "url(#...)" of a pattern. */
static void rectangle(GString *out, const char *class, const char *fill,
		      double x, double y, double width, double height,
		      double round)
{
	g_string_append_printf(out, "<rect class=\"%s\"", class);
	if (fill != NULL)
		g_string_append_printf(out, " fill=\"%s\"", fill);
	attribute(out, "x", x);
	attribute(out, "y", y);
	attribute(out, "width", width);
	attribute(out, "height", height);
	if (round > 0)
		attribute(out, "rx", round);
	g_string_append(out, "/>\n");
}

static void line(GString *out, const char *class, double x1, double y1,
		 double x2, double y2)
{
	g_string_append_printf(out, "<line class=\"%s\"", class);
	attribute(out, "x1", x1);
	attribute(out, "y1", y1);
	attribute(out, "x2", x2);
	attribute(out, "y2", y2);
	g_string_append(out, "/>\n");
}

static void write_text(GString *out, const char *class, double x, double y,
		       const char *anchor, const char *text)
{
	g_autofree char *safe = safe_html_attribute(text);

	g_string_append(out, "<text");
	if (class != NULL)
		g_string_append_printf(out, " class=\"%s\"", class);
	attribute(out, "x", x);
	attribute(out, "y", y);
	if (anchor != NULL)
		g_string_append_printf(out, " text-anchor=\"%s\"", anchor);
	g_string_append_printf(out, ">%s</text>\n", safe);
}

/* What fills a series beside its class: nothing, stripes, dots. */
static char *series_fill(const struct plot *plot, guint series)
{
	return series == 0
		   ? NULL
		   : g_strdup_printf("url(#%s-%u)", plot->id, series + 1);
}

static const char *series_class(guint series)
{
	static const char *const classes[PLOT_SERIES] = { "bar s1", "bar b",
							  "bar c" };

	return classes[series];
}

static void define_patterns(GString *out, const struct plot *plot)
{
	g_string_append_printf(
	    out,
	    "<defs>\n"
	    "<pattern id=\"%s-2\" width=\"5\" height=\"5\" "
	    "patternUnits=\"userSpaceOnUse\" "
	    "patternTransform=\"rotate(45)\">\n"
	    "<rect class=\"s2\" width=\"5\" height=\"5\"/>\n"
	    "<line class=\"stripe\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"5\"/>\n"
	    "</pattern>\n"
	    "<pattern id=\"%s-3\" width=\"5\" height=\"5\" "
	    "patternUnits=\"userSpaceOnUse\">\n"
	    "<rect class=\"s3\" width=\"5\" height=\"5\"/>\n"
	    "<circle class=\"dot\" cx=\"2.5\" cy=\"2.5\" r=\"0.8\"/>\n"
	    "</pattern>\n"
	    "<pattern id=\"%s-q\" width=\"4\" height=\"4\" "
	    "patternUnits=\"userSpaceOnUse\" "
	    "patternTransform=\"rotate(-45)\">\n"
	    "<rect class=\"quoted\" width=\"4\" height=\"4\"/>\n"
	    "<line class=\"stripe\" x1=\"0\" y1=\"0\" x2=\"0\" y2=\"4\"/>\n"
	    "</pattern>\n"
	    "</defs>\n",
	    plot->id, plot->id, plot->id);
}

static void open_svg(GString *out, const struct plot *plot, double height)
{
	g_autofree char *title = safe_html_attribute(plot->title);
	g_autofree char *about = safe_html_attribute(plot->about);
	char buffer[16];

	g_string_append_printf(
	    out,
	    "<svg role=\"img\" aria-labelledby=\"%s-t %s-d\" "
	    "viewBox=\"0 0 %d %s\">\n"
	    "<title id=\"%s-t\">%s</title>\n"
	    "<desc id=\"%s-d\">%s</desc>\n",
	    plot->id, plot->id, SVG_WIDTH, number(height, buffer), plot->id,
	    title, plot->id, about);
	define_patterns(out, plot);
}

/* A box and its word; returns where the next may begin. */
static double legend_entry(GString *out, const char *class, const char *fill,
			   double x, const char *word)
{
	rectangle(out, class, fill, x, 2, 12, 12, 2);
	write_text(out, "soft", x + 17, 12, NULL, word);
	return x + 30 + 6.4 * safe_width(word);
}

static void draw_legend(GString *out, const struct plot *plot)
{
	double x = 0;

	for (guint i = 0; i < plot->n_series; i++) {
		g_autofree char *fill = series_fill(plot, i);

		x = legend_entry(out, i == 0 ? "key s1" : "key", fill, x,
				 plot->series[i]);
	}
	if (plot->beside_name != NULL) {
		g_autofree char *fill = g_strdup_printf("url(#%s-q)", plot->id);

		x = legend_entry(out, "key", fill, x, plot->beside_name);
	}
	if (plot->kind == PLOT_SHARES) {
		line(out, "mark", x, 8, x + 16, 8);
		line(out, "mark", x, 4, x, 12);
		line(out, "mark", x + 16, 4, x + 16, 12);
		write_text(out, "soft", x + 21, 12, NULL, "likely range");
	}
	if (plot->line_name != NULL) {
		line(out, "run", x, 8, x + 16, 8);
		write_text(out, "soft", x + 21, 12, NULL, plot->line_name);
	}
}

/* ---- bars that lie ---- */

/* The whole width is a share that all of them stay below, in tenths. */
static double share_scale(const struct plot *plot)
{
	double most = 0.1;

	for (guint i = 0; i < plot->bars->len; i++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, i);

		most = MAX(most, MAX(bar->high, bar->beside));
	}
	return (double)(int)(most * 10 + 0.999) / 10;
}

static void draw_whisker(GString *out, const struct plot_bar *bar, double y,
			 double scale)
{
	double low = BAR_X + BAR_WIDTH * bar->low / scale;
	double high = BAR_X + BAR_WIDTH * bar->high / scale;

	/* A rim, so that it shows on the bar as well as beside it. */
	line(out, "over", low, y, high, y);
	line(out, "mark whisker", low, y, high, y);
	line(out, "mark", low, y - 4, low, y + 4);
	line(out, "mark", high, y - 4, high, y + 4);
}

static void draw_shares(GString *out, const struct plot *plot)
{
	double scale = share_scale(plot);
	guint n = plot->bars->len;

	open_svg(out, plot, LEGEND + (double)n * ROW + 4);
	draw_legend(out, plot);
	line(out, "grid", BAR_X, LEGEND, BAR_X, LEGEND + n * ROW);
	for (guint i = 0; i < n; i++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, i);
		double y = LEGEND + (double)i * ROW;

		write_text(out, NULL, BAR_X - 10, y + 17, "end", bar->label);
		rectangle(out, "bar s1", NULL, BAR_X, y + 5,
			  BAR_WIDTH * bar->values[0] / scale, 14, 2);
		if (bar->beside >= 0) {
			g_autofree char *fill =
			    g_strdup_printf("url(#%s-q)", plot->id);

			rectangle(out, "quote", fill, BAR_X, y + 20,
				  BAR_WIDTH * bar->beside / scale, 6, 1);
		}
		draw_whisker(out, bar, y + 12, scale);
		write_text(out, NULL, TEXT_X, y + 17, NULL, bar->text);
	}
	g_string_append(out, "</svg>\n");
}

static void draw_counts(GString *out, const struct plot *plot)
{
	double most = MAX(plot_largest(plot), 1);
	guint n = plot->bars->len;

	open_svg(out, plot, LEGEND + (double)n * ROW + 4);
	draw_legend(out, plot);
	line(out, "grid", BAR_X, LEGEND, BAR_X, LEGEND + n * ROW);
	for (guint i = 0; i < n; i++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, i);
		double x = BAR_X, y = LEGEND + (double)i * ROW;

		write_text(out, NULL, BAR_X - 10, y + 19, "end", bar->label);
		for (guint s = 0; s < plot->n_series; s++) {
			g_autofree char *fill = series_fill(plot, s);
			double width = BAR_WIDTH * bar->values[s] / most;

			if (width > 0)
				rectangle(out, series_class(s), fill, x, y + 5,
					  width, 18, 2);
			x += width;
		}
		write_text(out, NULL, x + 8, y + 19, NULL, bar->text);
	}
	g_string_append(out, "</svg>\n");
}

/* ---- columns ---- */

/* A number that people like: 1, 2 or 5 times a power of ten. */
static double round_up(double value)
{
	static const double steps[] = { 1, 2, 5 };
	double power = 1;

	for (;; power *= 10)
		for (gsize i = 0; i < G_N_ELEMENTS(steps); i++)
			if (steps[i] * power >= value)
				return steps[i] * power;
}

static void draw_frame(GString *out, double most)
{
	for (int i = 0; i <= 2; i++) {
		double y = LEGEND + 8 + FRAME_HEIGHT * (1 - i / 2.0);
		g_autofree char *value = g_strdup_printf("%g", most * i / 2);

		line(out, "grid", FRAME_X, y, FRAME_X + FRAME_WIDTH, y);
		write_text(out, "soft", FRAME_X - 6, y + 4, "end", value);
	}
}

static void draw_column(GString *out, const struct plot *plot,
			const struct plot_bar *bar, double x, double width,
			double most)
{
	double y = LEGEND + 8 + FRAME_HEIGHT;

	for (guint s = 0; s < plot->n_series; s++) {
		g_autofree char *fill = series_fill(plot, s);
		double height = FRAME_HEIGHT * bar->values[s] / most;

		y -= height;
		if (height > 0)
			rectangle(out, series_class(s), fill, x, y, width,
				  height, 0);
	}
}

static void draw_run(GString *out, const struct plot *plot, double step,
		     double most)
{
	GString *points = g_string_new(NULL);
	char x[16], y[16];

	for (guint i = 0; i < plot->bars->len; i++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, i);
		double up = FRAME_HEIGHT * bar->line / most;

		g_string_append_printf(
		    points, "%s%s,%s", i > 0 ? " " : "",
		    number(FRAME_X + step * (i + 0.5), x),
		    number(LEGEND + 8 + FRAME_HEIGHT - up, y));
	}
	g_string_append_printf(out,
			       "<polyline class=\"over\" points=\"%s\"/>\n"
			       "<polyline class=\"run\" points=\"%s\"/>\n",
			       points->str, points->str);
	g_string_free(points, TRUE);
}

static void draw_columns(GString *out, const struct plot *plot)
{
	double most = MAX(round_up(plot_largest(plot)), 2);
	guint n = plot->bars->len, every = (n + 4) / 5;
	double step = (double)FRAME_WIDTH / n;
	double width = MIN(step * 0.72, 24);

	open_svg(out, plot, LEGEND + 8 + FRAME_HEIGHT + 24);
	draw_legend(out, plot);
	draw_frame(out, most);
	for (guint i = 0; i < n; i++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, i);
		double middle = FRAME_X + step * (i + 0.5);

		draw_column(out, plot, bar, middle - width / 2, width, most);
		if (i % every == 0)
			write_text(out, "soft", middle,
				   LEGEND + 8 + FRAME_HEIGHT + 18, "middle",
				   bar->label);
	}
	draw_run(out, plot, step, most);
	g_string_append(out, "</svg>\n");
}

/* ---- the heat strip ---- */

static void draw_heat(GString *out, const struct plot *plot)
{
	double most = MAX(plot_largest_cell(plot), 1);

	open_svg(out, plot, 7 * CELL_HEIGHT + 24);
	for (guint day = 0; day < 7; day++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, day);
		double y = day * CELL_HEIGHT;

		write_text(out, NULL, CELL_X - 8, y + 12, "end", bar->label);
		line(out, "grid", CELL_X, y + CELL_HEIGHT,
		     CELL_X + 24 * CELL_WIDTH, y + CELL_HEIGHT);
		for (guint hour = 0; hour < 24; hour++) {
			guint count = plot->grid[day][hour];
			double side = 12 * sqrt(count / most);
			double x = CELL_X + CELL_WIDTH * (hour + 0.5);

			if (count > 0)
				rectangle(out, "bar s1", NULL, x - side / 2,
					  y + CELL_HEIGHT / 2.0 - side / 2,
					  side, side, 1.5);
		}
		write_text(out, "soft", SVG_WIDTH, y + 12, "end", bar->text);
	}
	for (guint hour = 0; hour <= 24; hour += 6) {
		g_autofree char *text = g_strdup_printf("%u", hour);
		double x = CELL_X + CELL_WIDTH * hour;

		line(out, "grid", x, 0, x, 7 * CELL_HEIGHT + 4);
		write_text(out, "soft", x, 7 * CELL_HEIGHT + 18, "middle",
			   text);
	}
	g_string_append(out, "</svg>\n");
}

void svg_draw(GString *out, const struct plot *plot)
{
	if (plot->missing != NULL || plot->bars->len == 0)
		return;
	switch (plot->kind) {
	case PLOT_SHARES:
		draw_shares(out, plot);
		return;
	case PLOT_COUNTS:
		draw_counts(out, plot);
		return;
	case PLOT_COLUMNS:
		draw_columns(out, plot);
		return;
	case PLOT_HEAT:
		draw_heat(out, plot);
		return;
	}
	g_assert_not_reached();
}
