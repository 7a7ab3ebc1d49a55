/* The user's own programs. */
#include <config.h>

#include "agent/hook.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/clock.h"
#include "agent/json.h"
#include "agent/tell.h"
#include "store/setting.h"

/* How often to look after programs that say nothing, in milliseconds. */
#define TICK 100

/* So much of what a program writes to its standard error is kept. */
#define NOISE_MAX 512

/* One program at its work. */
struct running {
	enum hook hook;
	pid_t pid; /* 0: the place is free */
	int noise_fd;
	gint64 late_at; /* monotonic, usec */
	gboolean killed;
	char noise[NOISE_MAX];
	gsize n_noise;
};

struct hooks {
	const struct config *config;
	struct store *store;
	GQueue waiting[N_HOOKS]; /* char *json */
	guint more[N_HOOKS];	 /* who came while too many waited */
	gboolean ill[N_HOOKS];	 /* the last run failed: that is told */
	struct running running[HOOKS_RUNNING];
};

const char *hook_name(enum hook hook)
{
	static const char *const names[N_HOOKS] = {
		[HOOK_NEW] = "on-new",
		[HOOK_ANSWER] = "on-answer",
		[HOOK_STALLED] = "on-stalled",
	};

	g_assert(hook < N_HOOKS);
	return names[hook];
}

const char *hook_command(const struct config *config, enum hook hook)
{
	switch (hook) {
	case HOOK_NEW:
		return config->on_new;
	case HOOK_ANSWER:
		return config->on_answer;
	case HOOK_STALLED:
		return config->on_stalled;
	case N_HOOKS:
		break;
	}
	return NULL;
}

/* ---- what went wrong, for `tend status` ---- */

static char *setting_of(enum hook hook)
{
	return g_strdup_printf("problem-%s", hook_name(hook));
}

gboolean hook_find_problem(struct store *store, enum hook hook,
			   char **problem_out, gint64 *at_out, GError **error)
{
	g_autofree char *name = setting_of(hook);
	g_autofree char *line = NULL;
	char *text = NULL;

	*at_out = 0;
	if (!store_setting_find(store, name, &line, error))
		return FALSE;
	if (line)
		*at_out = g_ascii_strtoll(line, &text, 10);
	*problem_out = g_strdup(text ? g_strchug(text) : "");
	return TRUE;
}

/* NULL: all is well again.  It can wait for a better moment. */
static void note_problem(struct hooks *hooks, enum hook hook,
			 const char *problem)
{
	g_autofree char *name = setting_of(hook);
	g_autofree char *line = NULL;
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(GError) failed = NULL;

	if (!hooks->store)
		return;
	if (problem)
		line = g_strdup_printf("%" G_GINT64_FORMAT " %s", clock_now(),
				       problem);
	transaction = store_transaction_new(hooks->store, &failed);
	if (!transaction ||
	    !store_setting_put(hooks->store, name, line, &failed) ||
	    !store_transaction_commit(transaction, &failed))
		tell_debug("%s: %s", hook_name(hook), failed->message);
}

/*
 * What the program itself said may name people: it is told, but not kept, or
 * it would outlive a `tend forget`.
 */
static void fail(struct hooks *hooks, enum hook hook, const char *problem,
		 const char *noise)
{
	if (hooks->ill[hook])
		return;
	hooks->ill[hook] = TRUE;
	tell("the command of %s %s%s%s; run it by hand, with an object of "
	     "tend-json(5) on its standard input",
	     hook_name(hook), problem, *noise ? ": " : "", noise);
	note_problem(hooks, hook, problem);
}

static void succeed(struct hooks *hooks, enum hook hook)
{
	if (!hooks->ill[hook])
		return;
	hooks->ill[hook] = FALSE;
	note_problem(hooks, hook, NULL);
}

/* ---- starting one ---- */

/* What is not for others: ours, the service manager's, and secrets. */
static gboolean is_private(const char *name)
{
	static const char *const beginnings[] = { "TEND_", "LISTEN_",
						  "WATCHDOG_", "NOTIFY_SOCKET",
						  "CREDENTIALS_DIRECTORY" };
	static const char *const parts[] = { "PASSWORD", "PASSWD", "PASSPHRASE",
					     "SECRET",	 "TOKEN",  "API_KEY" };
	g_autofree char *upper = g_ascii_strup(name, -1);

	for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
		if (g_str_has_prefix(upper, beginnings[i]))
			return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
		if (strstr(upper, parts[i]))
			return TRUE;
	return FALSE;
}

static char **environment_for_others(void)
{
	char **all = g_get_environ();
	g_auto(GStrv) names = g_listenv();

	for (char **name = names; *name; name++)
		if (is_private(*name))
			all = g_environ_unsetenv(all, *name);
	return all;
}

