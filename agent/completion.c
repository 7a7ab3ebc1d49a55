/* Completions for bash, zsh and fish, written from the command table. */
#include "agent/completion.h"

#include <string.h>

#include "agent/command.h"
#include "agent/error.h"

static const struct option nothing[] = { { NULL } };

static const struct option *visible(const struct option *options)
{
	while (options->name && !options->help)
		options++;
	return options;
}

#define for_each_option(o, options)                              \
	for (const struct option *o = visible(options); o->name; \
	     o = visible(o + 1))

static const struct option *options_of(const struct command *command)
{
	return command->options ? command->options : nothing;
}

/* Text for single quotes, with a backslash before each of `special`. */
static char *quote(const char *text, const char *special)
{
	g_autoptr(GString) quoted = g_string_new(NULL);

	for (; *text; text++) {
		if (*text == '\'')
			g_string_append(quoted, "'\\'");
		else if (strchr(special, *text))
			g_string_append_c(quoted, '\\');
		g_string_append_c(quoted, *text);
	}
	return g_string_free(g_steal_pointer(&quoted), FALSE);
}

static void bash_words(GString *out, const struct option *options)
{
	for_each_option(o, options) g_string_append_printf(
	    out, " --%s%s", o->name, o->argument ? "=" : "");
}

static void write_bash(GString *out)
{
	g_string_append(out, "_tend()\n{\n"
			     "\tlocal current=${COMP_WORDS[COMP_CWORD]}\n"
			     "\tlocal command= options commands i\n\n"
			     "\tfor ((i = 1; i < COMP_CWORD; i++)); do\n"
			     "\t\tcase ${COMP_WORDS[i]} in\n");
	for_each_option(o, command_global_options) if (o->argument)
	    g_string_append_printf(out, "\t\t--%s) ((i++)) ;;\n", o->name);
	g_string_append(out, "\t\t-* | =) ;;\n"
			     "\t\t*) command=${COMP_WORDS[i]}; break ;;\n"
			     "\t\tesac\n\tdone\n\tcommands='");
	for (const struct command *const *c = command_table; *c; c++)
		if (!(*c)->hidden)
			g_string_append_printf(out, "%s%s",
					       c == command_table ? "" : " ",
					       (*c)->name);
	g_string_append(out, "'\n\tcase $command in\n");
	for (const struct command *const *c = command_table; *c; c++) {
		if ((*c)->hidden)
			continue;
		g_string_append_printf(out, "\t%s) options='", (*c)->name);
		bash_words(out, options_of(*c));
		g_string_append(out, "' ;;\n");
	}
	g_string_append(out, "\tesac\n\toptions+='");
	bash_words(out, command_global_options);
	g_string_append(
	    out, "'\n"
		 "\tcase $current in\n"
		 "\t-*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- "
		 "\"$current\") ;;\n"
		 "\t*)\n"
		 "\t\tif [[ -z $command || $command == help ]]; then\n"
		 "\t\t\tmapfile -t COMPREPLY < <(compgen -W \"$commands\" -- "
		 "\"$current\")\n"
		 "\t\telse\n"
		 "\t\t\tmapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n"
		 "\t\tfi ;;\n"
		 "\tesac\n"
		 "\t[[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace\n"
		 "\treturn 0\n"
		 "}\n"
		 "complete -o filenames -F _tend tend\n");
}

static void zsh_options(GString *out, const struct option *options)
{
	for_each_option(o, options)
	{
		g_autofree char *help = quote(o->help, "[]:\\");
		g_autofree char *letter = NULL;

		/* One that was given is not offered again, or it is starred. */
		if (o->letter && o->many)
			letter =
			    g_strdup_printf("'*'{-%c,--%s%s}", o->letter,
					    o->name, o->argument ? "=" : "");
		else if (o->letter)
			letter = g_strdup_printf(
			    "'(-%c --%s)'{-%c,--%s%s}", o->letter, o->name,
			    o->letter, o->name, o->argument ? "=" : "");
		else
			letter =
			    g_strdup_printf("'%s--%s%s'", o->many ? "*" : "",
					    o->name, o->argument ? "=" : "");
		g_string_append_printf(out, " \\\n\t\t\t%s'[%s]", letter, help);
		if (o->argument)
			g_string_append_printf(
			    out, ":%s:%s", o->argument,
			    g_str_equal(o->argument, "FILE") ? "_files" : "");
		g_string_append_c(out, '\'');
	}
}

