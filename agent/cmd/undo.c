/* tend undo: take back what was said. */
#include <stdio.h>

#include "agent/contact.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/print.h"
#include "agent/safe.h"
#include "agent/said/say.h"
#include "agent/said/speech.h"
#include "agent/table.h"
#include "store/saying.h"

/* As many as a person wants to look back on. */
#define LISTED 20

/* Sayings that are looked through for the last batch that holds. */
#define PAGE 256

static const struct table_column columns[] = {
	{ "number", 0, TRUE },	  { "said", 0, FALSE },	 { "state", 0, FALSE },
	{ "address", 12, FALSE }, { "what", 12, FALSE },
};

/* Of a terminal narrower than this whom and how it stands go with the what. */
#define ROOM_FOR_ALL 64

static const struct table_column narrow_columns[] = {
	{ "number", 0, TRUE },
	{ "said", 0, FALSE },
	{ "what", 12, FALSE },
};

/* What one command said. */
struct breath {
	gint64 number, said_at;
	gboolean undone;
	guint sayings;
	GHashTable *addresses; /* of whom */
	char *what;	       /* of the first saying */
	GHashTable *files;     /* that were imported */
};

static void breath_free(gpointer data)
{
	struct breath *breath = data;

	g_hash_table_unref(breath->addresses);
	g_hash_table_unref(breath->files);
	g_free(breath->what);
	g_free(breath);
}

static struct breath *breath_new(const struct store_saying *saying)
{
	struct breath *breath = g_new0(struct breath, 1);

	breath->number = saying->batch;
	breath->said_at = saying->said_at;
	breath->undone = saying->undone_at != 0;
	breath->addresses =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	breath->files =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	return breath;
}

/* They come the last said first: the first of them is left. */
static void breath_add(struct breath *breath, const struct store_saying *saying,
		       GTimeZone *zone)
{
	g_free(breath->what);
	breath->what = say_describe(saying, zone);
	breath->sayings++;
	g_hash_table_add(breath->addresses, g_strdup(saying->address));
	if (g_str_equal(saying->verb, "import"))
		g_hash_table_add(breath->files, g_strdup(saying->text));
}

/* Somebody's address; NULL of several people. */
static const char *only_one(GHashTable *words)
{
	GHashTableIter iter;
	gpointer word = NULL;

	if (g_hash_table_size(words) != 1)
		return NULL;
	g_hash_table_iter_init(&iter, words);
	g_hash_table_iter_next(&iter, &word, NULL);
	return word;
}

static char *describe_import(const struct breath *breath)
{
	guint people = g_hash_table_size(breath->addresses);
	guint files = g_hash_table_size(breath->files);
	const char *file = only_one(breath->files);
	g_autofree char *from = file ? g_strdup_printf("'%s'", file)
				     : g_strdup_printf("%u files", files);

	return g_strdup_printf("import of %u %s from %s", people,
			       people == 1 ? "person" : "people", from);
}

static char *describe(const struct breath *breath)
{
	guint people = g_hash_table_size(breath->addresses);

	if (g_hash_table_size(breath->files))
		return describe_import(breath);
	if (breath->sayings == 1)
		return g_strdup(breath->what);
	if (people == 1)
		return g_strdup_printf("%s and %u more", breath->what,
				       breath->sayings - 1);
	return g_strdup_printf("%s and %u more, of %u people", breath->what,
			       breath->sayings - 1, people);
}

static void add_row(struct table *table, const struct breath *breath,
		    gboolean narrow, GTimeZone *zone)
{
	g_autofree char *number =
	    g_strdup_printf("%" G_GINT64_FORMAT, breath->number);
	g_autofree char *date = when_date(breath->said_at, zone);
	g_autofree char *said = when_date_time(breath->said_at, zone);
	g_autofree char *what = describe(breath);
	const char *address = only_one(breath->addresses);
	g_autofree char *all =
	    g_strdup_printf("%s%s%s%s", breath->undone ? "undone: " : "", what,
			    address ? ", " : "", address ? address : "");
	const char *cells[] = {
		number,	 said, breath->undone ? "undone" : "holds",
		address, what,
	};
	const char *narrow_cells[] = { number, date, all };

	table_add(table, breath->undone ? STYLE_FAINT : STYLE_PLAIN,
		  narrow ? narrow_cells : cells);
}

