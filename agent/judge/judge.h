/* Ask the rules about everybody whose facts changed, and store what they say.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/store.h"

/*
 * Judge everybody who was touched since they were last judged, or for whom a
 * time has come (a meeting that ended), in short transactions of its own.
 */
gboolean judge_dirty(struct store *store, const struct config *config,
		     GError **error);
