/* tend stalled: who needs the user today. */
#include <stdio.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/conversation.h"
#include "agent/json.h"
#include "agent/judge/naming.h"
#include "agent/print.h"
#include "agent/rules/stall.h"
#include "agent/table.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/verdict.h"

/* Where there is room for them, the address and the mail's own words. */
#define ROOM_FOR_ADDRESS 100
#define ROOM_FOR_QUOTE 130

enum {
	COLUMN_NAME,
	COLUMN_REASON,
	COLUMN_WHEN,
	COLUMN_ABOUT,
	COLUMN_ADDRESS,
	COLUMN_QUOTE,
	N_COLUMNS
};

static const struct table_column due_columns[N_COLUMNS] = {
	{ "name", 10, FALSE },	  { "reason", 0, FALSE },
	{ "since", 0, FALSE },	  { "about", 12, FALSE },
	{ "address", 12, FALSE }, { "in their words", 16, FALSE },
};

static const struct table_column waiting_columns[N_COLUMNS] = {
	{ "name", 10, FALSE },	  { "reason", 0, FALSE },
	{ "due", 0, FALSE },	  { "about", 12, FALSE },
	{ "address", 12, FALSE }, { "in their words", 16, FALSE },
};

/* As in tend(1): scripts rest on the order. */
static const struct table_column plain_columns[] = {
	{ "address", 0, FALSE },  { "name", 0, FALSE },
	{ "reason", 0, FALSE },	  { "since", 0, FALSE },
	{ "due", 0, FALSE },	  { "subject", 0, FALSE },
	{ "sentence", 0, FALSE }, { "quote", 0, FALSE },
	{ "channel", 0, FALSE },  { "phone", 0, FALSE },
	{ "with", 0, FALSE },
};

/* Which lines are wanted. */
struct view {
	const struct naming *naming;
	gboolean waiting; /* those that wait, not those of today */
	gint64 now;
	GTimeZone *zone;
	guint width;
};

/* The i-th line if it is wanted, else NULL. */
static const struct naming_item *line_at(const struct view *view, guint i)
{
	const struct naming_item *item =
	    &g_array_index(view->naming->items, struct naming_item, i);

	return !item->told && item->shown != view->waiting ? item : NULL;
}

static guint count_lines(const struct view *view)
{
	guint n = 0;

	for (guint i = 0; i < view->naming->items->len; i++)
		n += line_at(view, i) != NULL;
	return n;
}

/* When it is, or was, its turn. */
static gint64 due_of(const struct naming_item *item)
{
	if (!item->shown && item->next.due_at != 0)
		return item->next.due_at;
	return item->rung.due_at != 0 ? item->rung.due_at
				      : item->verdict->due_at;
}

static char *name_of(const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;
	const char *name =
	    *verdict->name != '\0' ? verdict->name : verdict->address;

	if (item->with->len == 0)
		return g_strdup(name);
	return g_strdup_printf("%s +%u", name, item->with->len);
}

static enum style style_of(enum reason reason)
{
	switch (reason) {
	case REASON_PROMISED:
	case REASON_YOU_OWE:
	case REASON_UNDELIVERED:
		return STYLE_PRESSING;
	case REASON_NEW:
		return STYLE_GOOD;
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
		return STYLE_WAITING;
	case REASON_QUIET:
	case REASON_ASK_REFERRAL:
		return STYLE_OLD;
	case REASON_NONE:
	case N_REASONS:
		break;
	}
	return STYLE_PLAIN;
}

/* The channel of the rung that is, or will be, its turn. */
static enum channel channel_of(const struct naming_item *item)
{
	return item->shown || item->next.due_at == 0 ? item->rung.channel
						     : item->next.channel;
}

/* What it is about; before that, when the rung is to be a call, the number. */
static char *about_of(const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;
	const char *about =
	    *verdict->subject != '\0' ? verdict->subject : verdict->sentence;
	enum channel channel = channel_of(item);

	if (channel == CHANNEL_EMAIL)
		return g_strdup(about);
	if (channel != CHANNEL_CALL || *verdict->phone == '\0')
		return g_strdup_printf("%s: %s", channel_name(channel), about);
	return g_strdup_printf("call %s: %s", verdict->phone, about);
}

static char *quote_of(const struct naming_item *item)
{
	const char *quote = item->verdict->quote;

	return *quote != '\0' ? g_strdup_printf("\"%s\"", quote) : g_strdup("");
}

static void add_line(struct table *table, const struct view *view,
		     const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;
	g_autofree char *when =
	    when_relative(view->waiting ? due_of(item) : verdict->since_at,
			  view->now, view->zone);
	g_autofree char *name = name_of(item);
	g_autofree char *about = about_of(item);
	g_autofree char *quote = quote_of(item);
	const char *cells[N_COLUMNS] = {
		[COLUMN_NAME] = name,
		[COLUMN_REASON] = reason_name(item->reason),
		[COLUMN_WHEN] = when,
		[COLUMN_ABOUT] = about,
		[COLUMN_ADDRESS] = verdict->address,
		[COLUMN_QUOTE] = quote,
	};

	table_add(table, STYLE_PLAIN, cells);
	table_style(table, COLUMN_REASON, style_of(item->reason));
	table_link(table, COLUMN_NAME, verdict->address);
	if (view->width < ROOM_FOR_QUOTE)
		table_note(table, quote);
}

/* The addresses of the others on this line, between commas. */
static char *list_with(const struct naming_item *item)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < item->with->len; i++) {
		const struct store_verdict *verdict = item->with->pdata[i];

		g_string_append_printf(list, "%s%s", i > 0 ? "," : "",
				       verdict->address);
	}
	return g_string_free(list, FALSE);
}

