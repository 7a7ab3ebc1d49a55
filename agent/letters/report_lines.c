/* The report as lines of text. */
#include "agent/letters/report_lines.h"

#include <string.h>

#include "agent/letters/bars.h"
#include "agent/letters/figures.h"
#include "agent/letters/report_words.h"
#include "agent/safe.h"
#include "agent/spark.h"

/* Leads that a letter shows; a terminal shows all. */
#define MOST_LEADS 25

#define NAME_COLUMNS 40
#define INDENT 4

#define LABEL_COLUMNS 12

/* The latest weeks of a sparkline. */
#define MOST_SPARKS 53

struct writing {
	const struct report_letter *letter;
	const struct report_look *look;
	GPtrArray *lines;
};

static void free_line(gpointer data)
{
	struct report_text_line *line = data;

	g_free(line->text);
	g_free(line);
}

/* Takes the text, without spaces at its end. */
static void put(struct writing *writing, enum line_role role, char *text)
{
	struct report_text_line *line = g_new0(struct report_text_line, 1);

	line->role = role;
	line->text = g_strchomp(text);
	g_ptr_array_add(writing->lines, line);
}

static void blank(struct writing *writing)
{
	put(writing, LINE_PLAIN, g_strdup(""));
}

/* Safe text as lines of their own; takes nothing. */
static void put_wrapped(struct writing *writing, enum line_role role,
			guint indent, const char *safe)
{
	g_autofree char *text =
	    safe_wrap(safe, writing->look->columns - indent, indent);
	g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++)
		put(writing, role,
		    i == 0 ? g_strdup_printf("%*s%s", (int)indent, "", lines[i])
			   : g_strdup(lines[i]));
}

static void heading(struct writing *writing, const char *title)
{
	blank(writing);
	blank(writing);
	put_wrapped(writing, LINE_HEADING, 0, title);
}

/* A name in exactly so many columns. */
static char *column(const struct writing *writing, const char *text,
		    guint columns)
{
	g_autofree char *safe = writing->look->make_safe(text);

	return safe_column(safe, columns);
}

/* ---- leads ---- */

/* What the other columns leave. */
static guint step_columns(const struct writing *writing)
{
	return writing->look->columns >= 80 ? 16 : 13;
}

static guint name_columns(const struct writing *writing)
{
	guint others = 9 + 5 + 5 + 12 + 7 + 6 + step_columns(writing);

	return CLAMP((int)writing->look->columns - (int)others, 8, 32);
}

static void put_lead(struct writing *writing, const struct report_lead *lead)
{
	const struct report *report = writing->letter->report;
	g_autofree char *name =
	    column(writing, report_name(lead->name, lead->address),
		   name_columns(writing));
	g_autofree char *stage = safe_column(stage_name(lead->stage), 9);
	g_autofree char *exchanges =
	    g_strdup_printf("%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT,
			    lead->progress, report->target);
	g_autofree char *last = report_last(report, lead->last_at);
	g_autofree char *last_column = safe_column(last, 12);
	g_autofree char *step = report_step(report, lead);
	g_autofree char *step_column = safe_column(step, step_columns(writing));

	put(writing, LINE_PLAIN,
	    g_strdup_printf("%s %s %5" G_GINT64_FORMAT " %5s %s %-7s %s", name,
			    stage, lead->attempts, exchanges, last_column,
			    ball_name(lead->ball), step_column));
}

static void put_leads(struct writing *writing)
{
	const struct report *report = writing->letter->report;
	guint n = report->leads->len;
	guint shown = writing->look->contacts ? n : MIN(n, MOST_LEADS);
	g_autofree char *title = g_strdup_printf("Your leads (%u)", n);

	if (n == 0)
		return;
	heading(writing, title);
	put(writing, LINE_FAINT,
	    g_strdup_printf("%-*s %-9s %5s %5s %-12s %-7s %s",
			    (int)name_columns(writing), "name", "stage",
			    "tries", "talks", "last", "turn", "next"));
	for (guint i = 0; i < shown; i++)
		put_lead(writing,
			 &g_array_index(report->leads, struct report_lead, i));
	if (shown < n)
		put(writing, LINE_FAINT,
		    g_strdup_printf("%u more: tend report.", n - shown));
}

