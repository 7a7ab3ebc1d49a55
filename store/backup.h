/*
 * Copies of a whole store, made and brought back by SQLite's own means.
 *
 * A copy is one file in itself, without a log beside it, with nothing in it of
 * what was overwritten or deleted, mode 0600.
 */
#pragma once

#include "store/store.h"

/* What a copy holds. */
struct store_backup {
	gint64 version; /* of its schema */
	gint64 messages, contacts, sayings;
	gint64 bytes; /* of the file */
};

/*
 * Look whether a file is a sound store that this tend understands: all pages
 * and references are gone through.  STORE_ERROR_MISSING, _FOREIGN, _NEWER or
 * _CORRUPT say what it is instead, in a sentence.
 */
gboolean store_backup_look(const char *path, struct store_backup *backup_out,
			   GError **error);

/*
 * Copy the store as it is at one moment to `path`, whatever others write
 * meanwhile; a file that is there is replaced.  It has that name only when it
 * was looked at and lies on the disk; after a failure there is no file, or the
 * one that was there.  Not within a transaction.
 */
gboolean store_backup_write(struct store *store, const char *path,
			    struct store_backup *backup_out, GError **error);

/* The same of a file that store_backup_look found to be sound. */
gboolean store_backup_copy(const char *from, const char *path, GError **error);

/*
 * All that `from` holds takes the place of all that the store holds, in one
 * transaction: whoever reads sees the one or the other, and so does whoever
 * opens it after a crash.  Nobody else may write.
 */
gboolean store_backup_replace(struct store *store, struct store *from,
			      GError **error);

/* How many sayings of the store another one, of the same schema, has not. */
gboolean store_backup_count_lost(struct store *store, struct store *other,
				 gint64 *lost_out, GError **error);

/* Whether a file may be made in that directory: it is on a local disk. */
gboolean store_backup_check_place(const char *directory, GError **error);
