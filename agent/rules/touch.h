/*
 * One human interaction with one person at one time: what every rule looks
 * at.  The caller gives an array of them about one person, sorted by
 * (at, source), without duplicates.
 */
#pragma once

#include "agent/rules/words.h"

struct touch {
	gint64 at;     /* UTC seconds */
	gint64 source; /* the message or saying that it rests on */
	enum direction direction;
	enum channel channel;
	guint recipients;    /* how many addresses stood in To; 1 if logged */
	gint64 conversation; /* 0: none */
};
