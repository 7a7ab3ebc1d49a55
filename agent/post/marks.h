/*
 * The flags that an account's mailbox is to show by now, and what the user
 * said by clearing one.  The rules for one flag are in marking.h.
 *
 * A message is marked while an open stall rests on it: from the first morning
 * on which its matter is due, for as long as that is open, whether it is named
 * that day or waits; not while it is snoozed, and not once it is answered,
 * done, lapsed, muted or forgotten.  A stranger's first mail is marked as soon
 * as it comes, and what did not arrive as soon as that is known.  Who is only
 * reminded of (quiet, gave-up-early, ask-referral) owes no answer to the mail
 * that was the last: that is marked only on the days on which `tend stalled`
 * shows them.
 *
 * The user clears the flag: that is `tend done` for what rests on the message.
 */
#pragma once

#include <glib.h>

#include "agent/post/plan.h"
#include "store/copy.h"

/* RFC 9051 section 2.3.2; anything else is a keyword. */
#define MARKS_FLAGGED "\\Flagged"

/*
 * The keywords of open marks that the setting does not name any more, between
 * spaces: they are to be cleared.  The caller owns it.
 */
char *marks_old_keywords(struct store *store, const struct config *config,
			 GError **error);

/* Which flags the setting `flag`, or `track-flag`, names. */
enum marks_flag {
	MARKS_KEYWORD = 1,
	MARKS_SYSTEM = 2,
};
guint marks_of_mode(guint mode);

gboolean marks_has(guint flags, const char *keywords, const char *flag);

/* The copy's flags with or without this one; the keywords are yours. */
guint marks_change(const struct store_copy *copy, const char *flag,
		   gboolean set, char **keywords_out);

/*
 * The messages on which an open stall rests, whatever the settings allow:
 * gint64 message_key to something private.
 */
struct wishes;
typedef struct wishes wishes;

struct wishes *wishes_new(const struct plan *plan, GError **error);
void wishes_free(struct wishes *wishes);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(wishes, wishes_free)
gboolean wishes_have(const struct wishes *wishes, gint64 message_key);

/* A part of plan_make. */
gboolean marks_plan(const struct plan *plan, GError **error);
