/*
 * Take back a draft that tend itself put there: the only deletion that it may
 * do (DESIGN section 5).  Needs UIDPLUS (RFC 4315), without which an EXPUNGE
 * takes whatever others have marked.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/session.h"

/* In hexadecimal, with its NUL. */
#define IMAP_HASH_SIZE 65

struct imap_withdraw {
	const char *folder;
	guint32 uidvalidity, uid;
	const char *message_id; /* without brackets */
	const char *hash;	/* SHA-256 of all its bytes, hexadecimal */
	/*
	 * An earlier try may have set \Deleted: finish it, or clear that flag
	 * where the draft is not as it was any more.  FALSE: a \Deleted that
	 * is there is the user's.
	 */
	bool doubtful;
};

enum imap_withdraw_outcome {
	IMAP_WITHDRAW_DONE,
	IMAP_WITHDRAW_GONE,    /* not there, or another message has its UID */
	IMAP_WITHDRAW_THEIRS,  /* the user has changed it: it stays */
	IMAP_WITHDRAW_REFUSED, /* the server does not: it stays */
};

struct imap_withdrawn {
	enum imap_withdraw_outcome outcome;
	char note[256]; /* why refused, "" if it was not */
};

/*
 * Untouched is what lies under this UIDVALIDITY and UID with that Message-ID,
 * \Seen and \Draft and no other flag, and these very bytes.  An error leaves it
 * open what was done: try again with `doubtful`.  The folder is left, never
 * closed.
 */
bool imap_withdraw(struct imap_session *session,
		   const struct imap_withdraw *withdraw,
		   struct imap_withdrawn *withdrawn_out, GError **error);
