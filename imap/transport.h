/*
 * The bytes between tend and a server: a socket, perhaps TLS on it, and a
 * guard in each direction.
 *
 * What leaves must pass imap/allow.h.  What arrives is counted against the
 * caps of the running command and looked at before libetpan sees it, which
 * trusts its server and can be crashed by it (imap/scan.h).
 *
 * Every wait ends at one absolute deadline.  The end of the stream is always
 * an error.  After the first error the transport is dead and keeps the
 * sentence that says why.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>
#include <sys/types.h>

/*
 * Something like a socket, for tests and fuzzers.  `read` returns at least a
 * byte, or -1 at the end; both never wait.
 */
struct imap_wire {
	ssize_t (*read)(void *data, void *bytes, size_t n);
	ssize_t (*write)(void *data, const void *bytes, size_t n);
};
