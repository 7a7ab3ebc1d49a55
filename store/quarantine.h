/* Messages on which workers died.  Facts. */
#pragma once

#include "store/store.h"

/* So many deaths, and a message is passed over. */
#define STORE_QUARANTINE_DEATHS 2

struct store_quarantine {
	gint64 folder_id, uidvalidity, uid;
	gint64 deaths;
	gint64 first_at;
	const char *reason;
};

typedef struct store_quarantine store_quarantine;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_quarantine, g_free)

/* A worker died on it: *deaths_out counts this one too. */
gboolean store_quarantine_add(struct store *store, gint64 folder_id,
			      gint64 uidvalidity, gint64 uid,
			      const char *reason, gint64 now,
			      gint64 *deaths_out, GError **error);
/* Whether STORE_QUARANTINE_DEATHS are reached. */
gboolean store_quarantine_holds(struct store *store, gint64 folder_id,
				gint64 uidvalidity, gint64 uid,
				gboolean *holds_out, GError **error);
/* struct store_quarantine, those that hold; folder 0 means all */
GPtrArray *store_quarantine_list(struct store *store, gint64 folder_id,
				 GError **error);
/* Give them another chance, after an upgrade say. */
gboolean store_quarantine_clear(struct store *store, GError **error);
