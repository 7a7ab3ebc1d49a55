/*
 * Conversations: messages tied by the ids that they answer.  Derived.
 *
 * A target is a 64-bit hash of a Message-ID (or of whatever else ties: a
 * Gmail thread).  Union-find: messages that share a target share a
 * conversation, in whatever order they come.
 */
#pragma once

#include "store/store.h"

/*
 * Bring all targets, a message's own and those that it answers, into one
 * conversation: a new one, the one they are in, or, when they are in several,
 * that with the smallest id, into which the others are merged.
 */
gboolean store_conversation_of(struct store *store, const gint64 *targets,
			       guint n, gint64 *conversation_id_out,
			       GError **error);

/*
 * Forget a conversation and what ties it.  Its messages must be brought into
 * others before the commit.  Merged ones must be settled before.
 */
gboolean store_conversation_dissolve(struct store *store,
				     gint64 conversation_id, GError **error);

/* What an id stands for after merges. */
gboolean store_conversation_resolve(struct store *store, gint64 conversation_id,
				    gint64 *conversation_id_out,
				    GError **error);

/*
 * Rewrite what speaks of merged conversations and forget these.  Everybody
 * in a conversation that grew so is marked dirty.  To be called before the
 * commit of a batch; costs nothing when nothing was merged.  While indexes
 * are deferred it does nothing: store_make_indexes will.
 */
gboolean store_conversation_settle(struct store *store, GError **error);
/* The same, with indexes or without, when it must read every message. */
gboolean store_conversation_settle_now(struct store *store, GError **error);
