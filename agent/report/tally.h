/*
 * What the report counts, person by person: pure functions of their touches,
 * in the words of DESIGN section 2.  Times are UTC seconds; what falls into
 * the period is after `since` and not after `now`.
 *
 * A try is an attempt that seeks an answer: in a run of the user's own that
 * asks or delivers something, or goes by another channel than mail, or to
 * somebody tracked, or to somebody who had not written yet.  A last "thank you"
 * is none, and mail that did not arrive is none either.  Such a run ends in the
 * period when it is answered there, or when it has been silent for
 * TALLY_OVER_DAYS there: then the user has stopped.
 */
#pragma once

#include "agent/rules/stage_history.h"
#include "agent/rules/touch.h"

/* 1 to 4 tries, and 5 or more. */
#define TALLY_TRIES 5

/*
 * Longer than the last steps of the built-in cadences, and twice as long as the
 * two weeks of their tail: whoever is silent for so long has stopped.
 */
#define TALLY_OVER_DAYS 30

/* The week that has just been. */
#define TALLY_LATELY_DAYS 7

struct tally_counts {
	guint out, in, both, exchanges;
};

struct tally_week {
	gint32 monday; /* local day */
	struct tally_counts counts;
};

struct tally {
	gint64 since, now;
	GTimeZone *zone; /* borrowed */

	/* Contacts, colleagues aside. */
	GArray *weeks; /* struct tally_week, each of the period, the oldest
			  first; the first and the last may be cut */
	struct tally_counts period, lately;
	guint lately_answered; /* tries that were answered lately */
	guint lately_new;      /* people never in touch with before */

	/* Runs that ended in the period; [0] is one try. */
	guint tried[TALLY_TRIES];    /* came to as many tries, or more */
	guint answered[TALLY_TRIES]; /* were answered after the last of them */
	guint stopped[TALLY_TRIES];  /* ended there, without an answer */
	guint n_answered, n_stopped;

	/* When answers came by mail: weekday (0 is Monday), local hour. */
	guint hours[7][24];
	guint n_hours;

	/* What people wrote first, and how long they waited, in seconds. */
	GArray *first_answers; /* gint64; ascending after tally_end */
	guint first_open;      /* not answered by now */

	/* Contacts by stage, and those of them who came to it in the period;
	 * and how often anybody came to a stage, and left it, in the period. */
	guint stages[N_STAGES], fresh[N_STAGES];
	guint came[N_STAGES], left[N_STAGES];
};

/* One person, all borrowed. */
struct tally_person {
	const struct touch *touches; /* sorted by (at, source) */
	gsize n_touches;
	gboolean contact; /* else a sighting */
	gboolean colleague;
	gboolean tracked;
	gboolean settled; /* somebody of theirs has answered the last run */
	enum stage stage;
	const GArray *changes; /* struct stage_change; NULL: not known */
};

void tally_begin(struct tally *tally, gint64 since, gint64 now,
		 GTimeZone *zone);
void tally_add(struct tally *tally, const struct tally_person *person);
/* To be called when everybody has been added. */
void tally_end(struct tally *tally);
void tally_clear(struct tally *tally);

/* Touches older than this decide nothing any more. */
gint64 tally_reach(gint64 since);

/* The median of the first answers, 0 of none; and how many took no longer. */
gint64 tally_first_median(const struct tally *tally);
guint tally_first_within(const struct tally *tally, gint64 seconds);

/* Of one weekday (0 is Monday), over all hours. */
guint tally_of_weekday(const struct tally *tally, guint weekday);
