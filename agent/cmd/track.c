/* tend track: care about somebody, at a pace. */
#include <stdio.h>

#include "agent/error.h"
#include "agent/json.h"
#include "agent/rules/cadence.h"
#include "agent/safe.h"
#include "agent/said/speech.h"
#include "agent/said/worth.h"

/* As many as one looks through. */
#define LISTED 20

static const char *find_cadence(const struct config *config, const char *typed,
				GError **error)
{
	g_autoptr(GPtrArray) words = g_ptr_array_new();
	struct rule_settings settings;
	const struct cadence *cadence;

	config_rule_settings(config, &settings);
	cadence = cadence_find(typed, &settings);
	if (cadence != NULL)
		return cadence->name;
	for (gsize i = 0; i < settings.n_cadences; i++)
		g_ptr_array_add(words,
				(char *)(guintptr)settings.cadences[i].name);
	for (const struct cadence *c = cadence_builtin; c->name != NULL; c++)
		g_ptr_array_add(words, (char *)(guintptr)c->name);
	g_ptr_array_add(words, NULL);
	speech_fail_word("cadence", typed, (const char *const *)words->pdata,
			 error);
	return NULL;
}

static int say(struct call *call, const char *verb, const char *cadence,
	       GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);

	if (!speech || !speech_find(speech, call->argv[0], error) ||
	    !speech_say(speech, verb, cadence, "", error) ||
	    !speech_end(speech, error))
		return COMMAND_FAILED;
	if (speech->after && speech->after->tracked)
		speech_tell(speech, "tracked, cadence %s",
			    speech->after->cadence);
	else
		speech_tell(speech, "no longer tracked");
	return 0;
}

static void print_worth(const struct call *call, const struct worth *worth)
{
	g_autoptr(json_t) json = NULL;
	g_autofree char *text = NULL, *name = NULL, *address = NULL;

	if (!call->json) {
		text = worth_describe(worth);
		name = safe_terminal(worth->name);
		address = safe_terminal(worth->address);
		printf("%s%s%s: %s\n", name, *name ? " " : "", address, text);
		return;
	}
	json = json_new();
	json_text(json, "name", *worth->name ? worth->name : NULL);
	json_text(json, "address", worth->address);
	json_number(json, "exchanges", worth->exchanges);
	json_truth(json, "sent", worth->sent);
	json_text(json, "folder", worth->folder);
	json_time(json, "last_at", worth->last_at);
	json_print(json);
}

static int suggest(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autoptr(GPtrArray) list =
	    speech ? worth_list(speech->store, speech->now, LISTED, error)
		   : NULL;

	for (guint i = 0; list && i < list->len; i++)
		print_worth(call, list->pdata[i]);
	return list ? 0 : COMMAND_FAILED;
}

static int run(struct call *call, GError **error)
{
	const char *cadence = "";

	if (call_has(call, "suggest") && call->argc == 0)
		return suggest(call, error);
	if (call->argc < 1) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "name a contact: tend track CONTACT [CADENCE]");
		return COMMAND_FAILED;
	}
	if (!call_has(call, "off")) {
		if (call->argc == 2)
			cadence =
			    find_cadence(call->config, call->argv[1], error);
		return cadence ? say(call, "track", cadence, error)
			       : COMMAND_FAILED;
	}
	if (call->argc == 1)
		return say(call, "untrack", "", error);
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "--off takes no cadence: tend track --off CONTACT");
	return COMMAND_FAILED;
}

static const struct option options[] = {
	{ "off", 0, NULL, "let them be again" },
	{ "suggest", 0, NULL, "who may be worth it" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_track = {
	.name = "track",
	.summary = "care about somebody, and how often to try again",
	.arguments = "[CONTACT] [CADENCE]",
	.example = "tend track ann persistent",
	.options = options,
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = 2,
	.json = TRUE,
	.run = run,
};
