/*
 * One matter in words, as a letter has it under a name: what happened, for how
 * long, and what is usual.  Pure.
 */
#pragma once

#include "agent/rules/words.h"

/* How much of the mail a letter may show.  As the setting numbers them. */
enum line_detail {
	LINE_NAMES,	/* of whom, and since when */
	LINE_SUBJECTS,	/* and about what */
	LINE_SENTENCES, /* and the mail's own sentence */
};

struct line {
	enum reason reason;
	gint64 since_at;      /* UTC seconds: when it began to wait */
	const char *sentence; /* the rule's, with the subject; no full stop */
	const char *quote;    /* the mail's own sentence, "" for none */
	gint64 answer_within; /* their usual time, seconds; 0: not known */
};

/*
 * At `at`, whole sentences: `You asked on 16 November about "Tender"; no word
 * for 4 days. Usually they answer within a day.`  One clean line, but not safe
 * for any target yet.
 */
char *line_words(const struct line *line, enum line_detail detail, gint64 at,
		 GTimeZone *zone);

/*
 * The quote, if it may be shown and is more than the subject, cut at a word
 * where it is long; else "".
 */
char *line_quote(const struct line *line, enum line_detail detail);
