/* Say something about somebody. */
#include "agent/said/speech.h"

#include <stdio.h>
#include <string.h>

#include "agent/clock.h"
#include "agent/contact.h"
#include "agent/error.h"
#include "agent/said/forgotten.h"
#include "agent/json.h"
#include "agent/nearest.h"
#include "agent/rules/words.h"
#include "agent/safe.h"
#include "agent/settle.h"
#include "store/address.h"
#include "store/saying.h"

/* What has been derived anew is judged too, whatever the command then does. */
static gboolean settle(struct speech *speech, GError **error)
{
	g_autoptr(ingest) ingest =
	    settle_begin(speech->store, speech->config, error);
	gboolean indexed;

	return ingest && store_is_indexed(speech->store, &indexed, error) &&
	       (indexed || settle_end(speech->store, speech->config, error));
}

struct speech *speech_new(struct call *call, GError **error)
{
	g_autoptr(speech) speech = g_new0(struct speech, 1);
	g_auto(GStrv) own = config_list_identities(call->config);

	speech->call = call;
	speech->config = call->config;
	speech->now = clock_now();
	speech->identities = identities_new((const char *const *)own);
	speech->store = call_store(call, error);
	if (!speech->store)
		return NULL;
	return settle(speech, error) ? g_steal_pointer(&speech) : NULL;
}

void speech_free(struct speech *speech)
{
	if (!speech)
		return;
	g_clear_pointer(&speech->transaction, store_transaction_free);
	identities_free(speech->identities);
	g_free(speech->address);
	g_free(speech->before);
	g_free(speech->after);
	g_free(speech);
}

/* ---- whom ---- */

static char *lower(const char *text)
{
	g_autofree char *stripped = g_strstrip(g_strdup(text));

	return g_utf8_strdown(stripped, -1);
}

/* A whole one: "ann@firm" may be a part of somebody's. */
static gboolean is_address(const char *text)
{
	const char *at = strrchr(text, '@');

	return safe_is_address(text) && at != NULL && strchr(at, '.') != NULL;
}

/* An exact address stands alone, whoever else's it is a part of. */
static gboolean find_exact(struct speech *speech, const char *address,
			   gboolean *known_out, GError **error)
{
	g_autoptr(store_address) row = NULL;

	*known_out = FALSE;
	if (!store_address_find(speech->store, address, &row, error))
		return FALSE;
	if (!row)
		return TRUE;
	*known_out = TRUE;
	speech->address = g_strdup(address);
	return !row->person_id ||
	       store_person_find(speech->store, row->person_id, &speech->before,
				 error);
}

static gboolean refuse_own(const struct speech *speech, const char *address,
			   GError **error)
{
	if (!identities_have(speech->identities, address))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' is one of your own addresses; name somebody else",
		    address);
	return FALSE;
}

static gboolean find_by_name(struct speech *speech, const char *text,
			     GError **error)
{
	speech->before = contact_find(speech->store, text, error);
	if (!speech->before)
		return FALSE;
	speech->address = g_strdup(speech->before->address);
	return TRUE;
}

gboolean speech_find(struct speech *speech, const char *text, GError **error)
{
	g_autofree char *meant = contact_meant(text);
	g_autofree char *address = lower(meant);
	gboolean known = FALSE;

	if (is_address(address) &&
	    (!refuse_own(speech, address, error) ||
	     !find_exact(speech, address, &known, error)))
		return FALSE;
	if (known)
		return TRUE;
	if (!is_address(address))
		return find_by_name(speech, text, error);
	/* Not whoever's address it is a part of. */
	g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
		    "nobody is known as '%s'; 'tend log' makes a contact of "
		    "a new address",
		    address);
	return FALSE;
}

/* Somebody without an address goes by their name. */
static char *address_of_name(const char *text)
{
	g_autofree char *name = lower(text);

	return g_strconcat("name:", g_strdelimit(name, " \t@<>\"'", '-'), NULL);
}

static gboolean heed_forgotten(struct speech *speech, gboolean is_new,
			       GError **error)
{
	g_autoptr(forgotten) forgotten = NULL;

	if (!speech_begin(speech, error))
		return FALSE;
	forgotten = forgotten_new(speech->store, error);
	if (!forgotten)
		return FALSE;
	if (!forgotten_has(forgotten, speech->address))
		return TRUE;
	if (is_new)
		return forgotten_remove(speech->store, speech->address, error);
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "you had '%s' forgotten; with --new tend knows them again",
		    speech->address);
	return FALSE;
}

static gboolean make_named(struct speech *speech, const char *text,
			   GError **error)
{
	g_autofree char *name = g_strstrip(g_strdup(text));
	g_autoptr(store_person) known = NULL;

	if (!g_utf8_validate(name, -1, NULL) || !*name || strchr(name, '@')) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is neither an address nor a name", text);
		return FALSE;
	}
	speech->address = address_of_name(name);
	if (!store_person_find_by_address(speech->store, speech->address,
					  &known, error))
		return FALSE;
	if (known) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is a contact '%s' already; leave out --new",
			    name);
		return FALSE;
	}
	return speech_say(speech, "name", "", name, error);
}

/* Nobody known: it may be somebody new. */
static gboolean find_or_hint(struct speech *speech, const char *text,
			     GError **error)
{
	g_autoptr(GError) failed = NULL;

	if (find_by_name(speech, text, &failed))
		return TRUE;
	if (g_error_matches(failed, TEND_ERROR, TEND_ERROR_NO_INPUT))
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "%s; --new makes a contact of somebody new",
			    failed->message);
	else
		g_propagate_error(error, g_steal_pointer(&failed));
	return FALSE;
}

