/*
 * tend export: everything that tend has counted, for other programs.  What
 * is exported does not depend on the order in which the mail came.
 */
#include <stdio.h>
#include <string.h>

#include "agent/command.h"
#include "agent/conversation.h"
#include "agent/border/words.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "store/address.h"
#include "store/message.h"
#include "store/person.h"

/* What the lines of a person's addresses say of the person. */
struct counts {
	gboolean contact, tracked, colleague;
	int stage;
	gint64 touches_out, touches_in, exchanges, attempts, nos;
	gint64 answer_within;
	char *name, *organisation, *tags, *phone, *cadence;
};

static void free_counts(gpointer data)
{
	struct counts *counts = data;

	g_free(counts->name);
	g_free(counts->organisation);
	g_free(counts->tags);
	g_free(counts->phone);
	g_free(counts->cadence);
	g_free(counts);
}

/* One export under way. */
struct export
{
	struct json *json;
	GHashTable *counts;	   /* person_id -> struct counts */
	GHashTable *addresses;	   /* address_id -> text */
	GHashTable *conversations; /* conversation_id -> smallest key */
};

typedef struct export export;

static void export_free(struct export *export)
{
	json_free(export->json);
	g_hash_table_unref(export->counts);
	g_hash_table_unref(export->addresses);
	g_hash_table_unref(export->conversations);
	g_free(export);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(export, export_free)

static GHashTable *new_map(void)
{
	return g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free,
				     g_free);
}

static struct export *export_new(void)
{
	struct export *export = g_new0(struct export, 1);

	export->json = json_new();
	export->counts = g_hash_table_new_full(g_int64_hash, g_int64_equal,
					       g_free, free_counts);
	export->addresses = new_map();
	export->conversations = new_map();
	return export;
}

static gboolean count_person(const struct store_person *person, gpointer data,
			     GError **error)
{
	struct export *export = data;
	const struct counts counts = {
		.contact = person->contact,
		.tracked = person->tracked,
		.colleague = person->colleague,
		.stage = person->stage,
		.touches_out = person->touches_out,
		.touches_in = person->touches_in,
		.exchanges = person->exchanges,
		.attempts = person->attempts,
		.nos = person->nos,
		.answer_within = person->answer_within,
		.name = g_strdup(person->name),
		.organisation = g_strdup(person->organisation),
		.tags = g_strstrip(g_strdup(person->tags)),
		.phone = g_strdup(person->phone),
		.cadence = g_strdup(person->cadence),
	};

	(void)error;
	g_hash_table_insert(
	    export->counts,
	    g_memdup2(&person->person_id, sizeof(person->person_id)),
	    g_memdup2(&counts, sizeof(counts)));
	return TRUE;
}

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static void add_counts(struct json *json, const struct counts *counts)
{
	g_auto(GStrv) tags = g_strsplit(counts->tags, " ", -1);

	json_number(json, "touches_out", counts->touches_out);
	json_number(json, "touches_in", counts->touches_in);
	json_number(json, "exchanges", counts->exchanges);
	json_text(json, "stage", stage_name((enum stage)counts->stage));
	json_truth(json, "tracked", counts->tracked);
	json_truth(json, "colleague", counts->colleague);
	json_number(json, "attempts", counts->attempts);
	json_number(json, "nos", counts->nos);
	if (counts->answer_within != 0)
		json_number(json, "answer_within", counts->answer_within);
	else
		json_text(json, "answer_within", NULL);
	json_text(json, "organisation", known(counts->organisation));
	json_text(json, "phone", known(counts->phone));
	json_text(json, "cadence", known(counts->cadence));
	json_begin_list(json, "tags");
	for (gsize i = 0; tags[i] != NULL; i++)
		if (*tags[i] != '\0')
			json_text(json, NULL, tags[i]);
	json_end_list(json);
}

