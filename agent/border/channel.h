/*
 * One end of the socket between tend and a worker: frames in, frames out,
 * and descriptors beside them.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"

struct channel;
typedef struct channel channel;

/* Takes the descriptor of a connected AF_UNIX stream socket. */
struct channel *channel_new(int fd);
void channel_free(struct channel *channel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(channel, channel_free)

int channel_get_fd(const struct channel *channel);

/*
 * Queue a record; it leaves when enough have gathered or at channel_flush.
 * FALSE when the other side is gone.
 */
gboolean channel_put(struct channel *channel, enum record_type type,
		     const void *fields);

/*
 * Send all that is queued.  While the other side does not read, what it sends
 * is taken in meanwhile, so that two full sockets never wait for each other.
 */
gboolean channel_flush(struct channel *channel);

/* Flush, then send one record with a descriptor, which stays the caller's. */
gboolean channel_put_fd(struct channel *channel, enum record_type type,
			const void *fields, int fd);

enum channel_state {
	CHANNEL_RECORD, /* *record_out is filled */
	CHANNEL_EMPTY,	/* nothing whole has arrived: poll, channel_fill */
	CHANNEL_CLOSED, /* the other side is gone */
	CHANNEL_BROKEN, /* what arrived is no record: end the other side */
};

/* Read what has arrived, without waiting.  FALSE at end of file. */
gboolean channel_fill(struct channel *channel);

/*
 * The next record that has arrived.  It lends from the channel until the next
 * call.  For CHANNEL_BROKEN, channel_get_why says what was wrong.
 */
enum channel_state channel_next(struct channel *channel,
				struct record *record_out);

/* channel_next, waiting up to `milliseconds` (-1: for ever). */
enum channel_state channel_wait(struct channel *channel, int milliseconds,
				struct record *record_out);

const char *channel_get_why(const struct channel *channel);

/* The oldest descriptor that came and was not taken yet, or -1. */
int channel_take_fd(struct channel *channel);

/* Zero what was sent and received so far: it held a password. */
void channel_wipe(struct channel *channel);
