/*
 * The person behind a message: lists and systems put themselves in From.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "parse/address.h"

struct parse_message;

/* Why From is not the author, or that it is. */
enum parse_who_why {
	PARSE_WHO_FROM,	    /* From it is */
	PARSE_WHO_VIA,	    /* "Ann Lee via Talk", with her in Reply-To */
	PARSE_WHO_REPLY_TO, /* a robot's From, a person's Reply-To */
	PARSE_WHO_SENDER,   /* no From, but a Sender */
	PARSE_WHO_NOBODY,   /* nothing of these */
};

struct parse_who {
	enum parse_who_why why;
	char name[PARSE_NAME_MAX + 1];	     /* without "via ...", or "" */
	char address[PARSE_ADDRESS_MAX + 1]; /* "" when it is not told */
	bool role; /* many hands answer it: info@, support@ */
};

/*
 * Who wrote it.  Resent-From is never the author (RFC 5322 section 3.6.6), and
 * Sender only pressed the button.  When a list rewrote From and tells the
 * address nowhere, the name stands with the address "".
 */
void parse_who_read(const struct parse_message *message, struct parse_who *out);

/*
 * The name without what lists and systems add: "Ann Lee via Talk", "Ann Lee
 * (via Talk)", "'Ann Lee' via Talk", also in other languages.  False, and the
 * name as it is, when nothing was added.
 */
bool parse_who_name(const char *name, char *out, gsize size);

/* RFC 2142's addresses and their like, which stand for an office. */
bool parse_who_is_role(const char *address);
