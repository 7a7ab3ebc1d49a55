/*
 * Which mail is to be read further, or again: a body that a judgement needs,
 * a copy that an older parser read.  Only copies that lie in a selected
 * folder of the account, as it is numbered now, and kill no worker.
 */
#pragma once

#include "store/store.h"

/*
 * Bodies that are wanted.  Sets of kinds are bits: 1 << kind.  What its header
 * asks for (STORE_BODY_WANTED) always is, and nothing of which a copy's body
 * was read.
 */
struct store_body_wish {
	gint64 account_id;
	gint64 recent_at; /* mail of these kinds from then on */
	guint recent_kinds;
	gint64 automatic_at; /* and of these */
	guint automatic_kinds;
	guint human_kinds; /* the newest in each conversation with a contact */
	gboolean deep;	   /* every body there is */
};

/* One mail to be asked for. */
struct store_wanted {
	gint64 folder_id, uidvalidity, uid;
	gint64 size;	/* of the whole mail, in bytes */
	gboolean whole; /* the body too */
	/* Its place in the list: the next page begins behind it. */
	gint64 version, at, copy_id;
};

/*
 * The bodies that are wanted, one copy of each message, newest first; at most
 * `limit` struct store_wanted, behind `after`, which may be NULL.  NULL on
 * failure.  Looks at all that has not been read whole.
 */
GArray *store_body_list(struct store *store, const struct store_body_wish *wish,
			const struct store_wanted *after, guint limit,
			GError **error);
gboolean store_body_count(struct store *store,
			  const struct store_body_wish *wish, gint64 *count_out,
			  GError **error);

/* The same of one message, as it comes: appends to `list` if it is wanted. */
gboolean store_body_find(struct store *store,
			 const struct store_body_wish *wish, gint64 message_key,
			 GArray *list, GError **error);

/*
 * Copies that a parser older than `version` read, newest first; `whole` as
 * they were read then.
 */
GArray *store_body_list_old(struct store *store, gint64 account_id,
			    guint version, const struct store_wanted *after,
			    guint limit, GError **error);

/* What was read whole is to be read once more. */
gboolean store_body_forget(struct store *store, GError **error);
