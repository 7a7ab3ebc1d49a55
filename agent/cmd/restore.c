/* tend restore: bring back a backup. */
#include <stdio.h>

#include "agent/ask.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/restore.h"
#include "agent/safe.h"
#include "agent/tell.h"

/* What is lost, for the user to know before. */
static void tell_loss(const struct restore_report *report)
{
	if (report->damaged)
		tell("the present database is damaged; its file is kept, but "
		     "whoever was forgotten since the backup is back");
	if (report->lost_sayings)
		tell("the present database has %" G_GINT64_FORMAT
		     " %s that you said (logged, staged, snoozed, ...) and "
		     "the backup has not",
		     report->lost_sayings,
		     report->lost_sayings == 1 ? "thing" : "things");
	if (report->forgotten)
		tell("%" G_GINT64_FORMAT " %s in the backup %s forgotten "
		     "since, and will stay so",
		     report->forgotten,
		     report->forgotten == 1 ? "address" : "addresses",
		     report->forgotten == 1 ? "was" : "were");
}

static gboolean confirm(const struct call *call, const char *file,
			gboolean *yes_out, GError **error)
{
	g_autofree char *question = NULL;

	*yes_out = TRUE;
	if (call_has(call, "yes"))
		return TRUE;
	if (!ask_possible()) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "a backup takes the place of all that tend knows; "
			    "say --yes if that is meant");
		return FALSE;
	}
	question =
	    g_strdup_printf("Put '%s' in the place of the database?", file);
	return ask_yes(question, FALSE, yes_out, error);
}

static void print(const struct call *call, const char *file,
		  const struct restore_report *report)
{
	g_autoptr(json_t) json = NULL;
	g_autofree char *shown = safe_terminal(file);

	if (!call->json) {
		printf("restored '%s': %" G_GINT64_FORMAT
		       " messages, %" G_GINT64_FORMAT " contacts\n",
		       shown, report->backup.messages, report->backup.contacts);
		if (report->kept)
			printf("the database as it was: '%s'\n", report->kept);
		printf(
		    "'tend sync' or 'tend watch' reads what has come since\n");
		return;
	}
	json = json_new();
	json_text(json, "path", file);
	json_number(json, "messages", report->backup.messages);
	json_number(json, "contacts", report->backup.contacts);
	json_number(json, "sayings", report->backup.sayings);
	json_number(json, "lost_sayings", report->lost_sayings);
	json_number(json, "forgotten", report->forgotten);
	json_truth(json, "damaged", report->damaged);
	json_text(json, "kept", report->kept);
	json_print(json);
}

static int run(struct call *call, GError **error)
{
	const char *file = call->argv[0];
	g_autoptr(restore) restore = restore_new(file, call->config, error);
	gboolean yes;

	if (!restore)
		return COMMAND_FAILED;
	tell_loss(restore_get_report(restore));
	if (!confirm(call, file, &yes, error))
		return COMMAND_FAILED;
	if (!yes) {
		tell("nothing was changed");
		return 0;
	}
	if (!restore_finish(restore, error))
		return COMMAND_FAILED;
	print(call, file, restore_get_report(restore));
	return 0;
}

static const struct option options[] = {
	{ "yes", 'y', NULL, "do not ask" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_restore = {
	.name = "restore",
	.summary = "bring back a backup in the place of the database",
	.arguments = "FILE",
	.example = "tend restore tend-2026-11-27-073000.db",
	.options = options,
	.group = COMMAND_SETUP,
	.needs = NEEDS_CONFIG,
	.min_arguments = 1,
	.max_arguments = 1,
	.json = TRUE,
	.run = run,
};
