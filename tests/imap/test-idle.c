/* Waiting: news at every place around `+ idling`, and what is no news. */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "imap/idle.h"
#include "tests/imap/peer.h"

#define OPENED(exists, next)                                                   \
	{                                                                      \
		"EXAMINE \"INBOX\" (CONDSTORE)",                               \
		    "* " exists                                                \
		    " EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT " next \
		    "] x\r\n* OK [HIGHESTMODSEQ 44]\r\n%T OK x\r\n"            \
	}
#define STATUS(messages, next)                                           \
	{                                                                \
		"STATUS \"Sent\" *", "* STATUS Sent (MESSAGES " messages \
				     " UIDNEXT " next " UIDVALIDITY 7 "  \
				     "HIGHESTMODSEQ 44)\r\n%T OK x\r\n"  \
	}
#define DONE(text)                         \
	{                                  \
		"DONE", text "%T OK x\r\n" \
	}

/*
 * The scripted peer does not wait, so that a story without news ends with
 * the connection: IMAP_ERROR_RECONNECT then says that nothing was taken for
 * news.
 */
static const struct {
	const char *name;
	guint folders;
	struct peer_step steps[16];
	bool inbox, sent;
	bool nothing;
} stories[] = {
	{ "came-before",
	  1,
	  { PEER_LOGIN_RICH, OPENED("4", "11"), PEER_END },
	  true,
	  false,
	  false },
	{ "came-to-the-other-before",
	  2,
	  { PEER_LOGIN_RICH, STATUS("4", "11"), OPENED("3", "10"), PEER_END },
	  false,
	  true,
	  false },
	{ "before-plus",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "* 4 EXISTS\r\n+ idling\r\n" },
	    DONE(""),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "with-plus",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ idling\r\n* 4 EXISTS\r\n* 1 RECENT\r\n" },
	    DONE(""),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "around-plus",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "* 3 EXISTS\r\n* 0 RECENT\r\n+\r\n* OK Still here\r\n"
		      "* 4 EXISTS\r\n" },
	    DONE(""),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "bare-plus",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+\r\n* 2 EXPUNGE\r\n" },
	    DONE(""),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "crash-of-libetpan",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ [BADCHARSET ({3}\r\nabc)] x\r\n* 4 EXISTS\r\n" },
	    DONE(""),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "expunge",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ idling\r\n* 2 EXPUNGE\r\n" },
	    DONE(""),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "vanished",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ idling\r\n* VANISHED 5\r\n" },
	    DONE(""),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "flags",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ idling\r\n* 2 FETCH (UID 5 FLAGS (\\Seen))\r\n" },
	    DONE("* 2 FETCH (UID 5 FLAGS (\\Seen))\r\n"),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "literal-in-idle",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ idling\r\n* LIST () \"/\" {8}\r\na\r\n* BYE\r\n" },
	    /* Another folder's news: look at all of them. */
	    DONE(""),
	    OPENED("4", "11"),
	    PEER_END },
	  true,
	  false,
	  false },
	{ "alive-is-no-news",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ idling\r\n* OK Still here\r\n* 3 EXISTS\r\n* 0 "
		      "RECENT\r\n* CAPABILITY X\r\n" },
	    PEER_END },
	  false,
	  false,
	  true },
	{ "bye",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "+ idling\r\n* BYE shutting down\r\n" },
	    PEER_END },
	  false,
	  false,
	  true },
	{ "bye-instead-of-plus",
	  1,
	  { PEER_LOGIN_RICH,
	    OPENED("3", "10"),
	    { "IDLE", "* BYE x\r\n" },
	    PEER_END },
	  false,
	  false,
	  true },
};

static void init(struct imap_watched *watched)
{
	static const struct imap_cursor cursor = { 7, 1, 9, 44, 3, 0 };

	watched[0] = (struct imap_watched){ "INBOX", cursor, false };
	watched[1] = (struct imap_watched){ "Sent", cursor, false };
}

