/* The command table: what is parsed, and what is made from it. */
#include <string.h>

#include "agent/command.h"
#include "agent/completion.h"
#include "agent/error.h"
#include "agent/nearest.h"

static const struct option no_options[] = { { NULL } };

static const struct option *options_of(const struct command *command)
{
	return command->options ? command->options : no_options;
}

static gboolean is_sentence(const char *text)
{
	return (g_ascii_islower(*text) || g_ascii_isdigit(*text)) &&
	       !g_str_has_suffix(text, ".");
}

static void test_table(void)
{
	for (const struct command *const *c = command_table; *c; c++) {
		const struct command *command = *c;
		g_autofree char *example =
		    g_strconcat("tend ", command->name, NULL);

		g_test_message("%s", command->name);
		g_assert_true(command_find(command->name) == command);
		g_assert_true(is_sentence(command->summary));
		g_assert_nonnull(command->arguments);
		g_assert_nonnull(command->example);
		g_assert_nonnull(strstr(command->example,
					command->hidden ? "tend" : example));
		g_assert_nonnull(command->run);
		g_assert_cmpint(command->min_arguments, <=,
				command->max_arguments);
		/* A synopsis speaks of arguments that are taken. */
		g_assert_cmpint(*command->arguments != '\0', ==,
				command->max_arguments > 0);
	}
}

static void test_options(void)
{
	for (const struct command *const *c = command_table; *c; c++)
		for (const struct option *o = options_of(*c); o->name; o++) {
			g_test_message("%s --%s", (*c)->name, o->name);
			g_assert_true(!o->help || is_sentence(o->help));
			g_assert_cmpint(o->letter, !=, 'h');
			for (const struct option *p = o + 1; p->name; p++) {
				g_assert_cmpstr(o->name, !=, p->name);
				g_assert_true(!o->letter ||
					      o->letter != p->letter);
			}
			for (const struct option *p = command_global_options;
			     p->name; p++)
				g_assert_cmpstr(o->name, !=, p->name);
		}
}

static const struct {
	const char *line;
	const char *command;   /* NULL: none named */
	const char *arguments; /* what is left, with spaces */
	const char *config;
	gboolean json, debug, help;
} parsed_rows[] = {
	{ "", NULL, "", NULL, FALSE, FALSE, FALSE },
	{ "--help", NULL, "", NULL, FALSE, FALSE, TRUE },
	{ "-h", NULL, "", NULL, FALSE, FALSE, TRUE },
	{ "config", "config", "", NULL, FALSE, FALSE, FALSE },
	{ "config --help", "config", "", NULL, FALSE, FALSE, TRUE },
	{ "config --json", "config", "", NULL, TRUE, FALSE, FALSE },
	{ "--json config", "config", "", NULL, TRUE, FALSE, FALSE },
	{ "--config x --debug config", "config", "", "x", FALSE, TRUE, FALSE },
	{ "config --config=x --config y", "config", "", "y", FALSE, FALSE,
	  FALSE },
	{ "config --config=", "config", "", "", FALSE, FALSE, FALSE },
	{ "help show", "help", "show", NULL, FALSE, FALSE, FALSE },
	{ "help -- -x", "help", "-x", NULL, FALSE, FALSE, FALSE },
	{ "help -", "help", "-", NULL, FALSE, FALSE, FALSE },
	{ "--format-version 1 config --json", "config", "", NULL, TRUE, FALSE,
	  FALSE },
	/* What is wrong with the arguments is no matter for --help. */
	{ "show --help", "show", "", NULL, FALSE, FALSE, TRUE },
	{ "init --json --help", "init", "", NULL, TRUE, FALSE, TRUE },
};

static struct call *parse(const char *line, GError **error)
{
	g_auto(GStrv) words = NULL;
	g_autofree char *whole =
	    g_strconcat("tend", *line ? " " : "", line, NULL);

	words = g_strsplit(whole, " ", -1);
	return command_parse((int)g_strv_length(words), words, error);
}

static void test_parsed(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(parsed_rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(call_t) call = parse(parsed_rows[i].line, &error);
		g_autofree char *left = NULL;

		g_test_message("%s", parsed_rows[i].line);
		g_assert_no_error(error);
		left = g_strjoinv(" ", call->argv);
		g_assert_cmpstr(call->command ? call->command->name : NULL, ==,
				parsed_rows[i].command);
		g_assert_cmpstr(left, ==, parsed_rows[i].arguments);
		g_assert_cmpstr(call->config_file, ==, parsed_rows[i].config);
		g_assert_cmpint(call->json, ==, parsed_rows[i].json);
		g_assert_cmpint(call->debug, ==, parsed_rows[i].debug);
		g_assert_cmpint(call->help, ==, parsed_rows[i].help);
		g_assert_cmpint(call->argc, ==, (int)g_strv_length(call->argv));
	}
}

