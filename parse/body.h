/*
 * What a report says about the mail that it reports on: bounces (RFC 3464,
 * 6522) and receipts (RFC 8098).
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* Bounds on the structure that is followed, beside PARSE_BODY_MAX bytes. */
#define PARSE_BODY_DEPTH 10
#define PARSE_BODY_PARTS 100

struct parse_message;

/*
 * Take what the body of a message adds to the facts of its header: failed
 * recipients, the original's Message-ID, whether a failure is for good, and
 * the kind where only the body tells it.
 */
void parse_body_read(struct parse_message *message, const char *bytes,
		     gsize length);
