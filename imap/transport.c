/* The bytes between tend and a server. */
#include "imap/transport.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gnutls/gnutls.h>

#include "imap/connect.h"
#include "imap/limits.h"
#include "imap/tls.h"

/* Larger than a TLS record; few calls into the kernel. */
#define BUFFER_SIZE (64 << 10)

struct imap_transport {
	int fd; /* -1 on a wire */
	const struct imap_wire *wire;
	void *wire_data;
	char *host;
	bool loopback;

	struct imap_trust *trust; /* lent */
	gnutls_session_t tls;	  /* NULL: in the clear */

	struct imap_allow *allow;
	struct imap_scan scan;
	GByteArray *out; /* passed the gate, not yet sent */

	gint64 deadline; /* monotonic microseconds */
	guint seconds;	 /* what it was when it was set, for the sentence */

	char *buffer;
	gsize begin, end; /* received, scanned, not yet read */
	bool heard;	  /* anything at all */
	GError *error;	  /* dead */
};

static struct imap_transport *transport_new(const char *host,
					    const char *keyword,
					    const struct imap_trace *trace)
{
	static const struct imap_scan_limits greeting = {
		IMAP_LINE_MAX, 0, IMAP_GREETING_TOTAL_MAX, 16
	};
	struct imap_transport *transport = g_new0(struct imap_transport, 1);

	transport->fd = -1;
	transport->host = g_strdup(host ? host : "");
	transport->allow = imap_allow_new(keyword, trace);
	transport->out = g_byte_array_new();
	transport->buffer = g_malloc(BUFFER_SIZE);
	imap_scan_init(&transport->scan, trace);
	imap_transport_begin(transport, &greeting,
			     IMAP_DEADLINE_SECONDS * 1000);
	return transport;
}

static bool is_loopback(int fd)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	struct in6_addr six;

	memset(&address, 0, sizeof(address));
	if (getpeername(fd, (struct sockaddr *)&address, &length) < 0)
		return false;
	switch (address.ss_family) {
	case AF_UNIX:
		return true;
	case AF_INET: {
		struct sockaddr_in four;

		memcpy(&four, &address, sizeof(four));
		return ntohl(four.sin_addr.s_addr) >> 24 == 127;
	}
	case AF_INET6: {
		struct sockaddr_in6 inet6;

		memcpy(&inet6, &address, sizeof(inet6));
		six = inet6.sin6_addr;
		return IN6_IS_ADDR_LOOPBACK(&six) ||
		       (IN6_IS_ADDR_V4MAPPED(&six) && six.s6_addr[12] == 127);
	}
	default:
		return false;
	}
}

struct imap_transport *imap_transport_new_on(int fd, const char *host,
					     const char *keyword,
					     const struct imap_trace *trace,
					     GError **error)
{
	struct imap_transport *transport = transport_new(host, keyword, trace);

	transport->fd = fd;
	if (fd >= FD_SETSIZE || fcntl(fd, F_SETFL, O_NONBLOCK) < 0) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_RECONNECT,
			    "cannot use descriptor %d as a connection", fd);
		imap_transport_free(transport);
		return NULL;
	}
	transport->loopback = is_loopback(fd);
	return transport;
}

struct imap_transport *imap_transport_connect(const char *host, guint16 port,
					      const char *keyword,
					      const struct imap_trace *trace,
					      GError **error)
{
	int fd = imap_connect(host, port, error);

	if (fd < 0)
		return NULL;
	return imap_transport_new_on(fd, host, keyword, trace, error);
}

struct imap_transport *imap_transport_new_on_wire(
    const struct imap_wire *wire, void *data, const char *host,
    const char *keyword, const struct imap_trace *trace)
{
	struct imap_transport *transport = transport_new(host, keyword, trace);

	transport->wire = wire;
	transport->wire_data = data;
	/* As near as the name says. */
	transport->loopback = g_str_equal(transport->host, "localhost");
	return transport;
}

/* It may have held a password. */
static void wipe_out(struct imap_transport *transport)
{
	if (transport->out->len > 0)
		explicit_bzero(transport->out->data, transport->out->len);
	g_byte_array_set_size(transport->out, 0);
}

