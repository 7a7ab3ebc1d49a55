/* Plots: what is drawn has the size of its number. */
#include <libxml/parser.h>
#include <libxml/xpath.h>
#include <math.h>
#include <string.h>

#include "agent/letters/bars.h"
#include "agent/letters/svg.h"

/* Numbers are written with one digit behind the dot. */
#define ROUNDED 0.051

struct drawing {
	GString *text;
	xmlDoc *document;
	xmlXPathContext *context;
};

static void draw(struct drawing *drawing, const struct plot *plot)
{
	drawing->text = g_string_new(NULL);
	svg_draw(drawing->text, plot);
	drawing->document = xmlReadMemory(
	    drawing->text->str, (int)drawing->text->len, "svg", NULL, 0);
	g_assert_nonnull(drawing->document);
	drawing->context = xmlXPathNewContext(drawing->document);
}

static void clear(struct drawing *drawing)
{
	xmlXPathFreeContext(drawing->context);
	xmlFreeDoc(drawing->document);
	g_string_free(drawing->text, TRUE);
}

static xmlXPathObject *find(const struct drawing *drawing, const char *path)
{
	xmlXPathObject *found =
	    xmlXPathEvalExpression((const xmlChar *)path, drawing->context);

	g_assert_nonnull(found);
	g_assert_nonnull(found->nodesetval);
	return found;
}

static double number_of(xmlNode *node, const char *name)
{
	xmlChar *text = xmlGetProp(node, (const xmlChar *)name);
	double value;

	g_assert_nonnull(text);
	value = g_ascii_strtod((const char *)text, NULL);
	xmlFree(text);
	return value;
}

/* An attribute of all that the path finds is `scale` times these numbers. */
static void check_numbers(const struct drawing *drawing, const char *path,
			  const char *attribute, double from, double scale,
			  const double *expected, int n)
{
	xmlXPathObject *found = find(drawing, path);

	g_assert_cmpint(found->nodesetval->nodeNr, ==, n);
	for (int i = 0; i < n; i++)
		g_assert_cmpfloat_with_epsilon(
		    number_of(found->nodesetval->nodeTab[i], attribute),
		    from + scale * expected[i], ROUNDED);
	xmlXPathFreeObject(found);
}

static struct plot *make_shares(void)
{
	static const struct {
		const char *label;
		double share, low, high, beside;
	} rows[] = {
		{ "1 try", 0.5, 0.4, 0.6, 0.44 },
		{ "2 tries", 0.25, 0.15, 0.35, 0.22 },
		{ "none", 0, 0, 0.1, PLOT_NONE },
	};
	struct plot *plot = plot_new(PLOT_SHARES, "stopped",
				     g_strdup("Tries & <answers>"), "a|b");

	plot->about = g_strdup("How \"many\" of them");
	plot->series[0] = "you";
	plot->n_series = 1;
	plot->beside_name = "often quoted";
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		const struct plot_bar bar = {
			.label = g_strdup(rows[i].label),
			.values = { rows[i].share },
			.low = rows[i].low,
			.high = rows[i].high,
			.beside = rows[i].beside,
			.text = plot_percent(rows[i].share),
		};

		plot_add_row(plot, "%s|%d", rows[i].label, (int)i);
		plot_add_bar(plot, &bar);
	}
	return plot;
}

static void test_shares(void)
{
	g_autoptr(plot) plot = make_shares();
	static const double shares[] = { 0.5, 0.25, 0 };
	static const double quoted[] = { 0.44, 0.22 };
	static const double low[] = { 0.4, 0.15, 0 },
			    high[] = { 0.6, 0.35, 0.1 };
	struct drawing drawing;
	double scale = 204 / 0.6; /* the largest end of an interval fills it */

	draw(&drawing, plot);
	check_numbers(&drawing, "//rect[starts-with(@class,'bar')]", "width", 0,
		      scale, shares, 3);
	check_numbers(&drawing, "//rect[@class='quote']", "width", 0, scale,
		      quoted, 2);
	check_numbers(&drawing, "//line[@class='mark whisker']", "x1", 96,
		      scale, low, 3);
	check_numbers(&drawing, "//line[@class='mark whisker']", "x2", 96,
		      scale, high, 3);
	clear(&drawing);
}

