/* Persons: contacts and sightings, with what was judged of each.  Derived. */
#pragma once

#include "store/store.h"

struct store_person {
	gint64 person_id;
	const char *name;
	gboolean contact; /* FALSE: a sighting */
	gboolean tracked;
	int stage; /* enum stage */
	int ball;  /* enum ball */
	gint64 touches_out, touches_in;
	gint64 exchanges;
	gint64 progress;	  /* of these towards the target */
	gint64 attempts;	  /* of the open run */
	gint64 first_at, last_at; /* of the touches; 0, 0: none */
	const char *organisation; /* said, or a registrable domain; "" */
	gboolean colleague;	  /* of the user's own domain */
	gint64 nos;		  /* times that they declined */
	const char *tags;	  /* " acme vip ", or "" */
	const char *phone;
	const char *cadence;  /* of who is tracked, else "" */
	gint64 answer_within; /* their usual time, seconds; 0: not known */
	gint64 judge_at;      /* to be judged again then; 0: need not */
	gboolean dirty;	      /* touched since it was judged */
	gboolean others; /* somebody else's mail bears on them; write only */
	const char *address; /* the one with most mail; read only */
};

typedef struct store_person store_person;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_person, g_free)

/* The person of an address, made (a dirty sighting) if there is none. */
gboolean store_person_ensure(struct store *store, gint64 address_id,
			     gint64 *person_id_out, GError **error);
gboolean store_person_find(struct store *store, gint64 person_id,
			   struct store_person **person_out, GError **error);
gboolean store_person_find_by_address(struct store *store, const char *address,
				      struct store_person **person_out,
				      GError **error);
/*
 * Everybody whom `text` may mean: an exact address stands alone, and so does
 * the only one of exactly that name; else those whose name or an address
 * contains it, whatever case and accents.  struct store_person, best first:
 * whole name, start of a word, anywhere; then contacts, then the latest.
 */
GPtrArray *store_person_search(struct store *store, const char *text,
			       GError **error);
/* The same, but no more than `limit` of them. */
GPtrArray *store_person_search_first(struct store *store, const char *text,
				     guint limit, GError **error);

/* Somebody to be judged. */
struct store_dirty {
	gint64 person_id;
	gboolean others; /* FALSE: the last judgement found none, and no mail
			    that could bear on them has come or gone since */
};

/* Write what was judged: all but address; a person so written is clean. */
gboolean store_person_put_summary(struct store *store,
				  const struct store_person *person,
				  GError **error);
gboolean store_person_mark_dirty(struct store *store, gint64 person_id,
				 GError **error);
/* Everybody who was to be judged again at `now` or before. */
gboolean store_person_mark_due(struct store *store, gint64 now, GError **error);
/* Whether that would mark anybody. */
gboolean store_person_any_due(struct store *store, gint64 now,
			      gboolean *any_out, GError **error);
/* Everybody with a touch in the conversation. */
gboolean store_person_mark_conversation(struct store *store,
					gint64 conversation_id, GError **error);
/* Their facts are what they were; only what is made of them is not. */
gboolean store_person_mark_all_dirty(struct store *store, GError **error);
/* With its verdicts and touches; its addresses are then only counted. */
gboolean store_person_delete(struct store *store, gint64 person_id,
			     GError **error);

/* Up to `limit` struct store_dirty of person_ids above `after`, ascending. */
GArray *store_person_list_dirty(struct store *store, gint64 after, guint limit,
				GError **error);
/* struct store_person, by name and id */
GPtrArray *store_person_list_contacts(struct store *store, GError **error);

/* Every person by id, sightings too, until func returns FALSE. */
typedef gboolean (*store_person_func)(const struct store_person *person,
				      gpointer data, GError **error);
gboolean store_person_each(struct store *store, store_person_func func,
			   gpointer data, GError **error);

gboolean store_person_count(struct store *store, gint64 *contacts_out,
			    gint64 *sightings_out, GError **error);
