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

#include "imap/allow.h"
#include "imap/error.h"
#include "imap/scan.h"
#include "imap/trace.h"

struct imap_trust;

/*
 * Something like a socket, for tests and fuzzers.  `read` returns at least a
 * byte, or -1 at the end; both never wait.
 */
struct imap_wire {
	ssize_t (*read)(void *data, void *bytes, size_t n);
	ssize_t (*write)(void *data, const void *bytes, size_t n);
};

typedef struct imap_transport imap_transport;

/*
 * Connect to one of the host's addresses: the next one is tried beside the
 * slow one after a quarter of a second.  `trace` is lent to the end.
 */
struct imap_transport *imap_transport_connect(const char *host, guint16 port,
					      const char *keyword,
					      const struct imap_trace *trace,
					      GError **error);

/* On a connected socket, which the transport owns from now on. */
struct imap_transport *imap_transport_new_on(int fd, const char *host,
					     const char *keyword,
					     const struct imap_trace *trace,
					     GError **error);
struct imap_transport *imap_transport_new_on_wire(
    const struct imap_wire *wire, void *data, const char *host,
    const char *keyword, const struct imap_trace *trace);

void imap_transport_free(struct imap_transport *transport);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(imap_transport, imap_transport_free)

/*
 * Everything from now on goes through TLS.  TRUE only after the handshake
 * and the verdict on the certificate.  `trust` is lent to the end.
 */
bool imap_transport_start_tls(struct imap_transport *transport,
			      struct imap_trust *trust, GError **error);
bool imap_transport_is_tls(const struct imap_transport *transport);
/* Whether the other end is this machine. */
bool imap_transport_is_loopback(const struct imap_transport *transport);

/* A command begins: what it may be answered with, and until when. */
void imap_transport_begin(struct imap_transport *transport,
			  const struct imap_scan_limits *limits,
			  guint milliseconds);
/* Move the deadline alone. */
void imap_transport_deadline(struct imap_transport *transport,
			     guint milliseconds);

/* At least one byte; -1 at the end, on an error, after the deadline. */
ssize_t imap_transport_read(struct imap_transport *transport, void *bytes,
			    size_t n);
/* All or nothing: `n` or -1.  An unfinished line waits for its end. */
ssize_t imap_transport_write(struct imap_transport *transport,
			     const void *bytes, size_t n);

enum imap_ready {
	IMAP_READY_BYTES, /* a read will not wait, or will fail at once */
	IMAP_READY_OTHER, /* `wake_fd` is readable */
	IMAP_READY_TIME,
};

/* Wait without reading; milliseconds < 0: no limit; wake_fd -1: none. */
enum imap_ready imap_transport_wait(struct imap_transport *transport,
				    int wake_fd, gint64 milliseconds);

/* Bytes that were received but not read yet, also inside of TLS. */
bool imap_transport_pending(const struct imap_transport *transport);

int imap_transport_fd(const struct imap_transport *transport);
struct imap_allow *imap_transport_allow(struct imap_transport *transport);
const struct imap_scan *imap_transport_scan(
    const struct imap_transport *transport);

/* Why it is dead, NULL while it is not. */
const GError *imap_transport_error(const struct imap_transport *transport);
