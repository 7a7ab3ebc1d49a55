/*
 * Address lists: From, To, Cc and their relatives.  RFC 5322 section 3.4, with
 * the names of RFC 2047 and the addresses of RFC 6532.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* Caps, in bytes without the NUL, and in addresses a message. */
#define PARSE_NAME_MAX 256
#define PARSE_ADDRESS_MAX 320 /* RFC 5321: 64 + @ + 255 */
#define PARSE_ADDRESSES_MAX 1000

/*
 * In which field an address stood.  The numbers are those of enum
 * address_role in agent/border/words.h, which has a test for it.
 */
enum parse_role {
	PARSE_ROLE_FROM,
	PARSE_ROLE_SENDER,
	PARSE_ROLE_REPLY_TO,
	PARSE_ROLE_TO,
	PARSE_ROLE_CC,
	PARSE_ROLE_BCC,
	PARSE_ROLE_RESENT_FROM,
	PARSE_ROLE_FAILED, /* a bounce's failed recipient */
	N_PARSE_ROLES
};

struct parse_address {
	guint32 role;	     /* enum parse_role */
	const char *name;    /* decoded, "" for none */
	const char *address; /* its domain in lower case */
};

/*
 * Append the addresses of one unfolded field to `list` (of struct
 * parse_address), names and addresses kept in `texts`.  Groups are flattened.
 * What is no address (no "@", an X.500 name, a bare name, an empty group) is
 * left out.  `charset` is what raw 8-bit names are likely to be in, or "".
 *
 * At most PARSE_ADDRESSES_MAX are in the list afterwards; the return value
 * counts those of this field before that cap.
 */
guint parse_address_list(const char *value, gsize length, const char *charset,
			 enum parse_role role, GStringChunk *texts,
			 GArray *list);
