/*
 * Derived touches.  People delete the mail that they have answered, but an
 * answer proves it: by the id that it names, or by the author and time that it
 * quotes.  Of several answers to one such mail the earliest proves the touch,
 * while the mail itself is not there.
 */
#pragma once

#include <glib.h>

#include "agent/derive/draft.h"
#include "store/message.h"

/*
 * What this message proves, into its row: proof and proof_at, 0 for nothing.
 * Its time, clue and whether it is personal must be known.  Returns the address
 * of the person whose touch it is.
 */
gint64 proof_read(struct draft *draft, const struct record_facts *facts);

/*
 * Add the touch, if the mail is not there and no earlier message proves it;
 * needs the indexes.
 */
gboolean proof_add_touch(struct store *store, const struct store_message *row,
			 gint64 address_id, GArray *late, GError **error);

/*
 * After a first reading, when the indexes have been made: the touches of all
 * messages, without deriving these again.
 */
gboolean proof_settle(struct store *store, GArray *late, GError **error);

/*
 * Add to `keys` (gint64) the messages that may prove a touch now, or none any
 * more, since `known` has become `row`; either is NULL for a message that is
 * not there.  `moved`: it names other recipients.
 */
gboolean proof_list_changed(struct store *store,
			    const struct store_message *known,
			    const struct store_message *row, gboolean moved,
			    GArray *keys, GError **error);
