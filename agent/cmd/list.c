/* tend list: contacts by stage, silence, and so on. */
#include <stdio.h>
#include <string.h>

#include "agent/clock.h"
#include "agent/command.h"
#include "agent/contact.h"
#include "agent/json.h"
#include "agent/judge/naming.h"
#include "agent/print.h"
#include "agent/query.h"
#include "agent/table.h"
#include "agent/when.h"
#include "store/address.h"
#include "store/person.h"
#include "store/saying.h"
#include "store/verdict.h"

static const struct table_column columns[] = {
	{ "contact", 16, FALSE }, { "stage", 0, FALSE }, { "touches", 0, TRUE },
	{ "exch.", 0, TRUE },	  { "last", 0, FALSE },	 { "ball", 0, FALSE },
	{ "reason", 0, FALSE },
};

/* Of a terminal narrower than this the counts are left out, and the ball. */
#define ROOM_FOR_COUNTS 72

static const struct table_column narrow_columns[] = {
	{ "contact", 12, FALSE },
	{ "stage", 0, FALSE },
	{ "last", 0, FALSE },
	{ "reason", 0, FALSE },
};

/* As in tend(1): scripts rest on the order. */
static const struct table_column plain_columns[] = {
	{ "address", 0, FALSE },   { "name", 0, FALSE },
	{ "stage", 0, FALSE },	   { "touches", 0, FALSE },
	{ "exchanges", 0, FALSE }, { "last", 0, FALSE },
	{ "ball", 0, FALSE },	   { "reason", 0, FALSE },
	{ "due", 0, FALSE },	   { "organisation", 0, FALSE },
	{ "tags", 0, FALSE },
};

struct entry {
	struct store_person person; /* texts lend from the listing */
	char *label, *sort_name;
	struct query_person as; /* what the query sees; folded is unset */
};

static void free_entry(gpointer data)
{
	struct entry *entry = data;

	g_free(entry->label);
	g_free(entry->sort_name);
	g_free(entry);
}

/* How somebody's matters stand. */
struct standing {
	enum reason reason; /* of what is due, the most pressing */
	gboolean named, waiting;
	gint64 due_at; /* of that, else the next rung */
};

/* One listing under way. */
struct listing {
	const struct query *query;
	const struct rule_settings *settings;
	gboolean sightings;
	gint64 now;
	GHashTable *standings; /* person_id -> struct standing */
	GHashTable *muted;     /* person_id */
	GHashTable *folded;    /* person_id -> GString: names and addresses */
	GPtrArray *entries;
	GStringChunk *texts;
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
	listing->standings =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, g_free);
	listing->muted =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	listing->folded = g_hash_table_new_full(g_int64_hash, g_int64_equal,
						g_free, free_string);
	listing->entries = g_ptr_array_new_with_free_func(free_entry);
	listing->texts = g_string_chunk_new(4096);
	return listing;
}

