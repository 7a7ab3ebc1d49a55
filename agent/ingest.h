/*
 * The front door: how what a worker saw of a mail becomes a touch.
 *
 * A copy (agent/border/record.h) arrives from a worker.  Inside one
 * transaction with the cursor that covers it, ingest
 *
 *   1. stores the copy: a fact, kept as it came (store/copy.h);
 *   2. derives the message that its copies agree on (agent/derive/derive.h):
 *      kind, time, direction, conversation, recipients;
 *   3. derives the touches that the message makes, one per person, that of a
 *      mail which it proves although it is gone (agent/derive/proof.h), that of
 * its event (agent/derive/meeting.h), and the tallies of its addresses;
 *   4. marks those persons dirty, and whoever else has part in the
 *      conversation, to be judged later (agent/judge/judge.h).
 *
 * Nothing here depends on the order in which copies come: a message is
 * derived anew from all its copies whenever one is added, replaced or gone.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "store/store.h"

struct ingest;
typedef struct ingest ingest;

struct ingest_settings {
	const char *const *identities; /* the user's own addresses */
	guint max_recipients;	       /* more in To make no contact */
	gboolean no_sentences;	       /* evidence = none */
	const struct config *lines; /* whose lines speak of mail; NULL: none */
};

/* What came of it, for the user's eyes. */
struct ingest_counts {
	guint64 copies;	  /* arrived */
	guint64 known;	  /* of these, already known and unchanged */
	guint64 messages; /* new ones */
};

/* Holds caches; one for each store, not shared between threads. */
struct ingest *ingest_new(struct store *store,
			  const struct ingest_settings *settings);
void ingest_free(struct ingest *ingest);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ingest, ingest_free)

/*
 * Take in one copy of a folder's mail; folder_role is the enum folder_role
 * that the store has for that folder.  The caller holds a transaction.
 * A copy already known changes nothing, so an interrupted reading may simply
 * be run again.
 */
gboolean ingest_copy(struct ingest *ingest, gint64 folder_id, int folder_role,
		     const struct record_copy *copy, GError **error);

/*
 * A copy's flags are others now.  *changed_out: something was derived anew,
 * since a draft may have become mail.
 */
gboolean ingest_flags(struct ingest *ingest, gint64 folder_id,
		      const struct record_flags *flags, gboolean *changed_out,
		      GError **error);

/*
 * Finish what the copies of this transaction have left to be done: always to
 * be called before it is committed (agent/derive/derive.h says why).
 */
gboolean ingest_flush(struct ingest *ingest, GError **error);

/* message_key of the copy taken in last if only its header was, else 0. */
gint64 ingest_get_header(const struct ingest *ingest);

const struct ingest_counts *ingest_get_counts(const struct ingest *ingest);
