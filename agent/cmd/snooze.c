/* tend snooze: name nothing with somebody until a day. */
#include "agent/error.h"
#include "agent/said/speech.h"

static gboolean read_when(const struct speech *speech, gint64 *at_out,
			  GError **error)
{
	g_autofree char *text = speech_rest(speech, 1);
	struct when_context context;

	speech_when(speech, WHEN_AHEAD, &context);
	if (!when_parse(text, &context, at_out, error))
		return FALSE;
	if (*at_out > speech->now)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' is over; name a day to come, such as 'friday' or "
		    "'2w'",
		    text);
	return FALSE;
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autofree char *date = NULL;
	gint64 at;

	if (!speech || !read_when(speech, &at, error) ||
	    !speech_find(speech, call->argv[0], error) ||
	    !speech_say_at(speech, "snooze", at, "", "", error) ||
	    !speech_end(speech, error))
		return COMMAND_FAILED;
	date = when_date(at, call->config->zone);
	speech_tell(speech, "not named before %s", date);
	return 0;
}

const struct command command_snooze = {
	.name = "snooze",
	.summary = "name nothing with somebody until a day",
	.arguments = "CONTACT WHEN",
	.example = "tend snooze ann 2w",
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 2,
	.max_arguments = COMMAND_ANY,
	.json = TRUE,
	.run = run,
};
