/*
 * The letters that come by themselves: each on its days, all at the hour of
 * the digest, once a local day.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/store.h"

/* In the order in which they lie in the mailbox. */
enum letter { LETTER_DIGEST, LETTER_REPORT, N_LETTERS };

struct schedule {
	const char *template; /* of its rows in the outbox, and its name */

	/* Bit 0 is Monday; none: it never comes by itself. */
	guint (*days)(const struct config *config);

	/*
	 * Write today's into the outbox, if there is something to say, the
	 * account's first reading is complete and none was written today.
	 * *added_out says whether a row was made; why_not_out (may be NULL)
	 * gets a reason in words otherwise, static.
	 */
	gboolean (*add)(struct store *store, const struct config *config,
			const struct config_account *account, gint64 now,
			gboolean *added_out, const char **why_not_out,
			GError **error);
};

extern const struct schedule schedules[N_LETTERS];

/* The time of the next of any letter at or after `now`, UTC seconds. */
gint64 schedule_next(const struct config *config, gint64 now);

/* Whether today's is due at `now`. */
gboolean schedule_is_due(const struct config *config, enum letter letter,
			 gint64 now);
