/* Questions on the terminal. */
#include "agent/ask.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "agent/error.h"
#include "agent/safe.h"

#define ANSWER_MAX 1024
#define CTRL_C '\003'
#define CTRL_D '\004'

static int open_terminal(GError **error)
{
	int fd = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (fd < 0)
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
			    "there is no terminal to ask on; give what is "
			    "needed as options ('tend help init')");
	return fd;
}

gboolean ask_possible(void)
{
	int fd = open_terminal(NULL);

	if (fd >= 0)
		close(fd);
	return fd >= 0;
}

static void put(int fd, const char *text)
{
	gsize left = strlen(text);

	while (left > 0) {
		ssize_t n = write(fd, text, left);

		if (n < 0 && errno != EINTR)
			return;
		if (n > 0) {
			text += n;
			left -= (gsize)n;
		}
	}
}

/*
 * Read up to the end of the line, which is left out.  Byte by byte: what
 * follows is not ours.  FALSE at the end of input, an interruption, or a
 * line that is too long.
 */
static gboolean read_answer(int fd, char *buffer)
{
	gsize length = 0;

	while (length < ANSWER_MAX) {
		ssize_t n = read(fd, buffer + length, 1);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || buffer[length] == CTRL_C ||
		    (buffer[length] == CTRL_D && length == 0))
			return FALSE;
		if (buffer[length] == '\n' || buffer[length] == '\r') {
			buffer[length] = '\0';
			return TRUE;
		}
		length++;
	}
	return FALSE;
}

static void fail_stopped(GError **error)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
		    "stopped at a question; nothing was changed");
}

char *ask_line(const char *question, const char *fallback, GError **error)
{
	g_autofree char *safe = safe_terminal(question);
	g_autofree char *shown = fallback ? safe_terminal(fallback) : NULL;
	int fd = open_terminal(error);
	char buffer[ANSWER_MAX];
	gboolean read = FALSE;

	if (fd < 0)
		return NULL;
	do {
		put(fd, safe);
		if (shown && *shown) {
			put(fd, " [");
			put(fd, shown);
			put(fd, "]");
		}
		put(fd, " ");
		read = read_answer(fd, buffer);
		if (read)
			g_strstrip(buffer);
	} while (read && !*buffer && !fallback);
	close(fd);
	if (!read) {
		fail_stopped(error);
		return NULL;
	}
	return g_strdup(*buffer ? buffer : fallback);
}

gboolean ask_yes(const char *question, gboolean fallback, gboolean *answer_out,
		 GError **error)
{
	for (;;) {
		g_autofree char *answer =
		    ask_line(question, fallback ? "yes" : "no", error);

		if (!answer)
			return FALSE;
		if (g_ascii_strncasecmp(answer, "y", 1) == 0 ||
		    g_ascii_strncasecmp(answer, "n", 1) == 0) {
			*answer_out = g_ascii_tolower(*answer) == 'y';
			return TRUE;
		}
	}
}

struct secret *ask_secret(const char *question, GError **error)
{
	g_autofree char *safe = safe_terminal(question);
	struct termios before, quiet;
	char buffer[ANSWER_MAX];
	struct secret *secret = NULL;
	int fd = open_terminal(error);

	if (fd < 0)
		return NULL;
	if (tcgetattr(fd, &before) < 0)
		goto stopped;
	quiet = before;
	/* Without signals, so that the echo is always switched on again. */
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ISIG);
	if (tcsetattr(fd, TCSAFLUSH, &quiet) < 0)
		goto stopped;
	/* Only now: who answers at once must not be seen, or lost. */
	put(fd, safe);
	put(fd, " ");
	if (read_answer(fd, buffer) && *buffer)
		secret = secret_new(g_strdup(buffer), FALSE);
	secret_wipe(buffer, sizeof(buffer));
	tcsetattr(fd, TCSAFLUSH, &before);
	put(fd, "\n");
stopped:
	close(fd);
	if (!secret)
		fail_stopped(error);
	return secret;
}