static void add_plain_line(struct table *table, const struct view *view,
			   const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;
	g_autofree char *since = when_date(verdict->since_at, view->zone);
	g_autofree char *due = when_date(due_of(item), view->zone);
	g_autofree char *with = list_with(item);
	const char *cells[] = {
		verdict->address,
		verdict->name,
		reason_name(item->reason),
		since,
		due,
		verdict->subject,
		verdict->sentence,
		verdict->quote,
		channel_name(channel_of(item)),
		verdict->phone,
		with,
	};

	table_add(table, STYLE_PLAIN, cells);
}

static gboolean add_addresses(struct json *json, struct store *store,
			      gint64 person_id, GError **error)
{
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(store, person_id, error);

	if (addresses == NULL)
		return FALSE;
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		json_text(json, NULL, address->address);
	}
	return TRUE;
}

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static void add_with(struct json *json, const struct naming_item *item)
{
	json_begin_list(json, "with");
	for (guint i = 0; i < item->with->len; i++) {
		const struct store_verdict *verdict = item->with->pdata[i];

		json_text(json, NULL, verdict->address);
	}
	json_end_list(json);
}

static gboolean print_item(struct json *json, struct store *store,
			   const struct naming_item *item, GError **error)
{
	const struct store_verdict *verdict = item->verdict;
	gint64 lapse_at = verdict->lapse_at;
	g_autofree char *conversation = NULL;

	if (!conversation_find_name(store, verdict->conversation_id,
				    &conversation, error))
		return FALSE;
	json_text(json, "contact",
		  *verdict->name != '\0' ? verdict->name : verdict->address);
	json_begin_list(json, "addresses");
	if (!add_addresses(json, store, verdict->person_id, error))
		return FALSE;
	json_end_list(json);
	add_with(json, item);
	json_text(json, "reason", reason_name(item->reason));
	json_truth(json, "named", item->named);
	json_time(json, "since", verdict->since_at);
	json_time(json, "due_at", due_of(item));
	json_time(json, "next_at", item->next.due_at);
	json_time(json, "lapse_at", lapse_at < VERDICT_NEVER ? lapse_at : 0);
	json_text(json, "channel", channel_name(channel_of(item)));
	json_text(json, "phone", known(verdict->phone));
	json_text(json, "organisation", known(verdict->organisation));
	json_truth(json, "tracked", verdict->tracked);
	json_truth(json, "colleague", verdict->colleague);
	json_text(json, "message_id", known(verdict->mid));
	json_text(json, "conversation", conversation);
	json_text(json, "subject", verdict->subject);
	json_text(json, "sentence", verdict->sentence);
	json_text(json, "quote", known(verdict->quote));
	json_print(json);
	return TRUE;
}

/* With --waiting both sorts: `named` tells them apart. */
static gboolean print_json(struct store *store, const struct view *view,
			   GError **error)
{
	g_autoptr(json_t) json = json_new();

	for (guint i = 0; i < view->naming->items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(view->naming->items, struct naming_item, i);

		if (item->told || (!item->shown && !view->waiting))
			continue;
		if (!print_item(json, store, item, error))
			return FALSE;
	}
	return TRUE;
}

static void print_plain_table(const struct view *view)
{
	g_autoptr(table) table =
	    table_new(plain_columns, G_N_ELEMENTS(plain_columns));

	for (guint i = 0; i < view->naming->items->len; i++) {
		const struct naming_item *item = line_at(view, i);

		if (item != NULL)
			add_plain_line(table, view, item);
	}
	table_print(table);
}

/* What a person wants to know below the table, or instead of it. */
static void print_rest(const struct view *view, guint n)
{
	if (n == 0)
		printf("nobody needs you today\n");
	if (view->naming->n_waiting > 0)
		printf("%s%u more wait: tend stalled --waiting%s\n",
		       print_style(STYLE_FAINT), view->naming->n_waiting,
		       print_plain());
}

/* The last columns only where there is room for them. */
static guint count_columns(const struct view *view)
{
	if (view->width >= ROOM_FOR_QUOTE)
		return N_COLUMNS;
	return view->width >= ROOM_FOR_ADDRESS ? COLUMN_QUOTE : COLUMN_ADDRESS;
}

static void print_terminal(const struct view *view)
{
	g_autoptr(table) table = table_new(
	    view->waiting ? waiting_columns : due_columns, count_columns(view));
	guint n = count_lines(view);

	for (guint i = 0; i < view->naming->items->len; i++) {
		const struct naming_item *item = line_at(view, i);

		if (item != NULL)
			add_line(table, view, item);
	}
	print_start_pager();
	if (n > 0)
		table_print(table);
	if (!view->waiting)
		print_rest(view, n);
	else if (n == 0)
		printf("nobody is waited for\n");
}

static int stalled_run(struct call *call, GError **error)
{
	struct view view = { .waiting = call_has(call, "waiting"),
			     .now = clock_now(),
			     .zone = call->config->zone,
			     .width = print_width() };
	struct store *store = call_store(call, error);
	struct rule_settings settings;
	g_autoptr(naming) naming = NULL;

	if (store == NULL)
		return COMMAND_FAILED;
	config_rule_settings(call->config, &settings);
	naming = naming_collect(store, &settings, view.now, 0, error);
	if (naming == NULL)
		return COMMAND_FAILED;
	view.naming = naming;
	if (call->json) {
		if (!print_json(store, &view, error))
			return COMMAND_FAILED;
	} else if (print_is_terminal()) {
		print_terminal(&view);
	} else {
		print_plain_table(&view);
	}
	return count_lines(&view) > 0 ? 0 : 1;
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
