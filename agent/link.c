/* Start, feed, hear and end a tend-worker. */
#include "agent/link.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/border/channel.h"
#include "agent/error.h"

/* The descriptor on which a worker finds its end of the socket pair. */
#define WORKER_FD 3

/* How long a worker may take to end by itself, in milliseconds. */
#define PATIENCE 2000

struct link {
	pid_t pid;
	struct channel *channel;
	gboolean broken;
	char *obituary;
};

/*
 * What a worker may know of our environment: enough for sanitizers and
 * charsets, nothing of the user's.
 */
static char **worker_environment(void)
{
	static const char *const kept[] = {
		"ASAN_OPTIONS",	     "UBSAN_OPTIONS", "LSAN_OPTIONS",
		"LLVM_PROFILE_FILE", "GCONV_PATH",    "TEND_FAULT",
	};
	GPtrArray *list = g_ptr_array_new();

	for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
		const char *value = g_getenv(kept[i]);

		if (value)
			g_ptr_array_add(
			    list, g_strdup_printf("%s=%s", kept[i], value));
	}
	g_ptr_array_add(list, g_strdup("LC_ALL=C.UTF-8"));
	g_ptr_array_add(list, g_strdup("TZ=UTC"));
	g_ptr_array_add(list, NULL);
	return (char **)g_ptr_array_free(list, FALSE);
}

static gboolean start(struct link *link, const char *path, int their_end,
		      GError **error)
{
	g_auto(GStrv) environment = worker_environment();
	char *arguments[] = { (char *)(guintptr) "tend-worker", NULL };
	posix_spawn_file_actions_t actions;
	int result;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
					 O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, STDERR_FILENO,
					 STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, their_end, WORKER_FD);
	result = posix_spawn(&link->pid, path, &actions, NULL, arguments,
			     environment);
	posix_spawn_file_actions_destroy(&actions);
	if (result == 0)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
		    "cannot start '%s': %s; is tend installed completely?",
		    path, g_strerror(result));
	return FALSE;
}

struct link *link_open(const char *path, const struct record_setup *setup,
		       GError **error)
{
	g_autoptr(link_t) link = g_new0(struct link, 1);
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "cannot make a socket pair: %s", g_strerror(errno));
		return NULL;
	}
	link->channel = channel_new(pair[0]);
	if (!start(link, path, pair[1], error)) {
		close(pair[1]);
		return NULL;
	}
	close(pair[1]);
	link_put(link, RECORD_SETUP, setup);
	channel_wipe(link->channel);
	return g_steal_pointer(&link);
}

static void write_obituary(struct link *link, int status)
{
	if (link->obituary)
		return;
	if (WIFSIGNALED(status))
		link->obituary = g_strdup_printf(
		    "the worker was ended by signal %d (%s)", WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else if (WEXITSTATUS(status) == 127)
		link->obituary = g_strdup("the worker could not be started");
	else
		link->obituary =
		    g_strdup_printf("the worker ended by itself (status %d)",
				    WEXITSTATUS(status));
}

/* Wait for the worker's end, first patiently, then by force. */
static void bury(struct link *link)
{
	gint64 end = g_get_monotonic_time() + PATIENCE * 1000;
	int status = 0;
	pid_t got = 0;

	if (link->pid <= 0)
		return;
	if (!link->broken)
		while ((got = waitpid(link->pid, &status, WNOHANG)) == 0 &&
		       g_get_monotonic_time() < end)
			g_usleep(500);
	if (got == 0) {
		kill(link->pid, SIGKILL);
		do
			got = waitpid(link->pid, &status, 0);
		while (got < 0 && errno == EINTR);
	}
	link->pid = 0;
	write_obituary(link, status);
}

void link_free(struct link *link)
{
	if (!link)
		return;
	if (link->channel && !link->broken) {
		channel_put(link->channel, RECORD_END, NULL);
		channel_flush(link->channel);
	}
	/* The closed socket is what ends a worker that is busy. */
	channel_free(link->channel);
	bury(link);
	g_free(link->obituary);
	g_free(link);
}

int link_get_fd(const struct link *link)
{
	return channel_get_fd(link->channel);
}

gboolean link_put(struct link *link, enum record_type type, const void *fields)
{
	return channel_put(link->channel, type, fields) &&
	       channel_flush(link->channel);
}

gboolean link_put_fd(struct link *link, enum record_type type,
		     const void *fields, int fd)
{
	return channel_put_fd(link->channel, type, fields, fd);
}

enum link_state link_next(struct link *link, int milliseconds,
			  struct record *record_out)
{
	if (link->broken)
		return LINK_DEAD;
	switch (channel_wait(link->channel, milliseconds, record_out)) {
	case CHANNEL_RECORD:
		return LINK_RECORD;
	case CHANNEL_EMPTY:
		return LINK_QUIET;
	case CHANNEL_BROKEN:
		link->broken = TRUE;
		link->obituary = g_strdup_printf(
		    "the worker broke the rules of the border: %s",
		    channel_get_why(link->channel));
		bury(link);
		return LINK_DEAD;
	case CHANNEL_CLOSED:
		bury(link);
		return LINK_DEAD;
	}
	return LINK_DEAD;
}

const char *link_get_obituary(struct link *link)
{
	bury(link);
	return link->obituary ? link->obituary : "the worker is gone";
}
