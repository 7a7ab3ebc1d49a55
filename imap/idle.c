/*
 * Wait for news.  The IDLE dialogue is led here, line by line:
 * mailimap_idle() loses what comes together with `+ idling`, takes what comes
 * before it for nonsense, and crashes on some of it.
 */
#include "imap/idle.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "imap/private.h"

struct idle {
	struct imap_session *session;
	struct imap_watched *watched;
	guint n;
	int wake_fd;
	gint64 end;	  /* monotonic microseconds, 0: never */
	guint32 messages; /* in the first folder, as last told */
	bool first_news;  /* the first folder has changed */
	bool others_news; /* one of the others may have */
	bool pushes;	  /* NOTIFY speaks for the others */
};

/* How much longer the machine has existed than it was awake. */
static gint64 asleep(void)
{
	struct timespec boot;

	clock_gettime(CLOCK_BOOTTIME, &boot);
	return boot.tv_sec - g_get_monotonic_time() / G_TIME_SPAN_SECOND;
}

static bool mark(struct imap_watched *watched, const struct imap_state *state)
{
	watched->news =
	    !state->missing && imap_sync_glance(&watched->cursor, state);
	return watched->news;
}

/* Compare the folders that IDLE does not speak of. */
static bool glance_others(struct idle *idle, bool *news_out, GError **error)
{
	g_autofree const char **names = NULL;
	g_autofree struct imap_state *states = NULL;
	guint n = idle->n - 1;

	idle->others_news = false;
	if (n == 0)
		return true;
	names = g_new0(const char *, n);
	states = g_new0(struct imap_state, n);
	for (guint i = 0; i < n; i++)
		names[i] = idle->watched[i + 1].name;
	if (!imap_folder_status(idle->session, names, n, states, error))
		return false;
	for (guint i = 0; i < n; i++)
		*news_out |= mark(&idle->watched[i + 1], &states[i]);
	return true;
}

/*
 * Compare all folders.  The first one comes last: nothing may stand between
 * opening it and IDLE, for libetpan would hear the news and not tell.
 */
static bool glance_all(struct idle *idle, bool *news_out, GError **error)
{
	struct imap_session *session = idle->session;
	struct imap_state state;

	if (!glance_others(idle, news_out, error) ||
	    !imap_folder_examine(session, idle->watched[0].name, &state, error))
		return false;
	idle->messages = state.messages;
	idle->first_news = false;
	*news_out |= mark(&idle->watched[0], &state);
	/* NOTIFY spoke of another folder meanwhile. */
	if (session->imap->imap_response_info &&
	    session->imap->imap_response_info->rsp_status)
		idle->others_news = true;
	return true;
}

/* One untagged line.  Anything that is not known to be idle talk is news. */
static void note(struct idle *idle, const char *line)
{
	char *word;
	guint64 number;

	if (line[0] != '*' || line[1] != ' ')
		return;
	line += 2;
	number = g_ascii_strtoull(line, &word, 10);
	if (word != line) {
		while (*word == ' ')
			word++;
		if (!g_ascii_strncasecmp(word, "EXISTS", 6)) {
			if (number != idle->messages)
				idle->first_news = true;
		} else if (g_ascii_strncasecmp(word, "RECENT", 6) != 0) {
			idle->first_news = true;
		}
	} else if (!g_ascii_strncasecmp(line, "VANISHED", 8)) {
		idle->first_news = true;
	} else if (!g_ascii_strncasecmp(line, "STATUS ", 7) ||
		   !g_ascii_strncasecmp(line, "LIST ", 5)) {
		idle->others_news = true;
	}
}

static bool is_bye(struct idle *idle, const char *line, GError **error)
{
	if (g_ascii_strncasecmp(line, "* BYE", 5) != 0)
		return false;
	/* The scanner has kept its words. */
	imap_session_fail(idle->session, error);
	return true;
}

/* Have the server speak of the other folders too. */
static bool notify(struct idle *idle, GError **error)
{
	struct imap_session *session = idle->session;
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	g_autoptr(GString) key = g_string_new(NULL);
	enum imap_answer answer;

	if (idle->n < 2 || session->notify_refused ||
	    !imap_session_has(session, "NOTIFY"))
		return true;
	imap_command_add(&command,
			 "NOTIFY SET (SELECTED (MessageNew MessageExpunge "
			 "FlagChange)) (MAILBOXES (");
	for (guint i = 1; i < idle->n; i++) {
		if (i > 1)
			imap_command_add(&command, " ");
		imap_command_add_string(&command, idle->watched[i].name);
		g_string_append(key, idle->watched[i].name);
		g_string_append_c(key, '\n');
	}
	imap_command_add(&command, ") (MessageNew MessageExpunge FlagChange))");
	idle->pushes = true;
	if (session->notified && g_str_equal(session->notified, key->str))
		return true;
	if (!imap_session_run(session, &command, NULL, &answer, error))
		return false;
	if (answer != IMAP_ANSWER_OK) {
		session->notify_refused = true;
		idle->pushes = false;
		return true;
	}
	g_free(session->notified);
	session->notified = g_strdup(key->str);
	return true;
}

/*
 * Say IDLE and wait for its `+`, listening.  A refusal is *refused_out.
 */
