/*
 * What a message does to the persons whom it names: the touches that it makes,
 * and the counts of mail by address.
 */
#pragma once

#include <glib.h>

#include "agent/derive/draft.h"
#include "store/message.h"
#include "store/touch.h"

/* Add the message to the tallies (+1), or take it back (-1). */
gboolean touches_tally(struct store *store, const struct store_message *row,
		       const GArray *recipients, int sign, GError **error);

/*
 * Add a touch with the person of an address, who is dirty then.  With indexes
 * the first of a person brings up what automatic mail there is of them: it is
 * added to `late` (gint64 keys), to be derived again.
 */
gboolean touches_add_one(struct store *store, const struct store_touch *touch,
			 gint64 address_id, gboolean indexed, GArray *late,
			 GError **error);

/* All of a message that makes some. */
gboolean touches_add(struct store *store, const struct draft *draft,
		     gboolean indexed, GArray *late, GError **error);

/* Those that it made when it was derived before, with these recipients. */
gboolean touches_take_back(struct store *store, const struct store_message *row,
			   const GArray *recipients, GError **error);
