/*
 * What is known of one person at a glance: a pure function of their touches
 * and of what the user said, stored as a cache.
 */
#pragma once

#include "agent/rules/runs.h"
#include "agent/rules/said.h"
#include "agent/rules/settings.h"
#include "agent/rules/touch.h"

struct summary {
	gboolean contact; /* else a sighting */
	gboolean tracked;
	enum stage stage;
	enum ball ball;
	guint touches_out;
	guint touches_in;
	guint touches_both; /* meetings: in neither of the above */
	guint exchanges;
	guint attempts;	 /* of the open run */
	gint64 first_at; /* 0 without touches */
	gint64 last_at;
	struct run open;
};

/* touches sorted by (at, source). */
void summary_make(const struct touch *touches, gsize n_touches,
		  const struct said *said, const struct rule_settings *settings,
		  struct summary *summary_out);