static bool start(struct idle *idle, bool *refused_out, GError **error)
{
	struct imap_session *session = idle->session;
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	enum imap_answer answer;
	bool answered;

	*refused_out = false;
	imap_session_begin(session, NULL, 0);
	imap_command_add(&command, "IDLE");
	if (!imap_session_send(session, &command, &answered, &answer, error))
		return false;
	for (;;) {
		const char *line = imap_session_line(session, error);

		if (!line || is_bye(idle, line, error))
			return false;
		if (line[0] == '+')
			return true;
		if (imap_session_is_answer(session, line, session->tag,
					   &answer)) {
			*refused_out = true;
			return true;
		}
		note(idle, line);
	}
}

/* Say DONE, and listen to the end of the command. */
static bool finish(struct idle *idle, GError **error)
{
	struct imap_session *session = idle->session;
	enum imap_answer answer;

	imap_session_begin(session, NULL, 0);
	if (!imap_session_put(session, "DONE", error))
		return false;
	for (;;) {
		const char *line = imap_session_line(session, error);

		if (!line || is_bye(idle, line, error))
			return false;
		if (imap_session_is_answer(session, line, session->tag,
					   &answer))
			return true;
		note(idle, line);
	}
}

static bool is_buffered(const struct imap_session *session)
{
	return session->imap->imap_stream->read_buffer_len > 0;
}

static bool is_over(const struct idle *idle)
{
	return idle->end > 0 && g_get_monotonic_time() >= idle->end;
}

/*
 * Listen until there is news, until `wake_fd` or until `until` (monotonic
 * microseconds).  In slices: a machine that was suspended does not notice
 * how the time went by, nor that its connections are gone.
 */
static bool listen_until(struct idle *idle, gint64 until, bool *other_out,
			 GError **error)
{
	struct imap_session *session = idle->session;
	gint64 slept = asleep();

	while (!idle->first_news && !idle->others_news) {
		gint64 ms = (until - g_get_monotonic_time() + 999) / 1000;
		enum imap_ready ready = IMAP_READY_BYTES;
		const char *line;

		if (!is_buffered(session))
			ready = imap_transport_wait(session->transport,
						    idle->wake_fd,
						    CLAMP(ms, 0, 20000));
		if (ready == IMAP_READY_OTHER) {
			*other_out = true;
			return true;
		}
		if (ready == IMAP_READY_TIME) {
			if (ms <= 20000 || asleep() - slept > 20)
				return true;
			continue;
		}
		imap_session_begin(session, NULL, 0);
		line = imap_session_line(session, error);
		if (!line || is_bye(idle, line, error))
			return false;
		note(idle, line);
	}
	return true;
}

/* Without IDLE: sleep, with an ear for the connection's end. */
static bool sleep_until(struct idle *idle, gint64 until, bool *other_out,
			GError **error)
{
	idle->first_news = idle->others_news = false;
	return listen_until(idle, until, other_out, error);
}

/* One IDLE, from its beginning to its end. */
static bool idle_once(struct idle *idle, bool *other_out, GError **error)
{
	guint seconds = IMAP_IDLE_SECONDS;
	bool refused = !imap_session_has(idle->session, "IDLE");
	gint64 until;

	if (!refused && !start(idle, &refused, error))
		return false;
	if (refused || (idle->n > 1 && !idle->pushes))
		seconds = IMAP_GLANCE_SECONDS;
	until = g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND;
	if (idle->end > 0)
		until = MIN(until, idle->end);
	if (refused)
		return sleep_until(idle, until, other_out, error);
	return listen_until(idle, until, other_out, error) &&
	       finish(idle, error);
}

static bool run(struct idle *idle, enum imap_wake *wake_out, GError **error)
{
	bool news = false, other = false;

	*wake_out = IMAP_WAKE_NEWS;
	if (!notify(idle, error) || !glance_all(idle, &news, error))
		return false;
	while (!news) {
		if (!idle_once(idle, &other, error))
			return false;
		if (idle->first_news)
			news = idle->watched[0].news = true;
		if (other) {
			*wake_out = IMAP_WAKE_OTHER;
			return true;
		}
		if (news)
			break;
		if (is_over(idle)) {
			*wake_out = IMAP_WAKE_TIME;
			return true;
		}
		if (!glance_all(idle, &news, error))
			return false;
	}
	return true;
}

bool imap_idle_look(struct imap_session *session, struct imap_watched *watched,
		    guint n, bool *news_out, GError **error)
{
	struct idle idle = {
		.session = session,
		.watched = watched,
		.n = n,
		.wake_fd = -1,
	};

	for (guint i = 0; i < n; i++)
		watched[i].news = false;
	*news_out = false;
	return glance_all(&idle, news_out, error);
}

bool imap_idle(struct imap_session *session, struct imap_watched *watched,
	       guint n, int wake_fd, guint seconds, enum imap_wake *wake_out,
	       GError **error)
{
	struct idle idle = {
		.session = session,
		.watched = watched,
		.n = n,
		.wake_fd = wake_fd,
	};

	g_assert(n > 0);
	for (guint i = 0; i < n; i++)
		watched[i].news = false;
	if (seconds > 0)
		idle.end =
		    g_get_monotonic_time() + seconds * G_TIME_SPAN_SECOND;
	return run(&idle, wake_out, error);
}
