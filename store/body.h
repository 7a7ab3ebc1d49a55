/*
 * Which mail is to be read further, or again: a body that a judgement needs,
 * a header that an older parser read.  Only copies that lie in a selected
 * folder of the account, as it is numbered now, and kill no worker.
 */
#pragma once

#include "store/store.h"

/* Sets of kinds, as bits: 1 << kind. */
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
struct store_body {
	gint64 folder_id, uidvalidity, uid;
	gboolean whole; /* the body too */
};

/*
 * The bodies that are wanted and not read, one copy of each message, newest
 * first; at most `limit` struct store_body.  NULL on failure.
 */
GArray *store_body_list(struct store *store, const struct store_body_wish *wish,
			guint limit, GError **error);
gboolean store_body_count(struct store *store,
			  const struct store_body_wish *wish, gint64 *count_out,
			  GError **error);

/*
 * Copies that an older parser read, newest first; `whole` as they were read
 * then.  At most `limit` struct store_body.  NULL on failure.
 */
GArray *store_body_list_old(struct store *store, gint64 account_id,
			    guint version, guint limit, GError **error);
