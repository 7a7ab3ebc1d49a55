/*
 * How a relationship came to its stage: each change with its day and reason.
 * The last one is the stage of summary_make for the same facts.
 */
#pragma once

#include "agent/rules/settings.h"
#include "agent/rules/touch.h"

/* What the user said that bears on the stage. */
struct stage_saying {
	gint64 at;	  /* when it was said */
	enum stage stage; /* STAGE_NONE: they are a contact, no more */
	guint ruled;	  /* enum sign bits: no saying, but what lines of the
			     configuration say of the person, from `at` on */
};

struct stage_change {
	gint64 at;
	enum stage stage;
	const char *why; /* half a sentence, static */
};

/*
 * touches sorted by (at, source), sayings by `at`, and then in the order said.
 * Returns struct stage_change, oldest first; nobody begins with STAGE_NONE.
 */
GArray *stage_history(const struct touch *touches, gsize n_touches,
		      const struct stage_saying *sayings, gsize n_sayings,
		      gboolean colleague, const struct rule_settings *settings);