static void test_columns(void)
{
	g_autoptr(plot) plot =
	    plot_new(PLOT_COLUMNS, "weeks", g_strdup("Weeks"), "a|b");
	static const double out[] = { 10, 3, 25 }, in[] = { 5, 12 };
	static const double runs[] = { 5, 0, 20 };
	struct drawing drawing;
	xmlXPathObject *found;
	g_auto(GStrv) points = NULL;
	xmlChar *text;
	double scale = 130 / 50.0; /* 37 in a week: the frame ends at 50 */

	plot->about = g_strdup("");
	plot->series[0] = "out";
	plot->series[1] = "in";
	plot->n_series = 2;
	plot->line_name = "exchanges";
	for (gsize i = 0; i < 3; i++) {
		const struct plot_bar bar = {
			.label = g_strdup_printf("%zu Mar", i + 1),
			.values = { out[i], i == 0   ? 5
					    : i == 2 ? 12
						     : 0 },
			.line = runs[i],
			.text = g_strdup(""),
		};

		plot_add_bar(plot, &bar);
	}
	draw(&drawing, plot);
	check_numbers(&drawing, "//rect[@class='bar s1']", "height", 0, scale,
		      out, 3);
	check_numbers(&drawing, "//rect[@class='bar b']", "height", 0, scale,
		      in, 2);
	/* They stand on the ground, and one on the other. */
	found = find(&drawing, "//rect[starts-with(@class,'bar')]");
	g_assert_cmpfloat_with_epsilon(
	    number_of(found->nodesetval->nodeTab[0], "y") +
		number_of(found->nodesetval->nodeTab[0], "height"),
	    164, 2 * ROUNDED);
	g_assert_cmpfloat_with_epsilon(
	    number_of(found->nodesetval->nodeTab[1], "y") +
		number_of(found->nodesetval->nodeTab[1], "height"),
	    number_of(found->nodesetval->nodeTab[0], "y"), 2 * ROUNDED);
	xmlXPathFreeObject(found);
	/* The line goes through its numbers. */
	found = find(&drawing, "//polyline[@class='run']");
	g_assert_cmpint(found->nodesetval->nodeNr, ==, 1);
	text = xmlGetProp(found->nodesetval->nodeTab[0],
			  (const xmlChar *)"points");
	points = g_strsplit_set((const char *)text, " ,", -1);
	g_assert_cmpuint(g_strv_length(points), ==, 6);
	for (gsize i = 0; i < 3; i++)
		g_assert_cmpfloat_with_epsilon(
		    g_ascii_strtod(points[2 * i + 1], NULL),
		    164 - scale * runs[i], ROUNDED);
	xmlFree(text);
	xmlXPathFreeObject(found);
	clear(&drawing);
}

static void test_counts(void)
{
	g_autoptr(plot) plot =
	    plot_new(PLOT_COUNTS, "funnel", g_strdup("Stages"), "a|b");
	static const double before[] = { 30, 6 }, fresh[] = { 10, 2 };
	struct drawing drawing;

	plot->about = g_strdup("");
	plot->series[0] = "before";
	plot->series[1] = "fresh";
	plot->n_series = 2;
	for (gsize i = 0; i < 3; i++) {
		const struct plot_bar bar = {
			.label = g_strdup(""),
			.values = { i < 2 ? before[i] : 0,
				    i < 2 ? fresh[i] : 0 },
			.text = g_strdup(""),
		};

		plot_add_bar(plot, &bar);
	}
	draw(&drawing, plot);
	check_numbers(&drawing, "//rect[@class='bar s1']", "width", 0,
		      204 / 40.0, before, 2);
	check_numbers(&drawing, "//rect[@class='bar b']", "width", 0,
		      204 / 40.0, fresh, 2);
	clear(&drawing);
}

static void test_heat(void)
{
	g_autoptr(plot) plot =
	    plot_new(PLOT_HEAT, "hours", g_strdup("Hours"), "a|b");
	static const guint counts[] = { 1, 4, 16 };
	struct drawing drawing;
	xmlXPathObject *found;

	plot->about = g_strdup("");
	plot->n_series = 1;
	plot->series[0] = "answers";
	plot->grid[0][9] = counts[0];
	plot->grid[3][14] = counts[1];
	plot->grid[6][23] = counts[2];
	for (gsize i = 0; i < 7; i++) {
		const struct plot_bar bar = { .label = g_strdup("Mon"),
					      .text = g_strdup("1%") };

		plot_add_bar(plot, &bar);
	}
	draw(&drawing, plot);
	found = find(&drawing, "//rect[@class='bar s1']");
	g_assert_cmpint(found->nodesetval->nodeNr, ==, 3);
	for (int i = 0; i < 3; i++) {
		double side = number_of(found->nodesetval->nodeTab[i], "width");

		/* The area says how many. */
		g_assert_cmpfloat_with_epsilon(side, 3.0 * sqrt(counts[i]),
					       ROUNDED);
	}
	g_assert_cmpfloat_with_epsilon(
	    number_of(found->nodesetval->nodeTab[1], "x"), 38 + 12.5 * 14.5 - 3,
	    ROUNDED);
	xmlXPathFreeObject(found);
	clear(&drawing);
}

