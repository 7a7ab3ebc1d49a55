/*
 * Copies of one mail under different Message-IDs: the same words, subject and
 * parent from the same sender, and of the user's own to the same readers.  What
 * comes within a day after another such is its twin, and makes no touches; an
 * earlier one that turns up, or goes, changes what the next one is.
 */
#pragma once

#include <glib.h>

#include "agent/derive/draft.h"
#include "store/message.h"

/* What the twins of a message have in common, 0: it can have none. */
gint64 twin_hash(const struct draft *draft, const struct record_facts *facts);

/* Whether a message is a twin, and so not personal; needs the indexes. */
gboolean twin_judge(struct store *store, struct store_message *row,
		    GError **error);

/*
 * Add to `keys` (gint64) what may be a twin now, or be none any more, since
 * `known` has become `row`; either is NULL for a message that is not there.
 */
gboolean twin_list_changed(struct store *store,
			   const struct store_message *known,
			   const struct store_message *row, GArray *keys,
			   GError **error);
