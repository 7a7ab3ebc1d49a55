/* tend note: keep a word about somebody. */
#include "agent/said/speech.h"

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autofree char *text = NULL;

	if (!speech)
		return COMMAND_FAILED;
	text = speech_rest(speech, 1);
	if (!speech_find(speech, call->argv[0], error) ||
	    !speech_say(speech, "note", "", text, error) ||
	    !speech_end(speech, error))
		return COMMAND_FAILED;
	speech_tell(speech, "noted");
	return 0;
}

const struct command command_note = {
	.name = "note",
	.summary = "keep a word about somebody",
	.arguments = "CONTACT TEXT",
	.example = "tend note ann 'prefers a call before nine'",
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 2,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = run,
};
