/*
 * Which message this is, whatever folder or file it was found in.
 *
 * DESIGN section 3: copies are one message when Message-ID, From address and
 * Date instant agree; without a Message-ID, when the unfolded From, To, Cc,
 * Date, Subject and In-Reply-To agree.  Keys are stored, so they rest on the
 * bytes alone: never on what a version of GMime makes of them.
 */
#pragma once

#include <glib.h>

#include "parse/fields.h"
#include "parse/message.h"

/*
 * 16 bits for the day of its Date (since 1970, 0 for none), then the first 47
 * of a SHA-256.  Never 0, and never above 63 bits.
 */
guint64 parse_key(const struct parse_message *message,
		  struct parse_fields *fields);

/* 63 bits over all facts of the message, to break ties between copies. */
guint64 parse_content(const struct parse_message *message);