static gboolean print_address(const struct store_address *address,
			      gpointer data, GError **error)
{
	struct export *export = data;
	struct json *json = export->json;
	const struct counts *counts =
	    g_hash_table_lookup(export->counts, &address->person_id);
	gboolean contact = counts != NULL && counts->contact;

	(void)error;
	json_text(json, "address", address->address);
	/* No mail has the name of who was imported or only logged. */
	json_text(json, "name",
		  *address->name == '\0' && counts != NULL ? counts->name
							   : address->name);
	json_truth(json, "contact", contact);
	json_number(json, "sent_to", address->sent_to);
	json_number(json, "received_from", address->received_from);
	json_time(json, "first_at", address->first_at);
	json_time(json, "last_at", address->last_at);
	if (contact)
		add_counts(json, counts);
	json_print(json);
	return TRUE;
}

static gboolean export_addresses(struct store *store, GError **error)
{
	g_autoptr(export) export = export_new();

	if (!store_person_each(store, count_person, export, error))
		return FALSE;
	return store_address_each(store, print_address, export, error);
}

static gboolean remember_address(const struct store_address *address,
				 gpointer data, GError **error)
{
	struct export *export = data;

	(void)error;
	g_hash_table_insert(
	    export->addresses,
	    g_memdup2(&address->address_id, sizeof(address->address_id)),
	    g_strdup(address->address));
	return TRUE;
}

static gboolean remember_conversation(const struct store_message *message,
				      gpointer data, GError **error)
{
	struct export *export = data;
	gint64 *least = g_hash_table_lookup(export->conversations,
					    &message->conversation_id);

	(void)error;
	if (least != NULL)
		*least = MIN(*least, message->message_key);
	else
		g_hash_table_insert(export->conversations,
				    g_memdup2(&message->conversation_id,
					      sizeof(message->conversation_id)),
				    g_memdup2(&message->message_key,
					      sizeof(message->message_key)));
	return TRUE;
}

static gboolean print_message(const struct store_message *message,
			      gpointer data, GError **error)
{
	struct export *export = data;
	struct json *json = export->json;
	const gint64 *least = g_hash_table_lookup(export->conversations,
						  &message->conversation_id);
	char conversation[CONVERSATION_NAME_SIZE];

	(void)error;
	/* One that came since they were counted stands for itself. */
	conversation_format(least != NULL ? *least : message->message_key,
			    conversation);
	json_text(json, "message_id",
		  *message->mid != '\0' ? message->mid : NULL);
	json_time(json, "at", message->at);
	json_text(json, "direction",
		  direction_name((enum direction)message->direction));
	json_text(json, "kind", border_kind_name((enum kind)message->kind));
	json_text(json, "conversation", conversation);
	json_text(json, "subject", message->subject);
	json_text(json, "from",
		  g_hash_table_lookup(export->addresses, &message->address_id));
	json_truth(json, "personal", message->personal);
	json_print(json);
	return TRUE;
}

static gboolean export_messages(struct store *store, GError **error)
{
	g_autoptr(export) export = export_new();

	if (!store_address_each(store, remember_address, export, error))
		return FALSE;
	if (!store_message_each(store, remember_conversation, export, error))
		return FALSE;
	return store_message_each(store, print_message, export, error);
}

static void add_csv_time(GString *text, gint64 at)
{
	g_autoptr(GDateTime) when =
	    at != 0 ? g_date_time_new_from_unix_utc(at) : NULL;
	g_autofree char *time =
	    when != NULL ? g_date_time_format(when, "%Y-%m-%dT%H:%M:%SZ")
			 : g_strdup("");

	g_string_append_printf(text, ",%s", time);
}

/* A contact's line, and where it stands among the others. */
struct csv_line {
	char *name, *address;
	char *text;
};

static void free_csv_line(gpointer data)
{
	struct csv_line *line = data;

	g_free(line->name);
	g_free(line->address);
	g_free(line->text);
	g_free(line);
}

static gint compare_csv_lines(gconstpointer a, gconstpointer b)
{
	const struct csv_line *x = *(const struct csv_line *const *)a;
	const struct csv_line *y = *(const struct csv_line *const *)b;
	int names = strcmp(x->name, y->name);

	return names != 0 ? names : strcmp(x->address, y->address);
}

