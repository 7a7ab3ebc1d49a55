/*
 * What the body adds to the facts of the header: one reader after another,
 * each with its own file.
 */
#pragma once

#include <glib.h>

struct parse_message;

/*
 * Fill in what struct parse_message says is told by the body only, and set
 * the kind where only the body tells it.  `bytes` is the message from its
 * beginning, cut anywhere.
 */
void parse_body_read(struct parse_message *message, const char *bytes,
		     gsize length);