/* ---- lists ---- */

static void put_line(struct writing *writing, const struct report_line *line)
{
	const struct report *report = writing->letter->report;
	g_autofree char *name =
	    page_shorten(report_name(line->name, line->address), NAME_COLUMNS);
	g_autofree char *organisation =
	    page_shorten(report_organisation(line->organisation, line->address),
			 NAME_COLUMNS);
	g_autofree char *ago = report_last(report, line->since_at);
	g_autofree char *head = g_strdup_printf(
	    "%2u. %s%s%s - %s", line->position, name,
	    *organisation != '\0' ? ", " : "", organisation, ago);
	g_autofree char *safe_head = writing->look->make_safe(head);
	g_autofree char *words = report_line_words(writing->letter, line);
	g_autofree char *safe_words = writing->look->make_safe(words);
	g_autofree char *wrapped =
	    safe_wrap(safe_head, writing->look->columns - INDENT, INDENT);
	g_auto(GStrv) lines = g_strsplit(wrapped, "\n", -1);

	for (guint i = 0; lines[i] != NULL; i++)
		put(writing, LINE_PLAIN, g_strdup(lines[i]));
	if (*safe_words != '\0')
		put_wrapped(writing, LINE_FAINT, INDENT, safe_words);
}

static void put_list(struct writing *writing, const char *list)
{
	const struct report *report = writing->letter->report;
	g_autofree char *title = report_list_title(report, list);
	g_autofree char *rest = report_list_rest(report, list);

	if (report_list_count(report, list) == 0)
		return;
	heading(writing, title);
	for (guint i = 0; i < report->lines->len; i++) {
		const struct report_line *line =
		    &g_array_index(report->lines, struct report_line, i);

		if (g_str_equal(line->list, list))
			put_line(writing, line);
	}
	if (rest != NULL)
		put_wrapped(writing, LINE_FAINT, INDENT, rest);
	if (!writing->letter->answers)
		return;
	if (g_str_equal(list, REPORT_CLOSE))
		put_wrapped(writing, LINE_FAINT, 0,
			    "Answer \"close all\", \"close all but 3 and 7\" "
			    "or \"close 1 4\".");
	else if (g_str_equal(list, REPORT_TRACK))
		put_wrapped(writing, LINE_FAINT, 0,
			    "Answer \"track all\", or \"track\" and numbers.");
	else
		put_wrapped(writing, LINE_FAINT, 0,
			    "Answer \"done\" or \"snooze\" and a number.");
}

static void put_people(struct writing *writing, const char *title,
		       const GArray *people,
		       char *(*words_of)(const struct report *report,
					 const struct report_person *person))
{
	if (people->len == 0)
		return;
	heading(writing, title);
	for (guint i = 0; i < people->len; i++) {
		const struct report_person *person =
		    &g_array_index(people, struct report_person, i);
		g_autofree char *name = page_shorten(
		    report_name(person->name, person->address), NAME_COLUMNS);
		g_autofree char *words =
		    words_of(writing->letter->report, person);
		g_autofree char *line = g_strdup_printf("%s - %s", name, words);
		g_autofree char *safe = writing->look->make_safe(line);

		put_wrapped(writing, LINE_PLAIN, INDENT, safe);
	}
}

/* ---- figures ---- */

static void put_bar(struct writing *writing, const struct plot *plot,
		    const struct plot_bar *bar, double most)
{
	g_autofree char *drawn = bars_text(
	    plot_sum(plot, bar) / (most > 0 ? most : 1),
	    writing->look->columns >= 80 ? 24 : 18, writing->look->utf8);
	g_autofree char *label = safe_column(bar->label, LABEL_COLUMNS);
	g_autofree char *head = NULL, *whole = NULL;

	head = g_strdup_printf("  %s %s %s", label, drawn, bar->text);
	if (bar->detail == NULL) {
		put(writing, LINE_PLAIN, g_steal_pointer(&head));
		return;
	}
	whole = g_strdup_printf("%s  (%s)", head, bar->detail);
	if (safe_width(whole) <= writing->look->columns) {
		put(writing, LINE_PLAIN, g_steal_pointer(&whole));
		return;
	}
	put(writing, LINE_PLAIN, g_steal_pointer(&head));
	put_wrapped(writing, LINE_FAINT, LABEL_COLUMNS + 3, bar->detail);
}

