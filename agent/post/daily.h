/*
 * The day's digest as a letter: what it says is written down in its rows, and
 * rendered from them (written.h).
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/store.h"

/*
 * Write today's digest for `account` into the outbox, if there is somebody to
 * name, its first reading is complete and none was written today.
 * *added_out says whether a row was made; why_not_out (may be NULL) gets a
 * reason in words otherwise, static.
 */
gboolean daily_add(struct store *store, const struct config *config,
		   const struct config_account *account, gint64 now,
		   gboolean *added_out, const char **why_not_out,
		   GError **error);
