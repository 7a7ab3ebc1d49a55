/*
 * UID FETCH, pipelined and streamed: about 2,000 UIDs a command, four
 * commands in flight, every message handed over as it comes.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/session.h"
#include "imap/uidset.h"

/* System flags, RFC 9051 section 2.3.2; the bits of enum flag. */
enum imap_flag {
	IMAP_FLAG_SEEN = 1 << 0,
	IMAP_FLAG_ANSWERED = 1 << 1,
	IMAP_FLAG_FLAGGED = 1 << 2,
	IMAP_FLAG_DELETED = 1 << 3,
	IMAP_FLAG_DRAFT = 1 << 4,
};

/* One message, lent for the call. */
struct imap_item {
	guint32 uid;
	guint32 flags;	      /* enum imap_flag */
	const char *keywords; /* space-separated, "" for none */
	gint64 internal_at;   /* INTERNALDATE in UTC seconds, 0: not given */
	guint32 size;	      /* RFC822.SIZE */
	const char *bytes;    /* header fields, or the message's beginning */
	gsize length;
	guint64 gm_msgid; /* X-GM-MSGID, 0 for none */
	guint64 modseq;	  /* 0 for unknown */
};

/* FALSE: enough; what is in flight is read and dropped. */
typedef bool (*imap_item_func)(const struct imap_item *item, void *data);

enum imap_what {
	IMAP_HEADERS, /* the fields of imap/fields.h */
	IMAP_BODIES,  /* the first `limit` bytes of the message, headers too */
	IMAP_IDENTITIES, /* Message-ID alone, with MODSEQ where there is one */
	IMAP_LABELS,	 /* Received, From and the label of tend's letters */
};

/*
 * Ask for `uids` of the open folder, which are spoken of in ascending order
 * but come as the server likes.  Each is handed over at most once, and none
 * that was not asked for.  What did not come with its bytes stands in
 * `missing_out` (may be NULL).
 */
bool imap_fetch(struct imap_session *session, const struct imap_uidset *uids,
		enum imap_what what, guint32 limit, imap_item_func func,
		void *data, struct imap_uidset *missing_out, GError **error);

/*
 * Flags of all messages from low to high, or of those changed since `modseq`
 * when it is not 0 (RFC 7162).  Items have no bytes.  `seen_out` (may be
 * NULL) gets every UID that was spoken of.  With `vanished_out`, which needs
 * QRESYNC and a modseq, the UIDs that are gone from between low and high.
 */
bool imap_fetch_flags(struct imap_session *session, guint32 low, guint32 high,
		      guint64 modseq, imap_item_func func, void *data,
		      struct imap_uidset *seen_out,
		      struct imap_uidset *vanished_out, GError **error);

/*
 * Which UIDs from low to high the open folder has; with `since` (UTC
 * seconds) only those that arrived that day or later.  `high` 0 means `*`.
 */
bool imap_search(struct imap_session *session, guint32 low, guint32 high,
		 gint64 since, struct imap_uidset *uids_out, GError **error);

/* Whether an identity's bytes are this Message-ID (no brackets; "": none). */
bool imap_item_is(const struct imap_item *item, const char *message_id);

/*
 * Which of the open folder's messages may be labelled so: "digest 2026-11-27".
 * A server finds parts of a field as well: look at what was found.
 * IMAP_ERROR_SKIP: the server does not search for it.
 */
bool imap_search_label(struct imap_session *session, const char *label,
		       struct imap_uidset *uids_out, GError **error);

/*
 * Which of the open folder's messages have this Message-ID (no brackets), or
 * IMAP_ERROR_SKIP likewise.
 */
bool imap_search_message_id(struct imap_session *session,
			    const char *message_id,
			    struct imap_uidset *uids_out, GError **error);
