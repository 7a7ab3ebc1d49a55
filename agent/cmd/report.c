/*
 * tend report: where every lead stands, what to let go, and the user's own
 * figures: on the terminal, in a file, or into the mailbox.
 */
#include <stdio.h>

#include "agent/clock.h"
#include "agent/cmd/report_json.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/letters/report_lines.h"
#include "agent/print.h"
#include "agent/private_file.h"
#include "agent/reach.h"
#include "agent/report/collect.h"
#include "agent/safe.h"
#include "agent/when.h"

/* Wider lines are harder to read, not better. */
#define MOST_COLUMNS 100

/* A day named without a time begins at midnight. */
static gboolean parse_since(const struct call *call, gint64 now,
			    gint64 *since_out, GError **error)
{
	const char *typed = call_option(call, "since");
	const struct when_context context = {
		.now = now,
		.zone = call->config->zone,
		.sense = WHEN_BACK,
	};
	g_autoptr(GError) why = NULL;

	*since_out = now - REPORT_DAYS * G_GINT64_CONSTANT(86400);
	if (typed == NULL)
		return TRUE;
	if (!when_parse(typed, &context, since_out, &why)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE, "--since: %s",
			    why->message);
		return FALSE;
	}
	if (*since_out < now)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "--since is '%s', which is not in the past; try 90d or "
		    "2026-01-01",
		    typed);
	return FALSE;
}

static void print_lines(const struct report_letter *letter)
{
	static const enum style styles[] = {
		[LINE_PLAIN] = STYLE_PLAIN,
		[LINE_HEADING] = STYLE_HEADING,
		[LINE_FAINT] = STYLE_FAINT,
	};
	const struct report_look look = {
		.columns =
		    CLAMP(print_width(), REPORT_LEAST_COLUMNS, MOST_COLUMNS),
		.utf8 = print_knows_utf8(),
		.contacts = TRUE,
		.make_safe = safe_terminal,
	};
	g_autoptr(GPtrArray) lines = report_lines(letter, &look);

	print_start_pager();
	for (guint i = 0; i < lines->len; i++) {
		const struct report_text_line *line = lines->pdata[i];
		gboolean styled =
		    line->role != LINE_PLAIN && *line->text != '\0';

		printf("%s%s%s\n",
		       styled ? print_style(styles[line->role]) : "",
		       line->text, styled ? print_plain() : "");
	}
}

static gboolean show(struct call *call, GError **error)
{
	struct store *store = call_store(call, error);
	const char *file = call_option(call, "html");
	g_autoptr(report) report = NULL;
	struct report_letter letter = { .detail = LINE_SENTENCES };
	gint64 since, now = clock_now();

	if (store == NULL || !parse_since(call, now, &since, error))
		return FALSE;
	report = report_collect(store, call->config, since, now, error);
	if (report == NULL)
		return FALSE;
	letter.report = report;
	if (file != NULL) {
		g_autofree char *html = report_html_file(&letter);

		return private_file_write(file, html, "the report", error);
	}
	if (call->json)
		report_json_print(report);
	else
		print_lines(&letter);
	return TRUE;
}

static int report_run(struct call *call, GError **error)
{
	gboolean ok;

	if (call_has(call, "deliver") &&
	    (call_has(call, "since") || call_has(call, "html") || call->json)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "--deliver stands alone: what lies in the mailbox "
			    "is the same for each of them");
		return COMMAND_FAILED;
	}
	ok = call_has(call, "deliver")
		 ? reach_deliver(call, LETTER_REPORT, error)
		 : show(call, error);
	return ok ? 0 : COMMAND_FAILED;
}

static const struct option report_options[] = {
	{ "since", 0, "WHEN", "figures from then on; else of 90 days" },
	{ "html", 0, "FILE", "write it there, with its plots" },
	{ "deliver", 0, NULL, "read the mailbox and put it there, once a day" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_report = {
	.name = "report",
	.summary = "where every lead stands, what to let go, and your figures",
	.arguments = "",
	.example = "tend report --since 1y --html report.html",
	.options = report_options,
	.group = COMMAND_DELIVERY,
	.needs = NEEDS_STORE_WRITE,
	.json = TRUE,
	.run = report_run,
};
