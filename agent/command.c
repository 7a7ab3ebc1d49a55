/* The command table, and the parsing of a command line by it. */
#include "agent/command.h"

#include <string.h>

#include "agent/error.h"
#include "agent/json.h"
#include "agent/nearest.h"
#include "agent/paths.h"
#include "agent/settle.h"
#include "store/store.h"

extern const struct command command_backup;
extern const struct command command_config;
extern const struct command command_digest;
extern const struct command command_doctor;
extern const struct command command_done;
extern const struct command command_draft;
extern const struct command command_export;
extern const struct command command_find_text;
extern const struct command command_forget;
extern const struct command command_help;
extern const struct command command_history;
extern const struct command command_import;
extern const struct command command_ingest;
extern const struct command command_init;
extern const struct command command_list;
extern const struct command command_log;
extern const struct command command_merge;
extern const struct command command_mute;
extern const struct command command_no;
extern const struct command command_note;
extern const struct command command_overview;
extern const struct command command_rebuild;
extern const struct command command_report;
extern const struct command command_restore;
extern const struct command command_show;
extern const struct command command_snooze;
extern const struct command command_split;
extern const struct command command_stage;
extern const struct command command_stalled;
extern const struct command command_status;
extern const struct command command_sync;
extern const struct command command_tag;
extern const struct command command_track;
extern const struct command command_undo;
extern const struct command command_watch;
extern const struct command command_week;
extern const struct command command_why;

/* Within a group in this order. */
/* clang-format off */
const struct command *const command_table[] = {
	&command_init,
	&command_status,
	&command_doctor,
	&command_config,
	&command_help,
	&command_ingest,
	&command_import,
	&command_rebuild,
	&command_backup,
	&command_restore,
	&command_sync,
	&command_watch,
	&command_stalled,
	&command_week,
	&command_show,
	&command_history,
	&command_list,
	&command_find_text,
	&command_why,
	&command_log,
	&command_stage,
	&command_tag,
	&command_track,
	&command_note,
	&command_snooze,
	&command_done,
	&command_no,
	&command_mute,
	&command_merge,
	&command_split,
	&command_forget,
	&command_undo,
	&command_export,
	&command_digest,
	&command_report,
	&command_draft,
	&command_overview,
	NULL,
};
/* clang-format on */

const struct option command_global_options[] = {
	{ "config", 0, "FILE", "read this configuration" },
	{ "json", 0, NULL, "print JSON Lines instead of text" },
	{ "format-version", 0, "N", "in this version of the JSON shapes" },
	{ "debug", 0, NULL, "say more on standard error" },
	{ "help", 'h', NULL, "describe a command" },
	{ "version", 0, NULL, "print the version" },
	{ NULL }
};

static const struct option no_options[] = { { NULL } };

static const struct option *options_of(const struct command *command)
{
	return command && command->options ? command->options : no_options;
}

static gsize count_options(const struct option *options)
{
	gsize n = 0;

	while (options[n].name)
		n++;
	return n;
}

const struct command *command_find(const char *name)
{
	for (const struct command *const *c = command_table; *c; c++)
		if (g_str_equal((*c)->name, name))
			return *c;
	return NULL;
}

const struct command *command_nearest(const char *typed)
{
	const char *names[G_N_ELEMENTS(command_table)];
	const char *near;
	gsize n = 0;

	for (const struct command *const *c = command_table; *c; c++)
		if (!(*c)->hidden)
			names[n++] = (*c)->name;
	names[n] = NULL;
	near = nearest_word(typed, names);
	return near ? command_find(near) : NULL;
}

const struct command *command_require(const char *name, GError **error)
{
	const struct command *command = command_find(name);
	const struct command *near;

	if (command)
		return command;
	near = command_nearest(name);
	if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no command '%s'; did you mean 'tend "
			    "%s'?",
			    name, near->name);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no command '%s'; 'tend help' lists "
			    "them",
			    name);
	return NULL;
}

static void add_names(GPtrArray *names, const struct option *options)
{
	for (; options->name; options++)
		if (options->help)
			g_ptr_array_add(names, (char *)(guintptr)options->name);
}

