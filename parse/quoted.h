/*
 * The quoted header: whose mail this one answers, and when that was written,
 * where the mail itself carries no references.  "On Mon, 2 Mar 2026 at 09:14,
 * Ann Lee <ann@example.org> wrote:", "-----Original Message-----\nFrom: ...
 * Sent: ...", in at least fourteen languages.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

struct parse_quoted {
	char author[256]; /* address if told, else the name as written, or "" */
	gint64 at;	  /* UTC seconds of the minute, PARSE_DATE_NONE */
	bool local;	  /* `at` has no zone: it is wall-clock time, as UTC */
	bool forwarded;	  /* quoted to be sent on, not to be answered */
	char subject[256]; /* of the quoted mail where told, or "" */
};

/*
 * The first quoted header of a whole body text.  A time without a zone is
 * given as if it were UTC, with `local` set: the author wrote it in their own
 * zone.  False when the text quotes nothing.
 */
bool parse_quoted_read(const char *text, gsize length, gint32 written,
		       struct parse_quoted *out);
