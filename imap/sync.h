/*
 * Read one folder from where a cursor stands.
 *
 * What is above the cursor comes first, in ascending order, then what changed
 * in between, then what is below it, newest first.  `range` is called each
 * time that everything from low to high was handed over or is proven absent:
 * the moment to commit.  A run that is cut off anywhere and started again
 * with the last committed cursor misses nothing and repeats at most a batch.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/fetch.h"
#include "imap/folder.h"

/* How far a folder has been read. */
struct imap_cursor {
	guint32 uidvalidity; /* 0: never read, the rest is ignored */
	/*
	 * Inclusive.  high + 1 == low is an empty range: its place is known,
	 * nothing is read.  low == 1 means that the reading horizon has been
	 * reached; to read further into the past start with uidvalidity 0.
	 */
	guint32 low, high;
	guint64 modseq;	  /* flags are known up to here, 0: unknown */
	guint32 messages; /* EXISTS at the last end, 0: unknown */
	gint64 since;	  /* UTC seconds: the horizon; 0: everything */
};

/* What `opened` is told. */
struct imap_sync_opened {
	struct imap_state state;
	/* The cursor's UIDVALIDITY is not the folder's: all starts anew. */
	bool anew;
	guint32 expected; /* messages that will be read now */
};

/*
 * All get the same `data`.  FALSE from any of them ends the sync early, in
 * good order: it then returns TRUE with *done_out FALSE.
 */
struct imap_sync_report {
	bool (*opened)(const struct imap_sync_opened *opened, void *data);
	bool (*item)(const struct imap_item *item, void *data);
	/* Commit; modseq 0 when it is not known. */
	bool (*range)(guint32 low, guint32 high, guint64 modseq, void *data);
	/* Not in the folder any more; may name UIDs that never were. */
	bool (*gone)(const struct imap_uidset *uids, void *data);
	/* Flags of a message read before; the item has no bytes. */
	bool (*flags)(const struct imap_item *item, void *data);
	/*
	 * The server lists these, but did not give them though asked twice.
	 * TRUE: go on without them (note them: the range passes over them).
	 * With FALSE, or without this function, the sync fails.
	 */
	bool (*withheld)(const struct imap_uidset *uids, void *data);
};

struct imap_sync_options {
	guint batch; /* UIDs between two `range`, 0: IMAP_FETCH_BATCH */
	/* Not asked for, as if absent: quarantined.  May be NULL. */
	const struct imap_uidset *skip;
	/*
	 * What STATUS just said of it, or NULL.  When nothing has changed by
	 * it, the folder is not even opened, and `opened` is called with it.
	 */
	const struct imap_state *glance;
};

/* Whether a folder in this state has anything to read for this cursor. */
bool imap_sync_needed(const struct imap_cursor *cursor,
		      const struct imap_state *state);

/*
 * The same for one who looks often: where the server knows no MODSEQ, changed
 * flags alone go unnoticed.
 */
bool imap_sync_glance(const struct imap_cursor *cursor,
		      const struct imap_state *state);

/*
 * `cursor` is moved as `range` was told.  The folder is left open (EXAMINE)
 * unless `glance` said that there is nothing to do.
 */
bool imap_sync_folder(struct imap_session *session, const char *name,
		      struct imap_cursor *cursor,
		      const struct imap_sync_options *options,
		      const struct imap_sync_report *report, void *data,
		      bool *done_out, GError **error);
