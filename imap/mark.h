/*
 * Set or clear tend's own keyword and \Flagged on one message.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/session.h"

struct imap_mark {
	const char *folder;
	guint32 uidvalidity, uid;
	/*
	 * Without brackets; "" if it has none.  NULL when nobody knows it any
	 * more: then the UID alone says which message it is.
	 */
	const char *message_id;
	bool look;	       /* change nothing, open it read-only */
	bool set;	       /* or clear */
	bool keyword, flagged; /* which of the two */
	const char *old; /* another keyword of the session's, NULL: the first */
};

enum imap_mark_outcome {
	IMAP_MARK_DONE,
	IMAP_MARK_GONE,	   /* not there, or another message has its UID */
	IMAP_MARK_THEIRS,  /* it was as wished already: not tend's doing */
	IMAP_MARK_REFUSED, /* the server keeps neither flag here */
	IMAP_MARK_READY,   /* after a look only: it is not as wished */
};

struct imap_marked {
	enum imap_mark_outcome outcome;
	/* Which flags are tend's doing now; of those asked for. */
	bool keyword, flagged;
	char note[256]; /* why refused, "" if it was not */
};

/* The folder is left again, never closed: CLOSE expunges. */
bool imap_mark(struct imap_session *session, const struct imap_mark *mark,
	       struct imap_marked *marked_out, GError **error);