static void print_json(const struct store_saying *saying, GTimeZone *zone)
{
	g_autoptr(json_t) json = json_new();
	g_autofree char *what = say_describe(saying, zone);

	json_number(json, "number", saying->batch);
	json_time(json, "said_at", saying->said_at);
	json_time(json, "at", saying->at);
	json_text(json, "verb", saying->verb);
	json_text(json, "address", saying->address);
	json_text(json, "word", *saying->word ? saying->word : NULL);
	json_text(json, "text", *saying->text ? saying->text : NULL);
	json_text(json, "what", what);
	json_time(json, "undone_at", saying->undone_at);
	json_print(json);
}

static gboolean list_json(struct speech *speech, GError **error)
{
	g_autoptr(GPtrArray) sayings =
	    store_saying_list_last(speech->store, G_MAXINT64, LISTED, error);

	for (guint i = 0; sayings && i < sayings->len; i++)
		print_json(sayings->pdata[i], speech->config->zone);
	return sayings != NULL;
}

/* Those of one batch lie together: they are of one transaction. */
static gboolean collect(struct speech *speech, GPtrArray *breaths,
			GError **error)
{
	gint64 before = G_MAXINT64;
	struct breath *breath = NULL;

	for (;;) {
		g_autoptr(GPtrArray) page =
		    store_saying_list_last(speech->store, before, PAGE, error);

		if (!page)
			return FALSE;
		if (page->len == 0)
			return TRUE;
		for (guint i = 0; i < page->len; i++) {
			const struct store_saying *saying = page->pdata[i];

			before = saying->saying_id;
			if (!breath || !saying->batch ||
			    saying->batch != breath->number) {
				if (breaths->len == LISTED)
					return TRUE;
				breath = breath_new(saying);
				g_ptr_array_add(breaths, breath);
			}
			breath_add(breath, saying, speech->config->zone);
		}
	}
}

static gboolean list(struct speech *speech, GError **error)
{
	gboolean narrow = print_is_terminal() && print_width() < ROOM_FOR_ALL;
	g_autoptr(GPtrArray) breaths =
	    g_ptr_array_new_with_free_func(breath_free);
	g_autoptr(table) table =
	    narrow ? table_new(narrow_columns, G_N_ELEMENTS(narrow_columns))
		   : table_new(columns, G_N_ELEMENTS(columns));

	if (speech->call->json)
		return list_json(speech, error);
	if (!collect(speech, breaths, error))
		return FALSE;
	for (guint i = 0; i < breaths->len; i++)
		add_row(table, breaths->pdata[i], narrow, speech->config->zone);
	if (breaths->len)
		table_print(table);
	return TRUE;
}

/* The last that holds, or the last of that batch; NULL: there is none. */
static gboolean find(struct speech *speech, gint64 batch,
		     struct store_saying **saying_out, GError **error)
{
	gint64 before = G_MAXINT64;

	*saying_out = NULL;
	for (;;) {
		g_autoptr(GPtrArray) page =
		    store_saying_list_last(speech->store, before, PAGE, error);

		if (!page)
			return FALSE;
		if (page->len == 0)
			return TRUE;
		for (guint i = 0; i < page->len; i++) {
			const struct store_saying *saying = page->pdata[i];

			before = saying->saying_id;
			if (batch ? saying->batch != batch : saying->undone_at)
				continue;
			*saying_out = g_ptr_array_steal_index(page, i);
			return TRUE;
		}
	}
}

