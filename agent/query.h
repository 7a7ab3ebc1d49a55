/*
 * The words of `tend list`: which persons, and in which order.
 *
 * A query is terms between spaces, all of which must hold; `or` between them
 * begins another query of which the whole may hold instead; `not`, or a minus
 * before it, turns a term around.  A plain word must be in the name or in an
 * address, whatever its case; KEY:VALUE (query_fields) narrows down further.
 * Quotes hold a term together that has spaces.  Pure: the caller gives facts
 * and the time.
 */
#pragma once

#include <glib.h>

#include "agent/rules/words.h"

/* One person, as a query sees them; all borrowed. */
struct query_person {
	const char *folded; /* name and addresses, case-folded */
	enum stage stage;
	enum ball ball;
	enum reason reason; /* of what is due now, or REASON_NONE */
	gint64 touches, exchanges, attempts, nos;
	gint64 last_at;		  /* 0: no touch yet */
	gint64 due_at;		  /* named now, or the next rung; 0: none */
	const char *tags;	  /* " acme vip ", may be NULL */
	const char *organisation; /* these too */
	const char *cadence;
	gboolean contact, tracked, colleague;
	gboolean named;	  /* today */
	gboolean waiting; /* has a matter that is not due */
	gboolean muted;	  /* never to be named */
};

enum query_sort {
	QUERY_SORT_NAME,
	QUERY_SORT_LAST,
	QUERY_SORT_SILENCE,
	QUERY_SORT_TOUCHES,
	QUERY_SORT_EXCHANGES,
	QUERY_SORT_ATTEMPTS,
	QUERY_SORT_DUE,
	N_QUERY_SORTS
};

struct query_field {
	const char *name;
	const char *help; /* what its value looks like */
};

/* For the manual and its test; ends with a NULL name. */
extern const struct query_field query_fields[];

struct query;
typedef struct query query;

/* TEND_ERROR_USAGE names the word that is wrong, and what would be right. */
struct query *query_parse(const char *text, GError **error);
void query_free(struct query *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(query, query_free)

enum query_sort query_get_sort(const struct query *query);

/* Whether it has plain words, for which `folded` is looked at. */
gboolean query_has_words(const struct query *query);

gboolean query_holds(const struct query *query,
		     const struct query_person *person, gint64 now);

/* Whether a word of the command line is "-tag:x" or "-ann": no option. */
gboolean query_is_negated(const char *word);
