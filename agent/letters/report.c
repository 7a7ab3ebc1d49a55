/* The report as a subject, as text and as HTML. */
#include "agent/letters/report.h"

#include "agent/letters/bars.h"
#include "agent/letters/figures.h"
#include "agent/letters/mailto.h"
#include "agent/letters/report_lines.h"
#include "agent/letters/report_words.h"
#include "agent/safe.h"

/* More do not make a letter better. */
#define MOST_LEADS 25

#define NAME_COLUMNS 40

gboolean report_has_news(const struct report *report)
{
	const struct tally_counts *n = &report->tally.lately;

	return report->lines->len > 0 || report->leads->len > 0 ||
	       n->out + n->in + n->both > 0;
}

char *report_subject(const struct report *report)
{
	const struct {
		guint n;
		const char *what;
	} parts[] = {
		{ report->tally.lately_answered, "answered" },
		{ report->n_close, "to close" },
		{ report_list_count(report, REPORT_TRACK), "to track" },
	};
	GString *subject = g_string_new("Your week");
	const char *sign = ": ";

	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
		if (parts[i].n == 0)
			continue;
		g_string_append_printf(subject, "%s%u %s", sign, parts[i].n,
				       parts[i].what);
		sign = ", ";
	}
	return g_string_free(subject, FALSE);
}

/* ---- text ---- */

char *report_text(const struct report_letter *letter)
{
	const struct report_look look = {
		.columns = PAGE_COLUMNS,
		.utf8 = TRUE,
		.make_safe = safe_mail_text,
	};
	g_autoptr(GPtrArray) lines = report_lines(letter, &look);
	GString *text = g_string_new(NULL);

	for (guint i = 0; i < lines->len; i++) {
		const struct report_text_line *line = lines->pdata[i];

		g_string_append_printf(text, "%s\n", line->text);
	}
	return g_string_free(text, FALSE);
}

/* ---- HTML ---- */

static const char report_style[] =
    ".say { margin: 6px 0 0; }\n"
    ".sub { margin: 3px 0 0; font-size: 14px; color: #56626a; }\n"
    ".sub a { color: #56626a; text-decoration: none; }\n"
    ".line { padding: 10px 0; border-top: 1px solid #e1e5e8;\n"
    "  overflow-wrap: anywhere; }\n"
    ".part { overflow-wrap: anywhere; min-width: 0; }\n"
    ".step { white-space: nowrap; }\n"
    ".now { font-weight: 600; }\n"
    ".leads td { border-top: 1px solid #e1e5e8; }\n"
    ".leads td:first-child, .leads th:first-child { width: auto; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  .sub, .sub a { color: #a0abb3; }\n"
    "  .line, .leads td { border-color: #2f373d; }\n"
    "}\n";

/* A file is read on wide screens too. */
static const char file_style[] =
    ".letter { max-width: 1080px; }\n"
    ".parts { display: grid; gap: 8px 56px; align-items: start;\n"
    "  grid-template-columns: repeat(auto-fit, minmax(min(100%, 440px), 1fr)); "
    "}\n"
    ".lists { columns: 2 440px; column-gap: 56px; }\n"
    ".lists h2 { break-after: avoid; }\n"
    ".line, .leads { break-inside: avoid; }\n"
    "details { margin: 8px 0 0; font-size: 14px; }\n"
    "summary { color: #56626a; cursor: pointer; }\n"
    "caption { text-align: left; color: #56626a; padding: 0 0 4px; }\n"
    ".scroll { overflow-x: auto; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  caption, summary { color: #a0abb3; }\n"
    "}\n";

struct writing {
	const struct report_letter *letter;
	GString *out;
	gboolean file; /* else a mail */
	struct mailto_letter answer;
};

static void paragraph(GString *out, const char *class, const char *safe)
{
	g_string_append_printf(out, "<p class=\"%s\">%s</p>\n", class, safe);
}

/* A link that answers the letter with a command. */
static void command(struct writing *writing, const char *class,
		    const char *label, const char *words)
{
	g_autofree char *uri = mailto_command(&writing->answer, words);

	if (uri == NULL)
		return;
	page_link(writing->out, class, uri, label);
	g_string_append_c(writing->out, '\n');
}

