/*
 * Marks: flags that tend wants on mail, or has set, and those that the user
 * set and that mean something.  One row for each message and flag; who may
 * change its state, and when, is in agent/post/marking.h.
 */
#pragma once

#include "store/store.h"

enum store_mark_state {
	STORE_MARK_NONE,      /* there is no row */
	STORE_MARK_WANTED,    /* to be set */
	STORE_MARK_SET,	      /* tend's, and there */
	STORE_MARK_THEIRS,    /* the user's: it is let be */
	STORE_MARK_UNWANTED,  /* to be cleared */
	STORE_MARK_CLEARED,   /* tend's, and not there any more */
	STORE_MARK_DISMISSED, /* tend's, and the user cleared it */
	STORE_MARK_TRACKED,   /* the user's, and it has them tracked */
};

struct store_mark {
	gint64 mark_id; /* 0: not in the store */
	gint64 message_key;
	const char *flag; /* a keyword, or "\Flagged" */
	enum store_mark_state state;
	gboolean tried; /* a STORE for it may have left */
	gint64 folder_id;
	gint64 uidvalidity, uid;
	gint64 since_at; /* in this state */
	gint64 held_at;	 /* it could not be done there then; 0: it may be */
	gint64 batch;	 /* of the sayings that came of it, 0: none */
	const char *note;
	gint64 account_id; /* of its folder; read only */
};

typedef struct store_mark store_mark;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_mark, g_free)

/* Make or change the row of (message_key, flag); mark_id is ignored. */
gboolean store_mark_put(struct store *store, const struct store_mark *mark,
			GError **error);
gboolean store_mark_delete(struct store *store, gint64 mark_id, GError **error);

gboolean store_mark_find(struct store *store, gint64 message_key,
			 const char *flag, struct store_mark **mark_out,
			 GError **error);
gboolean store_mark_find_by_id(struct store *store, gint64 mark_id,
			       struct store_mark **mark_out, GError **error);
/* struct store_mark of that message, by flag */
GPtrArray *store_mark_list_by_message(struct store *store, gint64 message_key,
				      GError **error);
/* Those that something may still become of: neither cleared nor dismissed. */
GPtrArray *store_mark_list_open(struct store *store, GError **error);
/* The first that an account's worker can do something about. */
gboolean store_mark_find_next(struct store *store, gint64 account_id,
			      struct store_mark **mark_out, GError **error);

/*
 * The store is older than the mailbox, as after a backup was restored: what was
 * set or wanted then may be there or not, by tend or not any more.
 */
gboolean store_mark_doubt_all(struct store *store, GError **error);

/* The last one that the server would not have; its note says why. */
gboolean store_mark_find_refused(struct store *store, gint64 account_id,
				 struct store_mark **mark_out, GError **error);

/* Messages, not flags. */
struct store_mark_counts {
	gint64 set;	/* marked now, by tend */
	gint64 waiting; /* to be marked, or their mark to be cleared */
	gint64 refused; /* the same, but the server will not have it */
	gint64 theirs;	/* which the user had marked before */
};
gboolean store_mark_count(struct store *store, gint64 account_id,
			  struct store_mark_counts *counts_out, GError **error);
