/*
 * Stands between tend and a server, on loopback, and cuts the line.
 *
 *	cut FILE PORT up|down N
 *
 * Writes the port that it listens on to FILE, passes on to PORT what comes,
 * and counts from the word APPEND on: after N bytes of the client's (up, from
 * the first letter of its command) or of the server's (down) it closes both
 * sides at once, and then the port too.  When nothing was cut it prints how
 * many bytes it could have been, up and down, at the end of each connection.
 */
#include "config.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define WORD " APPEND "

struct line {
	int client, server;
	bool seen;	       /* the word has come */
	long up, down;	       /* bytes since then */
	long cut_up, cut_down; /* -1: never */
};

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static int tcp_socket(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (fd < 0)
		die("socket");
	return fd;
}

static struct sockaddr_in loopback(int port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	address.sin_port = htons((unsigned short)port);
	return address;
}

static int listen_anywhere(const char *file)
{
	struct sockaddr_in address = loopback(0);
	socklen_t length = sizeof address;
	int fd = tcp_socket();
	char other[4096];
	FILE *out;

	if (bind(fd, (void *)&address, sizeof address) < 0 ||
	    listen(fd, 8) < 0 || getsockname(fd, (void *)&address, &length) < 0)
		die("listen");
	snprintf(other, sizeof other, "%s.new", file);
	out = fopen(other, "w");
	if (!out || fprintf(out, "%d\n", ntohs(address.sin_port)) < 0 ||
	    fclose(out) < 0 || rename(other, file) < 0)
		die(file);
	return fd;
}

static bool send_all(int fd, const char *bytes, long length)
{
	while (length > 0) {
		ssize_t n = send(fd, bytes, (size_t)length, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		bytes += n;
		length -= n;
	}
	return true;
}

/*
 * Pass on a piece.  `counted` is how much of it counts.  TRUE: the line is
 * to be cut now.
 */
static bool pass(int to, const char *bytes, long length, long counted,
		 long *count, long cut)
{
	long left = cut < 0 ? counted : cut - *count;

	if (counted && left < counted) {
		send_all(to, bytes, length - counted + left);
		*count += left;
		return true;
	}
	*count += counted;
	send_all(to, bytes, length);
	return cut >= 0 && counted && *count == cut;
}

/* Commands leave in one piece, so the word is never torn. */
static bool pass_up(struct line *line, const char *bytes, long length)
{
	long counted = line->seen ? length : 0;
	const char *word;

	if (!line->seen) {
		word = memmem(bytes, (size_t)length, WORD, strlen(WORD));
		if (word) {
			line->seen = true;
			/* With the tag that stands before it. */
			while (word > bytes && word[-1] != '\n')
				word--;
			counted = length - (word - bytes);
		}
	}
	return pass(line->server, bytes, length, counted, &line->up,
		    line->cut_up);
}

static bool pass_down(struct line *line, const char *bytes, long length)
{
	return pass(line->client, bytes, length, line->seen ? length : 0,
		    &line->down, line->cut_down);
}

/* TRUE: it was cut. */
static bool carry(struct line *line)
{
	struct pollfd fds[] = {
		{ .fd = line->client, .events = POLLIN },
		{ .fd = line->server, .events = POLLIN },
	};
	static char bytes[16384];

	for (;;) {
		if (poll(fds, 2, 60000) <= 0)
			return false;
		for (int i = 0; i < 2; i++) {
			ssize_t n;

			if (!fds[i].revents)
				continue;
			n = read(fds[i].fd, bytes, sizeof bytes);
			if (n <= 0)
				return false;
			if (i == 0 ? pass_up(line, bytes, n)
				   : pass_down(line, bytes, n))
				return true;
		}
	}
}

int main(int argc, char **argv)
{
	struct sockaddr_in address;
	int listener, one = 1;
	bool cut = false;

	if (argc != 5) {
		fprintf(stderr, "usage: cut FILE PORT up|down N\n");
		return 64;
	}
	address = loopback(atoi(argv[2]));
	listener = listen_anywhere(argv[1]);
	while (!cut) {
		long n = atol(argv[4]);
		bool up = strcmp(argv[3], "up") == 0;
		struct line line = {
			.client = accept(listener, NULL, NULL),
			.server = tcp_socket(),
			.cut_up = up ? n : -1,
			.cut_down = up ? -1 : n,
		};

		if (line.client < 0 ||
		    connect(line.server, (void *)&address, sizeof address) < 0)
			die("connect");
		setsockopt(line.client, IPPROTO_TCP, TCP_NODELAY, &one,
			   sizeof one);
		setsockopt(line.server, IPPROTO_TCP, TCP_NODELAY, &one,
			   sizeof one);
		cut = carry(&line);
		if (!cut && line.seen) {
			printf("%ld %ld\n", line.up, line.down);
			fflush(stdout);
		}
		close(line.client);
		close(line.server);
	}
	puts("cut");
	return 0;
}
