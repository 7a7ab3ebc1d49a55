/* tend merge: two contacts are one person. */
#include <stdio.h>

#include "agent/said/alike.h"
#include "agent/contact.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/said/speech.h"

/* The other one: found by a speech of their own, which says nothing. */
static gboolean find_other(struct call *call, const char *text,
			   struct speech **other_out, GError **error)
{
	g_autoptr(speech) other = speech_new(call, error);

	if (!other || !speech_find(other, text, error))
		return FALSE;
	*other_out = g_steal_pointer(&other);
	return TRUE;
}

static gboolean check_two(const struct speech *speech,
			  const struct speech *other, GError **error)
{
	gboolean same = g_str_equal(speech->address, other->address) ||
			(speech->before && other->before &&
			 speech->before->person_id == other->before->person_id);

	if (same)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' and '%s' are one contact already",
			    speech->call->argv[0], speech->call->argv[1]);
	return !same;
}

/* As many as one looks through. */
#define LISTED 50

static void print_alike(const struct call *call, const struct alike *alike)
{
	g_autoptr(json_t) json = NULL;
	g_autofree char *text = NULL;

	if (!call->json) {
		text = alike_describe(alike);
		printf("%s\n", text);
		return;
	}
	json = json_new();
	alike_add_json(alike, json);
	json_print(json);
}

static int suggest(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autoptr(GPtrArray) list =
	    speech ? alike_list(speech->store, LISTED, error) : NULL;

	for (guint i = 0; list && i < list->len; i++)
		print_alike(call, list->pdata[i]);
	return list ? 0 : COMMAND_FAILED;
}

static char *label_of(const struct speech *speech)
{
	return speech->before ? contact_label(speech->before)
			      : g_strdup(speech->address);
}

/* Whether the one person goes by the other's address now. */
static gboolean is_shown(const struct speech *speech,
			 const struct speech *other)
{
	return speech->after && other->before &&
	       g_str_equal(speech->after->address, other->before->address);
}

static int merge(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autoptr(speech) other = NULL;
	g_autofree char *label = NULL;

	if (!speech || !speech_find(speech, call->argv[0], error) ||
	    !find_other(call, call->argv[1], &other, error) ||
	    !check_two(speech, other, error) ||
	    !speech_say(speech, "merge", other->address, "", error) ||
	    !speech_end(speech, error))
		return COMMAND_FAILED;
	label = label_of(is_shown(speech, other) ? speech : other);
	speech_tell(speech, "one person with %s", label);
	return 0;
}

static int run(struct call *call, GError **error)
{
	gboolean suggests = call_has(call, "suggest");

	if (call->argc == (suggests ? 0 : 2))
		return suggests ? suggest(call, error) : merge(call, error);
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    suggests ? "--suggest takes no contact: tend merge "
			       "--suggest"
			     : "name two contacts: tend merge CONTACT CONTACT");
	return COMMAND_FAILED;
}

static const struct option options[] = {
	{ "suggest", 0, NULL, "who may be one person" },
	{ NULL, 0, NULL, NULL },
};

const struct command command_merge = {
	.name = "merge",
	.summary = "two contacts are one person",
	.arguments = "[CONTACT CONTACT]",
	.example = "tend merge ann ann@home.example",
	.options = options,
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.max_arguments = 2,
	.json = TRUE,
	.run = run,
};
