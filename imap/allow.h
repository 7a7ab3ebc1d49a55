/*
 * The gate for everything that leaves: each line is compared, with all its
 * arguments, with a table of what tend may say to a server.  Literals are
 * data and pass uncompared, but only where a command in the table takes one.
 *
 * Promises 1 and 2 of DESIGN section 5 rest on this file.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/trace.h"

typedef struct imap_allow imap_allow;

/* Tend's own flags, space-separated, "" or NULL for none. */
struct imap_allow *imap_allow_new(const char *keywords,
				  const struct imap_trace *trace);
void imap_allow_free(struct imap_allow *allow);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(imap_allow, imap_allow_free)

/* SELECT and STORE pass only while a message is being marked. */
void imap_allow_marking(struct imap_allow *allow, bool marking);

/* The server refused a command instead of its literal: none follows. */
void imap_allow_break_off(struct imap_allow *allow);

/*
 * Only while tend takes back the draft with this UID (imap/withdraw.h): SELECT,
 * \Deleted set or cleared on it, and UID EXPUNGE (RFC 4315) of it alone.  0:
 * not any more.  Not together with imap_allow_marking.
 */
void imap_allow_withdrawing(struct imap_allow *allow, guint32 uid);

/*
 * Feed bytes that are to be sent.  Whole lines and literals that may leave
 * are appended to `out`, an unfinished line waits for its end.  FALSE, for
 * good, after a line that is not in the table: *error is IMAP_ERROR_PROMISE.
 */
bool imap_allow_feed(struct imap_allow *allow, const char *bytes, gsize n,
		     GByteArray *out, GError **error);