/* What was said arrives, unlike where a connection is given up. */
static void part_in_peace(int fd)
{
	const struct linger usual = { .l_onoff = 0 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &usual, sizeof(usual));
}

void imap_transport_free(struct imap_transport *transport)
{
	if (!transport)
		return;
	if (transport->fd >= 0 && !transport->error)
		part_in_peace(transport->fd);
	if (transport->tls) {
		/* Tell a live server; never wait for its answer. */
		if (!transport->error)
			gnutls_bye(transport->tls, GNUTLS_SHUT_WR);
		gnutls_deinit(transport->tls);
	}
	if (transport->fd >= 0)
		close(transport->fd);
	imap_allow_free(transport->allow);
	wipe_out(transport);
	g_byte_array_unref(transport->out);
	g_clear_error(&transport->error);
	g_free(transport->buffer);
	g_free(transport->host);
	g_free(transport);
}

/* Returns -1, for the caller to return. */
static int G_GNUC_PRINTF(3, 4)
    die(struct imap_transport *transport, enum imap_error code,
	const char *format, ...)
{
	va_list arguments;

	if (transport->error)
		return -1;
	va_start(arguments, format);
	transport->error =
	    g_error_new_valist(IMAP_ERROR, (int)code, format, arguments);
	va_end(arguments);
	imap_trace_line(transport->scan.trace, IMAP_TRACE_NOTE,
			transport->error->message,
			strlen(transport->error->message));
	return -1;
}

static int die_late(struct imap_transport *transport)
{
	return die(transport, IMAP_ERROR_RECONNECT,
		   transport->heard
		       ? "'%s' did not answer within %u s"
		       : "'%s' said nothing within %u s: check port and tls",
		   transport->host, transport->seconds);
}

static int die_closed(struct imap_transport *transport, const char *detail)
{
	return die(transport, IMAP_ERROR_RECONNECT,
		   "'%s' closed the connection%s%s", transport->host,
		   detail ? ": " : "", detail ? detail : "");
}

/* Milliseconds to the deadline, at least 0. */
static int left(const struct imap_transport *transport)
{
	gint64 ms = (transport->deadline - g_get_monotonic_time() + 999) / 1000;

	return (int)CLAMP(ms, 0, G_MAXINT);
}

/* Wait for the socket; 0, or -1 and dead after the deadline. */
static int wait_for(struct imap_transport *transport, short events)
{
	struct pollfd fd = { transport->fd, events, 0 };
	int n;

	if (transport->wire)
		return die_closed(transport, "the wire is idle");
	do {
		n = poll(&fd, 1, left(transport));
	} while (n < 0 && (errno == EINTR || errno == EAGAIN));
	if (n < 0)
		return die_closed(transport, g_strerror(errno));
	if (n == 0)
		return die_late(transport);
	return 0;
}

static ssize_t raw_read(struct imap_transport *transport, void *bytes, size_t n)
{
	ssize_t got;

	if (transport->wire) {
		got = transport->wire->read(transport->wire_data, bytes, n);
		if (got <= 0)
			errno = 0;
		return got > 0 ? got : 0;
	}
	do {
		got = recv(transport->fd, bytes, n, 0);
	} while (got < 0 && errno == EINTR);
	return got;
}

static ssize_t raw_write(struct imap_transport *transport, const void *bytes,
			 size_t n)
{
	ssize_t put;

	if (transport->wire)
		return transport->wire->write(transport->wire_data, bytes, n);
	do {
		put = send(transport->fd, bytes, n, MSG_NOSIGNAL);
	} while (put < 0 && errno == EINTR);
	return put;
}

static ssize_t tls_pull(gnutls_transport_ptr_t ptr, void *bytes, size_t n)
{
	struct imap_transport *transport = ptr;
	ssize_t got = raw_read(transport, bytes, n);

	if (got < 0)
		gnutls_transport_set_errno(transport->tls, errno);
	return got;
}

