/*
 * What went wrong with a server, told by what to do about it.  Every GError
 * of imap/ is in this domain and carries a sentence that can be shown: lower
 * case, without a full stop, with the remedy where the user has one.
 */
#pragma once

#include <glib.h>

/* What the caller should do next, not what went wrong. */
enum imap_error {
	IMAP_ERROR_SKIP,      /* one bad folder or message: go on */
	IMAP_ERROR_RECONNECT, /* this session is over: open another */
	IMAP_ERROR_WAIT,      /* refused for now: back off */
	IMAP_ERROR_STOP,      /* only the user can mend this: say so, stop */
	IMAP_ERROR_PASSWORD,  /* the login was refused: count it, say so */
	IMAP_ERROR_PROMISE,   /* tend tried to send what it promised not to:
			       * a bug, the session is over, stop */
};

#define IMAP_ERROR (imap_error_quark())
GQuark imap_error_quark(void);
