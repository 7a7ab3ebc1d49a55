/*
 * Look at what a server sends before libetpan does.
 *
 * libetpan 1.9.4 has no limit on anything, overflows its stack on nested
 * parentheses, wraps numbers, and gives up a session over one 8-bit letter in
 * a human-readable text.  (Where it dereferences NULL on `[BADCHARSET (...)]`,
 * in greetings and continuations, it is not used: imap_session_line.)  This
 * scanner knows just enough of RFC 9051 section 9 to tell lines from literals:
 * it counts, refuses, and mends in place what can be mended without changing
 * the length.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/trace.h"

/* What one command may be answered with. */
struct imap_scan_limits {
	gsize line;    /* bytes between two CRLF, literals not counted */
	gsize literal; /* bytes of one literal */
	gsize total;   /* bytes of all, literals included */
	guint responses;
	/*
	 * Unless 0: a longer literal of a FETCH is shortened to between a
	 * tenth of `literal` and all of it, and those of FETCH count up to
	 * this and not in `total`, for libetpan keeps none beyond its message.
	 */
	gsize shorten;
};

enum imap_scan_shape {
	IMAP_SCAN_UNKNOWN, /* too little of the line has come */
	IMAP_SCAN_TEXT,	   /* ends in words for people; has no literals */
	IMAP_SCAN_DATA,	   /* may have quoted strings and literals */
};

#define IMAP_SCAN_HEAD 512

struct imap_scan {
	struct imap_scan_limits limits;
	const struct imap_trace *trace;

	gsize total;
	gsize line;
	guint responses;
	guint parentheses;
	guint64 literal; /* bytes of it still to come */
	guint64 excess;	 /* bytes after these that are left out */
	guint64 given;	 /* bytes of literals that did not count in `total` */

	enum imap_scan_shape shape;
	bool fetch;	    /* data of a FETCH */
	bool after_literal; /* the line goes on after one */
	bool quoted, escaped, carriage;
	bool names;  /* within a list of fields, which is left out */
	guint brace; /* 0: none, 1: `{`, 2: digits, 3: `}` */
	guint64 brace_number;
	guint64 brace_kept; /* what libetpan is told instead */
	bool omit;	    /* the byte that was looked at last */

	char head[IMAP_SCAN_HEAD + 1]; /* of the line */
	guint head_length;

	/*
	 * The last BYE, printable ASCII, "" if there was none.  It may be
	 * ahead of what libetpan has read.
	 */
	char bye[IMAP_SCAN_HEAD + 1];
};

void imap_scan_init(struct imap_scan *scan, const struct imap_trace *trace);

/* A new command begins: start to count anew. */
void imap_scan_begin(struct imap_scan *scan,
		     const struct imap_scan_limits *limits);

/*
 * Check, mend and shorten *n bytes in place; fewer may be left, or none.
 * Returns NULL, or what is wrong with them, as the end of a sentence: "sent a
 * line that is too long".
 */
const char *imap_scan_feed(struct imap_scan *scan, char *bytes, gsize *n);