static const struct {
	const char *line;
	const char *part; /* of the sentence */
} refused_rows[] = {
	{ "confg", "there is no command 'confg'; did you mean 'tend config'?" },
	{ "histroy", "did you mean 'tend history'?" },
	{ "hist", "did you mean 'tend history'?" },
	{ "xyzzy", "'tend help' lists them" },
	{ "--jsn config", "did you mean '--json'?" },
	{ "config --jsn", "did you mean '--json'?" },
	{ "config --chekc", "did you mean '--check'?" },
	{ "config --xyzzy=1", "there is no option '--xyzzy'; 'tend help "
			      "config' lists them" },
	{ "config -x", "there is no option '-x'" },
	{ "init --completion x", "there is no option '--completion'" },
	{ "config --json=yes", "'--json' takes no value" },
	{ "config --config", "'--config' needs a value: --config FILE" },
	{ "config more", "'more' is one word too many: tend config" },
	{ "show", "'tend show' needs more: tend show CONTACT" },
	{ "init --json", "'tend init' prints no JSON" },
	{ "config --format-version=2", "format version 1, not '2'" },
	{ "config --format-version=x", "format version 1, not 'x'" },
};

static void test_refused(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(refused_rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(call_t) call = parse(refused_rows[i].line, &error);

		g_test_message("%s", refused_rows[i].line);
		g_assert_null(call);
		g_assert_error(error, TEND_ERROR, TEND_ERROR_USAGE);
		g_test_message("%s", error->message);
		g_assert_nonnull(strstr(error->message, refused_rows[i].part));
	}
}

static void test_values(void)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(call_t) call =
	    parse("init --host h --port=77 -uada -n work --yes", &error);
	gint64 port = 1, other = 5;

	g_assert_no_error(error);
	g_assert_cmpstr(call_option(call, "host"), ==, "h");
	g_assert_cmpstr(call_option(call, "user"), ==, "ada");
	g_assert_cmpstr(call_option(call, "name"), ==, "work");
	g_assert_true(call_has(call, "yes"));
	g_assert_false(call_has(call, "dry-run"));
	g_assert_true(call_number(call, "port", 1, 99, &port, NULL));
	g_assert_cmpint(port, ==, 77);
	g_assert_true(call_number(call, "tls", 1, 99, &other, NULL));
	g_assert_cmpint(other, ==, 5);
	g_assert_false(call_number(call, "port", 1, 76, &port, &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_USAGE);
	g_assert_nonnull(strstr(error->message, "from 1 to 76"));
}

/* What may be given several times comes whole and in order. */
static void test_lists(void)
{
	static const struct {
		const char *line, *wanted;
	} rows[] = {
		{ "import a.csv", "" },
		{ "import --tag x a.csv", "x," },
		{ "import -t x --tag=y a.csv -tz", "x,y,z," },
		{ "import --tag= a.csv", "," },
		{ "import --tag= --tag=x a.csv", ",x," },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		g_autoptr(call_t) call = parse(rows[i].line, &error);
		g_autoptr(GString) got = g_string_new(NULL);
		g_auto(GStrv) list = NULL;

		g_assert_no_error(error);
		list = call_option_list(call, "tag");
		for (char **word = list; *word; word++)
			g_string_append_printf(got, "%s,", *word);
		g_assert_cmpstr(got->str, ==, rows[i].wanted);
	}
}

static void test_nearest(void)
{
	static const char *const words[] = { "history", "stalled", "show",
					     "sync", NULL };
	static const struct {
		const char *typed, *word;
	} rows[] = {
		{ "histroy", "history" },
		{ "HISTORY", "history" },
		{ "shwo", "show" },
		{ "sho", "show" },
		{ "st", "stalled" },
		{ "s", NULL },
		{ "", NULL },
		{ "snyc", "sync" },
		{ "digest", NULL },
		{ "stalledd", "stalled" },
	};
	g_autofree char *monster = g_strnfill(5000, 's');

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		g_assert_cmpstr(nearest_word(rows[i].typed, words), ==,
				rows[i].word);
	g_assert_null(nearest_word(monster, words));
}

