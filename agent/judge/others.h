/*
 * What others did in the conversations of one person, as far as it bears on
 * them: somebody else answered, or the user passed their mail on.
 */
#pragma once

#include <glib.h>

#include "store/store.h"

/*
 * Add to `touches` (struct touch, sorted by time and source, which it stays)
 * rows with DIRECTION_NONE for the latest conversations in which something is
 * asked.  `organisation` is the person's, NULL for none: who answers out of it
 * answers for them.
 */
gboolean others_add(struct store *store, const GPtrArray *addresses,
		    const char *organisation, GArray *touches, GError **error);