/* A file without a name: the program reads when it likes, and nobody waits. */
static int file_with(const char *json)
{
	int fd = memfd_create("tend-hook", MFD_CLOEXEC);
	gsize length = strlen(json);
	gboolean ok;

	if (fd < 0)
		return -1;
	ok = write(fd, json, length) == (ssize_t)length &&
	     write(fd, "\n", 1) == 1 && lseek(fd, 0, SEEK_SET) == 0;
	if (ok)
		return fd;
	close(fd);
	return -1;
}

/* In a process group of its own, without our signals blocked. */
static int spawn(const char *command, int input, int noise, pid_t *pid_out)
{
	g_auto(GStrv) environment = environment_for_others();
	g_autofree char *line = g_strdup(command);
	char shell[] = "sh", option[] = "-c";
	char *arguments[] = { shell, option, line, NULL };
	const char *home = g_get_home_dir();
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t none, usual;
	int result;

	sigemptyset(&none);
	sigemptyset(&usual);
	sigaddset(&usual, SIGPIPE);
	sigaddset(&usual, SIGINT);
	sigaddset(&usual, SIGQUIT);
	sigaddset(&usual, SIGTERM);
	sigaddset(&usual, SIGHUP);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP |
						  POSIX_SPAWN_SETSIGMASK |
						  POSIX_SPAWN_SETSIGDEF);
	posix_spawnattr_setpgroup(&attributes, 0);
	posix_spawnattr_setsigmask(&attributes, &none);
	posix_spawnattr_setsigdefault(&attributes, &usual);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
	posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null",
					 O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, noise, STDERR_FILENO);
	/* Ours close by themselves, but not what we were given. */
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	if (g_file_test(home, G_FILE_TEST_IS_DIR))
		posix_spawn_file_actions_addchdir_np(&actions, home);
	result = posix_spawn(pid_out, "/bin/sh", &actions, &attributes,
			     arguments, environment);
	posix_spawn_file_actions_destroy(&actions);
	posix_spawnattr_destroy(&attributes);
	return result;
}

static gboolean start(struct hooks *hooks, struct running *running,
		      enum hook hook, const char *json)
{
	gint64 patience = (gint64)hooks->config->hook_deadline * G_USEC_PER_SEC;
	int input = file_with(json);
	int noise[2] = { -1, -1 };
	int result;

	*running = (struct running){ .hook = hook, .noise_fd = -1 };
	if (input < 0 || pipe2(noise, O_CLOEXEC) < 0)
		result = errno;
	else
		result = spawn(hook_command(hooks->config, hook), input,
			       noise[1], &running->pid);
	if (input >= 0)
		close(input);
	if (noise[1] >= 0)
		close(noise[1]);
	if (result != 0) {
		if (noise[0] >= 0)
			close(noise[0]);
		running->pid = 0;
		fail(hooks, hook, "cannot be started", g_strerror(result));
		return FALSE;
	}
	fcntl(noise[0], F_SETFL, O_NONBLOCK);
	running->noise_fd = noise[0];
	running->late_at = g_get_monotonic_time() + patience;
	return TRUE;
}

/* ---- what waits ---- */

static char *summary(enum hook hook, guint more)
{
	g_autoptr(json_t) json = json_new();

	json_number(json, "version", HOOK_VERSION);
	json_text(json, "hook", hook_name(hook));
	json_text(json, "contact", NULL);
	json_text(json, "address", NULL);
	json_time(json, "at", clock_now());
	json_number(json, "more", more);
	return json_take(json);
}

/* The next to be told, NULL: nobody waits. */
static char *take_next(struct hooks *hooks, enum hook *hook_out)
{
	for (enum hook hook = 0; hook < N_HOOKS; hook++) {
		char *json = g_queue_pop_head(&hooks->waiting[hook]);

		*hook_out = hook;
		if (json)
			return json;
		if (hooks->more[hook] == 0)
			continue;
		json = summary(hook, hooks->more[hook]);
		hooks->more[hook] = 0;
		return json;
	}
	return NULL;
}

static gboolean any_waits(const struct hooks *hooks)
{
	for (enum hook hook = 0; hook < N_HOOKS; hook++)
		if (hooks->waiting[hook].length || hooks->more[hook])
			return TRUE;
	return FALSE;
}

void hooks_put(struct hooks *hooks, enum hook hook, char *json)
{
	if (!hook_command(hooks->config, hook)) {
		g_free(json);
	} else if (hooks->waiting[hook].length < HOOKS_WAITING &&
		   hooks->more[hook] == 0) {
		g_queue_push_tail(&hooks->waiting[hook], json);
	} else {
		hooks->more[hook]++;
		g_free(json);
	}
}

/* ---- what runs ---- */

