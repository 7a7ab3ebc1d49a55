/* tend done: a matter is settled. */
#include <string.h>

#include "agent/error.h"
#include "agent/said/hear.h"
#include "agent/judge/naming.h"
#include "agent/rules/words.h"
#include "agent/said/speech.h"
#include "agent/tell.h"

/* Their open matters, the most pressing first: struct naming_item, lent. */
static GPtrArray *list_matters(const struct naming *naming, gint64 person_id)
{
	GPtrArray *list = g_ptr_array_new();

	for (guint i = 0; i < naming->items->len; i++) {
		struct naming_item *item =
		    &g_array_index(naming->items, struct naming_item, i);

		if (item->verdict->person_id == person_id)
			g_ptr_array_add(list, item);
	}
	return list;
}

static char *describe(const struct naming_item *item)
{
	return hear_done_text(item->reason, item->verdict->subject,
			      item->verdict->sentence);
}

static void tell_matters(const GPtrArray *list, guint but)
{
	for (guint i = 0, n = 0; i < list->len; i++) {
		g_autofree char *text = NULL;

		if (i == but)
			continue;
		text = describe(list->pdata[i]);
		tell("  %u  %s", ++n, text);
	}
}

/* Which of them is meant, from 0. */
static gboolean choose(const struct call *call, const GPtrArray *list,
		       guint *i_out, GError **error)
{
	gint64 n = 1;

	if (call->argc > 1 && !g_ascii_string_to_signed(call->argv[1], 10, 1,
							list->len, &n, NULL)) {
		tell_matters(list, list->len);
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is no number of an open matter; there are "
			    "%u",
			    call->argv[1], list->len);
		return FALSE;
	}
	*i_out = (guint)n - 1;
	return TRUE;
}

static gboolean settle(struct speech *speech, const GPtrArray *list, guint i,
		       GError **error)
{
	const struct naming_item *item = list->pdata[i];
	const struct store_verdict *verdict = item->verdict;
	const char *word =
	    hear_done_word((enum reason)verdict->reason, verdict->mid,
			   verdict->conversation_id);
	g_autofree char *text = describe(item);
	guint left = list->len - 1;

	if (!speech_say(speech, "done", word, text, error) ||
	    !speech_end(speech, error))
		return FALSE;
	if (left == 0)
		speech_tell(speech, "done, %s", text);
	else
		speech_tell(speech, "done, %s; %u left", text, left);
	if (left > 0 && !speech->call->json)
		tell_matters(list, i);
	return TRUE;
}

static gboolean settle_all(struct speech *speech, guint n, GError **error)
{
	if (!speech_say(speech, "done", "", "", error) ||
	    !speech_end(speech, error))
		return FALSE;
	speech_tell(speech, "done, all that was open (%u)", n);
	return TRUE;
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autoptr(naming) naming = NULL;
	g_autoptr(GPtrArray) list = NULL;
	struct rule_settings settings;
	guint i;

	if (!speech || !speech_find(speech, call->argv[0], error))
		return COMMAND_FAILED;
	config_rule_settings(call->config, &settings);
	naming =
	    naming_collect(speech->store, &settings, speech->now, 0, error);
	if (!naming)
		return COMMAND_FAILED;
	list = list_matters(naming,
			    speech->before ? speech->before->person_id : 0);
	if (call_has(call, "all"))
		return settle_all(speech, list->len, error) ? 0
							    : COMMAND_FAILED;
	if (list->len == 0) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "nothing is open with '%s'; 'tend show' says what "
			    "there is",
			    call->argv[0]);
		return COMMAND_FAILED;
	}
	if (!choose(call, list, &i, error) || !settle(speech, list, i, error))
		return COMMAND_FAILED;
	return 0;
}

static const struct option options[] = {
	{ "all", 'a', NULL, "all that is open with them" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_done = {
	.name = "done",
	.summary = "a matter is settled: it is not named again",
	.arguments = "CONTACT [NUMBER]",
	.example = "tend done ann",
	.options = options,
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 1,
	.max_arguments = 2,
	.json = TRUE,
	.run = run,
};