static void listing_free(struct listing *listing)
{
	g_hash_table_unref(listing->standings);
	g_hash_table_unref(listing->muted);
	g_hash_table_unref(listing->folded);
	g_ptr_array_unref(listing->entries);
	g_string_chunk_free(listing->texts);
	g_free(listing);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(listing, listing_free)

static gint64 *copy_id(gint64 id)
{
	return g_memdup2(&id, sizeof(id));
}

static struct standing *standing_of(struct listing *listing, gint64 person_id)
{
	struct standing *standing =
	    g_hash_table_lookup(listing->standings, &person_id);

	if (standing == NULL) {
		standing = g_new0(struct standing, 1);
		g_hash_table_insert(listing->standings, copy_id(person_id),
				    standing);
	}
	return standing;
}

/* What is due comes first, the most pressing before the others. */
static void note_item(struct standing *standing, const struct naming_item *item)
{
	if (!item->shown) {
		standing->waiting = TRUE;
		if (item->next.due_at != 0 &&
		    (standing->due_at == 0 ||
		     item->next.due_at < standing->due_at))
			standing->due_at = item->next.due_at;
		return;
	}
	if (standing->reason == REASON_NONE) {
		standing->reason = item->reason;
		standing->due_at = item->rung.due_at;
	}
	standing->named |= item->named;
}

static gboolean read_standings(struct listing *listing, struct store *store,
			       GError **error)
{
	g_autoptr(naming) naming =
	    naming_collect(store, listing->settings, listing->now, 0, error);

	if (naming == NULL)
		return FALSE;
	for (guint i = 0; i < naming->items->len; i++) {
		const struct naming_item *item =
		    &g_array_index(naming->items, struct naming_item, i);

		note_item(standing_of(listing, item->verdict->person_id), item);
	}
	return TRUE;
}

/* The last word counts, of whichever of their addresses it was said. */
static gboolean read_muted(struct listing *listing, struct store *store,
			   GError **error)
{
	g_autoptr(GPtrArray) sayings = store_saying_list(store, NULL, error);

	if (sayings == NULL)
		return FALSE;
	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];
		gboolean mute = g_str_equal(saying->verb, "mute");
		g_autoptr(store_person) person = NULL;

		if (!mute && !g_str_equal(saying->verb, "unmute"))
			continue;
		if (!store_person_find_by_address(store, saying->address,
						  &person, error))
			return FALSE;
		if (person == NULL)
			continue;
		if (mute)
			g_hash_table_add(listing->muted,
					 copy_id(person->person_id));
		else
			g_hash_table_remove(listing->muted, &person->person_id);
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

static struct query_person see(const struct listing *listing,
			       const struct store_person *person)
{
	static const struct standing none = { .reason = REASON_NONE };
	const struct standing *standing =
	    g_hash_table_lookup(listing->standings, &person->person_id);

	if (standing == NULL)
		standing = &none;
	return (struct query_person){
		.stage = (enum stage)person->stage,
		.ball = (enum ball)person->ball,
		.reason = standing->reason,
		.touches = person->touches_out + person->touches_in,
		.exchanges = person->exchanges,
		.attempts = person->attempts,
		.nos = person->nos,
		.last_at = person->last_at,
		.due_at = standing->due_at,
		.tags = person->tags,
		.organisation = person->organisation,
		.cadence = person->cadence,
		.contact = person->contact,
		.tracked = person->tracked,
		.colleague = person->colleague,
		.named = standing->named,
		.waiting = standing->waiting,
		.muted =
		    g_hash_table_contains(listing->muted, &person->person_id),
	};
}

static gboolean is_wanted(const struct listing *listing,
			  const struct store_person *person,
			  struct query_person *as)
{
	const GString *addresses =
	    g_hash_table_lookup(listing->folded, &person->person_id);
	g_autofree char *name = NULL, *folded = NULL;

	if (query_has_words(listing->query)) {
		name = g_utf8_casefold(person->name, -1);
		folded = g_strconcat(
		    name, addresses != NULL ? addresses->str : "", NULL);
		as->folded = folded;
	}
	return query_holds(listing->query, as, listing->now);
}

static struct entry *entry_new(struct listing *listing,
			       const struct store_person *person)
{
	struct entry *entry = g_new0(struct entry, 1);
	const char *shown =
	    *person->name != '\0' ? person->name : person->address;
	const char **texts[] = {
		&entry->person.name,	&entry->person.address,
		&entry->person.tags,	&entry->person.organisation,
		&entry->person.cadence, &entry->person.phone,
	};

	entry->person = *person;
	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
		*texts[i] = g_string_chunk_insert(listing->texts, *texts[i]);
	entry->label = contact_label(person);
	entry->sort_name = g_utf8_casefold(shown, -1);
	return entry;
}

static gboolean add_person(const struct store_person *person, gpointer data,
			   GError **error)
{
	struct listing *listing = data;
	struct query_person as;
	struct entry *entry;

	(void)error;
	if (!person->contact && !listing->sightings)
		return TRUE;
	as = see(listing, person);
	if (!is_wanted(listing, person, &as))
		return TRUE;
	entry = entry_new(listing, person);
	entry->as = as;
	entry->as.folded = NULL;
	entry->as.tags = entry->person.tags;
	entry->as.organisation = entry->person.organisation;
	entry->as.cadence = entry->person.cadence;
	g_ptr_array_add(listing->entries, entry);
	return TRUE;
}

static int compare_numbers(gint64 a, gint64 b)
{
	return (a > b) - (a < b);
}

static gint64 due_or_never(const struct entry *entry)
{
	return entry->as.due_at != 0 ? entry->as.due_at : G_MAXINT64;
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
	case QUERY_SORT_ATTEMPTS:
		order = compare_numbers(other->as.attempts, one->as.attempts);
		break;
	case QUERY_SORT_DUE:
		order = compare_numbers(due_or_never(one), due_or_never(other));
		break;
	}
	if (order == 0)
		order = strcmp(one->sort_name, other->sort_name);
	return order != 0 ? order
			  : strcmp(one->person.address, other->person.address);
}

static const char *stage_word(const struct entry *entry)
{
	return entry->person.contact ? stage_name(entry->as.stage) : "sighting";
}

static const char *reason_word(const struct entry *entry)
{
	return entry->as.reason != REASON_NONE ? reason_name(entry->as.reason)
					       : "";
}

