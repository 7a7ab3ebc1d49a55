/*
 * Messages that prove that others were there: store_message.proof is not 0, and
 * the same for all that prove the same one.  Lists add message_key (gint64) to
 * `keys`.
 */
#pragma once

#include "store/message.h"

/* Whether an earlier message proves the same; and the next one that does. */
gboolean store_proof_has_earlier(struct store *store,
				 const struct store_message *message,
				 gboolean *has_out, GError **error);
gboolean store_proof_list_next(struct store *store,
			       const struct store_message *message,
			       GArray *keys, GError **error);

/*
 * Those that are the first to prove something, and answer this id, or quote
 * what was written at about this time: up to so many hours away, and to so many
 * seconds from the full hour, the first 200.
 */
gboolean store_proof_list_by_id(struct store *store, gint64 target,
				GArray *keys, GError **error);
gboolean store_proof_list_by_quote(struct store *store, gint64 at, gint64 hours,
				   gint64 seconds, GArray *keys,
				   GError **error);
/* All first ones that do not answer an id which is there. */
gboolean store_proof_list(struct store *store, GArray *keys, GError **error);
