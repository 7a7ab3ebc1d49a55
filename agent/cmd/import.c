/* tend import: people from vCards and CSV. */
#include <string.h>

#include "agent/ask.h"
#include "agent/clock.h"
#include "agent/cmd/import_print.h"
#include "agent/command.h"
#include "agent/error.h"
#include "agent/files.h"
#include "agent/nearest.h"
#include "agent/paths.h"
#include "agent/print.h"
#include "agent/rules/workday.h"
#include "agent/safe.h"
#include "agent/settle.h"
#include "agent/source.h"
#include "agent/tell.h"
#include "agent/when.h"

#define TAG_MAX 64

static const struct option options[] = {
	{ "due", 'd', "WHEN",
	  "when to write to them first (default: the next working morning)" },
	{ "tag", 't', "TAG", "tag all of them; may be given several times",
	  TRUE },
	{ "map", 'm', "COLUMN=FIELD",
	  "what a column of CSV is, by its heading or number; may be given "
	  "several times",
	  TRUE },
	{ "yes", 'y', NULL, "ask nothing" },
	{ "dry-run", 0, NULL, "show what it would do, change nothing" },
	{ 0 },
};

/* An import while its files are read. */
struct importing {
	struct call *call;
	struct store *store;
	struct source *source;
	struct import *import;
	GPtrArray *map;	    /* "email=COLUMN", as the worker wants it */
	GPtrArray *columns; /* struct import_column, of the file being read */
	gboolean dry_run;
	gint64 due_at;
};

/* ---- the command line ---- */

static gboolean read_due(const struct importing *importing, gint64 *at_out,
			 GError **error)
{
	const struct config *config = importing->call->config;
	const char *said = call_option(importing->call, "due");
	const struct when_context context = {
		.now = clock_now(),
		.zone = config->zone,
		.sense = WHEN_AHEAD,
		.minute = config->digest_at,
	};
	struct rule_settings settings;
	g_autoptr(GError) cause = NULL;

	if (!said) {
		config_rule_settings(config, &settings);
		*at_out = workday_add(&settings, context.now, 0);
		if (*at_out <= context.now)
			*at_out = workday_add(&settings, context.now, 1);
		return TRUE;
	}
	if (!when_parse(said, &context, at_out, &cause)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE, "--due: %s",
			    cause->message);
		return FALSE;
	}
	if (*at_out > context.now - 24 * 60 * 60)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "--due '%s' is past; name a day to come", said);
	return FALSE;
}

static gboolean check_tags(char **tags, GError **error)
{
	for (char **tag = tags; *tag; tag++) {
		g_strstrip(*tag);
		if (**tag && strlen(*tag) <= TAG_MAX &&
		    !strpbrk(*tag, ", \t\n") && g_utf8_validate(*tag, -1, NULL))
			continue;
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "--tag '%s' is no tag; one is a word of at most %d "
			    "bytes, such as fair-2026",
			    *tag, TAG_MAX);
		return FALSE;
	}
	return TRUE;
}

static gboolean fail_field(const char *typed, GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	g_autofree char *all = NULL;
	const char *near;

	for (guint i = 0; i < N_CARD_FIELDS; i++)
		g_ptr_array_add(names, (char *)(guintptr)border_card_field_name(
					   (enum card_field)i));
	g_ptr_array_add(names, NULL);
	near = nearest_word(typed, (gpointer)names->pdata);
	all = g_strjoinv(", ", (char **)names->pdata);
	if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no field '%s'; did you mean '%s'?", typed,
			    near);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no field '%s'; it is one of %s", typed,
			    all);
	return FALSE;
}

/* "Wer=name", where the heading may have an equals sign of its own. */
static gboolean read_map(struct importing *importing, GError **error)
{
	g_auto(GStrv) said = call_option_list(importing->call, "map");

	for (char **one = said; *one; one++) {
		char *equals = strrchr(*one, '=');
		enum card_field field;

		if (!equals || equals == *one) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
				    "--map '%s' is not COLUMN=FIELD, such as "
				    "'Contact=name'",
				    *one);
			return FALSE;
		}
		*equals = '\0';
		field = border_card_field_find(equals + 1);
		if (field == N_CARD_FIELDS)
			return fail_field(equals + 1, error);
		g_ptr_array_add(importing->map,
				g_strconcat(border_card_field_name(field), "=",
					    *one, NULL));
	}
	return TRUE;
}

