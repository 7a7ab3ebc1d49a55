/* tend sync: catch up with every mailbox once. */
#include "agent/clock.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/hook.h"
#include "agent/post/announce.h"
#include "agent/reach.h"
#include "agent/tell.h"

static const struct option options[] = {
	{ "deep", 0, NULL, "read every message whole, however old" },
	{ 0 },
};

static void say(const struct config_account *account,
		const struct reach_result *result)
{
	if (result->woken)
		tell("%s: 'tend watch' is running and keeps up by itself; "
		     "it was woken",
		     account->name);
	else
		tell("%s: %" G_GUINT64_FORMAT " new %s", account->name,
		     result->messages,
		     result->messages == 1 ? "message" : "messages");
}

/* Another sync may have begun before the newest mail came. */
static gboolean check_read(const struct config_account *account, gboolean deep,
			   const struct reach_result *result, GError **error)
{
	if (!result->watched || (result->woken && !deep))
		return TRUE;
	if (result->woken) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "%s: 'tend watch' is running and reads only the "
			    "bodies that are needed; stop it to read all",
			    account->name);
		return FALSE;
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
		    "%s: another tend reads this mailbox just now; try again "
		    "when it is done",
		    account->name);
	return FALSE;
}

static gboolean is_asked_for(const struct call *call, const char *name)
{
	if (call->argc == 0)
		return TRUE;
	for (int i = 0; i < call->argc; i++)
		if (g_str_equal(call->argv[i], name))
			return TRUE;
	return FALSE;
}

static gboolean check_names(const struct call *call, GError **error)
{
	for (int i = 0; i < call->argc; i++)
		if (!config_find_account(call->config, call->argv[i])) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
				    "no account '%s' in '%s'; 'tend config' "
				    "lists them",
				    call->argv[i], call->config->file);
			return FALSE;
		}
	return TRUE;
}

/* To the user's programs, who are waited for: nothing else is left to do. */
static gboolean announce(struct call *call, GError **error)
{
	struct store *store = call_store(call, error);
	g_autoptr(hooks) hooks = NULL;
	g_autoptr(announcer) announcer = NULL;

	if (!store)
		return FALSE;
	hooks = hooks_new(call->config, store);
	announcer = announcer_new(store, call->config, hooks, FALSE);
	if (!announcer_look(announcer, clock_now(), error))
		return FALSE;
	hooks_finish(hooks);
	return TRUE;
}

/*
 * An account that cannot be reached is said, and the others are read all the
 * same; the first such failure is the command's.
 */
static int run(struct call *call, GError **error)
{
	GPtrArray *accounts = call->config->accounts;
	gboolean deep = call_has(call, "deep");
	g_autoptr(GError) first = NULL;
	guint tried = 0, read = 0;

	if (!check_names(call, error))
		return COMMAND_FAILED;
	for (guint i = 0; i < accounts->len; i++) {
		const struct config_account *account =
		    g_ptr_array_index(accounts, i);
		g_autoptr(GError) failed = NULL;
		struct reach_result result;

		if (!account->host || !is_asked_for(call, account->name))
			continue;
		tried++;
		if (reach_account(call, account, deep, NULL, NULL, &result,
				  &failed) &&
		    check_read(account, deep, &result, &failed)) {
			say(account, &result);
			read += !result.watched;
		} else if (first) {
			tell("%s", failed->message);
		} else {
			first = g_steal_pointer(&failed);
		}
	}
	if (tried == 0)
		g_set_error(&first, TEND_ERROR, TEND_ERROR_CONFIG,
			    "no account with a host in '%s'; 'tend init' "
			    "makes one",
			    call->config->file);
	if (read > 0)
		announce(call, first ? NULL : &first);
	if (!first)
		return 0;
	g_propagate_error(error, g_steal_pointer(&first));
	return COMMAND_FAILED;
}

const struct command command_sync = {
	.name = "sync",
	.summary = "catch up with the mailbox once and stop",
	.arguments = "[ACCOUNT]...",
	.example = "tend sync",
	.options = options,
	.group = COMMAND_MAIL,
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = COMMAND_ANY,
	.run = run,
};
