/*
 * What the body adds to the facts of the header: which mail a report is about
 * and what became of it.  Bounces (RFC 3464, 6522), receipts (RFC 8098).
 */
#pragma once

#include <glib.h>

struct parse_message;

/*
 * Take failed recipients (PARSE_ROLE_FAILED), the original's Message-ID,
 * whether a failure is for good, and the kind where only the body tells it.
 */
void parse_body_read(struct parse_message *message, const char *bytes,
		     gsize length);
