/* tend help: the commands, or one of them; completions for shells. */
#include "agent/command.h"
#include "agent/completion.h"
#include "agent/error.h"
#include "agent/print.h"

#include <stdio.h>

static const struct option options[] = { { "completion", 0, "SHELL", NULL },
					 { NULL } };

static int print_completion(const char *shell, GError **error)
{
	g_autofree char *text = completion_write(shell, error);

	if (!text)
		return COMMAND_FAILED;
	fputs(text, stdout);
	return 0;
}

static int run(struct call *call, GError **error)
{
	const struct command *command = NULL;

	if (call_has(call, "completion"))
		return print_completion(call_option(call, "completion"), error);
	if (call->argc > 0)
		command = command_require(call->argv[0], error);
	if (call->argc > 0 && !command)
		return COMMAND_FAILED;
	print_start_pager();
	command_print_help(command);
	return 0;
}

const struct command command_help = {
	.name = "help",
	.summary = "list the commands, or describe one",
	.arguments = "[COMMAND]",
	.example = "tend help show",
	.options = options,
	.group = COMMAND_SETUP,
	.needs = NEEDS_NOTHING,
	.max_arguments = 1,
	.run = run,
};
