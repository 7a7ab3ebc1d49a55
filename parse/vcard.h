/*
 * vCards: versions 3.0 (RFC 2426) and 4.0 (RFC 6350), and what is common of
 * 2.1.
 *
 * A file is first cut into cards, each of which can then be read by itself.
 */
#pragma once

#include "parse/card.h"
#include "parse/reader.h"

/* One card in its file. */
struct parse_vcard_block {
	const char *bytes;   /* lent until the next call */
	gsize length;	     /* without pictures, at most PARSE_CARD_MAX */
	guint line;	     /* of its BEGIN, from 1 */
	const char *problem; /* why it cannot be read, "" if it can */
};

typedef struct parse_vcards parse_vcards;

/* Whether these first bytes of a file are those of vCards. */
bool parse_vcards_are(const char *bytes, gsize length);

/* The reader is lent. */
struct parse_vcards *parse_vcards_new(struct parse_reader *reader);
void parse_vcards_free(struct parse_vcards *vcards);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(parse_vcards, parse_vcards_free)

/* False at the end of the file. */
bool parse_vcards_next(struct parse_vcards *vcards,
		       struct parse_vcard_block *block_out);

/*
 * Read one card.  Returns why it is nobody's, "" for a person or an
 * organisation.
 */
const char *parse_vcard_read(const char *bytes, gsize length,
			     struct parse_card *card);