static void test_stories(void)
{
	static const gsize chunks[] = { 0, 1, 7 };

	for (gsize i = 0; i < G_N_ELEMENTS(stories) * 3; i++) {
		gsize at = i / 3;
		struct imap_watched watched[2];
		g_autoptr(imap_session) session = NULL;
		g_autoptr(GError) error = NULL;
		enum imap_wake wake;
		struct peer peer;
		bool ok;

		g_test_message("%s", stories[at].name);
		init(watched);
		peer_init(&peer, stories[at].steps);
		peer.chunk = chunks[i % 3];
		session = peer_session(&peer, NULL);
		imap_session_login(session, &error);
		g_assert_no_error(error);
		ok = imap_idle(session, watched, stories[at].folders, -1, 0,
			       &wake, &error);
		if (!ok && !stories[at].nothing)
			g_test_message("%s", error->message);
		peer_check(&peer);
		g_assert_cmpint(ok, ==, !stories[at].nothing);
		if (ok) {
			g_assert_no_error(error);
			g_assert_cmpint(wake, ==, IMAP_WAKE_NEWS);
			g_assert_cmpint(watched[0].news, ==, stories[at].inbox);
			g_assert_cmpint(watched[1].news, ==, stories[at].sent);
		} else {
			g_assert_true(imap_session_is_over(session));
		}
		g_clear_pointer(&session, imap_session_free);
		peer_clear(&peer);
	}
}

/* A line of news at every byte of what IDLE may be answered with. */
static void test_everywhere(void)
{
	static const char *const lines[] = { "* 3 EXISTS\r\n", "* OK x\r\n",
					     "+ idling\r\n", "* 0 RECENT\r\n",
					     "* OK Still here\r\n" };

	for (gsize place = 0; place <= G_N_ELEMENTS(lines); place++) {
		GString *answer = g_string_new(NULL);
		struct imap_watched watched[2];
		g_autoptr(imap_session) session = NULL;
		g_autoptr(GError) error = NULL;
		enum imap_wake wake;
		struct peer peer;

		for (gsize i = 0; i <= G_N_ELEMENTS(lines); i++) {
			if (i == place)
				g_string_append(answer, "* 4 EXISTS\r\n");
			if (i < G_N_ELEMENTS(lines))
				g_string_append(answer, lines[i]);
		}
		{
			const struct peer_step steps[] = {
				PEER_LOGIN_RICH,
				OPENED("3", "10"),
				{ "IDLE", answer->str },
				DONE(""),
				PEER_END,
			};

			init(watched);
			peer_init(&peer, steps);
			session = peer_session(&peer, NULL);
			imap_session_login(session, &error);
			g_assert_no_error(error);
			imap_idle(session, watched, 1, -1, 0, &wake, &error);
			peer_check(&peer);
		}
		g_assert_no_error(error);
		g_assert_true(watched[0].news);
		g_string_free(answer, TRUE);
		g_clear_pointer(&session, imap_session_free);
		peer_clear(&peer);
	}
}

/* Both ends of a socketpair: what the client does while time goes by. */
struct server {
	int fd;
	const char *after_idle; /* said a while after `+` */
	const char *with_idle;	/* said in the same breath as `+` */
	const char *capability;
	GString *heard;
};

static void say(int fd, const char *text)
{
	g_assert_cmpint(send(fd, text, strlen(text), MSG_NOSIGNAL), ==,
			(gssize)strlen(text));
}

static void answer(struct server *server, const char *line)
{
	g_autofree char *tag = g_strndup(line, strcspn(line, " "));
	g_autofree char *tagged = g_strdup_printf("%s OK x\r\n", tag);

	if (strstr(line, "CAPABILITY")) {
		say(server->fd, server->capability);
	} else if (strstr(line, "EXAMINE")) {
		say(server->fd, "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK "
				"[UIDNEXT 10] x\r\n");
	} else if (strstr(line, "STATUS")) {
		say(server->fd, "* STATUS Sent (MESSAGES 3 UIDNEXT 10 "
				"UIDVALIDITY 7)\r\n");
	} else if (strstr(line, "IDLE")) {
		say(server->fd,
		    server->with_idle ? server->with_idle : "+ idling\r\n");
		if (server->after_idle) {
			g_usleep(100 * 1000);
			say(server->fd, server->after_idle);
		}
		return;
	}
	if (g_str_equal(line, "DONE")) {
		const char *last = strrchr(server->heard->str, 'I');

		/* The tag of the IDLE that this ends. */
		while (last > server->heard->str && last[-1] != '\n')
			last--;
		g_free(tagged);
		tagged = g_strdup_printf("%.*s OK x\r\n",
					 (int)strcspn(last, " "), last);
	}
	say(server->fd, tagged);
}

