/*
 * Times as people type and read them.  Pure: now and the zone are given.
 */
#pragma once

#include <glib.h>

#define WHEN_ERROR (when_error_quark())
GQuark when_error_quark(void);

enum when_error {
	WHEN_ERROR_FORM, /* say it in another form; the message names one */
};

/* Which way words without a direction point: "friday", "2w", "1 dec". */
enum when_sense {
	WHEN_AHEAD, /* snooze, due: the next one */
	WHEN_BACK,  /* log, --since: the last one */
};

struct when_context {
	gint64 now;	 /* UTC seconds */
	GTimeZone *zone; /* borrowed */
	enum when_sense sense;
	guint minute; /* local time of a day named without one */
};

/*
 * Takes, in any case: now, today, tomorrow, yesterday; friday, next friday,
 * last fri; 2026-12-01, 2026-12-01 09:00; 14:30; 2w, 3d, 4h, 30min, 1m
 * (month), 1y; in 2 weeks, 3 days ago; 1 dec, dec 1, 1 december 2026; a day
 * with a time after it.  at_out in UTC seconds.
 */
gboolean when_parse(const char *text, const struct when_context *context,
		    gint64 *at_out, GError **error);

/*
 * How what the user types is read: a day ahead is meant from its midnight on,
 * one that has been at its noon.
 */
void when_typed(gint64 now, GTimeZone *zone, enum when_sense sense,
		struct when_context *context_out);

/*
 * As many of the first words as are a time, of the n that there are; 0, and
 * *at_out as it was, when none is.
 */
guint when_count_words(char **words, guint n,
		       const struct when_context *context, gint64 *at_out);

/* "2026-12-01" */
char *when_date(gint64 at, GTimeZone *zone);

/* "2026-12-01 09:05" */
char *when_date_time(gint64 at, GTimeZone *zone);

/* "today 14:05", "yesterday", "3 days ago", "in 2 weeks", "2 years ago" */
char *when_relative(gint64 at, gint64 now, GTimeZone *zone);

/* "an hour", "3 days", "2 weeks": how long something takes, rounded up. */
char *when_span(gint64 seconds);
