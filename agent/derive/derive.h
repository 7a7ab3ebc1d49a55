/*
 * From copies to messages and touches.
 *
 * A message is what all copies of one mail agree on (DESIGN section 3, "One
 * message"), and everything that it does to the rest of the store (tallies,
 * recipients, conversation, touches) follows from the copies that there are,
 * the user's own addresses and the settings alone.  So it may be derived again
 * at any time, in any order, and always comes out the same: what it did before
 * is taken back first.
 *
 * Some of it rests on other messages: on what it answers, its twins, whether
 * the mail that it proves is there, its event.  Deriving one derives those
 * again that rest on it.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/derive/identities.h"
#include "agent/judge/ruling.h"
#include "store/copy.h"
#include "store/store.h"

struct derive;
typedef struct derive derive;

/* Borrows store, identities and ruling, which may be NULL: there are no lines.
 */
struct derive *derive_new(struct store *store,
			  const struct identities *identities,
			  guint max_recipients, struct ruling *ruling);
void derive_free(struct derive *derive);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(derive, derive_free)

/*
 * Derive the message `message_key` from all its copies; without any it is
 * forgotten.  Persons whose touches change are marked dirty.  The caller
 * holds a transaction.
 */
gboolean derive_message(struct derive *derive, gint64 message_key,
			gboolean *is_new_out, GError **error);

/*
 * The same for a copy that was just added, with its facts decoded: when it is
 * the first of its message, nothing has to be read back.
 */
gboolean derive_copy(struct derive *derive, const struct store_copy *copy,
		     const struct record_facts *facts, gboolean *is_new_out,
		     GError **error);

/*
 * Have derive_flush derive anew all messages in the conversation of this one,
 * and how they are tied: for when a copy does not say any more what tied them.
 */
gboolean derive_conversation(struct derive *derive, gint64 message_key,
			     GError **error);

/*
 * Derive anew what automatic mail says of a person who had no touch before:
 * for when a saying gives them their first.
 */
gboolean derive_automatic(struct derive *derive, gint64 person_id,
			  GError **error);

/*
 * Tie anew what has come loose since the last time, each conversation once:
 * a flood of mail may be one conversation, and all of it come loose in turn.
 * Must be called before the transaction is committed that the messages were
 * derived in: until then a conversation may hold what is tied no more.
 */
gboolean derive_flush(struct derive *derive, GError **error);

/*
 * After a first reading, when the indexes have been made: what could not be
 * looked up before.  Mail that names no ids is tied by its clues, and no
 * message is earlier than what it answers.
 */
gboolean derive_settle(struct derive *derive, GError **error);
