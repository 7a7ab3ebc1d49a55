/* tend stalled: who needs the user today. */
#include <stdio.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/conversation.h"
#include "agent/json.h"
#include "agent/named.h"
#include "agent/print.h"
#include "agent/rules/stall.h"
#include "agent/table.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/verdict.h"

static const struct table_column due_columns[] = {
	{ "name", 10, FALSE }, { "address", 12, FALSE }, { "reason", 0, FALSE },
	{ "since", 0, FALSE }, { "about", 12, FALSE },
};

static const struct table_column waiting_columns[] = {
	{ "name", 10, FALSE }, { "address", 12, FALSE }, { "reason", 0, FALSE },
	{ "due", 0, FALSE },   { "about", 12, FALSE },
};

/* As in tend(1): scripts rest on the order. */
static const struct table_column plain_columns[] = {
	{ "address", 0, FALSE },  { "name", 0, FALSE }, { "reason", 0, FALSE },
	{ "since", 0, FALSE },	  { "due", 0, FALSE },	{ "subject", 0, FALSE },
	{ "sentence", 0, FALSE },
};

static void add_line(struct table *table, const struct store_verdict *verdict,
		     gboolean waiting, gint64 now, GTimeZone *zone)
{
	g_autofree char *when = when_relative(
	    waiting ? verdict->due_at : verdict->since_at, now, zone);
	const char *cells[] = {
		verdict->name,
		verdict->address,
		reason_name((enum reason)verdict->reason),
		when,
		*verdict->subject != '\0' ? verdict->subject
					  : verdict->sentence,
	};

	table_add(table, STYLE_PLAIN, cells);
}

static void add_plain_line(struct table *table,
			   const struct store_verdict *verdict, GTimeZone *zone)
{
	g_autofree char *since = when_date(verdict->since_at, zone);
	g_autofree char *due = when_date(verdict->due_at, zone);
	const char *cells[] = {
		verdict->address,
		verdict->name,
		reason_name((enum reason)verdict->reason),
		since,
		due,
		verdict->subject,
		verdict->sentence,
	};

	table_add(table, STYLE_PLAIN, cells);
}

static gboolean add_person(struct json *json, struct store *store,
			   const struct store_verdict *verdict,
			   const struct named *named, GError **error)
{
	gboolean was_named = FALSE;
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(store, verdict->person_id, error);

	if (addresses == NULL)
		return FALSE;
	json_text(json, "contact",
		  *verdict->name != '\0' ? verdict->name : verdict->address);
	json_begin_list(json, "addresses");
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		json_text(json, NULL, address->address);
		was_named =
		    was_named || named_has(named, verdict->source,
					   address->address, verdict->reason);
	}
	json_end_list(json);
	json_truth(json, "named", was_named);
	return TRUE;
}

static gboolean print_json(struct store *store, GPtrArray *verdicts,
			   GError **error)
{
	g_autoptr(json_t) json = json_new();
	g_autoptr(named) named = named_read(store, NULL, error);

	if (named == NULL)
		return FALSE;
	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_verdict *verdict = verdicts->pdata[i];
		g_autofree char *conversation = NULL;

		if (!conversation_find_name(store, verdict->conversation_id,
					    &conversation, error))
			return FALSE;
		if (!add_person(json, store, verdict, named, error))
			return FALSE;
		json_text(json, "reason",
			  reason_name((enum reason)verdict->reason));
		json_time(json, "since", verdict->since_at);
		json_time(json, "due_at", verdict->due_at);
		json_time(json, "lapse_at",
			  verdict->lapse_at < VERDICT_NEVER ? verdict->lapse_at
							    : 0);
		json_text(json, "message_id",
			  *verdict->mid != '\0' ? verdict->mid : NULL);
		json_text(json, "conversation", conversation);
		json_text(json, "subject", verdict->subject);
		json_text(json, "sentence", verdict->sentence);
		json_print(json);
	}
	return TRUE;
}

static void print_plain_table(GPtrArray *verdicts, GTimeZone *zone)
{
	g_autoptr(table) table =
	    table_new(plain_columns, G_N_ELEMENTS(plain_columns));

	for (guint i = 0; i < verdicts->len; i++)
		add_plain_line(table, verdicts->pdata[i], zone);
	table_print(table);
}

/* What a person wants to know below the table, or instead of it. */
static gboolean print_rest(struct store *store, guint n_due, gint64 now,
			   GError **error)
{
	g_autoptr(GPtrArray) waiting =
	    store_verdict_list_waiting(store, now, error);

	if (waiting == NULL)
		return FALSE;
	if (n_due == 0)
		printf("nobody needs you today\n");
	if (waiting->len > 0)
		printf("%s%u not due yet: tend stalled --waiting%s\n",
		       print_style(STYLE_FAINT), waiting->len, print_plain());
	return TRUE;
}

static gboolean print_terminal(struct store *store, GPtrArray *verdicts,
			       gboolean waiting, gint64 now, GTimeZone *zone,
			       GError **error)
{
	g_autoptr(table) table =
	    waiting ? table_new(waiting_columns, G_N_ELEMENTS(waiting_columns))
		    : table_new(due_columns, G_N_ELEMENTS(due_columns));

	for (guint i = 0; i < verdicts->len; i++)
		add_line(table, verdicts->pdata[i], waiting, now, zone);
	print_start_pager();
	if (verdicts->len > 0)
		table_print(table);
	if (!waiting)
		return print_rest(store, verdicts->len, now, error);
	if (verdicts->len == 0)
		printf("nobody is waited for\n");
	return TRUE;
}

static int stalled_run(struct call *call, GError **error)
{
	gboolean waiting = call_has(call, "waiting");
	struct store *store = call_store(call, error);
	gint64 now = clock_now();
	g_autoptr(GPtrArray) verdicts = NULL;

	if (store == NULL)
		return COMMAND_FAILED;
	verdicts = waiting ? store_verdict_list_waiting(store, now, error)
			   : store_verdict_list_due(store, now, error);
	if (verdicts == NULL)
		return COMMAND_FAILED;
	if (call->json) {
		if (!print_json(store, verdicts, error))
			return COMMAND_FAILED;
	} else if (print_is_terminal()) {
		if (!print_terminal(store, verdicts, waiting, now,
				    call->config->zone, error))
			return COMMAND_FAILED;
	} else {
		print_plain_table(verdicts, call->config->zone);
	}
	return verdicts->len > 0 ? 0 : 1;
}

static const struct option stalled_options[] = {
	{ "waiting", 'w', NULL, "who is not due yet, soonest first" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_stalled = {
	.name = "stalled",
	.summary = "who needs you today, most pressing first",
	.arguments = "",
	.example = "tend stalled --waiting",
	.options = stalled_options,
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_READ,
	.json = TRUE,
	.run = stalled_run,
};