static gboolean fail_option(const struct command *command, const char *typed,
			    GError **error)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	const char *word = typed + strspn(typed, "-");
	const char *near;

	add_names(names, options_of(command));
	add_names(names, command_global_options);
	g_ptr_array_add(names, NULL);
	near = nearest_word(word, (gpointer)names->pdata);
	if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no option '%s'; did you mean '--%s'?",
			    typed, near);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no option '%s'; 'tend help%s%s' lists "
			    "them",
			    typed, command ? " " : "",
			    command ? command->name : "");
	return FALSE;
}

/* Where the option stands that was typed, or NULL. */
static const struct option *find_option(const struct option *options,
					const char *typed, gsize length)
{
	for (; options->name; options++)
		if (typed[1] != '-'
			? options->letter && options->letter == typed[1]
			: strlen(options->name) == length - 2 &&
			      memcmp(options->name, typed + 2, length - 2) == 0)
			return options;
	return NULL;
}

static void set_global(struct call *call, const struct option *option,
		       const char *value)
{
	if (g_str_equal(option->name, "config")) {
		g_free(call->config_file);
		call->config_file = g_strdup(value);
	} else if (g_str_equal(option->name, "format-version")) {
		g_free(call->format_version);
		call->format_version = g_strdup(value);
	} else if (g_str_equal(option->name, "json")) {
		call->json = TRUE;
	} else if (g_str_equal(option->name, "debug")) {
		call->debug = TRUE;
	} else if (g_str_equal(option->name, "help")) {
		call->help = TRUE;
	} else {
		call->version = TRUE;
	}
}

static void set_own(char **value_at, const struct option *option,
		    const char *value)
{
	char *before = *value_at;

	*value_at = option->many && before
			? g_strconcat(before, "\n", value, NULL)
			: g_strdup(value);
	g_free(before);
}

/* Take one option, and its value from the same word or the next. */
static gboolean take_option(struct call *call, char **words, int *i,
			    GError **error)
{
	const char *word = words[*i];
	gboolean is_long = word[1] == '-';
	const char *equals = is_long ? strchr(word, '=') : NULL;
	gsize length = equals ? (gsize)(equals - word) : strlen(word);
	g_autofree char *typed = g_strndup(word, is_long ? length : 2);
	const struct option *own = options_of(call->command);
	const struct option *option = find_option(own, word, length);
	const struct option *global = NULL;
	const char *value = NULL;

	if (!option)
		global = option =
		    find_option(command_global_options, word, length);
	if (!option)
		return fail_option(call->command, typed, error);
	if (equals)
		value = equals + 1;
	else if (!is_long && word[2])
		value = word + 2;
	if (!option->argument && value) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' takes no value; leave out what stands "
			    "behind it",
			    typed);
		return FALSE;
	}
	if (option->argument && !value)
		value = words[++*i];
	if (option->argument && !value) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' needs a value: %s %s", typed, typed,
			    option->argument);
		return FALSE;
	}
	if (global) {
		set_global(call, global, value);
		return TRUE;
	}
	set_own(&call->values[option - own], option, value ? value : "");
	return TRUE;
}

static gboolean take_command(struct call *call, const char *name,
			     GError **error)
{
	call->command = command_require(name, error);
	if (!call->command)
		return FALSE;
	call->values =
	    g_new0(char *, count_options(options_of(call->command)) + 1);
	return TRUE;
}

static gboolean is_argument(const struct call *call, const char *word)
{
	return call->command && call->command->minus &&
	       call->command->minus(word);
}

static gboolean take_words(struct call *call, char **words, GError **error)
{
	g_autoptr(GPtrArray) arguments = g_ptr_array_new_with_free_func(g_free);
	gboolean options = TRUE;

	for (int i = 0; words[i]; i++) {
		const char *word = words[i];

		if (options && g_str_equal(word, "--")) {
			options = FALSE;
		} else if (options && word[0] == '-' && word[1] &&
			   !is_argument(call, word)) {
			if (!take_option(call, words, &i, error))
				return FALSE;
		} else if (!call->command) {
			if (!take_command(call, word, error))
				return FALSE;
		} else {
			g_ptr_array_add(arguments, g_strdup(word));
		}
	}
	call->argc = (int)arguments->len;
	g_ptr_array_add(arguments, NULL);
	call->argv = (char **)g_ptr_array_steal(arguments, NULL);
	return TRUE;
}

