/*
 * Drafts that tend put into a Drafts folder, each a letter of the outbox with
 * its ingredients, and what became of them.
 */
#pragma once

#include "store/outbox.h"
#include "store/store.h"

enum store_draft_fate {
	STORE_DRAFT_OPEN,
	STORE_DRAFT_UNWANTED,  /* to be taken back */
	STORE_DRAFT_WITHDRAWN, /* taken back */
	STORE_DRAFT_KEPT,      /* the user's by now, or not to be taken back */
	STORE_DRAFT_SENT,
};

struct store_draft {
	gint64 outbox_id;
	const char *address; /* whom it is written to */
	gint64 source;	     /* the message that it follows, 0: none */
	gint64 matter;	     /* the touch its verdict rests on, 0: none */
	int reason;	     /* enum reason, of that verdict */
	gint64 rung;	     /* on which of its rungs, from 1; 0: none */
	const char *angle;
	/* The last touch with them when it was written; 0, 0: none. */
	gint64 last_at, last_source;

	/* What the rest of its life adds; not written by store_draft_add. */
	const char *hash; /* of its bytes, "" before it lies there */
	gboolean tried;	  /* to take it back: \Deleted may be tend's */
	enum store_draft_fate fate;
	gint64 fate_at; /* 0: it is open */

	/* Of its letter; read only. */
	gint64 account_id;
	enum store_outbox_state state;
	struct store_bytes folder;
	const char *mid;
	gint64 uidvalidity, uid; /* uid 0: unknown where it lies */
	gint64 written_at;
};

typedef struct store_draft store_draft;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_draft, g_free)

/* In the transaction that adds its letter. */
gboolean store_draft_add(struct store *store, const struct store_draft *draft,
			 GError **error);
gboolean store_draft_find(struct store *store, gint64 outbox_id,
			  struct store_draft **draft_out, GError **error);
/* struct store_draft to any of a person's addresses, newest first */
GPtrArray *store_draft_list_by_person(struct store *store, gint64 person_id,
				      GError **error);
/* struct store_draft, oldest first; account 0 means all */
GPtrArray *store_draft_list_by_fate(struct store *store, gint64 account_id,
				    enum store_draft_fate fate, GError **error);

/* Nothing happens where the letter is no draft. */
gboolean store_draft_set_hash(struct store *store, gint64 outbox_id,
			      const char *hash, GError **error);
/* To be committed before anything is done to take it back. */
gboolean store_draft_set_tried(struct store *store, gint64 outbox_id,
			       GError **error);
gboolean store_draft_set_fate(struct store *store, gint64 outbox_id,
			      enum store_draft_fate fate, gint64 at,
			      GError **error);
/* With its letter, as if it had never been written. */
gboolean store_draft_delete(struct store *store, gint64 outbox_id,
			    GError **error);
/* The same of all to an address, for good. */
gboolean store_draft_delete_about(struct store *store, const char *address,
				  GError **error);
