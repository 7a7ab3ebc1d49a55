/*
 * What every reading begins and ends with, wherever the mail came from.
 *
 * Copies are facts and stay; what is derived from them must fit the settings
 * of today.  So before reading, everything is derived anew if the user's
 * addresses or a setting that derivation rests on has changed; and after
 * reading, everybody touched is judged.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/ingest.h"
#include "store/store.h"

/*
 * An ingest for this configuration.  Derives everything anew first where
 * that is needed, which is said on stderr when it takes long.
 */
struct ingest *settle_begin(struct store *store, const struct config *config,
			    GError **error);

/* Make what was put off: indexes, and judgements of everybody touched. */
gboolean settle_end(struct store *store, const struct config *config,
		    GError **error);

/*
 * Before somebody reads: everybody is judged anew if a setting that judgements
 * rest on is not what it was, and who is due is judged too.  `store` may be
 * open for reading only; where nothing changed, nothing is written.  What
 * hinders is told: what is shown is then as of before.
 */
void settle_heed(struct store *store, const struct config *config);

/* Derive everything anew from the copies: `tend rebuild`. */
gboolean settle_rebuild(struct store *store, const struct config *config,
			GError **error);