static gboolean check_paths(char *const *paths, GError **error)
{
	for (; *paths; paths++) {
		if (!g_file_test(*paths, G_FILE_TEST_IS_DIR))
			continue;
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "'%s' is a directory; name the files in it, such "
			    "as '%s/contacts.vcf'",
			    *paths, *paths);
		return FALSE;
	}
	return TRUE;
}

/* ---- what files_read calls ---- */

static gboolean next(struct files_item *item, gboolean *done, gpointer data,
		     GError **error)
{
	struct importing *importing = data;

	if (!source_next(importing->source, item, done, error))
		return FALSE;
	if (!*done) {
		item->format = FILE_CARDS;
		item->map.texts = (const char **)importing->map->pdata;
		item->map.n = importing->map->len;
	}
	return TRUE;
}

static gboolean take_column(const struct files_item *item,
			    const struct record_column *record, gpointer data,
			    GError **error)
{
	struct importing *importing = data;
	struct import_column *column;

	(void)item;
	(void)error;
	/* Again, from another worker. */
	if (record->number != importing->columns->len + 1)
		return TRUE;
	column = g_new0(struct import_column, 1);
	column->number = record->number;
	column->field = (enum card_field)record->field;
	column->name = g_strdup(record->name);
	column->example = g_strdup(record->example);
	g_ptr_array_add(importing->columns, column);
	return TRUE;
}

static gboolean take_card(const struct files_item *item,
			  const struct record_card *card, gpointer data,
			  GError **error)
{
	struct importing *importing = data;
	g_autofree char *base = g_path_get_basename(item->name);
	g_autofree char *name = g_filename_display_name(base);

	(void)error;
	import_add(importing->import, name, card);
	return TRUE;
}

static gboolean has_column(const GPtrArray *columns, const char *wanted)
{
	g_autofree char *folded = g_utf8_casefold(wanted, -1);
	guint64 number;

	for (guint i = 0; i < columns->len; i++) {
		const struct import_column *column = columns->pdata[i];
		g_autofree char *name = g_utf8_casefold(column->name, -1);

		if (g_str_equal(name, folded))
			return TRUE;
	}
	return g_ascii_string_to_unsigned(wanted, 10, 1, columns->len, &number,
					  NULL);
}

/* The headings, for a sentence; "" without any. */
static char *list_columns(const GPtrArray *columns)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();

	for (guint i = 0; i < MIN(columns->len, 30); i++) {
		const struct import_column *column = columns->pdata[i];

		if (*column->name)
			g_ptr_array_add(names, column->name);
	}
	g_ptr_array_add(names, NULL);
	return g_strjoinv(", ", (char **)names->pdata);
}

static gboolean fail_column(const GPtrArray *columns, const char *file,
			    const char *wanted, GError **error)
{
	g_autofree char *all = list_columns(columns);

	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' has no column '%s'; it has %u%s%s", file, wanted,
		    columns->len, *all ? ": " : " without headings", all);
	return FALSE;
}

static gboolean done(const struct files_item *item, guint messages,
		     const char *note, gpointer data, GError **error)
{
	struct importing *importing = data;
	GPtrArray *columns = importing->columns;

	(void)messages;
	for (guint i = 0; columns->len && i < importing->map->len; i++) {
		const char *wanted = strchr(importing->map->pdata[i], '=') + 1;

		if (!has_column(columns, wanted))
			return fail_column(columns, item->name, wanted, error);
	}
	if (*note) {
		g_autofree char *all = list_columns(columns);

		g_set_error(error, TEND_ERROR, TEND_ERROR_DATA,
			    "'%s' is not imported: %s%s%s", item->name, note,
			    *all ? "; it has " : "", all);
		return FALSE;
	}
	if (columns->len && !importing->call->json)
		import_print_columns(item->name, columns);
	g_ptr_array_set_size(columns, 0);
	return TRUE;
}

static gboolean died(const struct files_item *item, guint number,
		     const char *obituary, gpointer data, GError **error)
{
	(void)data;
	(void)error;
	tell("card %u of '%s' cannot be read and is passed over (%s); please "
	     "report it",
	     number, item->name, obituary);
	return TRUE;
}

