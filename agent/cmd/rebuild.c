/* tend rebuild: derive everything anew from what was seen and said. */
#include "agent/command.h"
#include "agent/settle.h"
#include "agent/tell.h"
#include "store/message.h"
#include "store/person.h"

static int run(struct call *call, GError **error)
{
	struct store *store = call_store(call, error);
	gint64 messages, contacts, sightings;

	if (!store || !settle_rebuild(store, call->config, error) ||
	    !store_message_count(store, &messages, error) ||
	    !store_person_count(store, &contacts, &sightings, error))
		return COMMAND_FAILED;
	tell("%" G_GINT64_FORMAT " messages, %" G_GINT64_FORMAT
	     " contacts and %" G_GINT64_FORMAT " sighted, derived anew",
	     messages, contacts, sightings);
	return 0;
}

const struct command command_rebuild = {
	.name = "rebuild",
	.summary = "derive everything anew from what was read",
	.arguments = "",
	.example = "tend rebuild",
	.group = COMMAND_SETUP,
	.needs = NEEDS_STORE_WRITE,
	.run = run,
};
