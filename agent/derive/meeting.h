/*
 * Meetings: all the invitations, answers, updates and cancellations of one
 * event make one touch with each who takes part, when the event ends.  The
 * last word of its organiser holds; there is none if it was cancelled, if the
 * user declined, or if it is a crowd's.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/derive/identities.h"
#include "store/store.h"

/* Which event the facts of a calendar's mail are about, 0: none. */
gint64 meeting_event(const struct record_facts *facts);

struct meeting_context {
	struct store *store;
	const struct identities *identities;
	guint max_recipients;
	struct record_scratch *scratch;
	GArray *late; /* gint64 keys, to be derived again */
};

/*
 * Bring the touches of an event in line with its messages, of which `key` is
 * one, or was; needs the indexes.  Of more than 200 messages the first count.
 */
gboolean meeting_derive(const struct meeting_context *context, gint64 event,
			gint64 key, GError **error);
