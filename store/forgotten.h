/*
 * Whom the user had forgotten: salted hashes of addresses, which say whether
 * an address that comes is one of them, and nothing else.  Facts.
 */
#pragma once

#include "store/store.h"

/* One that is there already stays as it is. */
gboolean store_forgotten_add(struct store *store, const char *hash, gint64 now,
			     GError **error);
/* To be known again. */
gboolean store_forgotten_delete(struct store *store, const char *hash,
				GError **error);
/* char *, ascending */
GPtrArray *store_forgotten_list(struct store *store, GError **error);