/* "Ann Lee <ann@firm.example>" of somebody new tells the name as well. */
static gboolean keep_name(struct speech *speech, const char *text,
			  GError **error)
{
	const char *end = strchr(text, '<');
	g_autofree char *name = NULL;

	if (end == NULL)
		return TRUE;
	name = g_strstrip(g_strndup(text, (gsize)(end - text)));
	return *name == '\0' || !g_utf8_validate(name, -1, NULL) ||
	       speech_say(speech, "name", "", name, error);
}

gboolean speech_find_or_make(struct speech *speech, const char *text,
			     gboolean is_new, GError **error)
{
	g_autofree char *meant = contact_meant(text);
	g_autofree char *address = lower(meant);
	gboolean known;

	if (!is_address(address))
		return is_new ? make_named(speech, text, error)
			      : find_or_hint(speech, text, error);
	if (!refuse_own(speech, address, error) ||
	    !find_exact(speech, address, &known, error))
		return FALSE;
	if (known)
		return TRUE;
	speech->address = g_strdup(address);
	return heed_forgotten(speech, is_new, error) &&
	       keep_name(speech, text, error);
}

/* ---- what ---- */

gboolean speech_begin(struct speech *speech, GError **error)
{
	if (speech->transaction)
		return TRUE;
	speech->transaction = store_transaction_new(speech->store, error);
	return speech->transaction &&
	       store_saying_new_batch(speech->store, &speech->batch, error);
}

gboolean speech_say_at(struct speech *speech, const char *verb, gint64 at,
		       const char *word, const char *text, GError **error)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	struct store_saying saying = {
		.said_at = speech->now,
		.at = at,
		.verb = verb,
		.address = speech->address,
		.word = word,
		.text = valid,
	};
	gint64 ignored;

	if (!speech_begin(speech, error))
		return FALSE;
	saying.batch = speech->batch;
	return store_saying_add(speech->store, &saying, &ignored, error);
}

gboolean speech_say(struct speech *speech, const char *verb, const char *word,
		    const char *text, GError **error)
{
	return speech_say_at(speech, verb, speech->now, word, text, error);
}

gboolean speech_end(struct speech *speech, GError **error)
{
	if (speech->transaction &&
	    !store_transaction_commit(speech->transaction, error))
		return FALSE;
	g_clear_pointer(&speech->transaction, store_transaction_free);
	return settle_end(speech->store, speech->config, error) &&
	       (!speech->address ||
		store_person_find_by_address(speech->store, speech->address,
					     &speech->after, error));
}

/* ---- what has changed ---- */

static const struct store_person *whom(const struct speech *speech)
{
	return speech->after ? speech->after : speech->before;
}

static const char *stage_of(const struct store_person *person)
{
	return person && person->contact ? stage_name((enum stage)person->stage)
					 : NULL;
}

/* Unless the change itself has told it. */
static void add_stage(const struct speech *speech, GString *line)
{
	const char *before = stage_of(speech->before);
	const char *after = stage_of(speech->after);

	if (g_strcmp0(before, after) == 0 || strstr(line->str, " (was "))
		return;
	g_string_append_printf(line, "; %s now", after ? after : "no contact");
	if (before)
		g_string_append_printf(line, " (was %s)", before);
}

static void add_tags(struct json *json, const struct store_person *person)
{
	g_auto(GStrv) tags = g_strsplit(person ? person->tags : "", " ", -1);

	json_begin_list(json, "tags");
	for (char **tag = tags; *tag; tag++)
		if (**tag)
			json_text(json, NULL, *tag);
	json_end_list(json);
}

static void print_json(const struct speech *speech, const char *change)
{
	g_autoptr(json_t) json = json_new();
	const struct store_person *person = whom(speech), *now = speech->after;

	json_text(json, "command", speech->call->command->name);
	if (speech->batch)
		json_number(json, "number", speech->batch);
	else
		json_text(json, "number", NULL);
	json_text(json, "name", person && *person->name ? person->name : NULL);
	json_text(json, "address", speech->address);
	json_text(json, "change", change);
	json_truth(json, "contact", now && now->contact);
	json_truth(json, "tracked", now && now->tracked);
	json_text(json, "stage", stage_of(now));
	json_text(json, "stage_before", stage_of(speech->before));
	json_text(json, "cadence", now && *now->cadence ? now->cadence : NULL);
	json_number(json, "nos", now ? now->nos : 0);
	add_tags(json, now);
	json_print(json);
}

void speech_tell(const struct speech *speech, const char *format, ...)
{
	const struct store_person *person = whom(speech);
	g_autofree char *change = NULL, *label = NULL, *safe = NULL;
	g_autoptr(GString) line = NULL;
	va_list args;

	va_start(args, format);
	change = g_strdup_vprintf(format, args);
	va_end(args);
	if (speech->call->json) {
		print_json(speech, change);
		return;
	}
	label = person ? contact_label(person) : g_strdup(speech->address);
	line = g_string_new(change);
	add_stage(speech, line);
	safe = safe_terminal(line->str);
	printf("%s: %s\n", label, safe);
}

/* ---- what was typed ---- */

char *speech_rest(const struct speech *speech, int first)
{
	const struct call *call = speech->call;

	return first < call->argc ? g_strjoinv(" ", call->argv + first) : NULL;
}

void speech_when(const struct speech *speech, enum when_sense sense,
		 struct when_context *context_out)
{
	when_typed(speech->now, speech->config->zone, sense, context_out);
}

void speech_fail_word(const char *what, const char *typed,
		      const char *const *words, GError **error)
{
	const char *near = nearest_word(typed, words);
	g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)words);

	if (near)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no %s '%s'; did you mean '%s'?", what,
			    typed, near);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no %s '%s'; it is one of %s", what, typed,
			    all);
}
