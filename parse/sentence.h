/*
 * A text, sentence by sentence, without what is no sentence: rules, tables,
 * quotes, the lines of a header.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* A longer one goes on as another. */
#define PARSE_SENTENCE_TEXT_MAX 1200

struct parse_sentences {
	const char *p;
	const char *line; /* where the line of `p` begins */
	bool inside;	  /* `p` is in it, and not before it */
	char text[PARSE_SENTENCE_TEXT_MAX + 1]; /* its blanks single */
	gsize length;
	bool asks; /* ends with a question mark of its own */
	guint quotes, brackets;
};

/* Valid UTF-8, which must outlive the reading. */
void parse_sentences_init(struct parse_sentences *sentences, const char *text);
/* The next one is in `text`; false when there is none. */
bool parse_sentences_next(struct parse_sentences *sentences);