static gboolean check_call(const struct call *call, GError **error)
{
	const struct command *command = call->command;

	if (!command || call->help || call->version)
		return TRUE;
	if (call->json && !command->json) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'tend %s' prints no JSON; leave out --json",
			    command->name);
		return FALSE;
	}
	if (call->argc < command->min_arguments) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'tend %s' needs more: tend %s %s", command->name,
			    command->name, command->arguments);
		return FALSE;
	}
	if (call->argc > command->max_arguments) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is one word too many: tend %s%s%s",
			    call->argv[command->max_arguments], command->name,
			    *command->arguments ? " " : "", command->arguments);
		return FALSE;
	}
	return TRUE;
}

static gboolean check_format(const struct call *call, GError **error)
{
	guint64 version;

	if (!call->format_version ||
	    (g_ascii_string_to_unsigned(call->format_version, 10, 1,
					JSON_FORMAT_VERSION, &version, NULL)))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "this tend prints JSON of format version %d, not '%s'; "
		    "see tend-json(5)",
		    JSON_FORMAT_VERSION, call->format_version);
	return FALSE;
}

struct call *command_parse(int argc, char **argv, GError **error)
{
	g_autoptr(call_t) call = g_new0(struct call, 1);

	if (!take_words(call, argc > 0 ? argv + 1 : argv, error) ||
	    !check_call(call, error) || !check_format(call, error))
		return NULL;
	return g_steal_pointer(&call);
}

void call_free(struct call *call)
{
	if (!call)
		return;
	if (call->values)
		for (gsize i = count_options(options_of(call->command));
		     i-- > 0;)
			g_free(call->values[i]);
	g_free(call->values);
	g_strfreev(call->argv);
	store_close(call->store);
	config_free(call->config);
	g_free(call->config_file);
	g_free(call->format_version);
	g_free(call);
}

const char *call_option(const struct call *call, const char *name)
{
	const struct option *options = options_of(call->command);

	for (gsize i = 0; options[i].name; i++)
		if (g_str_equal(options[i].name, name))
			return call->values[i];
	g_assert_not_reached();
}

char **call_option_list(const struct call *call, const char *name)
{
	const char *values = call_option(call, name);

	if (!values)
		return g_new0(char *, 1);
	/* Of nothing g_strsplit makes no word, but an empty one was given. */
	return *values ? g_strsplit(values, "\n", -1)
		       : g_strdupv((char *[]){ (char *)(guintptr) "", NULL });
}

gboolean call_has(const struct call *call, const char *name)
{
	return call_option(call, name) != NULL;
}

gboolean call_number(const struct call *call, const char *name, gint64 min,
		     gint64 max, gint64 *number_out, GError **error)
{
	const char *text = call_option(call, name);

	if (!text ||
	    g_ascii_string_to_signed(text, 10, min, max, number_out, NULL))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "--%s is '%s', but must be a whole number from "
		    "%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
		    name, text, min, max);
	return FALSE;
}

const char *call_config_file(struct call *call)
{
	if (!call->config_file)
		call->config_file = paths_config();
	return call->config_file;
}

struct config *call_config(struct call *call, GError **error)
{
	if (!call->config)
		call->config = config_load(call_config_file(call), error);
	return call->config;
}

struct store *call_store(struct call *call, GError **error)
{
	enum store_mode mode = call->command->needs == NEEDS_STORE_WRITE
				   ? STORE_WRITE
				   : STORE_READ;
	g_autofree char *path = NULL;

	if (call->store)
		return call->store;
	path =
	    mode == STORE_WRITE ? paths_database(error) : paths_database_name();
	if (path)
		call->store = store_open(path, mode, error);
	if (call->store && mode == STORE_READ && call->config)
		settle_heed(call->store, call->config);
	return call->store;
}
