/*
 * What a message does to the persons whom it names: the touches that it makes,
 * and the counts of mail by address.
 */
#pragma once

#include <glib.h>

#include "agent/draft.h"
#include "store/message.h"

/* Add the message to the tallies (+1), or take it back (-1). */
gboolean touches_tally(struct store *store, const struct store_message *row,
		       const GArray *recipients, int sign, GError **error);

/* The touches of a message that makes some; whoever has them is dirty. */
gboolean touches_add(struct store *store, const struct draft *draft,
		     GError **error);

/* Those that it made when it was derived before, with these recipients. */
gboolean touches_take_back(struct store *store, const struct store_message *row,
			   const GArray *recipients, GError **error);
