/* How an account's marks stand, for who asks what is connected and wrong. */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/mark.h"
#include "store/store.h"

/*
 * "2 messages are marked; 1 is not: the server keeps no such flag in this
 * folder", with the remedy if there is one; NULL where there is nothing to
 * say.  The caller owns it and makes it safe: a server's words are in it.
 */
gboolean standing_describe(struct store *store, const struct config *config,
			   gint64 account_id,
			   struct store_mark_counts *counts_out,
			   char **text_out, GError **error);
