/* The day and minute that a quoted header gives, in whatever language. */
#pragma once

#include <stdbool.h>

#include <glib.h>

struct parse_when {
	gint64 at;   /* UTC seconds of the minute; see `local` */
	bool local;  /* no zone was given: wall-clock time, as if UTC */
	gsize start; /* where in the text the day and the time stand: */
	gsize end;   /* first byte of the earlier, one behind the later */
};

/*
 * Day and time of a short text, as "Mon, 2 Mar 2026 at 09:14 +0100",
 * "02.03.2026 09:14", "2026年3月2日 9:14".  Where day and month may be told
 * either way, the later that is not after `written` (days since 1970-01-01)
 * counts.  False when one of both is missing.
 */
bool parse_when_read(const char *text, gint32 written, struct parse_when *out);
