/*
 * The stages that somebody went through, from what happened with them and what
 * the user said: agent/rules/stage_history.h fed from the store's rows.
 */
#pragma once

#include <glib.h>

#include "agent/rules/settings.h"
#include "agent/rules/touch.h"

struct stages_facts {
	const struct touch *touches; /* sorted by (at, source) */
	gsize n_touches;
	const GPtrArray *sayings; /* struct store_saying, as said */
	guint ruled; /* enum sign bits: what lines say of the person */
	gboolean colleague;
	const struct rule_settings *settings;
};

/* struct stage_change, oldest first. */
GArray *stages_read(const struct stages_facts *facts);
