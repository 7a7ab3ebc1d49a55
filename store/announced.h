/*
 * What the user's programs were told, or will be at once: each thing is written
 * down before, so that it is told at most once.
 */
#pragma once

#include "store/store.h"

struct store_announced {
	const char *hook;    /* "on-new", ... */
	const char *address; /* of whom */
	gint64 source;	     /* the touch that it rests on */
	gint64 due_at;	     /* the rung of a stall, else 0 */
};

/* *added_out is FALSE if it was there already. */
gboolean store_announced_add(struct store *store,
			     const struct store_announced *announced,
			     gint64 now, gboolean *added_out, GError **error);

/* Those that were written down before then. */
gboolean store_announced_prune(struct store *store, gint64 before,
			       GError **error);
/* All of an address, for good. */
gboolean store_announced_delete_about(struct store *store, const char *address,
				      GError **error);

/*
 * Add to `keys` (message_key, gint64) the incoming mail that makes touches, was
 * written from `day_at` on and came from `came_at` on: by the INTERNALDATE of
 * the earliest of its copies.  Ascending.
 */
gboolean store_announced_list_candidates(struct store *store, gint64 day_at,
					 gint64 came_at, int direction,
					 GArray *keys, GError **error);
