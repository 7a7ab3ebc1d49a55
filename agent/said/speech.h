/*
 * What the commands share by which the user says something: find whom, write
 * sayings in one breath, bring everything in step with them, and tell in one
 * line what has changed.
 *
 *	g_autoptr(speech) speech = speech_new(call, error);
 *
 *	if (!speech || !speech_find(speech, call->argv[0], error) ||
 *	    !speech_say(speech, "mute", "", "", error) ||
 *	    !speech_end(speech, error))
 *		return COMMAND_FAILED;
 *	speech_tell(speech, "muted");
 */
#pragma once

#include <glib.h>

#include "agent/command.h"
#include "agent/derive/identities.h"
#include "agent/when.h"
#include "store/person.h"
#include "store/store.h"

struct speech {
	struct call *call;
	struct store *store;
	const struct config *config;
	struct identities *identities;
	gint64 now;
	char *address;		     /* of whom, once found */
	struct store_person *before; /* as they were, NULL: nobody */
	struct store_person *after;  /* and as they are, NULL: gone */

	/* Private to speech.c. */
	store_transaction *transaction;
	gint64 batch;
};

typedef struct speech speech;

/* Opens the store, in step with the settings; nothing is said yet. */
struct speech *speech_new(struct call *call, GError **error);
void speech_free(struct speech *speech);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(speech, speech_free)

/*
 * Whom a CONTACT argument means.  Also an address that is only counted; one
 * of the user's own is nobody's.
 */
gboolean speech_find(struct speech *speech, const char *text, GError **error);

/*
 * The same, and somebody new: an address that nobody knows, and with `is_new`
 * a name, or somebody who was forgotten.
 */
gboolean speech_find_or_make(struct speech *speech, const char *text,
			     gboolean is_new, GError **error);

/* One more saying about them, as of now; and as of another time. */
gboolean speech_say(struct speech *speech, const char *verb, const char *word,
		    const char *text, GError **error);
gboolean speech_say_at(struct speech *speech, const char *verb, gint64 at,
		       const char *word, const char *text, GError **error);

/* The transaction that sayings stand in, begun if it was not. */
gboolean speech_begin(struct speech *speech, GError **error);

/* Commit, derive, judge; then `after` is filled. */
gboolean speech_end(struct speech *speech, GError **error);

/*
 * "Ann Lee <ann@example.org>: CHANGE", with the stage if that is another now;
 * as JSON with --json.  CHANGE is made safe here.
 */
void speech_tell(const struct speech *speech, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* The arguments from `first` on as one text, NULL: there are none. */
char *speech_rest(const struct speech *speech, int first);

/* How times are read: at midnight, or at noon for what has been. */
void speech_when(const struct speech *speech, enum when_sense sense,
		 struct when_context *context_out);

/*
 * TEND_ERROR_USAGE: "there is no stage 'custommer'; did you mean 'customer'?",
 * or the list of `words`, which ends with NULL.
 */
void speech_fail_word(const char *what, const char *typed,
		      const char *const *words, GError **error);
