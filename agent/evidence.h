/*
 * With `evidence = none` no text of a message is kept: where a sentence stood
 * that a judgement rests on, a word stands that says only that there was one.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "store/store.h"

/*
 * Put that word into the place of every text of a body.  Addresses, ids and
 * what headers say stay.  FALSE if there was nothing to be replaced.
 */
gboolean evidence_withhold(struct record_facts *facts);

/*
 * The same for all that the store has already; then what is derived is to be
 * derived anew.  In the caller's transaction.
 */
gboolean evidence_withhold_all(struct store *store, GError **error);
