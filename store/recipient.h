/* Everybody whom a message names but its sender.  Derived. */
#pragma once

#include "store/store.h"

struct store_recipient {
	gint64 address_id;
	int role; /* enum address_role */
};

/* One that is already there changes nothing. */
gboolean store_recipient_add(struct store *store, gint64 message_key,
			     gint64 address_id, int role, GError **error);
/* struct store_recipient, by address and role */
GArray *store_recipient_list(struct store *store, gint64 message_key,
			     GError **error);
gboolean store_recipient_clear(struct store *store, gint64 message_key,
			       GError **error);