static gpointer serve(gpointer data)
{
	struct server *server = data;
	GString *line = g_string_new(NULL);
	char c;

	say(server->fd, "* OK hello\r\n");
	while (recv(server->fd, &c, 1, 0) == 1) {
		if (c == '\r')
			continue;
		if (c != '\n') {
			g_string_append_c(line, c);
			continue;
		}
		if (!g_str_equal(line->str, "DONE"))
			g_string_append_printf(server->heard, "%s\n",
					       line->str);
		answer(server, line->str);
		g_string_truncate(line, 0);
	}
	g_string_free(line, TRUE);
	return NULL;
}

struct pair {
	struct server server;
	GThread *thread;
	struct imap_session *session;
	struct imap_watched watched[2];
};

static void begin(struct pair *pair, const char *capability,
		  const char *after_idle)
{
	g_autoptr(GError) error = NULL;
	int fds[2];

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
	pair->server = (struct server){ .fd = fds[1],
					.after_idle = after_idle,
					.capability = capability,
					.heard = g_string_new(NULL) };
	pair->thread = g_thread_new("server", serve, &pair->server);
	pair->session = imap_session_new_on(fds[0], &peer_settings, &error);
	g_assert_no_error(error);
	imap_session_login(pair->session, &error);
	g_assert_no_error(error);
	init(pair->watched);
	pair->watched[0].cursor.modseq = pair->watched[1].cursor.modseq = 0;
}

static void end(struct pair *pair)
{
	imap_session_free(pair->session);
	g_thread_join(pair->thread);
	close(pair->server.fd);
	g_string_free(pair->server.heard, TRUE);
}

static void test_sockets(void)
{
	static const char idle[] = "* CAPABILITY IMAP4rev1 IDLE\r\n";
	static const char none[] = "* CAPABILITY IMAP4rev1\r\n";
	g_autoptr(GError) error = NULL;
	enum imap_wake wake;
	struct pair pair;
	gint64 start;
	int pipes[2];

	/* News a while later. */
	begin(&pair, idle, "* 4 EXISTS\r\n");
	g_assert_true(
	    imap_idle(pair.session, pair.watched, 1, -1, 5, &wake, &error));
	g_assert_cmpint(wake, ==, IMAP_WAKE_NEWS);
	end(&pair);

	/* News in the segment of `+`, which no poll() will ever tell of. */
	begin(&pair, idle, NULL);
	pair.server.with_idle = "+ idling\r\n* 4 EXISTS\r\n";
	start = g_get_monotonic_time();
	g_assert_true(
	    imap_idle(pair.session, pair.watched, 1, -1, 20, &wake, &error));
	g_assert_cmpint(wake, ==, IMAP_WAKE_NEWS);
	g_assert_cmpint(g_get_monotonic_time() - start, <, 10000000);
	end(&pair);

	/* Nothing, until the time is over; then it can be done again. */
	begin(&pair, idle, NULL);
	for (int i = 0; i < 2; i++) {
		start = g_get_monotonic_time();
		g_assert_true(imap_idle(pair.session, pair.watched, 2, -1, 1,
					&wake, &error));
		g_assert_cmpint(wake, ==, IMAP_WAKE_TIME);
		g_assert_cmpint(g_get_monotonic_time() - start, >=, 950000);
	}
	end(&pair);

	/* Half a line is not waited for beyond the deadline: it is an end. */
	begin(&pair, idle, "* 4 EX");
	g_assert_false(
	    imap_idle(pair.session, pair.watched, 1, -1, 0, &wake, &error));
	g_assert_error(error, IMAP_ERROR, IMAP_ERROR_RECONNECT);
	g_clear_error(&error);
	end(&pair);

	/* The other descriptor, with and without IDLE. */
	for (int i = 0; i < 2; i++) {
		begin(&pair, i ? none : idle, NULL);
		g_assert_cmpint(pipe(pipes), ==, 0);
		g_assert_cmpint(write(pipes[1], "x", 1), ==, 1);
		g_assert_true(imap_idle(pair.session, pair.watched, 2, pipes[0],
					5, &wake, &error));
		g_assert_cmpint(wake, ==, IMAP_WAKE_OTHER);
		g_assert_true(imap_session_noop(pair.session, &error));
		close(pipes[0]);
		close(pipes[1]);
		end(&pair);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/idle/stories", test_stories);
	g_test_add_func("/imap/idle/everywhere", test_everywhere);
	g_test_add_func("/imap/idle/sockets", test_sockets);
	return g_test_run();
}
