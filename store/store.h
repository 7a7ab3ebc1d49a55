/*
 * The store: one SQLite file that holds all that tend knows.
 *
 * One file per noun sits beside this one (copy.h, message.h, ...).  What holds
 * for all of them:
 *
 * - A function that writes wants an open transaction, and that is asserted.
 *   One that only reads needs none.
 * - A row that is handed out (a `store_x *`, or an item of a GPtrArray) is one
 *   block of memory with its texts inside: g_free or its autoptr frees all.
 *   A row that is handed in lends its texts for the call.  Texts are never
 *   NULL; a time of 0 means never.
 * - `find` sets *row_out to NULL when there is no such row, and returns TRUE.
 * - Nothing stays open when a function returns or calls back, so that a
 *   caller may print, page or write meanwhile.
 * - Words such as stage, kind or direction cross as plain numbers.
 */
#pragma once

#include <glib.h>

/* What the user or the caller can do about it, not what went wrong. */
enum store_error {
	STORE_ERROR_BUSY,	/* somebody else is writing: try again */
	STORE_ERROR_FULL,	/* free some space; nothing was lost */
	STORE_ERROR_CORRUPT,	/* restore a backup, or rebuild */
	STORE_ERROR_NEWER,	/* use the newer tend that made it */
	STORE_ERROR_FOREIGN,	/* another program's file: name another one */
	STORE_ERROR_PERMISSION, /* mend owner or mode */
	STORE_ERROR_NETWORK,	/* move it to a local disk */
	STORE_ERROR_MISSING,	/* there is none yet: set tend up first */
	STORE_ERROR_FAILED,	/* none of these: the sentence is all we have */
};

#define STORE_ERROR (store_error_quark())
GQuark store_error_quark(void);

enum store_mode {
	STORE_READ,  /* must exist; store_begin is refused */
	STORE_WRITE, /* made if it does not exist */
};

struct store_bytes {
	const void *data;
	gsize length;
};

typedef struct store store;

/*
 * Open the store at `path`.  A directory that is missing is made with mode
 * 0700, the file with 0600.  Refused: a directory or file that others may
 * read, a network file system, a file of a newer tend or of another program.
 * A file of an older tend is brought up to date first.
 */
struct store *store_open(const char *path, enum store_mode mode,
			 GError **error);
void store_close(struct store *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store, store_close)

const char *store_get_path(const struct store *store);

/*
 * BEGIN IMMEDIATE: waits up to five seconds for another writer.  Not nested.
 * A commit that fails has rolled back.
 */
gboolean store_begin(struct store *store, GError **error);
gboolean store_commit(struct store *store, GError **error);
void store_rollback(struct store *store);
gboolean store_in_transaction(const struct store *store);

/* The same as a guard: leaving its scope uncommitted rolls back. */
typedef struct store_transaction store_transaction;
struct store_transaction *store_transaction_new(struct store *store,
						GError **error);
gboolean store_transaction_commit(struct store_transaction *transaction,
				  GError **error);
void store_transaction_free(struct store_transaction *transaction);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_transaction, store_transaction_free)

/*
 * On a first reading it is cheaper to make the secondary indexes at the end.
 * Both want a transaction, and may be run again at any time: make them after
 * every reading, for an earlier one may have died in between.  Until then
 * everything is right but lists by conversation or time are slow, and
 * conversations that were merged keep their messages apart; making the
 * indexes settles these.
 */
gboolean store_defer_indexes(struct store *store, GError **error);
gboolean store_make_indexes(struct store *store, GError **error);
gboolean store_is_indexed(struct store *store, gboolean *indexed_out,
			  GError **error);

/*
 * Have nothing left in the log of what has been overwritten.  Others that read
 * just now may hinder it: then it is left to the next who closes the store.
 */
gboolean store_flush(struct store *store, GError **error);

/* Rows inserted, changed or deleted since the store was opened. */
gint64 store_changes(const struct store *store);

/*
 * Look for damage; takes a second per 100 MB.  *problem_out is NULL when all
 * is well, else SQLite's first complaint.
 */
gboolean store_check(struct store *store, char **problem_out, GError **error);

/* Empty every derived table, to be filled again in the same transaction. */
gboolean store_derived_clear(struct store *store, GError **error);

/*
 * For tests: called just before (`after` FALSE) and just after each commit,
 * and may _exit there.
 */
typedef void (*store_commit_func)(gboolean after, gpointer data);
void store_set_commit_hook(struct store *store, store_commit_func func,
			   gpointer data);