/* Takes back all of the batch; sayings_out are those that held. */
static gboolean take_back(struct speech *speech, const struct store_saying *one,
			  GPtrArray **sayings_out, GError **error)
{
	g_autoptr(GPtrArray) batch = NULL;

	if (!speech_begin(speech, error))
		return FALSE;
	batch = store_saying_list_batch(speech->store, one, error);
	for (guint i = batch ? batch->len : 0; i-- > 0;) {
		const struct store_saying *saying = batch->pdata[i];
		gboolean done;

		if (!store_saying_undo(speech->store, saying->saying_id,
				       speech->now, &done, error))
			return FALSE;
		if (!done)
			g_ptr_array_remove_index(batch, i);
	}
	*sayings_out = g_steal_pointer(&batch);
	return *sayings_out != NULL;
}

static gboolean fail_nothing(const struct call *call, GError **error)
{
	if (call->argc)
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "nothing was said under number %s that holds; "
			    "'tend undo --list' shows what was",
			    call->argv[0]);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "there is nothing to undo: nothing was said");
	return FALSE;
}

/* What was said first of all that was taken back, and how much that is. */
static void print_undone(struct speech *speech, const GPtrArray *sayings)
{
	const struct store_saying *first = sayings->pdata[0];
	g_autofree char *what = say_describe(first, speech->config->zone);
	g_autoptr(GHashTable) people =
	    g_hash_table_new(g_str_hash, g_str_equal);

	for (guint i = 0; i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		g_hash_table_add(people, (gpointer)(guintptr)saying->address);
	}
	if (sayings->len == 1)
		speech_tell(speech, "undone, %s", what);
	else if (g_hash_table_size(people) == 1)
		speech_tell(speech, "undone, %s and %u more", what,
			    sayings->len - 1);
	else
		speech_tell(speech, "undone, %s and %u more, of %u people",
			    what, sayings->len - 1, g_hash_table_size(people));
}

/* Of whom the batch said something first. */
static char *find_first(struct speech *speech, const struct store_saying *one,
			GError **error)
{
	g_autoptr(GPtrArray) batch =
	    store_saying_list_batch(speech->store, one, error);
	const struct store_saying *first;

	if (!batch)
		return NULL;
	first = batch->len ? batch->pdata[0] : one;
	return g_strdup(first->address);
}

static gboolean undo(struct speech *speech, gint64 batch, GError **error)
{
	g_autoptr(store_saying) saying = NULL;
	g_autoptr(GPtrArray) sayings = NULL;

	if (!find(speech, batch, &saying, error))
		return FALSE;
	if (!saying)
		return fail_nothing(speech->call, error);
	speech->address = find_first(speech, saying, error);
	if (!speech->address ||
	    !store_person_find_by_address(speech->store, speech->address,
					  &speech->before, error) ||
	    !take_back(speech, saying, &sayings, error))
		return FALSE;
	if (sayings->len == 0)
		return fail_nothing(speech->call, error);
	if (!speech_end(speech, error))
		return FALSE;
	print_undone(speech, sayings);
	return TRUE;
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = NULL;
	gint64 batch = 0;

	if (call->argc && !g_ascii_string_to_signed(call->argv[0], 10, 1,
						    G_MAXINT64, &batch, NULL)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is no number; 'tend undo --list' shows them",
			    call->argv[0]);
		return COMMAND_FAILED;
	}
	speech = speech_new(call, error);
	if (!speech)
		return COMMAND_FAILED;
	if (!(call_has(call, "list") ? list(speech, error)
				     : undo(speech, batch, error)))
		return COMMAND_FAILED;
	return 0;
}

static const struct option options[] = {
	{ "list", 'l', NULL, "what was said lately, with its numbers" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_undo = {
	.name = "undo",
	.summary = "take back what was said last, or under a number",
	.arguments = "[NUMBER]",
	.example = "tend undo --list",
	.options = options,
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = 1,
	.json = TRUE,
	.run = run,
};
