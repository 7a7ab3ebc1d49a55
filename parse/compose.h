/*
 * A letter that tend itself wrote, as bytes to APPEND.  RFC 5322, 2045-2047.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* The field by which another tend knows the letter of a day. */
#define PARSE_COMPOSE_LABEL "X-Tend-Letter"

/* Texts are UTF-8; NULL and "" both mean none. */
struct parse_letter {
	const char *from, *from_name;
	const char *to; /* an address list: "Ann <ann@example.org>" */
	const char *subject;
	const char *message_id; /* this and the next two without brackets */
	const char *in_reply_to;
	const char *references; /* separated by blanks, oldest first */
	const char *label;    /* "digest 2026-11-27"; none: it is a person's */
	const char *boundary; /* used only when there is HTML */
	gint64 date;	      /* UTC seconds */
	gint32 zone;	      /* minutes east of UTC, to print it in */
	const char *text;     /* text/plain, lines ended by LF */
	const char *html;     /* text/html beside it, or none */
	bool draft; /* for the user to send: nothing says that it was made */
};

/*
 * The whole message with CRLF line ends.  The same letter always gives the
 * same bytes.  Line ends and other controls in header values become blanks, so
 * no value can start a field of its own; nor is one an encoded word (RFC 2047)
 * to whoever reads it, unless it was made one here.
 */
GBytes *parse_compose(const struct parse_letter *letter);
