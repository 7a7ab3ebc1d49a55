/* A TCP connection to a host by name. */
#include "imap/connect.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <unistd.h>

#include "imap/limits.h"

enum { TRIES_MAX = 8, STAGGER_MS = 250 };

struct race {
	struct pollfd tries[TRIES_MAX];
	guint n;
	int last_errno;
};

static void set_options(int fd)
{
	const int one = 1, idle = 60, interval = 20, count = 3;
	/* Unacknowledged data for so long means that nobody is there. */
	const int dead_ms = 90 * 1000;
	/*
	 * When the process dies or gives up, the kernel forgets what it has
	 * not sent yet: half a letter that still arrives when its second
	 * delivery is under way would be two.
	 */
	const struct linger reset = { .l_onoff = 1, .l_linger = 0 };

	setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle, sizeof(idle));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval, sizeof(interval));
	setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	setsockopt(fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &dead_ms,
		   sizeof(dead_ms));
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
}

/* Begin to connect; failures are remembered, not returned. */
static void start(struct race *race, const struct addrinfo *address)
{
	int fd = socket(address->ai_family,
			SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	if (fd < 0) {
		race->last_errno = errno;
		return;
	}
	if (fd >= FD_SETSIZE) {
		race->last_errno = EMFILE;
		close(fd);
		return;
	}
	if (connect(fd, address->ai_addr, address->ai_addrlen) < 0 &&
	    errno != EINPROGRESS) {
		race->last_errno = errno;
		close(fd);
		return;
	}
	race->tries[race->n++] = (struct pollfd){ fd, POLLOUT, 0 };
}

/* The first try that has succeeded; those that failed are dropped. */
static int winner(struct race *race)
{
	for (guint i = 0; i < race->n;) {
		struct pollfd *try = &race->tries[i];
		int wrong = 0;
		socklen_t length = sizeof(wrong);

		if (!try->revents) {
			i++;
			continue;
		}
		if (getsockopt(try->fd, SOL_SOCKET, SO_ERROR, &wrong, &length) <
		    0)
			wrong = errno;
		if (!wrong) {
			int fd = try->fd;

			*try = race->tries[--race->n];
			return fd;
		}
		race->last_errno = wrong;
		close(try->fd);
		*try = race->tries[--race->n];
	}
	return -1;
}

static int run(struct race *race, const struct addrinfo *address)
{
	gint64 end =
	    g_get_monotonic_time() + IMAP_CONNECT_SECONDS * G_TIME_SPAN_SECOND;
	int fd = -1;

	while (fd < 0) {
		gint64 left = (end - g_get_monotonic_time()) / 1000;

		if (address && race->n < TRIES_MAX) {
			start(race, address);
			address = address->ai_next;
		}
		if (race->n == 0 && !address)
			break;
		if (left <= 0) {
			race->last_errno = ETIMEDOUT;
			break;
		}
		if (address)
			left = MIN(left, STAGGER_MS);
		if (race->n > 0 && poll(race->tries, race->n, (int)left) > 0)
			fd = winner(race);
	}
	for (guint i = 0; i < race->n; i++)
		close(race->tries[i].fd);
	return fd;
}

int imap_connect(const char *host, guint16 port, GError **error)
{
	const struct addrinfo hints = {
		.ai_socktype = SOCK_STREAM,
		.ai_flags = AI_NUMERICSERV,
	};
	struct race race = { .last_errno = 0 };
	struct addrinfo *addresses = NULL;
	char service[8];
	int fd, r;

	g_snprintf(service, sizeof(service), "%u", port);
	r = getaddrinfo(host, service, &hints, &addresses);
	if (r != 0) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_WAIT,
			    "cannot find host '%s': %s: check host and the "
			    "network",
			    host,
			    r == EAI_SYSTEM ? g_strerror(errno)
					    : gai_strerror(r));
		return -1;
	}
	fd = run(&race, addresses);
	freeaddrinfo(addresses);
	if (fd < 0) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_WAIT,
			    "cannot connect to '%s' port %u: %s: check host, "
			    "port and the network",
			    host, port, g_strerror(race.last_errno));
		return -1;
	}
	set_options(fd);
	return fd;
}
