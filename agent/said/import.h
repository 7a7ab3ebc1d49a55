/*
 * What cards say about people: which of them are new, which tend knows, and
 * the sayings that make it so.  Nothing is written until import_write.
 *
 * A card is of the person whose its first address is; one with only a number
 * is of "tel:+15550100".  What was said before is not said again, so the same
 * cards twice change nothing, nor do they bring back what the user has
 * changed since.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "store/store.h"

enum import_outcome {
	IMPORT_NEW,	    /* a lead */
	IMPORT_UPDATED,	    /* known, and something is new */
	IMPORT_KNOWN,	    /* known, and nothing is */
	IMPORT_DUPLICATE,   /* the same address as a card before it */
	IMPORT_UNREACHABLE, /* neither an address nor a number */
	IMPORT_OWN,	    /* the user's own */
	IMPORT_FORGOTTEN,   /* somebody whom the user had forgotten */
	IMPORT_BROKEN,
	N_IMPORT_OUTCOMES
};

struct import_saying {
	const char *verb;
	char *word, *text;
};

struct import_card {
	char *file; /* its name without directories */
	guint line;
	enum card_format format;
	char *problem; /* why it is IMPORT_BROKEN, else "" */
	char *address; /* "" for none */
	char *name, *organisation, *title, *note, *url;
	char **emails, **phones, **tags;

	/* After import_plan. */
	enum import_outcome outcome;
	GPtrArray *sayings; /* struct import_saying: what is to be said */
	/* Further addresses that somebody of another name has. */
	GPtrArray *suggestions; /* const char *, of emails */
};

struct import_settings {
	const struct config *config;
	gint64 due_at;
	gboolean due_said; /* the day was: it holds for whom we know too */
	const char *const *tags; /* of all cards; NULL-terminated, lent */
};

struct import;
typedef struct import import;

/* store NULL: nobody is known yet. */
struct import *import_new(struct store *store,
			  const struct import_settings *settings,
			  GError **error);
void import_free(struct import *import);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(import, import_free)

/* Of a file of this name; copied. */
void import_add(struct import *import, const char *file,
		const struct record_card *record);

/* Once, when all of them are there. */
gboolean import_plan(struct import *import, GError **error);

/* struct import_card, in the order in which they came; lent */
const GPtrArray *import_get_cards(const struct import *import);
guint import_count(const struct import *import, enum import_outcome outcome);
/* How much there is to say. */
guint import_count_sayings(const struct import *import);

/* As JSON and tests spell them: "new", "updated", ... */
const char *import_outcome_name(enum import_outcome outcome);

/*
 * Say all of it, in one transaction and as one batch, which `tend undo` takes
 * back at once.
 */
gboolean import_write(struct import *import, gint64 now, GError **error);

/*
 * "tel:" and the digits of a number as it is dialled from abroad, NULL if it
 * has too few; the caller frees it.
 */
char *import_phone_address(const char *number);
