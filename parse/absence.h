/*
 * What an absence note says: when its sender is back, and who stands in.
 */
#pragma once

#include <glib.h>

#include "parse/day.h"

enum parse_absence_state {
	PARSE_ABSENCE_NONE,   /* this is no absence note */
	PARSE_ABSENCE_UNTOLD, /* away, no day given */
	PARSE_ABSENCE_DATED,  /* away, back on a day */
	PARSE_ABSENCE_LEFT,   /* will not come back */
};

struct parse_absence {
	enum parse_absence_state state;
	gint32 back;	    /* first working day back, or PARSE_DAY_NONE */
	char stand_in[255]; /* an address to write to instead, or "" */
	char sentence[161]; /* what it rests on, or "" */
};

/*
 * Read a note's subject and new text, written on this day.  Whether it is one
 * at all is for the caller to know (kind auto-reply): a person writing about
 * absence is not asked.
 */
void parse_absence_read(const char *subject, const char *text, gint32 written,
			enum parse_day_order order, struct parse_absence *out);