/* To its end, or until nothing more has come; the rest is thrown away. */
static void hear(struct running *running)
{
	char buffer[4096];

	/* So many at once: a flood must not keep us. */
	for (int i = 0; i < 16 && running->noise_fd >= 0; i++) {
		ssize_t n = read(running->noise_fd, buffer, sizeof buffer);
		gsize kept;

		if (n < 0)
			return;
		if (n == 0) {
			close(running->noise_fd);
			running->noise_fd = -1;
			return;
		}
		kept = MIN((gsize)n, NOISE_MAX - running->n_noise);
		memcpy(running->noise + running->n_noise, buffer, kept);
		running->n_noise += kept;
	}
}

/* The first line that it wrote. */
static char *noise_of(const struct running *running)
{
	g_autofree char *line = g_strndup(running->noise, running->n_noise);

	line[strcspn(line, "\r\n")] = '\0';
	return g_utf8_make_valid(line, -1);
}

static void judge(struct hooks *hooks, const struct running *running,
		  int status)
{
	g_autofree char *noise = noise_of(running);
	g_autofree char *problem = NULL;

	if (running->killed)
		problem = g_strdup_printf(
		    "did not end within %u seconds and was killed",
		    hooks->config->hook_deadline);
	else if (WIFSIGNALED(status))
		problem =
		    g_strdup_printf("was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) == 127)
		problem = g_strdup("was not found (exit status 127)");
	else if (WEXITSTATUS(status) != 0)
		problem = g_strdup_printf("failed with exit status %d",
					  WEXITSTATUS(status));
	if (problem)
		fail(hooks, running->hook, problem, noise);
	else
		succeed(hooks, running->hook);
}

/*
 * Its group is killed while its number is certainly still its own: before it
 * has been waited for.
 */
static void see_to(struct hooks *hooks, struct running *running)
{
	int status = 0;
	pid_t got;

	if (running->pid == 0)
		return;
	hear(running);
	if (!running->killed && g_get_monotonic_time() >= running->late_at) {
		kill(-running->pid, SIGKILL);
		running->killed = TRUE;
	}
	got = waitpid(running->pid, &status, WNOHANG);
	if (got == 0 || (got < 0 && errno == EINTR))
		return;
	hear(running);
	if (running->noise_fd >= 0)
		close(running->noise_fd);
	judge(hooks, running, status);
	running->pid = 0;
}

void hooks_turn(struct hooks *hooks)
{
	for (guint i = 0; i < HOOKS_RUNNING; i++) {
		struct running *running = &hooks->running[i];
		gboolean tried = FALSE;

		see_to(hooks, running);
		while (running->pid == 0 && !tried) {
			enum hook hook;
			g_autofree char *json = take_next(hooks, &hook);

			tried = !json || start(hooks, running, hook, json);
		}
	}
}

int hooks_get_timeout(const struct hooks *hooks)
{
	for (guint i = 0; i < HOOKS_RUNNING; i++)
		if (hooks->running[i].pid)
			return TICK;
	return any_waits(hooks) ? 0 : -1;
}

guint hooks_fill_poll(const struct hooks *hooks, struct pollfd *fds)
{
	guint n = 0;

	for (guint i = 0; i < HOOKS_RUNNING; i++)
		if (hooks->running[i].pid && hooks->running[i].noise_fd >= 0)
			fds[n++] =
			    (struct pollfd){ .fd = hooks->running[i].noise_fd,
					     .events = POLLIN };
	return n;
}

void hooks_finish(struct hooks *hooks)
{
	for (;;) {
		struct pollfd fds[HOOKS_RUNNING];
		int timeout;

		hooks_turn(hooks);
		timeout = hooks_get_timeout(hooks);
		if (timeout < 0)
			return;
		(void)poll(fds, hooks_fill_poll(hooks, fds), timeout);
	}
}

/* ---- from the first to the last ---- */

struct hooks *hooks_new(const struct config *config, struct store *store)
{
	struct hooks *hooks = g_new0(struct hooks, 1);

	hooks->config = config;
	hooks->store = store;
	for (enum hook hook = 0; hook < N_HOOKS; hook++) {
		g_autofree char *problem = NULL;
		gint64 at;

		g_queue_init(&hooks->waiting[hook]);
		/* What an earlier process told of is told. */
		if (store &&
		    hook_find_problem(store, hook, &problem, &at, NULL))
			hooks->ill[hook] = *problem != '\0';
	}
	return hooks;
}

void hooks_free(struct hooks *hooks)
{
	if (!hooks)
		return;
	for (guint i = 0; i < HOOKS_RUNNING; i++) {
		struct running *running = &hooks->running[i];

		if (!running->pid)
			continue;
		kill(-running->pid, SIGKILL);
		while (waitpid(running->pid, NULL, 0) < 0 && errno == EINTR)
			;
		if (running->noise_fd >= 0)
			close(running->noise_fd);
	}
	for (enum hook hook = 0; hook < N_HOOKS; hook++)
		g_queue_clear_full(&hooks->waiting[hook], g_free);
	g_free(hooks);
}
