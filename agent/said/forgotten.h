/*
 * Whether an address is one that the user had forgotten.  Of each a salted
 * hash is kept, so that the database does not say whom it does not know.
 */
#pragma once

#include <glib.h>

#include "store/store.h"

struct forgotten;
typedef struct forgotten forgotten;

/* As it is now: to be read again in each transaction. */
struct forgotten *forgotten_new(struct store *store, GError **error);
void forgotten_free(struct forgotten *forgotten);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(forgotten, forgotten_free)

/* `address` in lower case. */
gboolean forgotten_has(const struct forgotten *forgotten, const char *address);
gboolean forgotten_is_empty(const struct forgotten *forgotten);

/* From now on, and not any more; in the caller's transaction. */
gboolean forgotten_add(struct store *store, const char *address, gint64 now,
		       GError **error);
gboolean forgotten_remove(struct store *store, const char *address,
			  GError **error);

/*
 * Whoever is forgotten in the other store is so in this one too; in the
 * caller's transaction.  Who was let in again there since is not told apart
 * from who was never forgotten, so it is the safe side that is taken.
 */
gboolean forgotten_merge(struct store *store, struct store *other, gint64 now,
			 GError **error);
