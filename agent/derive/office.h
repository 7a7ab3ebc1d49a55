/*
 * Mail from an address that many hands answer, such as info@ or support@, is
 * nobody's touch until the user writes there (DESIGN section 2).  Whether they
 * did may turn out after its mail was derived: then that is derived again.
 */
#pragma once

#include <glib.h>

#include "store/message.h"

/* Whether an office's message is personal; the indexes must be made. */
gboolean office_judge(struct store *store, struct store_message *row,
		      GError **error);

/* Add to `written` (gint64 address_id) whom this message is a touch with. */
void office_note(const struct store_message *row, const GArray *recipients,
		 GArray *written);

/*
 * Take the last address from `written`, and add to `keys` (gint64) its mail
 * that is not any more what it was judged to be.
 */
gboolean office_list_changed(struct store *store, GArray *written, GArray *keys,
			     GError **error);

/* After a first reading: all of the offices come into `written`. */
gboolean office_list_all(struct store *store, GArray *written, GError **error);
