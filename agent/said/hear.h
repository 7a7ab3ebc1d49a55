/*
 * What the user said, person by person: sayings (store/saying.h) summed up for
 * the rules.
 */
#pragma once

#include <glib.h>

#include "agent/rules/said.h"
#include "agent/rules/words.h"
#include "store/store.h"

struct hear;
typedef struct hear hear;

/* All that was said and holds. */
struct hear *hear_new(struct store *store, GError **error);
void hear_free(struct hear *hear);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(hear, hear_free)

/* The word of a "done" that speaks of the person, not of a matter. */
#define HEAR_PERSON "person"

/*
 * The word of the "done" that settles one matter: the Message-ID of the mail
 * that it rests on.  What is known by no mail reminds of the person.  Of a
 * stranger all is done at once, and mail without a Message-ID cannot be told
 * apart.  Lends from `mid`.
 */
const char *hear_done_word(enum reason reason, const char *mid,
			   gint64 conversation_id);

/* And its text: the reason, with the subject or else the sentence. */
char *hear_done_text(enum reason reason, const char *subject,
		     const char *sentence);

/* Whether a saying with this verb makes a contact of whom it is said. */
gboolean hear_makes_contact(const char *verb);

/* What was said of one person.  Texts lend from the hear. */
struct heard {
	struct said said;
	const char *name, *organisation, *phone; /* NULL: nothing said */
	gint64 phone_batch; /* of the saying that said it */
	const char *cadence;
	GPtrArray *tags; /* const char *, ascending, each once */
	GArray *done;	 /* struct said_done, which said borrows */
};

void heard_clear(struct heard *heard);
typedef struct heard heard_t;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(heard_t, heard_clear)

/*
 * `addresses` are the person's, struct store_address.  Matters that are done
 * are looked up by the Message-ID that was said.
 */
gboolean hear_person(const struct hear *hear, struct store *store,
		     const GPtrArray *addresses, struct heard *heard_out,
		     GError **error);

/* Whether the person of this id is not to be named; 0 is nobody. */
gboolean hear_is_muted(struct store *store, gint64 person_id,
		       gboolean *muted_out, GError **error);
