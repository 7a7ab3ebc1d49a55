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
 * beginning, cut anywhere, `whole` its text as parse_newtext_read gives it.
 *
 * The recipients of a report that is only of delay (->delayed) are given as
 * failed ones; of one that tells of both, those who failed.
 */
void parse_bounce_read(struct parse_message *message, const char *bytes,
		       gsize length, const GString *whole);

/*
 * Could the message be a report by its header, so that its text must tell?
 * Its sender is none that people use, or its subject says what reports do.
 */
bool parse_bounce_may_be(const struct parse_message *message);

/* Does a subject, decoded, say that mail did not arrive?  People's may, too. */
bool parse_bounce_is_subject(const char *subject);