static void write_zsh(GString *out)
{
	g_string_append(out, "_tend()\n{\n"
			     "\tlocal context state line\n"
			     "\tlocal -a commands\n\n\tcommands=(\n");
	for (const struct command *const *c = command_table; *c; c++) {
		g_autofree char *summary = quote((*c)->summary, ":\\");

		if (!(*c)->hidden)
			g_string_append_printf(out, "\t\t'%s:%s'\n", (*c)->name,
					       summary);
	}
	g_string_append(out, "\t)\n\t_arguments -C");
	zsh_options(out, command_global_options);
	g_string_append(out, " \\\n\t\t\t'1:command:->command'"
			     " \\\n\t\t\t'*::argument:->argument'\n"
			     "\tcase $state in\n"
			     "\tcommand) _describe command commands ;;\n"
			     "\targument)\n\t\tcase $words[1] in\n"
			     "\t\thelp) _describe command commands ;;\n");
	for (const struct command *const *c = command_table; *c; c++) {
		if ((*c)->hidden || g_str_equal((*c)->name, "help"))
			continue;
		g_string_append_printf(out, "\t\t%s) _arguments", (*c)->name);
		zsh_options(out, options_of(*c));
		zsh_options(out, command_global_options);
		g_string_append(out, " \\\n\t\t\t'*:argument:_files' ;;\n");
	}
	g_string_append(out, "\t\tesac ;;\n\tesac\n}\n_tend \"$@\"\n");
}

static void fish_options(GString *out, const char *condition,
			 const struct option *options)
{
	for_each_option(o, options)
	{
		g_autofree char *help = quote(o->help, "\\");

		g_string_append_printf(out, "complete -c tend%s -l %s",
				       condition, o->name);
		if (o->letter)
			g_string_append_printf(out, " -s %c", o->letter);
		g_string_append_printf(out, "%s -d '%s'\n",
				       o->argument ? " -r" : "", help);
	}
}

static void write_fish(GString *out)
{
	fish_options(out, "", command_global_options);
	for (const struct command *const *c = command_table; *c; c++) {
		g_autofree char *summary = quote((*c)->summary, "\\");
		g_autofree char *condition = g_strdup_printf(
		    " -n '__fish_seen_subcommand_from %s'", (*c)->name);

		if ((*c)->hidden)
			continue;
		g_string_append_printf(out,
				       "complete -c tend -f "
				       "-n __fish_use_subcommand -a %s "
				       "-d '%s'\n",
				       (*c)->name, summary);
		fish_options(out, condition, options_of(*c));
	}
}

char *completion_write(const char *shell, GError **error)
{
	static const struct {
		const char *shell, *first;
		void (*write)(GString *out);
	} shells[] = {
		{ "bash", "", write_bash },
		{ "zsh", "#compdef tend\n", write_zsh },
		{ "fish", "", write_fish },
	};
	GString *out;

	for (gsize i = 0; i < G_N_ELEMENTS(shells); i++) {
		if (!g_str_equal(shell, shells[i].shell))
			continue;
		out = g_string_new(shells[i].first);
		g_string_append_printf(out,
				       "# Made by 'tend help "
				       "--completion=%s'; do not edit.\n",
				       shell);
		shells[i].write(out);
		return g_string_free(out, FALSE);
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "there is no completion for '%s', but for bash, zsh and "
		    "fish",
		    shell);
	return NULL;
}
