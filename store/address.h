/*
 * Addresses and the plain counts of mail to and from each.  Derived.
 *
 * Within a transaction addresses are kept in a bounded cache and written when
 * they leave it or before the commit, for a first reading meets the same few
 * thousand again and again.  Functions of this file see through it.
 */
#pragma once

#include "store/store.h"

/* The numbers of agent's words that the counts rest on; a test compares. */
enum {
	STORE_DIRECTION_OUT = 1,
	STORE_DIRECTION_IN = 2,
	STORE_ROLE_TO = 3,
	STORE_ROLE_CC = 4,
};

struct store_address {
	gint64 address_id;
	const char *address; /* lower case */
	const char *name;    /* as last written */
	gint64 name_at;
	gint64 person_id;	  /* 0: only counted */
	gint64 sent_to;		  /* outgoing messages naming it in To or Cc */
	gint64 received_from;	  /* incoming messages from it */
	gint64 first_at, last_at; /* of these; 0, 0: none */
	const char *phone;	  /* of its newest signature, "" for none */
	gint64 phone_at;
};

typedef struct store_address store_address;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_address, g_free)

/*
 * Find or make the address, which must be in lower case.  A name that is not
 * "" replaces an older one; of two at the same time the greater string wins,
 * so that the order in which mail comes does not matter.
 */
gboolean store_address_ensure(struct store *store, const char *address,
			      const char *name, gint64 at,
			      gint64 *address_id_out, GError **error);

/*
 * A message at `at` counts for (+1) or no longer counts for (-1) it.  Taking
 * away one at the edge makes first_at and last_at be looked up again before
 * the commit, unless another one at the same time takes its place.
 */
gboolean store_address_tally(struct store *store, gint64 address_id,
			     int sent_to, int received_from, gint64 at,
			     GError **error);

/* A signature at `at` has this number; as with names the newest one holds. */
gboolean store_address_note_phone(struct store *store, gint64 address_id,
				  const char *phone, gint64 at, GError **error);

/* Count again from message and recipient, now. */
gboolean store_address_recount(struct store *store, gint64 address_id,
			       GError **error);

gboolean store_address_find(struct store *store, const char *address,
			    struct store_address **address_out, GError **error);
gboolean store_address_find_by_id(struct store *store, gint64 address_id,
				  struct store_address **address_out,
				  GError **error);
/* struct store_address, most mail first, ties by address */
GPtrArray *store_address_list_by_person(struct store *store, gint64 person_id,
					GError **error);
/* Those of all persons above `after`, up to `last`, who are to be judged; by
 * person, each person's as above.
 */
GPtrArray *store_address_list_dirty(struct store *store, gint64 after,
				    gint64 last, GError **error);

/* Every address, in the order of its text, until func returns FALSE. */
typedef gboolean (*store_address_func)(const struct store_address *address,
				       gpointer data, GError **error);
gboolean store_address_each(struct store *store, store_address_func func,
			    gpointer data, GError **error);

/*
 * struct store_address, by text: those that the user wrote to although they are
 * no person's.
 */
GPtrArray *store_address_list_written(struct store *store, GError **error);

/* The person whom the address belongs to, 0 for nobody; quick. */
gboolean store_address_get_person(struct store *store, gint64 address_id,
				  gint64 *person_id_out, GError **error);
/* 0 takes it from whoever has it. */
gboolean store_address_set_person(struct store *store, gint64 address_id,
				  gint64 person_id, GError **error);
/* person_id (gint64) of everybody who has several, ascending. */
GArray *store_address_list_shared(struct store *store, GError **error);
/* No message may name it any more, and nobody have it. */
gboolean store_address_delete(struct store *store, gint64 address_id,
			      GError **error);
