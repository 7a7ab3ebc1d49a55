/*
 * Mail systems' reports of what did not arrive: RFC 3464 and 6522, and the
 * many that put it in prose (Exchange, qmail, Exim, Domino, providers).
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

struct parse_message;

/*
 * Take failed recipients (PARSE_ROLE_FAILED), message->about, ->hard,
 * ->status and ->delayed from the body, and set the kind where only the body
 * tells it, or tells that it is none.  `bytes` is the message from its
 * beginning, cut anywhere.
 */
void parse_bounce_read(struct parse_message *message, const char *bytes,
		       gsize length);
