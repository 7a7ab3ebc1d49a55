/* What a worker that is locked in can do no more. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <glib.h>
#include <signal.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/worker/sandbox.h"

static int do_exec(void)
{
	return execl("/bin/true", "true", NULL);
}

static int do_fork(void)
{
	return (int)fork();
}

static int do_socket(void)
{
	return socket(AF_INET, SOCK_STREAM, 0);
}

static int do_ptrace(void)
{
	return (int)ptrace(PTRACE_TRACEME, 0, NULL, NULL);
}

static int do_unlink(void)
{
	return unlink("/nowhere/at/all");
}

/* 0: the file is as if it were not there. */
static int do_open(void)
{
	return open("/dev/null", O_RDONLY) < 0 && errno == ENOENT ? 0 : 1;
}

static int do_write(void)
{
	return write(STDERR_FILENO, "", 0) == 0 ? 0 : 1;
}

static const struct {
	const char *what;
	int (*act)(void);
	gboolean dies;
} acts[] = {
	{ "exec", do_exec, TRUE },     { "fork", do_fork, TRUE },
	{ "socket", do_socket, TRUE }, { "ptrace", do_ptrace, TRUE },
	{ "unlink", do_unlink, TRUE }, { "open", do_open, FALSE },
	{ "write", do_write, FALSE },
};

static int locked_in(int (*act)(void))
{
	const char *why;
	int status;
	pid_t pid = fork();

	g_assert_cmpint(pid, >=, 0);
	if (pid == 0) {
		sandbox_begin();
		if (!sandbox_shut(&why))
			_exit(99);
		_exit(act());
	}
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	return status;
}

static void test_acts(void)
{
#ifdef WITH_SANITIZERS
	g_test_skip("an instrumented worker is not locked in");
#else
	for (gsize i = 0; i < G_N_ELEMENTS(acts); i++) {
		int status = locked_in(acts[i].act);

		g_test_message("%s", acts[i].what);
		if (acts[i].dies) {
			g_assert_true(WIFSIGNALED(status));
			g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
		} else {
			g_assert_true(WIFEXITED(status));
			g_assert_cmpint(WEXITSTATUS(status), ==, 0);
		}
	}
#endif
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/sandbox/acts", test_acts);
	(void)acts;
	(void)locked_in;
	return g_test_run();
}
