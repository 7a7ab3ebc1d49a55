/*
 * Runs, attempts and exchanges, as DESIGN section 2 defines them.
 */
#pragma once

#include "agent/rules/touch.h"

/* Consecutive touches of one direction. */
struct run {
	enum direction direction; /* DIRECTION_NONE: there is none */
	gsize first;		  /* index of its first touch */
	guint touches;
	guint attempts; /* distinct local days; 0 unless out */
	gint64 first_at;
	gint64 last_at;
};

struct runs {
	guint touches_out;
	guint touches_in;
	guint touches_both;
	guint exchanges;
	struct run open; /* the last run: nobody has answered it */
};

/* touches sorted by (at, source); DIRECTION_NONE among them is passed over. */
void runs_count(const struct touch *touches, gsize n_touches, GTimeZone *zone,
		struct runs *runs_out);
