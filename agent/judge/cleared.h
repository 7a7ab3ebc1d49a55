/*
 * What cleared what: the matters of one person that were open and are not any
 * more.  Found by walking the history up to each of its last touches.
 */
#pragma once

#include <glib.h>

#include "agent/rules/stall.h"

/* How far back it is looked, in touches. */
#define CLEARED_TOUCHES 60

struct cleared {
	gint64 conversation;
	const char *what;	    /* "what they asked", static */
	gboolean theirs;	    /* they owed it */
	const struct touch *opened; /* lends from the facts' touches */
	const struct touch *by;
};

/* struct cleared, oldest first. */
GArray *cleared_list(const struct facts *facts);
