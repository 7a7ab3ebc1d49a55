/*
 * A trace of the dialogue on stderr, for finding out what a server does.
 *
 * Nothing secret ever reaches it: arguments of LOGIN and AUTHENTICATE,
 * continuations and literals are left out where they are written, and what a
 * server sends is searched for the secret.  Literals are mail: only their
 * size is told.
 */
#pragma once

#include <glib.h>

struct imap_trace {
	gboolean on;
	const char *secret; /* lent; NULL when there is none to hide */
};

enum imap_trace_way { IMAP_TRACE_IN, IMAP_TRACE_OUT, IMAP_TRACE_NOTE };

/* `line` without its CRLF; what cannot be printed is replaced. */
void imap_trace_line(const struct imap_trace *trace, enum imap_trace_way way,
		     const char *line, gsize length);
void imap_trace_bytes(const struct imap_trace *trace, enum imap_trace_way way,
		      guint64 n);
