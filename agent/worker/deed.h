/*
 * What tend does in a mailbox: put a letter there, set or clear a flag, take a
 * draft back.
 */
#pragma once

#include <glib.h>

#include "agent/border/channel.h"
#include "imap/session.h"

/*
 * Carry one out and answer with its place or outcome.  FALSE
 * with error when the session is over; an unknown outcome is tend's to doubt.
 */
gboolean deed_letter(struct channel *channel, struct imap_session *session,
		     const struct record_letter *letter, GError **error);
gboolean deed_withdraw(struct channel *channel, struct imap_session *session,
		       const struct record_withdraw *withdraw, GError **error);
gboolean deed_mark(struct channel *channel, struct imap_session *session,
		   const struct record_mark *mark, GError **error);