static void line_commands(struct writing *writing,
			  const struct report_line *line)
{
	gboolean close = g_str_equal(line->list, REPORT_CLOSE);
	gboolean track = g_str_equal(line->list, REPORT_TRACK);
	g_autofree char *first = g_strdup_printf("%s %u",
						 close	 ? "close"
						 : track ? "track"
							 : "done",
						 line->position);
	g_autofree char *later =
	    g_strdup_printf("snooze %u 2w", line->position);

	if (!writing->letter->answers)
		return;
	g_string_append(writing->out, "<p class=\"acts\">\n");
	command(writing, NULL,
		close	? "Close"
		: track ? "Track"
			: "Done",
		first);
	if (!track)
		command(writing, NULL, "Two weeks", later);
	g_string_append(writing->out, "</p>\n");
}

static void append_line(struct writing *writing, const struct report_line *line)
{
	GString *out = writing->out;
	g_autofree char *name =
	    page_shorten(report_name(line->name, line->address), NAME_COLUMNS);
	g_autofree char *safe_name = safe_html(name);
	g_autofree char *organisation =
	    page_shorten(report_organisation(line->organisation, line->address),
			 NAME_COLUMNS);
	g_autofree char *safe_organisation = safe_html(organisation);
	g_autofree char *ago =
	    report_last(writing->letter->report, line->since_at);
	g_autofree char *words = report_line_words(writing->letter, line);
	g_autofree char *safe_words = safe_html(words);

	g_string_append_printf(out,
			       "<div class=\"line\">\n"
			       "<p><span class=\"n\">%u</span> <b>%s</b>",
			       line->position, safe_name);
	if (*organisation != '\0')
		g_string_append_printf(out, " <span class=\"soft\">%s</span>",
				       safe_organisation);
	g_string_append(out, "</p>\n<p class=\"sub\">");
	page_address(out, line->address);
	g_string_append_printf(out, "%s%s</p>\n",
			       *line->address != '\0' ? " · " : "", ago);
	if (*safe_words != '\0')
		paragraph(out, "say", safe_words);
	line_commands(writing, line);
	g_string_append(out, "</div>\n");
}

static void open_part(struct writing *writing, const char *title)
{
	g_string_append(writing->out, "<div class=\"part\">\n");
	page_section(writing->out, title);
}

static void close_part(struct writing *writing)
{
	g_string_append(writing->out, "</div>\n");
}

/* What is said of all lines at once; of one alone its own links say it. */
static void list_commands(struct writing *writing, const char *list)
{
	gboolean close = g_str_equal(list, REPORT_CLOSE);

	if (!writing->letter->answers || g_str_equal(list, REPORT_WAITING) ||
	    report_list_count(writing->letter->report, list) < 2)
		return;
	g_string_append(writing->out, "<p class=\"acts\">\n");
	command(writing, "first", close ? "Close all" : "Track all",
		close ? "close all" : "track all");
	if (close)
		command(writing, NULL, "All but …", "close all but");
	g_string_append(writing->out, "</p>\n");
}

static void append_list(struct writing *writing, const char *list)
{
	const struct report *report = writing->letter->report;
	g_autofree char *title = report_list_title(report, list);
	g_autofree char *rest = report_list_rest(report, list);

	if (report_list_count(report, list) == 0)
		return;
	open_part(writing, title);
	list_commands(writing, list);
	for (guint i = 0; i < report->lines->len; i++) {
		const struct report_line *line =
		    &g_array_index(report->lines, struct report_line, i);

		if (g_str_equal(line->list, list))
			append_line(writing, line);
	}
	if (rest != NULL)
		paragraph(writing->out, "sub", rest);
	close_part(writing);
}

static void append_lead(struct writing *writing, const struct report_lead *lead)
{
	const struct report *report = writing->letter->report;
	g_autofree char *name =
	    page_shorten(report_name(lead->name, lead->address), NAME_COLUMNS);
	g_autofree char *safe_name = safe_html(name);
	g_autofree char *last = report_last(report, lead->last_at);
	g_autofree char *step = report_step(report, lead);

	g_string_append_printf(
	    writing->out,
	    "<tr><td><b>%s</b><br>"
	    "<span class=\"soft\">%s, last %s, turn: %s</span></td>"
	    "<td class=\"num\">%" G_GINT64_FORMAT "</td>"
	    "<td class=\"num\">%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT "</td>"
	    "<td class=\"step%s\">%s</td></tr>\n",
	    safe_name, stage_name(lead->stage), last, ball_name(lead->ball),
	    lead->attempts, lead->progress, report->target,
	    lead->due ? " now" : "", step);
}

