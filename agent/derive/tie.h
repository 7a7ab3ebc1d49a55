/*
 * What ties messages into conversations.
 *
 * First the ids that a message names.  One that names none is tied by its
 * clues: to mail of the same base subject, between the same people, not long
 * before; and to the mail that it quotes, by that one's author and minute.
 * Ties are pure relations between two messages, and a conversation is all that
 * they join: so it does not matter in which order mail comes.
 *
 * Not so in a flood, where the work must end.  Each message looks at no more
 * than the 64 nearest, before it and after it, of the same topic and party; at
 * the mail of its author and of 50 others whom it names; and at 200 that were
 * written, or quoted, in the minute in question.  Which these are depends on
 * what is there already: beyond these numbers mail may be tied otherwise when
 * it comes in another order, or is derived anew.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "store/message.h"

/* The 63-bit hash of a Message-ID, or of another text that ties. */
gint64 tie_hash(const char *text);

/* Add to `targets` (gint64) the ids that these facts name, and their own. */
void tie_add_ids(GArray *targets, const struct record_facts *facts);

/* The hash of the id that these facts answer, or a bounce is about; 0: none. */
gint64 tie_parent(const struct record_facts *facts);

/*
 * An answer of another subject to mail of long before reuses an old thread for
 * a new matter: a break.  Take the ids before the last break from `targets`.
 * The row must be stored, and the indexes made.
 */
gboolean tie_cut_ids(struct store *store, const struct store_message *row,
		     const struct record_facts *facts, GArray *targets,
		     GError **error);
/* Whether this message is a break, or one answers it. */
gboolean tie_is_broken(struct store *store, const struct store_message *row,
		       gboolean *broken_out, GError **error);
/* message_key (gint64) of every break. */
GArray *tie_list_breaks(struct store *store, GError **error);

/*
 * The clues of a message, from its best copy; `wrote_at` is its time as its
 * copies say, and `party` the only one whom it names besides the user, 0 when
 * there are several.  Lends from the facts.  row's kind and parent must be set.
 */
void tie_read_clue(const struct record_facts *facts, gint64 wrote_at,
		   gint64 party, const struct store_message *row,
		   struct store_clue *clue_out);
/* Whether whatever was tied by the clues `before` still is by those of `now`.
 */
gboolean tie_keeps_clue(const struct store_clue *before,
			const struct store_clue *now);

/*
 * Add to `targets` what the message's clues tie it to.  Its recipients must be
 * stored, and the indexes made; without these only the quoted mail is added,
 * which may be gone.
 */
gboolean tie_add_clues(struct store *store, const struct store_message *row,
		       gboolean indexed, GArray *targets, GError **error);

/*
 * Whether a quoted author may be who has this address: the address itself, or
 * a name of which a word stands in its local part.
 */
gboolean tie_is_author(const char *quoted, const char *address);
/* The hash of what is quoted, by author and minute. */
gint64 tie_quote(const char *author, gint64 at);
/*
 * Whether the mail of the other side is there that a message quotes; needs the
 * indexes.
 */
gboolean tie_find_quoted(struct store *store, const struct store_message *row,
			 gboolean *found_out, GError **error);

/*
 * After a first reading, when the indexes have been made: tie by clues what
 * names no ids.
 */
gboolean tie_settle(struct store *store, GError **error);

/*
 * Untie all that is in these conversations (gint64 ids, taken from `loose`) or
 * in those that they have been merged with since, and add the messages to
 * `keys` (gint64), which must be tied anew.  A new conversation may get the id
 * of an old one, so nothing is to be tied in between.
 */
gboolean tie_undo(struct store *store, GArray *loose, GArray *keys,
		  GError **error);
