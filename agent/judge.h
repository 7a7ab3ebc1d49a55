/*
 * From touches to what is said of a person: contact, stage, counts, whose
 * turn it is, and the verdicts.  The rules are pure (agent/rules/); this is
 * where they meet the store.
 */
#pragma once

#include <glib.h>

#include "agent/rules/settings.h"
#include "store/store.h"

/*
 * Judge everybody who was touched since they were last judged, in short
 * transactions of its own.
 */
gboolean judge_dirty(struct store *store, const struct rule_settings *settings,
		     GError **error);
