/*
 * Reading folders: from imap/sync's callbacks to copies and ranges.
 */
#pragma once

#include <glib.h>

#include "agent/border/channel.h"
#include "agent/worker/facts.h"
#include "imap/idle.h"
#include "imap/sync.h"
#include "parse/message.h"

/* One folder that tend asked to be read. */
struct reading {
	guint32 folder; /* tend's number for it */
	char *name;
	gboolean inbox;
	struct imap_cursor cursor;
	struct imap_uidset avoid;
	gboolean careful;
};

struct reading *reading_new(const struct record_read *read);
void reading_free(struct reading *reading);

/* What reading needs beside the folder. */
struct reader {
	struct channel *channel;
	struct imap_session *session;
	struct parse_message *message;
	struct facts_writer *writer;
};

enum read_end {
	READ_DONE,
	READ_HANGUP, /* tend is gone */
	READ_FAILED, /* error is set */
};

/*
 * Read what is new in the folder, or everything, and move its cursor.
 * `glance` is what STATUS said, or NULL.
 */
enum read_end reading_run(struct reader *reader, struct reading *reading,
			  const struct imap_state *glance, GError **error);

/* Some of its messages again, or with their bodies: their copies are sent. */
enum read_end reading_fetch(struct reader *reader, struct reading *reading,
			    const struct record_fetch *asked,
			    const struct imap_uidset *uids, GError **error);
