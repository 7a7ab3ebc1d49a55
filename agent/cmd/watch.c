/* tend watch: stay, and read mail as it comes. */
#include "agent/watch.h"

static int run(struct call *call, GError **error)
{
	return watch_run(call, error) ? 0 : COMMAND_FAILED;
}

const struct command command_watch = {
	.name = "watch",
	.summary = "stay, read mail as it comes, and leave the digest",
	.arguments = "",
	.example = "tend watch",
	.group = COMMAND_MAIL,
	.needs = NEEDS_STORE_WRITE,
	.run = run,
};
