/*
 * What the user said, brought to bear: persons and touches follow from the
 * sayings that hold (store/saying.h), as messages follow from copies.  An
 * address of which something is said exists; who is said to be the same shares
 * a person; what was logged is a touch.  So it comes out the same whatever came
 * first, and undoing leaves the state before.
 */
#pragma once

#include <glib.h>

#include "agent/derive/derive.h"
#include "agent/derive/identities.h"
#include "agent/rules/words.h"
#include "store/saying.h"
#include "store/store.h"

/*
 * Bring the store in step with the sayings, in the caller's transaction; costs
 * next to nothing when nothing was said since the last time.  Whoever was
 * spoken of is marked dirty.
 */
gboolean say_apply(struct store *store, struct derive *derive,
		   const struct identities *identities, GError **error);
/* The same whatever was there the last time: after store_derived_clear. */
gboolean say_apply_all(struct store *store, struct derive *derive,
		       const struct identities *identities, GError **error);

/* The word of a "log": "call out"; the caller owns it. */
char *say_log_word(enum channel channel, enum direction direction);
/* FALSE for what is none; without a direction it is the channel's usual one. */
gboolean say_log_parse(const char *word, enum channel *channel_out,
		       enum direction *direction_out);
/* One talks in a call and at a meeting; the rest is sent. */
enum direction say_log_usual(enum channel channel);

/* What a person was told in few words: "stage customer"; the owner is the
 * caller. */
char *say_describe(const struct store_saying *saying, GTimeZone *zone);