static ssize_t tls_push(gnutls_transport_ptr_t ptr, const void *bytes, size_t n)
{
	struct imap_transport *transport = ptr;
	ssize_t put = raw_write(transport, bytes, n);

	if (put < 0)
		gnutls_transport_set_errno(transport->tls, errno);
	return put;
}

/* After GNUTLS_E_AGAIN: wait for what GnuTLS waits for. */
static int tls_wait(struct imap_transport *transport)
{
	return wait_for(transport, gnutls_record_get_direction(transport->tls)
				       ? POLLOUT
				       : POLLIN);
}

bool imap_transport_start_tls(struct imap_transport *transport,
			      struct imap_trust *trust, GError **error)
{
	int r;

	if (transport->error) {
		g_propagate_error(error, g_error_copy(transport->error));
		return false;
	}
	g_assert(!transport->tls && transport->begin == transport->end);
	transport->trust = trust;
	transport->tls = imap_tls_session(trust, transport->host, error);
	if (!transport->tls)
		return false;
	gnutls_transport_set_ptr(transport->tls, transport);
	gnutls_transport_set_pull_function(transport->tls, tls_pull);
	gnutls_transport_set_push_function(transport->tls, tls_push);
	do {
		r = gnutls_handshake(transport->tls);
		if (r == GNUTLS_E_AGAIN && tls_wait(transport) < 0)
			break;
	} while (r < 0 && !gnutls_error_is_fatal(r));
	if (r == 0)
		return true;
	if (!transport->error)
		imap_tls_explain(trust, transport->tls, transport->host, r,
				 &transport->error);
	g_propagate_error(error, g_error_copy(transport->error));
	return false;
}

bool imap_transport_is_tls(const struct imap_transport *transport)
{
	return transport->tls != NULL;
}

bool imap_transport_is_loopback(const struct imap_transport *transport)
{
	return transport->loopback;
}

void imap_transport_deadline(struct imap_transport *transport,
			     guint milliseconds)
{
	transport->deadline =
	    g_get_monotonic_time() + (gint64)milliseconds * 1000;
	transport->seconds = (milliseconds + 999) / 1000;
}

void imap_transport_begin(struct imap_transport *transport,
			  const struct imap_scan_limits *limits,
			  guint milliseconds)
{
	imap_scan_begin(&transport->scan, limits);
	imap_transport_deadline(transport, milliseconds);
}

/* What is there, into the buffer: > 0, 0 if nothing yet, -1 when dead. */
static ssize_t receive_some(struct imap_transport *transport)
{
	ssize_t got;

	if (!transport->tls) {
		got = raw_read(transport, transport->buffer, BUFFER_SIZE);
		if (got == 0)
			return die_closed(transport, NULL);
		if (got < 0 && errno != EAGAIN)
			return die_closed(transport, g_strerror(errno));
		return MAX(got, 0);
	}
	got =
	    gnutls_record_recv(transport->tls, transport->buffer, BUFFER_SIZE);
	if (got < 0 && !gnutls_error_is_fatal((int)got))
		return 0;
	if (got == 0 || got == GNUTLS_E_PREMATURE_TERMINATION)
		return die_closed(transport, NULL);
	if (got < 0)
		return die_closed(transport, gnutls_strerror((int)got));
	return got;
}

/*
 * Receive into the empty buffer: 1 if there was something, 0 if not yet, -1
 * when dead.
 */
static int receive(struct imap_transport *transport)
{
	gsize n = 0;

	/* The scanner may leave nothing of what came. */
	while (n == 0) {
		ssize_t got = receive_some(transport);
		guint64 given = transport->scan.given;
		const char *wrong;

		if (got <= 0)
			return (int)got;
		n = (gsize)got;
		transport->heard = true;
		wrong = imap_scan_feed(&transport->scan, transport->buffer, &n);
		if (wrong)
			return die(transport, IMAP_ERROR_RECONNECT, "'%s' %s",
				   transport->host, wrong);
		transport->deadline += (gint64)(transport->scan.given - given) *
				       G_USEC_PER_SEC / IMAP_BYTES_PER_SECOND;
	}
	transport->begin = 0;
	transport->end = n;
	return 1;
}

