/* tend list: contacts by stage, silence, and so on. */
#include <stdio.h>
#include <string.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/contact.h"
#include "agent/json.h"
#include "agent/naming.h"
#include "agent/print.h"
#include "agent/query.h"
#include "agent/table.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/person.h"
#include "store/verdict.h"

static const struct table_column columns[] = {
	{ "contact", 16, FALSE }, { "stage", 0, FALSE }, { "touches", 0, TRUE },
	{ "exch.", 0, TRUE },	  { "last", 0, FALSE },	 { "ball", 0, FALSE },
	{ "reason", 0, FALSE },
};

/* As in tend(1): scripts rest on the order. */
static const struct table_column plain_columns[] = {
	{ "address", 0, FALSE },   { "name", 0, FALSE },
	{ "stage", 0, FALSE },	   { "touches", 0, FALSE },
	{ "exchanges", 0, FALSE }, { "last", 0, FALSE },
	{ "ball", 0, FALSE },	   { "reason", 0, FALSE },
};

struct entry {
	char *name, *address, *label, *sort_name;
	gboolean contact, tracked;
	gint64 touches_out, touches_in, attempts, first_at;
	struct query_person as; /* what the query sees; folded is unset */
};

static void free_entry(gpointer data)
{
	struct entry *entry = data;

	g_free(entry->name);
	g_free(entry->address);
	g_free(entry->label);
	g_free(entry->sort_name);
	g_free(entry);
}

/* One listing under way. */
struct listing {
	const struct query *query;
	const struct rule_settings *settings;
	gboolean sightings;
	gint64 now;
	GHashTable *reasons; /* person_id -> enum reason, of what is due */
	GHashTable *folded;  /* person_id -> GString: names and addresses */
	GPtrArray *entries;
};

typedef struct listing listing;

static void free_string(gpointer data)
{
	g_string_free(data, TRUE);
}

static struct listing *listing_new(const struct query *query,
				   const struct rule_settings *settings,
				   gboolean sightings, gint64 now)
{
	struct listing *listing = g_new0(struct listing, 1);

	listing->query = query;
	listing->settings = settings;
	listing->sightings = sightings;
	listing->now = now;
	listing->reasons =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	listing->folded = g_hash_table_new_full(g_int64_hash, g_int64_equal,
						g_free, free_string);
	listing->entries = g_ptr_array_new_with_free_func(free_entry);
	return listing;
}

