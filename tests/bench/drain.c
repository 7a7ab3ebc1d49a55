/*
 * The raw limit: log in over plain text on loopback, ask for exactly what
 * tend asks for at a first contact, and throw the answers away.
 *
 *	drain PORT USER PASSWORD FOLDER...
 *
 * Each folder is read newest first, 2,000 UIDs a command, four commands in
 * flight.  Prints messages, bytes and seconds since before the connection.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "imap/fields.h"

enum { BATCH = 2000, DEPTH = 4 };

#define ITEMS                                 \
	"UID FLAGS INTERNALDATE RFC822.SIZE " \
	"BODY.PEEK[HEADER.FIELDS (" IMAP_FIELDS ")]"

static struct {
	int fd;
	char in[1 << 16];
	size_t at, end;
	uint64_t bytes, messages;
	unsigned tag;	/* of the last command sent */
	unsigned heard; /* commands that were answered */
	uint32_t uidnext;
} s;

static void die(const char *what)
{
	fprintf(stderr, "drain: %s\n", what);
	exit(1);
}

static void fill(void)
{
	ssize_t n = read(s.fd, s.in, sizeof(s.in));

	if (n <= 0)
		die(n ? strerror(errno) : "the server hung up");
	s.bytes += (uint64_t)n;
	s.at = 0;
	s.end = (size_t)n;
}

static void skip(size_t n)
{
	while (n > 0) {
		size_t have = s.end - s.at;

		if (have >= n) {
			s.at += n;
			return;
		}
		n -= have;
		fill();
	}
}

/* One line, without its end; what does not fit is dropped from its middle. */
static size_t read_line(char *line, size_t size)
{
	size_t len = 0;

	for (;;) {
		size_t have, n;
		char *end;

		if (s.at == s.end)
			fill();
		have = s.end - s.at;
		end = memchr(s.in + s.at, '\n', have);
		n = end ? (size_t)(end - (s.in + s.at)) : have;
		if (len + n > size - 1)
			len = size / 2;
		if (len + n > size - 1)
			die("a line is too long");
		memcpy(line + len, s.in + s.at, n);
		len += n;
		s.at += n + (end != NULL);
		if (end)
			break;
	}
	if (len && line[len - 1] == '\r')
		len--;
	line[len] = '\0';
	return len;
}

/* The size of the literal that a line announces at its end, or -1. */
static long literal(const char *line, size_t len)
{
	size_t i = len;

	if (len < 3 || line[len - 1] != '}')
		return -1;
	while (i > 0 && line[i - 1] != '{')
		i--;
	return i ? strtol(line + i, NULL, 10) : -1;
}

/* Read until one more command is answered. */
static void hear(void)
{
	static char line[sizeof(s.in) * 2];
	bool starts = true;

	for (;;) {
		size_t len = read_line(line, sizeof(line));
		long size = literal(line, len);
		char *fetch;

		if (starts && line[0] == 't') {
			unsigned tag = (unsigned)strtoul(line + 1, &fetch, 10);

			if (tag != ++s.heard || strncmp(fetch, " OK", 3) != 0)
				die(line);
			return;
		}
		if (starts && line[0] == '*') {
			strtoul(line + 2, &fetch, 10);
			if (strncmp(fetch, " FETCH", 6) == 0)
				s.messages++;
			if (strncmp(line, "* OK [UIDNEXT ", 14) == 0)
				s.uidnext =
				    (uint32_t)strtoul(line + 14, NULL, 10);
		}
		if (size > 0)
			skip((size_t)size);
		starts = size < 0;
	}
}

__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	char out[4096];
	va_list args;
	int n, len;

	n = snprintf(out, sizeof(out), "t%u ", ++s.tag);
	va_start(args, format);
	len = vsnprintf(out + n, sizeof(out) - (size_t)n - 2, format, args);
	va_end(args);
	if (len < 0 || n + len + 2 >= (int)sizeof(out))
		die("a command is too long");
	memcpy(out + n + len, "\r\n", 2);
	if (write(s.fd, out, (size_t)(n + len + 2)) != n + len + 2)
		die(strerror(errno));
}

static void drain(const char *folder)
{
	uint32_t high;

	s.uidnext = 1;
	say("EXAMINE \"%s\"", folder);
	hear();
	high = s.uidnext - 1;
	while (high > 0 || s.heard < s.tag) {
		while (high > 0 && s.tag - s.heard < DEPTH) {
			uint32_t low = high > BATCH ? high - BATCH + 1 : 1;

			say("UID FETCH %u:%u (" ITEMS ")", low, high);
			high = low - 1;
		}
		hear();
	}
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	struct sockaddr_in server = { .sin_family = AF_INET };
	char greeting[1024];
	double start = now();

	if (argc < 5) {
		fputs("usage: drain PORT USER PASSWORD FOLDER...\n", stderr);
		return 64;
	}
	server.sin_port = htons((uint16_t)strtoul(argv[1], NULL, 10));
	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s.fd = socket(AF_INET, SOCK_STREAM, 0);
	if (s.fd < 0 ||
	    connect(s.fd, (struct sockaddr *)&server, sizeof(server)) < 0)
		die(strerror(errno));
	read_line(greeting, sizeof(greeting));
	say("LOGIN %s %s", argv[2], argv[3]);
	hear();
	for (int i = 4; i < argc; i++)
		drain(argv[i]);
	printf("%llu messages %llu bytes %.3f seconds\n",
	       (unsigned long long)s.messages, (unsigned long long)s.bytes,
	       now() - start);
	return 0;
}
