/*
 * A letter of the same sort and day that another tend, on another computer,
 * has already put into this mailbox.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "imap/session.h"

/*
 * Look for it in the open folder.  It counts only if it was put there and
 * never sent, which leaves it without a Received field, and if it comes from
 * the letter's own From: nobody else can keep a letter away by a likeness of
 * it.  *uid_out is 0 if there is none.
 */
gboolean earlier_find(struct imap_session *session,
		      const struct record_letter *letter, guint32 *uid_out,
		      GError **error);
