/*
 * Stands between tend and a server, on loopback, and cuts the line.
 *
 *	cut FILE PORT WORD up|down N cut|hush|never
 *
 * Writes the port that it listens on to FILE, passes on to PORT what comes,
 * and counts from the first command with WORD in it on, of the first
 * connection that has one.  After N bytes of the client's (up, from the first
 * letter of that command) or of the server's (down) it says "cut" and
 *
 *	cut	closes both sides at once
 *	hush	passes on nothing more, either way, and keeps both sides open,
 *		until SIGUSR1: then what was held back goes on, as in a network
 *		that mends, but for what either side has reset since
 *	never	does nothing: N is ignored
 *
 * All other connections are only passed on.  At the end of one that was
 * counted and not cut it prints what was said in turns, each a line: up or
 * down, its first byte and the one behind its last.  Ends on SIGTERM.
 */
#include "config.h"

#include <errno.h>
#include <limits.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

enum { UP, DOWN };
enum fate { CUT, HUSH, NEVER };

static const char *const names[] = { "up", "down" };

struct plan {
	const char *word;
	int way;
	long n;
	enum fate fate;
};

struct line {
	int fds[2];    /* the client's, the server's */
	long count[2]; /* bytes since the word, up and down */
	long begin;    /* of the turn */
	int turn;      /* whose it is, -1: the word has not come */
	char *turns;   /* those that are over */
	size_t n_turns;
};

static volatile sig_atomic_t let_go;

static void on_usr1(int signal)
{
	(void)signal;
	let_go = 1;
}

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

static void send_all(int fd, const char *bytes, long length)
{
	while (length > 0) {
		ssize_t n = send(fd, bytes, (size_t)length, MSG_NOSIGNAL);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		bytes += n;
		length -= n;
	}
}

static void say(const char *text)
{
	fputs(text, stdout);
	fflush(stdout);
}

/* ---- counting ---- */

static void end_turn(struct line *line)
{
	if (line->turn < 0 || line->count[line->turn] == line->begin)
		return;
	line->n_turns += (size_t)snprintf(
	    line->turns + line->n_turns, BUFSIZ - line->n_turns, "%s %ld %ld\n",
	    names[line->turn], line->begin, line->count[line->turn]);
	if (line->n_turns >= BUFSIZ) {
		fputs("too many turns\n", stderr);
		exit(1);
	}
}

static void take_turn(struct line *line, int way)
{
	if (line->turn == way)
		return;
	end_turn(line);
	line->turn = way;
	line->begin = line->count[way];
}

/* How much of a piece counts.  Commands leave in one piece. */
static long counted(struct line *line, const struct plan *plan, int way,
		    const char *bytes, long length)
{
	const char *word;

	if (line->turn < 0) {
		if (way == DOWN)
			return 0;
		word = memmem(bytes, (size_t)length, plan->word,
			      strlen(plan->word));
		if (!word)
			return 0;
		/* With the tag that stands before it. */
		while (word > bytes && word[-1] != '\n')
			word--;
		length -= word - bytes;
	}
	take_turn(line, way);
	return length;
}

/* ---- a connection ---- */

/* Whether a side was reset: what it had sent is lost then. */
static bool is_reset(int fd)
{
	int wrong = 0;
	socklen_t length = sizeof wrong;

	return getsockopt(fd, SOL_SOCKET, SO_ERROR, &wrong, &length) == 0 &&
	       wrong != 0;
}

static void wait_to_go_on(void)
{
	sigset_t block, before;

	sigemptyset(&block);
	sigaddset(&block, SIGUSR1);
	sigprocmask(SIG_BLOCK, &block, &before);
	while (!let_go)
		sigsuspend(&before);
	sigprocmask(SIG_SETMASK, &before, NULL);
}

/* `held` came from the side `way`.  TRUE: this connection is over. */
static bool hush(struct line *line, int way, const char *held, long length)
{
	say("cut\n");
	wait_to_go_on();
	if (is_reset(line->fds[UP]) || is_reset(line->fds[DOWN]))
		return true;
	send_all(line->fds[!way], held, length);
	return false;
}

