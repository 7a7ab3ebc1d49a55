/*
 * Wait for news in some folders: IDLE (RFC 2177) in the first, the others by
 * NOTIFY (RFC 5465) where offered, else by a glance at their STATUS.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/folder.h"
#include "imap/sync.h"

struct imap_watched {
	const char *name;
	/* The cursor as the last sync left it; its news are what differs. */
	struct imap_cursor cursor;
	bool news; /* out */
};

enum imap_wake {
	IMAP_WAKE_NEWS,	 /* some folder's `news` is set: sync it */
	IMAP_WAKE_OTHER, /* `wake_fd` is readable */
	IMAP_WAKE_TIME,	 /* `seconds` are over */
};

/*
 * Wait until one of `n` (at least one) folders has news, `wake_fd` (-1: none)
 * is readable or `seconds` (0: no limit) are over.  Opens the first folder,
 * renews IDLE in time, and looks at the others itself.  News that came while
 * nobody listened are found by comparing with the cursors at the start.
 */
bool imap_idle(struct imap_session *session, struct imap_watched *watched,
	       guint n, int wake_fd, guint seconds, enum imap_wake *wake_out,
	       GError **error);

/* Only compare them with the cursors, now: how such a wait begins. */
bool imap_idle_look(struct imap_session *session, struct imap_watched *watched,
		    guint n, bool *news_out, GError **error);
