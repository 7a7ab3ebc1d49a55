/* tend mute: somebody is never named again. */
#include "agent/said/hear.h"
#include "agent/said/speech.h"

static int run(struct call *call, GError **error)
{
	gboolean off = call_has(call, "off");
	g_autoptr(speech) speech = speech_new(call, error);
	gboolean muted;

	if (!speech || !speech_find(speech, call->argv[0], error) ||
	    !hear_is_muted(speech->store,
			   speech->before ? speech->before->person_id : 0,
			   &muted, error) ||
	    (muted == off &&
	     !speech_say(speech, off ? "unmute" : "mute", "", "", error)) ||
	    !speech_end(speech, error))
		return COMMAND_FAILED;
	if (!speech->batch)
		speech_tell(speech, "nothing has changed, %s",
			    off ? "not muted" : "muted already");
	else
		speech_tell(speech, "%s", off ? "no longer muted" : "muted");
	return 0;
}

static const struct option options[] = {
	{ "off", 0, NULL, "name them again" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_mute = {
	.name = "mute",
	.summary = "never name somebody again",
	.arguments = "CONTACT",
	.example = "tend mute 'Rob Ott'",
	.options = options,
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 1,
	.max_arguments = 1,
	.json = TRUE,
	.run = run,
};
