/*
 * The parts of a message, one after the other.  RFC 2046.
 *
 * An own walk, without recursion and within bounds, over what may be cut
 * anywhere.  What a message encloses (message/rfc822) is one part and not
 * entered: its facts are another message's.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "parse/splitter.h"
#include "parse/value.h"

/* Deeper multiparts count as one part; parts behind the last are not seen. */
#define PARSE_PART_DEPTH 10
#define PARSE_PART_MAX 100

struct parse_part {
	char type[PARSE_TOKEN_MAX + 1];	    /* "text/plain", in lower case */
	char encoding[PARSE_TOKEN_MAX + 1]; /* "base64", "" for none */
	struct parse_field content_type;    /* name NULL: it has none */
	bool attached;			    /* Content-Disposition says so */
	const char *bytes;		    /* lent: as they stand */
	gsize length;
};

struct parse_level {
	char boundary[PARSE_TOKEN_MAX + 1];
	const char *at;	 /* the next part of this multipart */
	const char *end; /* of the multipart */
};

struct parse_parts {
	struct parse_level levels[PARSE_PART_DEPTH];
	guint depth;
	guint n;
	const char *whole; /* the message, until it was looked at */
	const char *end;
};

/* The message from its beginning, header included; NULL has no parts. */
void parse_parts_init(struct parse_parts *parts, const char *bytes,
		      gsize length);

/* The next part that is no multipart, or false. */
bool parse_parts_next(struct parse_parts *parts, struct parse_part *part_out);

/* Put what the part's bytes encode (base64, quoted-printable) into `out`. */
void parse_part_decode(const struct parse_part *part, GString *out);
