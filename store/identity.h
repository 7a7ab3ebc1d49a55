/* The user's own addresses, by where tend knows them from.  Facts. */
#pragma once

#include "store/store.h"

struct store_identity {
	const char *address; /* lower case */
	const char *source;  /* config, login, sent */
};

typedef struct store_identity store_identity;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_identity, g_free)

/*
 * What `source` (config, login or sent) knows is now exactly these n.
 * *changed_out: the user's addresses, whatever their source, are not the
 * same as before, so that all that is derived from them must be made anew.
 */
gboolean store_identity_replace(struct store *store, const char *source,
				const char *const *addresses, guint n,
				gboolean *changed_out, GError **error);
/* struct store_identity, by address and source */
GPtrArray *store_identity_list(struct store *store, GError **error);
