/*
 * Folders: their list, and opening them.
 *
 * A folder's name is the bytes that LIST gave, NUL-terminated, and exactly
 * these are sent back: some servers use modified UTF-7, some raw UTF-8, some
 * both.  `display` is for people only.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/session.h"

struct imap_folder {
	char *name;
	char *display;	/* UTF-8, whatever the name was */
	char delimiter; /* '\0' for none */
	char *use;	/* "Sent", "All", ... (RFC 6154), "" for none */
	bool selectable;
};

void imap_folder_free(struct imap_folder *folder);

/* struct imap_folder; in the server's order. */
GPtrArray *imap_folder_list(struct imap_session *session, GError **error);

/* What EXAMINE, SELECT or STATUS says of a folder. */
struct imap_state {
	bool missing;	     /* STATUS only: there is no such folder now */
	guint32 uidvalidity; /* 0: not said */
	guint32 uidnext;     /* 0: not said */
	guint32 messages;
	guint64 modseq; /* HIGHESTMODSEQ, 0: not said or NOMODSEQ */
	/* EXAMINE and SELECT only, from FLAGS and PERMANENTFLAGS. */
	bool permanent_said; /* PERMANENTFLAGS came, and was not () */
	bool can_keyword;    /* tend's keyword can be kept */
	bool can_flag;	     /* \Flagged can be kept */
};

/*
 * Open it to read: nothing changes, not even \Recent.  IMAP_ERROR_SKIP when
 * the server will not open it.
 */
bool imap_folder_examine(struct imap_session *session, const char *name,
			 struct imap_state *state_out, GError **error);

/* Open it to mark a message in it (imap/mark.h): nothing else needs this. */
bool imap_folder_select(struct imap_session *session, const char *name,
			struct imap_state *state_out, GError **error);

/*
 * Leave the open folder without expunging: UNSELECT where offered, else by
 * opening it read-only.
 */
bool imap_folder_leave(struct imap_session *session, GError **error);

/*
 * STATUS of several folders in one breath.  `states_out` has room for n.
 * Not for the folder that is open: RFC 9051 section 6.3.11.
 */
bool imap_folder_status(struct imap_session *session, const char *const *names,
			guint n, struct imap_state *states_out, GError **error);

/* UTF-8 for people from a folder's name; never fails. */
char *imap_folder_display(const char *name);
