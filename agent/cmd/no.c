/* tend no: count that somebody declined. */
#include "agent/said/speech.h"
#include "agent/tell.h"

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autofree char *text = NULL;
	guint limit = call->config->no_limit;
	gint64 nos;

	if (!speech)
		return COMMAND_FAILED;
	text = speech_rest(speech, 1);
	if (!speech_find(speech, call->argv[0], error) ||
	    !speech_say(speech, "no", "", text ? text : "", error) ||
	    !speech_end(speech, error))
		return COMMAND_FAILED;
	nos = speech->after ? speech->after->nos : 0;
	speech_tell(speech, "no %" G_GINT64_FORMAT " of %u", nos, limit);
	if (nos >= limit)
		tell("that may be enough: 'tend stage %s lost' gives them up",
		     speech->address);
	return 0;
}

const struct command command_no = {
	.name = "no",
	.summary = "count that somebody declined",
	.arguments = "CONTACT [TEXT]",
	.example = "tend no ann 'not this year'",
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 1,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = run,
};
