/*
 * The report: where every lead stands, what to let go, and the user's own
 * figures.  Plain structs; agent/report/collect.h fills them from the store,
 * agent/letters/report.h shows them.
 */
#pragma once

#include "agent/report/fate.h"
#include "agent/report/tally.h"
#include "agent/report/wilson.h"

/*
 * A quarter: what one still remembers, and long enough for runs that end after
 * the four weeks of a cadence and the month of silence behind it.
 */
#define REPORT_DAYS 90

/* Somebody tracked who is neither customer nor lost. Texts never NULL. */
struct report_lead {
	const char *name, *address, *organisation;
	enum stage stage;
	enum ball ball;
	gint64 attempts; /* of the open run */
	gint64 progress; /* exchanges towards the target */
	gint64 touches;
	gint64 last_at; /* 0: none yet */

	gint64 next_at; /* 0: no step is planned */
	enum reason next_reason;
	enum channel next_channel;
	gboolean due; /* it has come, and waits since next_at */
};

/* Somebody with a number: who declined, or was tried too seldom. */
struct report_person {
	const char *name, *address;
	gint64 n;
	gint64 at; /* the last time */
};

/* In which of the report's lists a line stands, as digest_item.list has it. */
#define REPORT_CLOSE "close" /* it was named for the last time */
#define REPORT_TRACK "track" /* somebody who may be worth it */
#define REPORT_WAITING ""    /* it waits, and will be named again */

/* A line that can be answered by its number. */
struct report_line {
	guint position; /* from 1, running through all lists */
	const char *list;
	const char *name, *address, *organisation;
	enum reason reason; /* REASON_NONE: to be tracked */
	gint64 source;	    /* the touch that it rests on, or 0 */
	gint64 since_at;
	const char *subject, *sentence;
};

struct report {
	gint64 since, now;
	GTimeZone *zone; /* borrowed */
	gint64 target;	 /* exchanges that it takes */
	gint64 no_limit; /* nos after which somebody may be lost */

	struct tally tally;
	GArray *leads;			   /* struct report_lead */
	GArray *lines;			   /* struct report_line */
	guint n_close, n_track, n_waiting; /* in all, listed or not */
	GArray *dropped; /* struct report_person, n attempts */
	GArray *nos;	 /* struct report_person, n nos */
	struct fate_counts fates[N_REASONS];
	guint n_named; /* lines of digests in the period */

	GStringChunk *texts; /* from which all texts lend */
};

typedef struct report report;
