/* What the sentences of the rules have in common. */
#pragma once

#include "agent/rules/stall.h"

/*
 * "3 March", on the user's calendar.  Where the ladder leads into another year,
 * so that the words may be read in it, "3 March 2025": a tail always does.
 */
char *wording_date(const struct facts *facts, gint64 at,
		   const struct ladder *ladder);
char *wording_day(const struct facts *facts, gint32 day,
		  const struct ladder *ladder);

/* How the sentences about a promise begin, by whose it is. */
#define WORDING_YOU_PROMISED "you promised"
#define WORDING_THEY_PROMISED "they promised"
#define WORDING_ASKED_BACK "they asked you to come back to it"

/* How the sentence about somebody who is waited for ends. */
#define WORDING_SILENCE "; no word since"

/* "wrote", "called", "got in touch" */
const char *wording_verb(enum channel channel);

/* A verdict that rests on `touch`; the sentences are taken. */
struct verdict *wording_verdict(enum reason reason, const struct touch *since,
				const struct touch *touch, char *sentence,
				char *rest);