/* Who cannot see it hears a title and a description; no word is markup. */
static void test_words(void)
{
	g_autoptr(plot) plot = make_shares();
	struct drawing drawing;
	xmlXPathObject *found;
	xmlChar *text;

	draw(&drawing, plot);
	found = find(&drawing,
		     "/svg[@role='img']"
		     "[@aria-labelledby='stopped-t stopped-d']"
		     "[title/@id='stopped-t'][desc/@id='stopped-d']/title");
	g_assert_cmpint(found->nodesetval->nodeNr, ==, 1);
	text = xmlNodeGetContent(found->nodesetval->nodeTab[0]);
	g_assert_cmpstr((const char *)text, ==, "Tries & <answers>");
	xmlFree(text);
	xmlXPathFreeObject(found);
	clear(&drawing);
}

static void check_node(xmlNode *node)
{
	static const char *const elements[] = { SVG_ELEMENTS, NULL };
	static const char *const attributes[] = { SVG_ATTRIBUTES, NULL };

	for (; node != NULL; node = node->next) {
		if (node->type != XML_ELEMENT_NODE)
			continue;
		g_assert_true(
		    g_strv_contains(elements, (const char *)node->name));
		for (xmlAttr *a = node->properties; a != NULL; a = a->next)
			g_assert_true(
			    g_strv_contains(attributes, (const char *)a->name));
		check_node(node->children);
	}
}

static void test_elements(void)
{
	g_autoptr(plot) plot = make_shares();
	struct drawing drawing;

	draw(&drawing, plot);
	check_node(xmlDocGetRootElement(drawing.document));
	clear(&drawing);
}

static void test_missing(void)
{
	g_autoptr(plot) plot = make_shares();
	g_autoptr(GString) out = g_string_new(NULL);

	plot->missing = g_strdup("Too few to say.");
	svg_draw(out, plot);
	bars_html(out, plot);
	g_assert_cmpstr(out->str, ==, "");
}

static void test_text_bars(void)
{
	static const struct {
		double share;
		const char *utf8, *plain;
	} rows[] = {
		{ 0, "        ", "        " },
		{ 1, "████████", "########" },
		{ 0.5, "████    ", "####    " },
		{ 0.53125, "████▎   ", "####    " },
		{ 0.0001, "▏       ", "#       " },
		{ 7, "████████", "########" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *utf8 = bars_text(rows[i].share, 8, TRUE);
		g_autofree char *plain = bars_text(rows[i].share, 8, FALSE);

		g_assert_cmpstr(utf8, ==, rows[i].utf8);
		g_assert_cmpstr(plain, ==, rows[i].plain);
	}
}

/* The bars of a mail: whole percents of the longest. */
static void test_html_bars(void)
{
	g_autoptr(plot) plot = make_shares();
	g_autoptr(GString) out = g_string_new(NULL);

	bars_html(out, plot);
	g_assert_nonnull(strstr(out->str, "<th>1 try</th><td class=\"bar\">"
					  "<span class=\"b1\" "
					  "style=\"width:100%\"></span>"));
	g_assert_nonnull(strstr(out->str, "width:50%"));
	g_assert_nonnull(strstr(out->str, "<th>none</th>"
					  "<td class=\"bar\"></td>"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/svg/shares", test_shares);
	g_test_add_func("/svg/columns", test_columns);
	g_test_add_func("/svg/counts", test_counts);
	g_test_add_func("/svg/heat", test_heat);
	g_test_add_func("/svg/words", test_words);
	g_test_add_func("/svg/elements", test_elements);
	g_test_add_func("/svg/missing", test_missing);
	g_test_add_func("/bars/text", test_text_bars);
	g_test_add_func("/bars/html", test_html_bars);
	return g_test_run();
}