static char *read_text(const char *folder, const char *name)
{
	g_autofree char *file =
	    g_test_build_filename(G_TEST_DIST, "contrib", folder, name, NULL);
	char *text = NULL;

	g_test_message("%s", file);
	g_assert_true(g_file_get_contents(file, &text, NULL, NULL));
	return text;
}

/* The files that are installed are what the table gives. */
static void test_completions(void)
{
	static const struct {
		const char *shell, *file;
	} rows[] = {
		{ "bash", "tend.bash" },
		{ "zsh", "_tend" },
		{ "fish", "tend.fish" },
	};
	g_autoptr(GError) error = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *made = completion_write(rows[i].shell, NULL);
		g_autofree char *text = read_text("completions", rows[i].file);

		g_assert_cmpstr(made, ==, text);
		for (const struct command *const *c = command_table; *c; c++) {
			g_assert_true((*c)->hidden || strstr(made, (*c)->name));
			for (const struct option *o = options_of(*c); o->name;
			     o++)
				g_assert_true(!o->help ||
					      strstr(made, o->name));
		}
	}
	g_assert_null(completion_write("csh", &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_USAGE);
}

static void check_options(const char *part, const struct option *options)
{
	for (const struct option *o = options; o->name; o++) {
		g_autoptr(GString) item = g_string_new("\n.It ");

		if (!o->help)
			continue;
		if (o->letter)
			g_string_append_printf(item, "Fl %c , ", o->letter);
		g_string_append_printf(item, "Fl -%s", o->name);
		if (o->argument)
			g_string_append_printf(item, " Ns = Ns Ar %s",
					       o->argument);
		g_string_append_c(item, '\n');
		g_test_message("%s", item->str);
		g_assert_nonnull(strstr(part, item->str));
	}
}

/* tend(1) has each command with its synopsis, and each of its options. */
static void test_manual(void)
{
	g_autofree char *text = read_text("man", "tend.1");
	const char *options = strstr(text, "\n.Sh OPTIONS\n");

	g_assert_nonnull(options);
	check_options(options, command_global_options);
	for (const struct command *const *c = command_table; *c; c++) {
		const struct command *command = *c;
		g_autofree char *head = g_strdup_printf(
		    "\n.It Ic %s%s%s\n", command->name,
		    *command->arguments ? " Ar " : "", command->arguments);
		g_autofree char *part = NULL;
		const char *start, *end;

		if (command->hidden)
			continue;
		g_test_message("%s", head);
		start = strstr(text, head);
		g_assert_nonnull(start);
		end = strstr(start + 1, "\n.It Ic ");
		part = end ? g_strndup(start, (gsize)(end - start))
			   : g_strdup(start);
		check_options(part, options_of(command));
	}
}

/* And nothing that is not in the table. */
static void test_manual_no_more(void)
{
	g_autofree char *text = read_text("man", "tend.1");

	for (const char *p = text; (p = strstr(p, "\n.It Ic ")); p++) {
		const char *name = p + strlen("\n.It Ic ");
		g_autofree char *word = g_strndup(name, strcspn(name, " \n"));

		g_test_message("%s", word);
		g_assert_nonnull(command_find(word));
	}
}

/* tend-json(5) speaks of each command that prints JSON, and of no other. */
static void test_json_manual(void)
{
	g_autofree char *text = read_text("man", "tend-json.5");

	for (const struct command *const *c = command_table; *c; c++) {
		g_autofree char *head =
		    g_strdup_printf("\n.Ss tend %s", (*c)->name);
		const char *found = strstr(text, head);

		g_test_message("%s", head);
		g_assert_cmpint((*c)->json, ==, found != NULL);
		g_assert_true(!found || strchr(" \n", found[strlen(head)]));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/command/table", test_table);
	g_test_add_func("/command/options", test_options);
	g_test_add_func("/command/parsed", test_parsed);
	g_test_add_func("/command/refused", test_refused);
	g_test_add_func("/command/values", test_values);
	g_test_add_func("/command/lists", test_lists);
	g_test_add_func("/command/nearest", test_nearest);
	g_test_add_func("/command/completions", test_completions);
	g_test_add_func("/command/manual", test_manual);
	g_test_add_func("/command/manual-no-more", test_manual_no_more);
	g_test_add_func("/command/json-manual", test_json_manual);
	return g_test_run();
}
