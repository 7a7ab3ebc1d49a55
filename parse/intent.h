/*
 * What the new text of a message wants: sentence by sentence, by phrases that
 * lie in data files, one a language (parse/phrases/, compiled in).
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "parse/day.h"

#define PARSE_SENTENCE_MAX 160 /* bytes of evidence, without the NUL */
#define PARSE_PROMISES_MAX 4

struct parse_promise {
	bool by_reader; /* a day asked for: "call me in January" */
	gint32 from;	/* days, inclusive; PARSE_DAY_NONE: no day given */
	gint32 to;
	char sentence[PARSE_SENTENCE_MAX + 1];
};

/* Each the sentence that it rests on, or "". */
struct parse_intent {
	char asks[PARSE_SENTENCE_MAX + 1];     /* an open question or request */
	char question[PARSE_SENTENCE_MAX + 1]; /* a bare question mark alone:
						  an ask when it is incoming */
	char delivers[PARSE_SENTENCE_MAX + 1]; /* wants a verdict */
	char no[PARSE_SENTENCE_MAX + 1];       /* declines */
	char stop[PARSE_SENTENCE_MAX + 1];     /* do not write again */
	char closing[PARSE_SENTENCE_MAX + 1];  /* expects nothing */
	char praise[PARSE_SENTENCE_MAX + 1];   /* more than thanks */
	gint32 asks_day; /* the last day that `asks`, or else `question`,
			    names; PARSE_DAY_NONE: none, or it is past */
	struct parse_promise promises[PARSE_PROMISES_MAX];
	guint n_promises;
};

/*
 * Judge a new text written on this day.  Pure; the parser does not know whose
 * mail it is, so what differs by direction is given apart (`question`).
 */
void parse_intent_read(const char *text, gint32 written,
		       enum parse_day_order order, struct parse_intent *out);
