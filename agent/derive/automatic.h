/*
 * Automatic mail that bears on a person: what the user wrote came back, or is
 * still tried; they are away, or have left; they accepted an invitation.  It
 * makes rows without a direction (store/touch.h), for those who have touches
 * only, so that a robot's mail alone makes nobody known.
 */
#pragma once

#include <glib.h>

#include "agent/derive/draft.h"

/*
 * Whom a bounce failed for that does not say it: the only one to whom the mail
 * went that it is about.  Needs the indexes.
 */
gboolean automatic_find_failed(struct store *store, struct draft *draft,
			       GError **error);

/* The rows of a message, if it is such. */
gboolean automatic_add(struct store *store, const struct draft *draft,
		       GError **error);

/*
 * Add to `keys` (gint64) the automatic mail of a person who has a touch now
 * and had none before; of everybody, for 0.
 */
gboolean automatic_list(struct store *store, gint64 person_id, GArray *keys,
			GError **error);

/*
 * Add to `keys` the bounces that may fail for somebody else since `known` has
 * become `row`; either is NULL for a message that is not there.
 */
gboolean automatic_list_changed(struct store *store,
				const struct store_message *known,
				const struct store_message *row, GArray *keys,
				GError **error);
