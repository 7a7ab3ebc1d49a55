/* Help as text, made from the command table. */
#include "agent/command.h"

#include <stdio.h>
#include <string.h>

static const char *const group_titles[N_COMMAND_GROUPS] = {
	[COMMAND_SETUP] = "set up and look after",
	[COMMAND_MAIL] = "read mail",
	[COMMAND_PEOPLE] = "ask about people",
	[COMMAND_SAY] = "say something about people",
	[COMMAND_DELIVERY] = "take away",
};

/* A left part and what it means, which begins a line of its own if the left
 * part is long. */
static void print_row(const char *left, const char *right)
{
	static const int width = 24;

	if ((int)strlen(left) < width - 1)
		printf("  %-*s%s\n", width, left, right);
	else
		printf("  %s\n  %-*s%s\n", left, width, "", right);
}

static void print_options(const struct option *options)
{
	for (; options && options->name; options++) {
		g_autoptr(GString) left = g_string_new(NULL);

		if (!options->help)
			continue;
		if (options->letter)
			g_string_append_printf(left, "-%c, ", options->letter);
		g_string_append_printf(left, "--%s", options->name);
		if (options->argument)
			g_string_append_printf(left, "=%s", options->argument);
		print_row(left->str, options->help);
	}
}

static gboolean has_options(const struct command *command)
{
	for (const struct option *o = command->options; o && o->name; o++)
		if (o->help)
			return TRUE;
	return FALSE;
}

static void print_commands(void)
{
	for (int group = 0; group < N_COMMAND_GROUPS; group++) {
		gboolean titled = FALSE;

		for (const struct command *const *p = command_table; *p; p++) {
			const struct command *command = *p;
			g_autofree char *left = NULL;

			if (command->hidden || (int)command->group != group)
				continue;
			if (!titled)
				printf("\n%s\n", group_titles[group]);
			titled = TRUE;
			left = g_strconcat(command->name,
					   *command->arguments ? " " : "",
					   command->arguments, NULL);
			print_row(left, command->summary);
		}
	}
}

void command_print_help(const struct command *command)
{
	if (!command) {
		printf("usage: tend [--config FILE] [--json] [--debug] "
		       "COMMAND [OPTION...] [ARG...]\n");
		print_commands();
		printf("\noptions\n");
		print_options(command_global_options);
		printf("\n'tend help COMMAND' says more about one; see also "
		       "tend(1).\n");
		return;
	}
	printf("tend %s: %s\n\nusage: tend %s%s%s%s\n", command->name,
	       command->summary, command->name,
	       has_options(command) ? " [OPTION...]" : "",
	       *command->arguments ? " " : "", command->arguments);
	if (has_options(command) || command->json) {
		printf("\noptions\n");
		print_options(command->options);
		if (command->json)
			print_row("--json", "print JSON Lines: tend-json(5)");
	}
	printf("\nexample\n  %s\n", command->example);
}