/* TRUE: this connection is over. */
static bool pass(struct line *line, const struct plan *plan, bool *fired,
		 int way, const char *bytes, long length)
{
	long counts = *fired ? 0 : counted(line, plan, way, bytes, length);
	long left = plan->n - line->count[way], now;

	if (plan->fate == NEVER || line->turn < 0 || *fired ||
	    plan->way != way || left > counts) {
		line->count[way] += counts;
		send_all(line->fds[!way], bytes, length);
		return false;
	}
	*fired = true;
	now = length - counts + left;
	send_all(line->fds[!way], bytes, now);
	if (plan->fate == HUSH)
		return hush(line, way, bytes + now, length - now);
	close(line->fds[UP]);
	close(line->fds[DOWN]);
	say("cut\n");
	return true;
}

static void carry(struct line *line, const struct plan *plan, bool *fired)
{
	static char bytes[16384];

	for (;;) {
		struct pollfd fds[] = {
			{ .fd = line->fds[UP], .events = POLLIN },
			{ .fd = line->fds[DOWN], .events = POLLIN },
		};

		if (poll(fds, 2, 60000) <= 0 && errno != EINTR)
			return;
		for (int way = 0; way < 2; way++) {
			ssize_t n;

			if (!fds[way].revents)
				continue;
			n = read(fds[way].fd, bytes, sizeof bytes);
			if (n <= 0 || pass(line, plan, fired, way, bytes, n))
				return;
		}
	}
}

/* In a process of its own. */
static void serve(int client, const struct plan *plan, bool *fired,
		  const struct sockaddr_in *address)
{
	static char turns[BUFSIZ];
	struct line line = { .fds = { client, tcp_socket() },
			     .turn = -1,
			     .turns = turns };
	int one = 1;

	if (connect(line.fds[DOWN], (const void *)address, sizeof *address) < 0)
		die("connect");
	for (int i = 0; i < 2; i++)
		setsockopt(line.fds[i], IPPROTO_TCP, TCP_NODELAY, &one,
			   sizeof one);
	carry(&line, plan, fired);
	end_turn(&line);
	if (!*fired)
		say(turns);
	exit(0);
}

static bool read_plan(char **argv, struct plan *plan)
{
	static const char *const fates[] = { "cut", "hush", "never" };
	int fate = NEVER;

	while (fate > CUT && strcmp(argv[5], fates[fate]) != 0)
		fate--;
	*plan = (struct plan){
		.word = argv[2],
		.way = strcmp(argv[3], "up") == 0 ? UP : DOWN,
		.n = atol(argv[4]),
		.fate = (enum fate)fate,
	};
	return strcmp(argv[3], names[plan->way]) == 0 &&
	       strcmp(argv[5], fates[fate]) == 0;
}

int main(int argc, char **argv)
{
	struct sigaction usr1 = { .sa_handler = on_usr1 };
	struct sigaction children = { .sa_handler = SIG_IGN,
				      .sa_flags = SA_NOCLDWAIT };
	struct sockaddr_in address;
	struct plan plan;
	bool *fired;
	int listener;

	if (argc != 7 || !read_plan(argv + 1, &plan)) {
		fprintf(stderr, "usage: cut FILE PORT WORD up|down N "
				"cut|hush|never\n");
		return 64;
	}
	/* Signals to the group reach every connection. */
	setpgid(0, 0);
	sigaction(SIGUSR1, &usr1, NULL);
	sigaction(SIGCHLD, &children, NULL);
	fired = mmap(NULL, sizeof *fired, PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (fired == MAP_FAILED)
		die("mmap");
	address = loopback(atoi(argv[2]));
	listener = listen_anywhere(argv[1]);
	for (;;) {
		int client = accept(listener, NULL, NULL);

		if (client < 0 && errno == EINTR)
			continue;
		if (client < 0)
			die("accept");
		switch (fork()) {
		case -1:
			die("fork");
			break;
		case 0:
			close(listener);
			serve(client, &plan, fired, &address);
		}
		close(client);
	}
}
