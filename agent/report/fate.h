/*
 * What became of a line of a digest.
 *
 * A line asks for a touch.  If the user puts it aside by a word instead (done,
 * snooze, mute, no, stage, untrack), before anything happened with that person,
 * tend's judgement was overruled.  Looked at for FATE_DAYS, as long as a digest
 * can be answered.
 */
#pragma once

#include <glib.h>

#include "agent/rules/words.h"

#define FATE_DAYS 14

enum fate {
	FATE_PENDING,	/* nothing yet, and the days are not over */
	FATE_MET,	/* a touch came first */
	FATE_OVERRULED, /* a word did */
	FATE_LEFT,	/* neither */
	N_FATES
};

/* Whether a saying of this verb puts a line aside. */
gboolean fate_is_word(const char *verb);

/*
 * `touched_at` and `said_at` are the first touch and the first such word after
 * `named_at`, 0: there was none.  A word that names the touch itself, or comes
 * in the same second, follows it.
 */
enum fate fate_of(gint64 named_at, gint64 touched_at, gint64 said_at,
		  gint64 now);

/* Lines of one reason. */
struct fate_counts {
	guint n[N_FATES];
};