/* One sparkline of the weeks. */
static void put_weeks(struct writing *writing, const struct plot *plot,
		      gint series, const char *name)
{
	guint numbers[MOST_SPARKS] = { 0 }, all = 0;
	guint n = MIN(plot->bars->len, MOST_SPARKS);
	g_autofree char *spark = NULL;

	for (guint i = 0; i < n; i++) {
		const struct plot_bar *bar = &g_array_index(
		    plot->bars, struct plot_bar, plot->bars->len - n + i);

		numbers[i] =
		    (guint)(series < 0 ? bar->line : bar->values[series]);
		all += numbers[i];
	}
	if (all == 0)
		return;
	spark = spark_draw(numbers, n, writing->look->utf8);
	put(writing, LINE_PLAIN,
	    g_strdup_printf("  %-*s %s  %u", LABEL_COLUMNS, name, spark, all));
}

static void put_heat(struct writing *writing, const struct plot *plot)
{
	guint most = MAX(plot_largest_cell(plot), 1);

	put(writing, LINE_FAINT,
	    g_strdup_printf("  %-*s %-6s%-6s%-6s%-6s", LABEL_COLUMNS, "", "0",
			    "6", "12", "18"));
	for (guint day = 0; day < 7; day++) {
		const struct plot_bar *bar =
		    &g_array_index(plot->bars, struct plot_bar, day);
		guint numbers[25];
		g_autofree char *spark = NULL;
		glong bytes;

		/* The last one, cut away again, is the scale of all. */
		memcpy(numbers, plot->grid[day], sizeof plot->grid[day]);
		numbers[24] = most;
		spark = spark_draw(numbers, 25, writing->look->utf8);
		bytes = g_utf8_offset_to_pointer(spark, 24) - spark;
		put(writing, LINE_PLAIN,
		    g_strdup_printf("  %-*s %.*s  %s  (%s)", LABEL_COLUMNS,
				    bar->label, (int)bytes, spark, bar->text,
				    bar->detail));
	}
}

static void put_plot(struct writing *writing, const struct plot *plot)
{
	double most = plot->kind == PLOT_SHARES ? 1 : plot_largest(plot);

	heading(writing, plot->title);
	if (plot->missing != NULL)
		put_wrapped(writing, LINE_PLAIN, 2, plot->missing);
	else if (plot->kind == PLOT_HEAT)
		put_heat(writing, plot);
	else if (plot->kind == PLOT_COLUMNS) {
		for (guint i = 0; i < plot->n_series; i++)
			put_weeks(writing, plot, (gint)i, plot->series[i]);
		put_weeks(writing, plot, -1, plot->line_name);
	} else {
		for (guint i = 0; i < plot->bars->len; i++)
			put_bar(writing, plot,
				&g_array_index(plot->bars, struct plot_bar, i),
				most);
	}
	if (plot->note != NULL)
		put_wrapped(writing, LINE_FAINT, 2, plot->note);
}

GPtrArray *report_lines(const struct report_letter *letter,
			const struct report_look *look)
{
	const struct report *report = letter->report;
	struct writing writing = {
		.letter = letter,
		.look = look,
		.lines = g_ptr_array_new_with_free_func(free_line),
	};
	g_autoptr(GPtrArray) plots = figures_list(report);
	g_autofree char *day = page_day(report->now, report->zone);
	g_autofree char *lately = report_lately(report);
	g_autofree char *period = report_period(report);

	put(&writing, LINE_HEADING, g_strdup_printf("Your week to %s", day));
	put_wrapped(&writing, LINE_PLAIN, 0, lately);
	put_list(&writing, REPORT_CLOSE);
	put_list(&writing, REPORT_TRACK);
	put_leads(&writing);
	put_list(&writing, REPORT_WAITING);
	put_people(&writing, "Let go before the fifth try", report->dropped,
		   report_dropped_words);
	put_people(&writing, "Said no", report->nos, report_nos_words);
	if (plots->len > 0)
		heading(&writing, period);
	for (guint i = 0; i < plots->len; i++)
		put_plot(&writing, plots->pdata[i]);
	return writing.lines;
}
