/*
 * Backups of the store: where they lie, how they are called, which are kept.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/backup.h"
#include "store/store.h"

/*
 * Copy the store to `file`, or with NULL to a new name in the default
 * directory, "tend-2026-11-27-073000.db" by the local time.  A file that is
 * there is only replaced with `force`.  *path_out, the caller's, says where it
 * is.  Not within a transaction.
 */
gboolean backup_make(struct store *store, const struct config *config,
		     const char *file, gboolean force, char **path_out,
		     struct store_backup *backup_out, GError **error);

/*
 * Of the default directory all but the newest `keep` go, by their names; `path`
 * stays, and so does every file that has another sort of name.
 */
gboolean backup_rotate(guint keep, const char *path, guint *removed_out,
		       GError **error);

/* Paths in the default directory, oldest first; empty if there is none. */
GPtrArray *backup_list(void);

/* When a backup was last made of the store, 0: never. */
gboolean backup_find_last(struct store *store, gint64 *at_out, GError **error);
