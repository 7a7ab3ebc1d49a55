/*
 * Phrases found in a sentence.  They lie in parse/phrases/, one file a
 * language, whose README tells how they are written; phrases.awk makes them
 * the tables below.  All languages apply at once.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#define PARSE_PHRASE_TOKENS_MAX 160 /* words looked at in one sentence */
#define PARSE_PHRASE_MATCHES_MAX 64 /* of one sentence; more are dropped */

/* What a phrase is a sign of: the sections of the files, in their order. */
enum parse_phrase_section {
	PARSE_PHRASE_ASK,	  /* asks, whoever wrote it */
	PARSE_PHRASE_QUESTION,	  /* a question, with a mark or without */
	PARSE_PHRASE_NOT_ASK,	  /* no ask where it lies over one */
	PARSE_PHRASE_SOCIAL,	  /* its question expects no answer */
	PARSE_PHRASE_DELIVER,	  /* hands over what wants a verdict */
	PARSE_PHRASE_NOT_DELIVER, /* does not, where it lies over one */
	PARSE_PHRASE_PROMISE,	  /* the author will do something */
	PARSE_PHRASE_PROMISE_DAY, /* the same, but only where a day is said */
	PARSE_PHRASE_ASKED_FOR,	  /* the reader shall, on the day said */
	PARSE_PHRASE_NOT_PROMISE, /* neither, where it lies over one */
	PARSE_PHRASE_NO,	  /* declines */
	PARSE_PHRASE_LATER,	  /* declines for now */
	PARSE_PHRASE_NOT_NO,	  /* no such, where it lies over one */
	PARSE_PHRASE_STOP,	  /* do not write again */
	PARSE_PHRASE_CLOSING,	  /* expects nothing */
	PARSE_PHRASE_SKIP,	  /* the sentence is nobody's own words */
	PARSE_PHRASE_BY,	  /* before a day: it is the last one */
	PARSE_PHRASE_OTHER_DAY,	  /* before a day: it is of something else */
	PARSE_PHRASE_BREAK,	  /* what follows is said of something else */
	PARSE_PHRASE_TODAY,	  /* a day that parse/day.h does not name */
	PARSE_PHRASE_TOMORROW,	  /* the same, of the day after */
	PARSE_PHRASE_AFTER,	  /* before a day: it is the one behind it */
	PARSE_PHRASE_PRAISE,	  /* is content with what the reader did */
	PARSE_PHRASE_NOT_PRAISE,  /* is not, where it lies over it */
	PARSE_PHRASE_UNSUBSCRIBE, /* asks a list to be taken off */
	PARSE_PHRASE_PAST,	  /* a day said with it is over */
	PARSE_PHRASE_IF,	  /* no promise beside it, but with a day */
	PARSE_PHRASE_NOT_IF,	  /* no such, where it lies over one */
	N_PARSE_PHRASE_SECTIONS
};

struct parse_phrase_token {
	guint16 word;	    /* 0 for one that no phrase has */
	bool clause;	    /* a part of the sentence begins here */
	guint16 start, end; /* bytes of the sentence */
};

struct parse_phrase_tokens {
	guint n;
	bool asks; /* the sentence ends with a question mark */
	struct parse_phrase_token token[PARSE_PHRASE_TOKENS_MAX];
};

struct parse_phrase_match {
	enum parse_phrase_section section;
	guint from, to; /* tokens, `to` is behind the last */
	guint pattern;	/* which one, for the tests */
};

struct parse_phrase_matches {
	guint n;
	struct parse_phrase_match match[PARSE_PHRASE_MATCHES_MAX];
};

/* The words of a sentence: valid UTF-8, one line, at most 64 KB. */
void parse_phrase_split(const char *sentence, bool asks,
			struct parse_phrase_tokens *out);

/* Every phrase that is in it, in the order in which they begin. */
void parse_phrase_find(const struct parse_phrase_tokens *tokens,
		       struct parse_phrase_matches *out);

/* Where a chunk without blanks ends that is an address: of the web, of mail. */
const char *parse_phrase_skip_address(const char *chunk);

/* The next character of valid UTF-8. */
static inline const char *parse_phrase_next_char(const char *p)
{
	return p + g_utf8_skip[(guchar)*p];
}

/* The tables, made by phrases.awk. */

/* A word as it is written, sorted; it may stand for several. */
struct parse_phrase_word {
	const char *text;
	guint16 id, more[2]; /* 0: no more */
	bool link;	     /* "and": a clause goes on behind it */
};

struct parse_phrase_set {
	guint16 first, n; /* in parse_phrase_set_words, sorted */
};

#define PARSE_PHRASE_ANY 0xffff /* of sets: whatever word */
#define PARSE_PHRASE_ITEMS_MAX 31

enum {
	PARSE_PHRASE_AT_CLAUSE = 1 << 0,   /* ^ */
	PARSE_PHRASE_AT_END = 1 << 1,	   /* $ */
	PARSE_PHRASE_IN_QUESTION = 1 << 2, /* ? */
};

struct parse_phrase {
	guint16 item; /* the first, in parse_phrase_items */
	guint8 n_items, section, flags;
	guint32 optional;  /* a bit for each item that can be left out */
	const char *place; /* "en.phrases:12" */
};

extern const struct parse_phrase_word parse_phrase_words[];
extern const guint n_parse_phrase_words;
extern const guint16 parse_phrase_letters[27]; /* where "a", "b" begin */
extern const guint16 parse_phrase_set_words[];
extern const struct parse_phrase_set parse_phrase_sets[];
extern const guint16 parse_phrase_items[]; /* sets */
extern const struct parse_phrase parse_phrases[];
extern const guint n_parse_phrases;
/* Which phrases begin with a word: those from [id] up to [id + 1]. */
extern const guint32 parse_phrase_starts_at[];
extern const guint16 parse_phrase_starts[];