/* The target is for those whom one cares about: real text on both sides. */
static char *exchanges_text(const struct entry *entry, guint target)
{
	if (!entry->as.tracked || entry->as.colleague)
		return g_strdup_printf("%" G_GINT64_FORMAT,
				       entry->as.exchanges);
	return g_strdup_printf("%" G_GINT64_FORMAT "/%u",
			       entry->person.progress, target);
}

static void add_line(struct table *table, const struct entry *entry,
		     const struct rule_settings *settings, gint64 now)
{
	GTimeZone *zone = settings->zone;
	g_autofree char *touches =
	    g_strdup_printf("%" G_GINT64_FORMAT, entry->as.touches);
	g_autofree char *exchanges = exchanges_text(entry, settings->target);
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
	table_link(table, 0, entry->person.address);
}

static void add_narrow_line(struct table *table, const struct entry *entry,
			    gint64 now, GTimeZone *zone)
{
	g_autofree char *last =
	    entry->as.last_at != 0 ? when_relative(entry->as.last_at, now, zone)
				   : g_strdup("never");
	const char *cells[] = {
		entry->label,
		stage_word(entry),
		last,
		reason_word(entry),
	};

	table_add(table, STYLE_PLAIN, cells);
	table_link(table, 0, entry->person.address);
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
	g_autofree char *due = entry->as.due_at != 0
				   ? when_date(entry->as.due_at, zone)
				   : g_strdup("");
	g_autofree char *tags = g_strstrip(g_strdup(entry->person.tags));
	const char *cells[] = {
		entry->person.address,
		entry->person.name,
		stage_word(entry),
		touches,
		exchanges,
		last,
		ball_name(entry->as.ball),
		reason_word(entry),
		due,
		entry->person.organisation,
		tags,
	};

	table_add(table, STYLE_PLAIN, cells);
}

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static void add_tags(struct json *json, const char *tags)
{
	g_auto(GStrv) words = g_strsplit(tags, " ", -1);

	json_begin_list(json, "tags");
	for (gsize i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0')
			json_text(json, NULL, words[i]);
	json_end_list(json);
}

static void print_entry(struct json *json, const struct entry *entry)
{
	const struct store_person *person = &entry->person;

	json_text(json, "address", person->address);
	json_text(json, "name", person->name);
	json_truth(json, "contact", person->contact);
	json_truth(json, "tracked", person->tracked);
	json_text(json, "stage",
		  person->contact ? stage_name(entry->as.stage) : NULL);
	json_text(json, "ball", ball_name(entry->as.ball));
	json_text(json, "reason",
		  entry->as.reason != REASON_NONE
		      ? reason_name(entry->as.reason)
		      : NULL);
	json_truth(json, "named", entry->as.named);
	json_truth(json, "muted", entry->as.muted);
	json_time(json, "due_at", entry->as.due_at);
	json_number(json, "touches_out", person->touches_out);
	json_number(json, "touches_in", person->touches_in);
	json_number(json, "exchanges", person->exchanges);
	json_number(json, "progress", person->progress);
	json_number(json, "attempts", person->attempts);
	json_number(json, "nos", person->nos);
	json_time(json, "first_at", person->first_at);
	json_time(json, "last_at", person->last_at);
	json_text(json, "organisation", known(person->organisation));
	json_truth(json, "colleague", person->colleague);
	add_tags(json, person->tags);
	json_text(json, "phone", known(person->phone));
	json_text(json, "cadence", known(person->cadence));
	json_print(json);
}

static void print_json(GPtrArray *entries)
{
	g_autoptr(json_t) json = json_new();

	for (guint i = 0; i < entries->len; i++)
		print_entry(json, entries->pdata[i]);
}

static struct table *make_table(gboolean terminal, gboolean narrow)
{
	if (!terminal)
		return table_new(plain_columns, G_N_ELEMENTS(plain_columns));
	if (narrow)
		return table_new(narrow_columns, G_N_ELEMENTS(narrow_columns));
	return table_new(columns, G_N_ELEMENTS(columns));
}

static void print_table(GPtrArray *entries, gint64 now,
			const struct rule_settings *settings)
{
	GTimeZone *zone = settings->zone;
	gboolean terminal = print_is_terminal();
	gboolean narrow = print_width() < ROOM_FOR_COUNTS;
	g_autoptr(table) table = make_table(terminal, narrow);

	for (guint i = 0; i < entries->len; i++) {
		if (!terminal)
			add_plain_line(table, entries->pdata[i], zone);
		else if (narrow)
			add_narrow_line(table, entries->pdata[i], now, zone);
		else
			add_line(table, entries->pdata[i], settings, now);
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
	if (!read_standings(listing, store, error) ||
	    !read_muted(listing, store, error))
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
		print_table(listing->entries, listing->now, &settings);
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
	.minus = query_is_negated,
	.run = list_run,
};
