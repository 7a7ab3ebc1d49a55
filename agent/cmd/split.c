/* tend split: an address is another person's. */
#include "agent/error.h"
#include "agent/said/speech.h"
#include "store/address.h"

/* One that stays with them, the one with most mail. */
static gboolean find_rest(struct speech *speech, const char *apart,
			  char **address_out, GError **error)
{
	g_autoptr(GPtrArray) addresses = NULL;

	addresses = store_address_list_by_person(
	    speech->store, speech->before->person_id, error);
	if (!addresses)
		return FALSE;
	*address_out = NULL;
	for (guint i = 0; i < addresses->len && !*address_out; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (!g_str_equal(address->address, apart))
			*address_out = g_strdup(address->address);
	}
	return TRUE;
}

static gboolean is_same(const struct speech *a, const struct speech *b)
{
	return a->before && b->before &&
	       a->before->person_id == b->before->person_id;
}

/*
 * Of one person the address goes; of two it is said that they are not the
 * same, so that they are not suggested again.
 */
static gboolean say(struct speech *speech, const struct speech *other,
		    GError **error)
{
	g_autofree char *rest = NULL;

	if (!is_same(speech, other))
		return speech_say(speech, "split", other->address, "", error);
	if (!find_rest(speech, other->address, &rest, error))
		return FALSE;
	if (!rest) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is their only address; there is nothing to "
			    "split",
			    other->address);
		return FALSE;
	}
	g_free(speech->address);
	speech->address = g_steal_pointer(&rest);
	return speech_say(speech, "split", other->address, "", error);
}

static int run(struct call *call, GError **error)
{
	g_autoptr(speech) speech = speech_new(call, error);
	g_autoptr(speech) other = speech ? speech_new(call, error) : NULL;

	if (!speech || !other || !speech_find(speech, call->argv[0], error) ||
	    !speech_find(other, call->argv[1], error) ||
	    !say(speech, other, error) || !speech_end(speech, error))
		return COMMAND_FAILED;
	speech_tell(speech, "not the same person as %s", other->address);
	return 0;
}

const struct command command_split = {
	.name = "split",
	.summary = "an address is another person's",
	.arguments = "CONTACT ADDRESS",
	.example = "tend split ann ann@home.example",
	.group = COMMAND_SAY,
	.needs = NEEDS_STORE_WRITE,
	.min_arguments = 2,
	.max_arguments = 2,
	.json = TRUE,
	.run = run,
};