static void append_leads(struct writing *writing)
{
	const struct report *report = writing->letter->report;
	guint n = report->leads->len;
	guint shown = writing->file ? n : MIN(n, MOST_LEADS);
	g_autofree char *title = g_strdup_printf("Your leads (%u)", n);

	if (n == 0)
		return;
	open_part(writing, title);
	g_string_append(writing->out,
			"<table class=\"leads\">\n"
			"<tr><th>Who</th><th class=\"num\">Tries</th>"
			"<th class=\"num\">Talks</th><th>Next</th></tr>\n");
	for (guint i = 0; i < shown; i++)
		append_lead(writing, &g_array_index(report->leads,
						    struct report_lead, i));
	g_string_append(writing->out, "</table>\n");
	if (shown < n)
		g_string_append_printf(
		    writing->out,
		    "<p class=\"sub\">%u more: tend report.</p>\n", n - shown);
	close_part(writing);
}

static void append_people(struct writing *writing, const char *title,
			  const GArray *people,
			  char *(*words_of)(const struct report *report,
					    const struct report_person *person))
{
	if (people->len == 0)
		return;
	open_part(writing, title);
	for (guint i = 0; i < people->len; i++) {
		const struct report_person *person =
		    &g_array_index(people, struct report_person, i);
		g_autofree char *name = page_shorten(
		    report_name(person->name, person->address), NAME_COLUMNS);
		g_autofree char *safe_name = safe_html(name);
		g_autofree char *words =
		    words_of(writing->letter->report, person);

		g_string_append_printf(writing->out,
				       "<p class=\"say\">%s "
				       "<span class=\"soft\">%s</span></p>\n",
				       safe_name, words);
	}
	close_part(writing);
}

static void append_plot(struct writing *writing, const struct plot *plot)
{
	GString *out = writing->out;
	g_autofree char *note = safe_html_attribute(plot->note);

	open_part(writing, plot->title);
	if (plot->missing != NULL)
		paragraph(out, "say", plot->missing);
	else if (writing->file)
		svg_draw(out, plot);
	else
		bars_html(out, plot);
	if (*note != '\0')
		paragraph(out, "sub", note);
	if (writing->file && plot->missing == NULL) {
		g_string_append(out, "<details>\n<summary>The numbers"
				     "</summary>\n<div class=\"scroll\">\n");
		bars_table(out, plot);
		g_string_append(out, "</div>\n</details>\n");
	}
	close_part(writing);
}

static void append_plots(struct writing *writing)
{
	const struct report *report = writing->letter->report;
	g_autoptr(GPtrArray) plots = figures_list(report);
	g_autofree char *period = report_period(report);

	if (plots->len == 0)
		return;
	g_string_append_printf(writing->out,
			       "<div class=\"foot\">\n<p>%s</p>\n</div>\n"
			       "<div class=\"parts\">\n",
			       period);
	for (guint i = 0; i < plots->len; i++)
		append_plot(writing, plots->pdata[i]);
	g_string_append(writing->out, "</div>\n");
}

static void append_lists(struct writing *writing)
{
	const struct report *report = writing->letter->report;

	g_string_append(writing->out, "<div class=\"lists\">\n");
	append_list(writing, REPORT_CLOSE);
	append_list(writing, REPORT_TRACK);
	append_leads(writing);
	append_list(writing, REPORT_WAITING);
	append_people(writing, "Let go before the fifth try", report->dropped,
		      report_dropped_words);
	append_people(writing, "Said no", report->nos, report_nos_words);
	g_string_append(writing->out, "</div>\n");
}

/* A file is there to look at, a mail to be answered. */
static char *html(const struct report_letter *letter, gboolean file)
{
	const struct report *report = letter->report;
	GString *out = g_string_new(NULL);
	g_autofree char *subject = report_subject(report);
	struct writing writing = {
		.letter = letter,
		.out = out,
		.file = file,
		.answer = { letter->account_address, subject, letter->mid },
	};
	g_autofree char *day = page_day(report->now, report->zone);
	g_autofree char *heading = g_strdup_printf("Your week to %s", day);
	g_autofree char *lately = report_lately(report);
	g_autofree char *style =
	    g_strconcat(report_style, bars_style, file ? file_style : "",
			file ? svg_style : "", NULL);

	page_open(out, subject, heading, style);
	paragraph(out, "say", lately);
	if (file)
		append_plots(&writing);
	append_lists(&writing);
	if (!file)
		append_plots(&writing);
	page_close(out);
	return g_string_free(out, FALSE);
}

char *report_html_mail(const struct report_letter *letter)
{
	return html(letter, FALSE);
}

char *report_html_file(const struct report_letter *letter)
{
	return html(letter, TRUE);
}