static void listing_free(struct listing *listing)
{
	g_hash_table_unref(listing->reasons);
	g_hash_table_unref(listing->folded);
	g_ptr_array_unref(listing->entries);
	g_free(listing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(listing, listing_free)

static gint64 *copy_id(gint64 id)
{
	return g_memdup2(&id, sizeof(id));
}

static gboolean read_reasons(struct listing *listing, struct store *store,
			     GError **error)
{
	g_autoptr(naming) naming =
	    naming_collect(store, listing->settings, listing->now, 0, error);

	if (naming == NULL)
		return FALSE;
	for (guint i = 0; i < naming->items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(naming->items, struct naming_item, i);
		const struct store_verdict *verdict = item->verdict;

		if (!item->shown)
			continue;
		/* The most pressing one comes first. */
		if (!g_hash_table_contains(listing->reasons,
					   &verdict->person_id))
			g_hash_table_insert(listing->reasons,
					    copy_id(verdict->person_id),
					    GINT_TO_POINTER(item->reason));
	}
	return TRUE;
}

static gboolean fold_address(const struct store_address *address, gpointer data,
			     GError **error)
{
	struct listing *listing = data;
	g_autofree char *name = g_utf8_casefold(address->name, -1);
	GString *folded;

	(void)error;
	if (address->person_id == 0)
		return TRUE;
	folded = g_hash_table_lookup(listing->folded, &address->person_id);
	if (folded == NULL) {
		folded = g_string_new(NULL);
		g_hash_table_insert(listing->folded,
				    copy_id(address->person_id), folded);
	}
	g_string_append_printf(folded, "\n%s\n%s", name, address->address);
	return TRUE;
}

static struct entry *entry_new(const struct listing *listing,
			       const struct store_person *person)
{
	struct entry *entry = g_new0(struct entry, 1);
	const char *shown =
	    *person->name != '\0' ? person->name : person->address;

	entry->name = g_strdup(person->name);
	entry->address = g_strdup(person->address);
	entry->label = contact_label(person);
	entry->sort_name = g_utf8_casefold(shown, -1);
	entry->contact = person->contact;
	entry->tracked = person->tracked;
	entry->touches_out = person->touches_out;
	entry->touches_in = person->touches_in;
	entry->attempts = person->attempts;
	entry->first_at = person->first_at;
	entry->as = (struct query_person){
		.stage = (enum stage)person->stage,
		.ball = (enum ball)person->ball,
		.reason = (enum reason)GPOINTER_TO_INT(
		    g_hash_table_lookup(listing->reasons, &person->person_id)),
		.touches = person->touches_out + person->touches_in,
		.exchanges = person->exchanges,
		.last_at = person->last_at,
	};
	return entry;
}

static gboolean add_person(const struct store_person *person, gpointer data,
			   GError **error)
{
	struct listing *listing = data;
	const GString *addresses;
	g_autofree char *folded = NULL;
	struct entry *entry;

	(void)error;
	if (!person->contact && !listing->sightings)
		return TRUE;
	entry = entry_new(listing, person);
	addresses = g_hash_table_lookup(listing->folded, &person->person_id);
	folded = g_strconcat(entry->sort_name,
			     addresses != NULL ? addresses->str : "", NULL);
	entry->as.folded = folded;
	if (query_holds(listing->query, &entry->as, listing->now))
		g_ptr_array_add(listing->entries, entry);
	else
		free_entry(entry);
	return TRUE;
}

static int compare_numbers(gint64 a, gint64 b)
{
	return (a > b) - (a < b);
}

static int compare_entries(gconstpointer a, gconstpointer b, gpointer data)
{
	const struct entry *one = *(struct entry *const *)a;
	const struct entry *other = *(struct entry *const *)b;
	const enum query_sort *sort = data;
	int order = 0;

	switch (*sort) {
	case QUERY_SORT_NAME:
	case N_QUERY_SORTS:
		break;
	case QUERY_SORT_LAST:
		order = compare_numbers(other->as.last_at, one->as.last_at);
		break;
	case QUERY_SORT_SILENCE:
		order = compare_numbers(one->as.last_at, other->as.last_at);
		break;
	case QUERY_SORT_TOUCHES:
		order = compare_numbers(other->as.touches, one->as.touches);
		break;
	case QUERY_SORT_EXCHANGES:
		order = compare_numbers(other->as.exchanges, one->as.exchanges);
		break;
	}
	if (order == 0)
		order = strcmp(one->sort_name, other->sort_name);
	return order != 0 ? order : strcmp(one->address, other->address);
}

static const char *stage_word(const struct entry *entry)
{
	return entry->contact ? stage_name(entry->as.stage) : "sighting";
}

static const char *reason_word(const struct entry *entry)
{
	return entry->as.reason != REASON_NONE ? reason_name(entry->as.reason)
					       : "";
}

static void add_line(struct table *table, const struct entry *entry, gint64 now,
		     GTimeZone *zone)
{
	g_autofree char *touches =
	    g_strdup_printf("%" G_GINT64_FORMAT, entry->as.touches);
	g_autofree char *exchanges =
	    g_strdup_printf("%" G_GINT64_FORMAT, entry->as.exchanges);
	g_autofree char *last =
	    entry->as.last_at != 0 ? when_relative(entry->as.last_at, now, zone)
				   : g_strdup("never");
	const char *cells[] = {
		entry->label,
		stage_word(entry),
		touches,
		exchanges,
		last,
		ball_name(entry->as.ball),
		reason_word(entry),
	};

	table_add(table, STYLE_PLAIN, cells);
}

static void add_plain_line(struct table *table, const struct entry *entry,
			   GTimeZone *zone)
{
	g_autofree char *touches =
	    g_strdup_printf("%" G_GINT64_FORMAT, entry->as.touches);
	g_autofree char *exchanges =
	    g_strdup_printf("%" G_GINT64_FORMAT, entry->as.exchanges);
	g_autofree char *last = entry->as.last_at != 0
				    ? when_date(entry->as.last_at, zone)
				    : g_strdup("");
	const char *cells[] = {
		entry->address,
		entry->name,
		stage_word(entry),
		touches,
		exchanges,
		last,
		ball_name(entry->as.ball),
		reason_word(entry),
	};

	table_add(table, STYLE_PLAIN, cells);
}

static void print_json(GPtrArray *entries)
{
	g_autoptr(json_t) json = json_new();

	for (guint i = 0; i < entries->len; i++) {
		const struct entry *entry = entries->pdata[i];

		json_text(json, "address", entry->address);
		json_text(json, "name", entry->name);
		json_truth(json, "contact", entry->contact);
		json_truth(json, "tracked", entry->tracked);
		json_text(json, "stage",
			  entry->contact ? stage_name(entry->as.stage) : NULL);
		json_text(json, "ball", ball_name(entry->as.ball));
		json_text(json, "reason",
			  entry->as.reason != REASON_NONE
			      ? reason_name(entry->as.reason)
			      : NULL);
		json_number(json, "touches_out", entry->touches_out);
		json_number(json, "touches_in", entry->touches_in);
		json_number(json, "exchanges", entry->as.exchanges);
		json_number(json, "attempts", entry->attempts);
		json_time(json, "first_at", entry->first_at);
		json_time(json, "last_at", entry->as.last_at);
		json_print(json);
	}
}

static void print_table(GPtrArray *entries, gint64 now, GTimeZone *zone)
{
	gboolean terminal = print_is_terminal();
	g_autoptr(table) table =
	    terminal ? table_new(columns, G_N_ELEMENTS(columns))
		     : table_new(plain_columns, G_N_ELEMENTS(plain_columns));

	for (guint i = 0; i < entries->len; i++) {
		if (terminal)
			add_line(table, entries->pdata[i], now, zone);
		else
			add_plain_line(table, entries->pdata[i], zone);
	}
	print_start_pager();
	if (entries->len > 0)
		table_print(table);
	else if (terminal)
		printf("nobody is like that\n");
}

static int list_run(struct call *call, GError **error)
{
	struct rule_settings settings;
	g_autofree char *text = g_strjoinv(" ", call->argv);
	g_autoptr(query) query = query_parse(text, error);
	g_autoptr(listing) listing = NULL;
	enum query_sort sort;
	struct store *store;

	if (query == NULL)
		return COMMAND_FAILED;
	store = call_store(call, error);
	if (store == NULL)
		return COMMAND_FAILED;
	config_rule_settings(call->config, &settings);
	listing = listing_new(query, &settings, call_has(call, "sightings"),
			      clock_now());
	if (!read_reasons(listing, store, error))
		return COMMAND_FAILED;
	if (query_has_words(query) &&
	    !store_address_each(store, fold_address, listing, error))
		return COMMAND_FAILED;
	if (!store_person_each(store, add_person, listing, error))
		return COMMAND_FAILED;
	sort = query_get_sort(query);
	g_ptr_array_sort_with_data(listing->entries, compare_entries, &sort);
	if (call->json)
		print_json(listing->entries);
	else
		print_table(listing->entries, listing->now, call->config->zone);
	return 0;
}

static const struct option list_options[] = {
	{ "sightings", 's', NULL, "also strangers whom you never answered" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_list = {
	.name = "list",
	.summary = "contacts by stage, silence, ball, and so on",
	.arguments = "[QUERY]",
	.example = "tend list stage:engaged 'silent:>14d' sort:silence",
	.options = list_options,
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_READ,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = list_run,
};
