/* tend backup: a copy of all that tend knows, in one file. */
#include <stdio.h>

#include "agent/backup.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/paths.h"
#include "agent/safe.h"

/* One that does not exist is not made, only to be copied. */
static struct store *open_store(struct call *call, GError **error)
{
	g_autofree char *path = paths_database_name();

	if (g_file_test(path, G_FILE_TEST_EXISTS))
		return call_store(call, error);
	g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
		    "there is no database '%s' yet; 'tend init' or 'tend "
		    "sync' makes one",
		    path);
	return NULL;
}

static void print(const struct call *call, const char *path,
		  const struct store_backup *backup, guint removed)
{
	g_autoptr(json_t) json = NULL;
	g_autofree char *size = g_format_size((guint64)backup->bytes);
	g_autofree char *shown = safe_terminal(path);

	if (!call->json) {
		printf("backup '%s': %" G_GINT64_FORMAT
		       " messages, %" G_GINT64_FORMAT " contacts, %s",
		       shown, backup->messages, backup->contacts, size);
		printf(removed ? "; %u older removed\n" : "\n", removed);
		return;
	}
	json = json_new();
	json_text(json, "path", path);
	json_number(json, "bytes", backup->bytes);
	json_number(json, "messages", backup->messages);
	json_number(json, "contacts", backup->contacts);
	json_number(json, "sayings", backup->sayings);
	json_number(json, "removed", removed);
	json_print(json);
}

static int run(struct call *call, GError **error)
{
	const char *file = call->argc > 0 ? call->argv[0] : NULL;
	struct store *store = open_store(call, error);
	g_autofree char *path = NULL;
	struct store_backup backup;
	guint removed = 0;

	if (!store ||
	    !backup_make(store, call->config, file, call_has(call, "force"),
			 &path, &backup, error))
		return COMMAND_FAILED;
	if (!file &&
	    !backup_rotate(call->config->backup_keep, path, &removed, error))
		return COMMAND_FAILED;
	print(call, path, &backup, removed);
	return 0;
}

static const struct option options[] = {
	{ "force", 'f', NULL, "replace FILE if it exists" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_backup = {
	.name = "backup",
	.summary = "copy all that tend knows to one file, and look it over",
	.arguments = "[FILE]",
	.example = "tend backup",
	.options = options,
	.group = COMMAND_SETUP,
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = 1,
	.json = TRUE,
	.run = run,
};