static void forget(struct files_item *item, gpointer data)
{
	(void)data;
	source_file_free(item->extra);
}

static const struct files_calls calls = {
	.next = next,
	.done = done,
	.died = died,
	.forget = forget,
	.column = take_column,
	.card = take_card,
};

/* ---- the command ---- */

/* Nothing is made by a dry run, not even a database. */
static gboolean open_store(struct importing *importing, GError **error)
{
	g_autofree char *path = NULL;

	if (importing->dry_run) {
		path = paths_database_name();
		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			return TRUE;
	}
	importing->store = call_store(importing->call, error);
	return importing->store != NULL;
}

/* Only who sees what is asked about can say yes to it. */
static gboolean may_write(struct importing *importing, gboolean *yes_out,
			  GError **error)
{
	g_autofree char *question = NULL;

	*yes_out = call_has(importing->call, "yes");
	if (*yes_out)
		return TRUE;
	if (importing->call->json || !print_is_terminal() || !ask_possible()) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "nothing was imported, for there is no terminal to "
			    "ask on; --yes imports it, --dry-run only shows "
			    "it");
		return FALSE;
	}
	question =
	    g_strdup_printf("import %u new and %u known?",
			    import_count(importing->import, IMPORT_NEW),
			    import_count(importing->import, IMPORT_UPDATED));
	return ask_yes(question, TRUE, yes_out, error);
}

static gboolean carry_out(struct importing *importing, GError **error)
{
	struct import *import = importing->import;
	gboolean something = import_count_sayings(import) > 0;
	gboolean write = FALSE;

	if (!importing->call->json)
		import_print_plan(import, importing->due_at,
				  importing->call->config->zone);
	if (something && !importing->dry_run &&
	    !may_write(importing, &write, error))
		return FALSE;
	if (write &&
	    (!import_write(import, clock_now(), error) ||
	     !settle_end(importing->store, importing->call->config, error)))
		return FALSE;
	if (importing->call->json)
		import_print_json(import, importing->due_at, write);
	else if (write)
		tell("imported %u new and %u known; 'tend undo' takes it back",
		     import_count(import, IMPORT_NEW),
		     import_count(import, IMPORT_UPDATED));
	else if (!something)
		tell("there is nothing to import");
	else if (!importing->dry_run)
		tell("changed nothing");
	return TRUE;
}

static gboolean import_files(struct importing *importing,
			     const struct import_settings *settings,
			     GError **error)
{
	g_autofree char *worker = paths_worker(error);

	if (!worker || !open_store(importing, error))
		return FALSE;
	importing->import = import_new(importing->store, settings, error);
	return importing->import &&
	       files_read(worker, FILES_BODIES, &calls, importing, error) &&
	       import_plan(importing->import, error) &&
	       carry_out(importing, error);
}

static int run(struct call *call, GError **error)
{
	g_autoptr(source) source = source_new(call->argv);
	g_autoptr(GPtrArray) map = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GPtrArray) columns =
	    g_ptr_array_new_with_free_func(import_column_free);
	g_auto(GStrv) tags = call_option_list(call, "tag");
	struct importing importing = {
		.call = call,
		.source = source,
		.map = map,
		.columns = columns,
		.dry_run = call_has(call, "dry-run"),
	};
	struct import_settings settings = {
		.config = call->config,
		.due_said = call_has(call, "due"),
		.tags = (const char *const *)tags,
	};
	gboolean ok;

	if (!read_due(&importing, &importing.due_at, error) ||
	    !check_tags(tags, error) || !read_map(&importing, error) ||
	    !check_paths(call->argv, error))
		return COMMAND_FAILED;
	settings.due_at = importing.due_at;
	ok = import_files(&importing, &settings, error);
	import_free(importing.import);
	return ok ? 0 : COMMAND_FAILED;
}

const struct command command_import = {
	.name = "import",
	.summary =
	    "take in people from vCards and CSV, as leads with a due day",
	.arguments = "FILE|-...",
	.example = "tend import --tag fair --due monday cards.vcf",
	.options = options,
	.group = COMMAND_PEOPLE,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 1,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = run,
};