static gboolean add_csv_line(const struct store_person *person, gpointer data,
			     GError **error)
{
	g_autofree char *address = safe_csv(person->address);
	g_autofree char *name = safe_csv(person->name);
	g_autofree char *organisation = safe_csv(person->organisation);
	g_autofree char *words = g_strstrip(g_strdup(person->tags));
	g_autofree char *tags = safe_csv(words);
	g_autofree char *phone = safe_csv(person->phone);
	g_autofree char *cadence = safe_csv(person->cadence);

	GPtrArray *lines = data;
	const char *sort_name =
	    *person->name != '\0' ? person->name : person->address;
	struct csv_line *line;
	GString *text;

	(void)error;
	if (!person->contact)
		return TRUE;
	text = g_string_new(NULL);
	g_string_printf(text,
			"%s,%s,%s,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
			",%" G_GINT64_FORMAT,
			address, name, stage_name((enum stage)person->stage),
			person->touches_out, person->touches_in,
			person->exchanges);
	add_csv_time(text, person->first_at);
	add_csv_time(text, person->last_at);
	g_string_append_printf(
	    text,
	    ",%s,%s,%s,%s,%s,%d,%d,%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",",
	    ball_name((enum ball)person->ball), organisation, tags, phone,
	    cadence, person->tracked != 0, person->colleague != 0,
	    person->attempts, person->nos);
	if (person->answer_within != 0)
		g_string_append_printf(text, "%" G_GINT64_FORMAT,
				       person->answer_within);
	line = g_new0(struct csv_line, 1);
	line->name = g_utf8_casefold(sort_name, -1);
	line->address = g_strdup(person->address);
	line->text = g_string_free(text, FALSE);
	g_ptr_array_add(lines, line);
	return TRUE;
}

/* By name: the ids of persons depend on the order in which mail came. */
static gboolean export_csv(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) lines =
	    g_ptr_array_new_with_free_func(free_csv_line);

	if (!store_person_each(store, add_csv_line, lines, error))
		return FALSE;
	g_ptr_array_sort(lines, compare_csv_lines);
	printf("address,name,stage,touches_out,touches_in,exchanges,"
	       "first_at,last_at,ball,organisation,tags,phone,cadence,"
	       "tracked,colleague,attempts,nos,answer_within\n");
	for (guint i = 0; i < lines->len; i++) {
		const struct csv_line *line = lines->pdata[i];

		printf("%s\n", line->text);
	}
	return TRUE;
}

static const struct {
	const char *name;
	gboolean (*json)(struct store *store, GError **error);
	gboolean (*csv)(struct store *store, GError **error); /* or NULL */
} whats[] = {
	{ "addresses", export_addresses, export_csv },
	{ "messages", export_messages, NULL },
};

static int export_run(struct call *call, GError **error)
{
	const char *typed = call->argc > 0 ? call->argv[0] : whats[0].name;
	struct store *store;

	for (gsize i = 0; i < G_N_ELEMENTS(whats); i++) {
		if (!g_str_equal(whats[i].name, typed))
			continue;
		if (!call->json && whats[i].csv == NULL) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
				    "%s are exported as JSON only: 'tend "
				    "export --json %s'",
				    typed, typed);
			return COMMAND_FAILED;
		}
		store = call_store(call, error);
		if (store == NULL ||
		    !(call->json ? whats[i].json : whats[i].csv)(store, error))
			return COMMAND_FAILED;
		return 0;
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "cannot export '%s'; say 'addresses' or 'messages'", typed);
	return COMMAND_FAILED;
}

const struct command command_export = {
	.name = "export",
	.summary = "contacts as CSV; every address or message as JSON",
	.arguments = "[addresses|messages]",
	.example = "tend export --json >addresses.jsonl",
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_READ,
	.max_arguments = 1,
	.json = TRUE,
	.run = export_run,
};
