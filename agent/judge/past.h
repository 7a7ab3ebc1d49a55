/*
 * What the store gives the rules to judge by: what happened with a person up to
 * a time, and since when mail is news.
 */
#pragma once

#include <glib.h>

#include "store/store.h"
#include "store/touch.h"

/*
 * Put the touches (struct touch, by time and source) that a person had up to
 * `now` into `touches`, in the place of what was there, from rows that are at
 * hand or from the store.  What is only to come,
 * such as a meeting's end, is none yet: *next_out says when it is one, 0: there
 * is nothing to come.
 */
void past_take(const struct store_touch *rows, guint n, gint64 now,
	       GArray *touches, gint64 *next_out);
gboolean past_read(struct store *store, gint64 person_id, gint64 now,
		   GArray *touches, gint64 *next_out, GError **error);

/* What lay in a mailbox before tend came is no news; 0: with files all is. */
gboolean past_find_baseline(struct store *store, gint64 *baseline_out,
			    GError **error);
