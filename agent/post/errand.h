/*
 * A sort of thing that the worker is asked to do in the mailbox: put a letter
 * there, set or clear a flag, take a draft back.  One table entry each;
 * delivery.c goes through them in its order, one item at a time.
 */
#pragma once

#include <glib.h>

#include "agent/link.h"
#include "agent/post/delivery.h"

struct errand {
	/*
	 * Hand over what is due first.  *item_out is the number that the
	 * outcome will echo, or 0: nothing of this sort waits.
	 */
	gboolean (*next)(struct delivery *delivery, struct link *link,
			 gint64 *item_out, GError **error);
	/*
	 * The worker has looked: record, and commit, that it may be done, and
	 * have it done.  NULL: this sort asks for no look.
	 */
	gboolean (*place)(struct delivery *delivery, struct link *link,
			  const struct record_place *place, GError **error);
	/* Record what came of it, in the caller's transaction. */
	gboolean (*end)(struct delivery *delivery,
			const struct record_outcome *outcome, GError **error);
};

extern const struct errand errand_letter;
extern const struct errand errand_withdraw;
extern const struct errand errand_mark;
