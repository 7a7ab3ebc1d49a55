/*
 * tend, but it dies at a commit: of its DIE_AT-th one, just before it, or
 * with DIE_AFTER set just after it, with status 99.  Without DIE_AT it lives.
 * BATCH is how many copies go into one transaction.
 */
#include <stdlib.h>
#include <unistd.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/print.h"
#include "agent/tell.h"
#include "store/store.h"

#define DEAD 99

struct fate {
	guint commits, die_at;
	gboolean die_after;
};

static guint number_of(const char *variable)
{
	const char *text = g_getenv(variable);

	return text ? (guint)strtoul(text, NULL, 10) : 0;
}

static void at_commit(gboolean after, gpointer data)
{
	struct fate *fate = data;

	fate->commits += !after;
	if (fate->commits == fate->die_at && fate->die_after == after)
		_exit(DEAD);
}

static int run(struct call *call, struct fate *fate, GError **error)
{
	guint batch = number_of("BATCH");
	struct store *store;

	if (!call_config(call, error))
		return COMMAND_FAILED;
	if (batch)
		call->config->batch = batch;
	store = call_store(call, error);
	if (!store)
		return COMMAND_FAILED;
	store_set_commit_hook(store, at_commit, fate);
	return call->command->run(call, error);
}

int main(int argc, char **argv)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(call_t) call = command_parse(argc, argv, &error);
	struct fate fate = {
		.die_at = number_of("DIE_AT"),
		.die_after = g_getenv("DIE_AFTER") != NULL,
	};
	int status = COMMAND_FAILED;

	if (call && call->command && clock_start(&error))
		status = run(call, &fate, &error);
	print_finish(NULL);
	if (error)
		tell("%s", error->message);
	return status == COMMAND_FAILED ? EXIT_FAILURE : status;
}
