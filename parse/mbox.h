/*
 * The messages of an mbox file or of a single message's file, as a stream:
 * flat memory for files of any size.  RFC 4155; mboxo and mboxrd alike.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* What is kept of one message: its header, and this much behind it. */
#define PARSE_MBOX_BODY_MAX (64u << 10)

enum parse_mbox_format {
	PARSE_MBOX_GUESS,   /* a "From " line at its start means an mbox */
	PARSE_MBOX_MESSAGE, /* the whole file is one message */
	PARSE_MBOX_MANY,
};

struct parse_mbox_message {
	const char *bytes; /* lent until the next call */
	gsize length; /* at most the header's cap and PARSE_MBOX_BODY_MAX */
	guint64 size; /* of the whole message in the file, its "From " line
			 not counted */
};

typedef struct parse_mbox parse_mbox;

/* The descriptor (file, pipe, socket) stays the caller's. */
struct parse_mbox *parse_mbox_new(int fd, enum parse_mbox_format format);
void parse_mbox_free(struct parse_mbox *mbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(parse_mbox, parse_mbox_free)

/*
 * The next message.  False at the end of the file, and also, with a
 * G_FILE_ERROR, when reading failed.
 */
bool parse_mbox_next(struct parse_mbox *mbox,
		     struct parse_mbox_message *message_out, GError **error);
