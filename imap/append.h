/*
 * Put a message of tend's own into a folder, once: rather none than two.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/fetch.h"
#include "imap/session.h"

struct imap_append {
	const char *folder;
	const char *bytes; /* the message, lines ended by CRLF */
	gsize length;
	guint32 flags;		/* IMAP_FLAG_SEEN and IMAP_FLAG_DRAFT only */
	gint64 at;		/* UTC seconds, 0: let the server say */
	int zone;		/* minutes east of UTC */
	const char *message_id; /* without brackets */
	/*
	 * An earlier try may have arrived: look first, in the folder and in
	 * `trash` (NULL: none), by Message-ID and in what came since these,
	 * which are 0 where no try was recorded.
	 */
	bool doubtful;
	/*
	 * Found nowhere, it may be on its way in another session still: look
	 * once more after a while, before it is put there again.
	 */
	bool patient;
	guint32 uidvalidity, uidnext;
	const char *trash;
};

enum imap_append_outcome {
	IMAP_APPEND_DONE,    /* put there now */
	IMAP_APPEND_FOUND,   /* it was there already, or had been */
	IMAP_APPEND_REFUSED, /* the server will not have it */
};

struct imap_appended {
	enum imap_append_outcome outcome;
	guint32 uidvalidity, uid; /* 0, 0: not known */
	char note[256];		  /* why refused, "" if it was not */
};

/*
 * What to record before the first try: the folder's UIDVALIDITY and UIDNEXT.
 * IMAP_ERROR_SKIP when there is no such folder.
 */
bool imap_append_prepare(struct imap_session *session, const char *folder,
			 guint32 *uidvalidity_out, guint32 *uidnext_out,
			 GError **error);

/*
 * Whether an earlier try has arrived: that of which `appended_out` then says
 * where.  Sends nothing.
 */
bool imap_append_look(struct imap_session *session,
		      const struct imap_append *append,
		      struct imap_appended *appended_out, bool *arrived_out,
		      GError **error);

/*
 * An error leaves it open whether the message has arrived, unless it came
 * before anything was sent: try again with `doubtful`.
 */
bool imap_append(struct imap_session *session, const struct imap_append *append,
		 struct imap_appended *appended_out, GError **error);
