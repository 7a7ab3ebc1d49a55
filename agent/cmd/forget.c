/* tend forget: remove somebody for good. */
#include "agent/ask.h"
#include "agent/backup.h"
#include "agent/contact.h"
#include "agent/error.h"
#include "agent/said/forget.h"
#include "agent/json.h"
#include "agent/paths.h"
#include "agent/safe.h"
#include "agent/settle.h"
#include "agent/said/speech.h"
#include "agent/tell.h"
#include "store/address.h"

#include <stdio.h>

static GPtrArray *list_addresses(struct speech *speech, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) rows = NULL;

	if (!speech->before) {
		g_ptr_array_add(list, g_strdup(speech->address));
		return g_steal_pointer(&list);
	}
	rows = store_address_list_by_person(speech->store,
					    speech->before->person_id, error);
	if (!rows)
		return NULL;
	for (guint i = 0; i < rows->len; i++) {
		const struct store_address *row = rows->pdata[i];

		g_ptr_array_add(list, g_strdup(row->address));
	}
	return g_steal_pointer(&list);
}

/* Before anything is removed. */
static gboolean confirm(const struct speech *speech, const char *label,
			gboolean *yes_out, GError **error)
{
	g_autofree char *question = NULL;

	*yes_out = TRUE;
	if (call_has(speech->call, "yes"))
		return TRUE;
	if (!ask_possible()) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "forgetting %s cannot be undone; say --yes if "
			    "that is meant",
			    label);
		return FALSE;
	}
	question = g_strdup_printf("Forget %s for good? This cannot be undone.",
				   label);
	return ask_yes(question, FALSE, yes_out, error);
}

static void print(const struct call *call, const char *label,
		  const struct forget_counts *counts)
{
	g_autoptr(json_t) json = NULL;

	if (!call->json) {
		printf("%s: forgotten (%" G_GINT64_FORMAT
		       " addresses, %" G_GINT64_FORMAT
		       " messages; taken out of %" G_GINT64_FORMAT
		       " more; %" G_GINT64_FORMAT " sayings)\n",
		       label, counts->addresses, counts->dropped,
		       counts->changed, counts->sayings);
		return;
	}
	json = json_new();
	json_text(json, "command", "forget");
	json_number(json, "addresses", counts->addresses);
	json_number(json, "messages", counts->dropped);
	json_number(json, "messages_changed", counts->changed);
	json_number(json, "sayings", counts->sayings);
	json_print(json);
}

/* They bring nobody back, but a look into the files finds the name. */
static void tell_backups(void)
{
	g_autoptr(GPtrArray) list = backup_list();
	g_autofree char *directory = paths_backups_name();

	if (list->len)
		tell("there %s in '%s' from before: delete what is to be "
		     "without the name too",
		     list->len == 1 ? "is a backup" : "are backups", directory);
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autoptr(GPtrArray) addresses = NULL;
	g_autofree char *label = NULL;
	struct forget_counts counts;
	gboolean yes;

	if (!speech || !speech_find(speech, call->argv[0], error))
		return COMMAND_FAILED;
	label = speech->before ? contact_label(speech->before)
			       : safe_terminal(speech->address);
	addresses = list_addresses(speech, error);
	if (!addresses || !confirm(speech, label, &yes, error))
		return COMMAND_FAILED;
	if (!yes) {
		tell("nobody was forgotten");
		return 0;
	}
	if (!forget_addresses(speech->store, call->config, addresses,
			      speech->before ? speech->before->name : "",
			      speech->now, &counts, error) ||
	    !settle_end(speech->store, call->config, error) ||
	    !store_flush(speech->store, error))
		return COMMAND_FAILED;
	print(call, label, &counts);
	tell_backups();
	return 0;
}

static const struct option options[] = {
	{ "yes", 'y', NULL, "do not ask" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_forget = {
	.name = "forget",
	.summary = "remove somebody for good; cannot be undone",
	.arguments = "CONTACT",
	.example = "tend forget 'Rob Ott'",
	.options = options,
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 1,
	.max_arguments = 1,
	.json = TRUE,
	.run = run,
};
