/*
 * A header block, field by field, without copying.  RFC 5322 section 2.2,
 * and whatever else stands in real mailboxes (parse/VIOLATIONS.md).
 *
 * This is the first code that touches a stranger's bytes, and it sets the
 * bounds that everything behind it relies on: a library's field parser is
 * given one capped field at a time, never a whole block.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* What is read of one field's value, and of a whole block, in bytes. */
#define PARSE_FIELD_MAX (64u << 10)
#define PARSE_BLOCK_MAX (256u << 10)

/* One field; it lends from the block and has no NUL at its end. */
struct parse_field {
	const char *name;
	gsize name_length; /* trailing blanks before the colon are not in it */
	const char *value;
	gsize value_length; /* still folded; blanks around it are not in it */
	bool cut;	    /* the field was longer than PARSE_FIELD_MAX */
};

struct parse_splitter {
	const char *at;
	const char *end;  /* of the block, as far as it is read */
	const char *stop; /* of the bytes given */
	bool over;	  /* the empty line, or the end, was reached */
};

/*
 * The bytes may go on after the header's empty line; they must outlive it.
 * They may be NULL where length is 0.
 */
void parse_splitter_init(struct parse_splitter *splitter, const char *bytes,
			 gsize length);

/*
 * The next field, or false at the end of the header.  Lines that are no field
 * (an mbox "From " line, text without a colon) are passed over; a line that
 * starts with a blank belongs to the line before it.
 */
bool parse_splitter_next(struct parse_splitter *splitter,
			 struct parse_field *field_out);

/*
 * Where the body begins, once parse_splitter_next has said false: behind the
 * empty line, or the end of the bytes.
 */
const char *parse_splitter_get_body(const struct parse_splitter *splitter);

/* Whether it is the field of this name, in any case. */
bool parse_field_is(const struct parse_field *field, const char *name);

/*
 * Put the value into `out` (replacing what is there) on one line: line ends go,
 * the blank that follows them stays, NULs go, other controls become a blank.
 * The bytes are otherwise as they came, of any charset.
 */
void parse_field_unfold(const struct parse_field *field, GString *out);
