/* tend stage: say how far it has come with somebody. */
#include "agent/rules/words.h"
#include "agent/said/speech.h"

static void fail_stage(const char *typed, GError **error)
{
	const char *words[N_STAGES] = { NULL };

	for (int i = STAGE_LEAD; i < N_STAGES; i++)
		words[i - STAGE_LEAD] = stage_name((enum stage)i);
	speech_fail_word("stage", typed, words, error);
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = NULL;
	enum stage stage;

	if (!stage_parse(call->argv[1], &stage)) {
		fail_stage(call->argv[1], error);
		return COMMAND_FAILED;
	}
	speech = speech_new(call, error);
	if (!speech || !speech_find(speech, call->argv[0], error) ||
	    !speech_say(speech, "stage", stage_name(stage), "", error) ||
	    !speech_end(speech, error))
		return COMMAND_FAILED;
	if (speech->before && speech->before->contact)
		speech_tell(speech, "%s (was %s)", stage_name(stage),
			    stage_name((enum stage)speech->before->stage));
	else
		speech_tell(speech, "%s (was no contact)", stage_name(stage));
	return 0;
}

const struct command command_stage = {
	.name = "stage",
	.summary = "say what stage somebody has reached",
	.arguments = "CONTACT STAGE",
	.example = "tend stage ann customer",
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 2,
	.max_arguments = 2,
	.json = TRUE,
	.run = run,
};
