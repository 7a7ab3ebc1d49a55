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
	guint progress;	      /* of these towards the target */
	guint attempts;	      /* of the open run */
	guint nos;	      /* days on which they declined, and by hand */
	gint64 stop_at;	      /* they asked to be left alone; 0: they did not */
	gint64 answer_within; /* their usual time, seconds; 0: not known */
	gint64 first_answer;  /* seconds that a stranger waited; 0: none did */
	gint64 first_at;      /* 0 without touches */
	gint64 last_at;
	struct run open;
};

/* touches sorted by (at, source).  Of a colleague exchanges do not count. */
void summary_make(const struct touch *touches, gsize n_touches,
		  const struct said *said, gboolean colleague,
		  const struct rule_settings *settings,
		  struct summary *summary_out);
