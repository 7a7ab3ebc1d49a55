/*
 * Addresses that may be the user's own, to be suggested and never taken
 * unasked: whoever's mail lies in the Sent folders, and whoever writes to the
 * user under the user's own name.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/sender.h"
#include "store/store.h"

/* Fewer mails than this prove nothing. */
#define SUGGEST_LEAST 2

/* What was found; each list is of struct store_sender. */
struct suggest {
	GPtrArray *in_sent, *by_name;
};

typedef struct suggest suggest_t;

void suggest_clear(struct suggest *suggest);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(suggest_t, suggest_clear)

gboolean suggest_find(struct store *store, const struct config *config,
		      struct suggest *suggest_out, GError **error);