/* Wait until there is something in the empty buffer; 0, or -1 and dead. */
static int fill(struct imap_transport *transport)
{
	for (;;) {
		int r;

		/* A server that trickles is never waited for: look here. */
		if (left(transport) == 0)
			return die_late(transport);
		r = receive(transport);
		if (r != 0)
			return r < 0 ? -1 : 0;
		r = transport->tls ? tls_wait(transport)
				   : wait_for(transport, POLLIN);
		if (r < 0)
			return -1;
	}
}

ssize_t imap_transport_read(struct imap_transport *transport, void *bytes,
			    size_t n)
{
	if (transport->error)
		return -1;
	if (transport->begin == transport->end && fill(transport) < 0)
		return -1;
	n = MIN(n, transport->end - transport->begin);
	memcpy(bytes, transport->buffer + transport->begin, n);
	transport->begin += n;
	return (ssize_t)n;
}

static int send_out(struct imap_transport *transport)
{
	const guint8 *bytes = transport->out->data;
	gsize n = transport->out->len;

	while (n > 0) {
		ssize_t put;

		if (transport->tls)
			put = gnutls_record_send(transport->tls, bytes, n);
		else
			put = raw_write(transport, bytes, n);
		if (put > 0) {
			bytes += put;
			n -= (gsize)put;
			continue;
		}
		if (transport->tls) {
			if (put == GNUTLS_E_AGAIN) {
				if (tls_wait(transport) < 0)
					return -1;
				continue;
			}
			if (put < 0 && !gnutls_error_is_fatal((int)put))
				continue;
			return die_closed(transport, gnutls_strerror((int)put));
		}
		if (put < 0 && errno == EAGAIN) {
			if (wait_for(transport, POLLOUT) < 0)
				return -1;
			continue;
		}
		return die_closed(transport,
				  transport->wire ? NULL : g_strerror(errno));
	}
	return 0;
}

ssize_t imap_transport_write(struct imap_transport *transport,
			     const void *bytes, size_t n)
{
	int r;

	if (transport->error)
		return -1;
	if (!imap_allow_feed(transport->allow, bytes, n, transport->out,
			     &transport->error))
		return -1;
	r = send_out(transport);
	wipe_out(transport);
	return r < 0 ? -1 : (ssize_t)n;
}

bool imap_transport_pending(const struct imap_transport *transport)
{
	return transport->begin < transport->end ||
	       (transport->tls &&
		gnutls_record_check_pending(transport->tls) > 0);
}

enum imap_ready imap_transport_wait(struct imap_transport *transport,
				    int wake_fd, gint64 milliseconds)
{
	gint64 end = g_get_monotonic_time() + milliseconds * 1000;

	if (transport->error || transport->wire ||
	    imap_transport_pending(transport))
		return IMAP_READY_BYTES;
	for (;;) {
		struct pollfd fds[2] = { { transport->fd, POLLIN, 0 },
					 { wake_fd, POLLIN, 0 } };
		gint64 ms = -1;
		int n;

		if (milliseconds >= 0) {
			ms = (end - g_get_monotonic_time() + 999) / 1000;
			ms = CLAMP(ms, 0, G_MAXINT);
		}
		n = poll(fds, 2, (int)ms);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return IMAP_READY_BYTES;
		/* TLS has messages of its own, which are no news. */
		if (fds[0].revents && receive(transport) != 0)
			return IMAP_READY_BYTES;
		if (fds[1].revents)
			return IMAP_READY_OTHER;
		return IMAP_READY_TIME;
	}
}

int imap_transport_fd(const struct imap_transport *transport)
{
	return transport->fd;
}

struct imap_allow *imap_transport_allow(struct imap_transport *transport)
{
	return transport->allow;
}

const struct imap_scan *imap_transport_scan(
    const struct imap_transport *transport)
{
	return &transport->scan;
}

const GError *imap_transport_error(const struct imap_transport *transport)
{
	return transport->error;
}
