/*
 * The edges of tend: its clock, its paths, its JSON, and, of the program
 * itself, exit statuses, sentences, colour, pager and questions.
 */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "agent/clock.h"
#include "agent/error.h"
#include "agent/json.h"
#include "agent/paths.h"

/* For a run of tend, in seconds, sanitizers and all. */
#define PATIENCE 30

static char *home;

static void test_clock(void)
{
	static const struct {
		const char *text;
		gint64 at; /* -1: refused */
	} rows[] = {
		{ "@0", 0 },
		{ "@1772442000", 1772442000 },
		{ "2026-03-02", 1772409600 },
		{ "2026-03-02 09:00", 1772442000 },
		{ "2026-03-02T09:00", 1772442000 },
		{ "2026-03-02T09:00:00Z", 1772442000 },
		{ "2026-03-02 10:00:00+01:00", 1772442000 },
		{ "@", -1 },
		{ "@-1", -1 },
		{ "@1e9", -1 },
		{ "@99999999999999", -1 },
		{ "2026-02-30", -1 },
		{ "tomorrow", -1 },
		{ "2026-03-02 25:00", -1 },
		{ " ", -1 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autoptr(GError) error = NULL;
		gint64 at = -1;
		gboolean read = clock_parse(rows[i].text, &at, &error);

		g_test_message("%s", rows[i].text);
		g_assert_cmpint(read, ==, rows[i].at >= 0);
		if (read)
			g_assert_cmpint(at, ==, rows[i].at);
		else
			g_assert_error(error, TEND_ERROR, TEND_ERROR_USAGE);
	}
}

static void test_clock_runs(void)
{
	g_assert_cmpint(clock_now(), ==, clock_real());
	g_setenv("TEND_NOW", "@1772442000", TRUE);
	g_assert_true(clock_start(NULL));
	g_assert_true(clock_is_set());
	g_assert_cmpint(clock_now(), ==, 1772442000);
	g_usleep(1100 * 1000);
	g_assert_cmpint(clock_now(), ==, 1772442000);
	clock_let_run();
	g_usleep(1100 * 1000);
	g_assert_cmpint(clock_now(), >=, 1772442001);
	g_assert_cmpint(clock_now(), <, 1772442010);
	g_assert_cmpint(clock_real(), >, 1772442010);
	g_unsetenv("TEND_NOW");
}

static void test_json(void)
{
	g_autoptr(json_t) json = json_new();
	g_autofree char *one = NULL;
	g_autofree char *two = NULL;

	json_text(json, "text", "a\"b\n\303\244");
	json_text(json, "none", NULL);
	json_text(json, "bad", "a\xff");
	json_number(json, "n", G_MAXINT64);
	json_truth(json, "t", TRUE);
	json_time(json, "at", 1772442000);
	json_time(json, "never", 0);
	json_begin_list(json, "list");
	json_number(json, NULL, -1);
	json_begin_object(json, NULL);
	json_end_object(json);
	json_end_list(json);
	one = json_take(json);
	g_assert_cmpstr(one, ==,
			"{\"text\":\"a\\\"b\\n\303\244\",\"none\":null,"
			"\"bad\":\"a\357\277\275\","
			"\"n\":9223372036854775807,\"t\":true,"
			"\"at\":\"2026-03-02T09:00:00Z\",\"never\":null,"
			"\"list\":[-1,{}]}");
	/* The next line begins anew. */
	json_number(json, "n", 2);
	two = json_take(json);
	g_assert_cmpstr(two, ==, "{\"n\":2}");
}

static void test_paths(void)
{
	g_autofree char *lease = paths_lease("work", NULL);
	g_autofree char *database = paths_database(NULL);
	g_autofree char *config = paths_config();
	g_autofree char *directory = g_path_get_dirname(database);
	g_autofree char *deep = g_strnfill(120, 'x');
	g_autofree char *runtime = g_build_filename(home, deep, NULL);
	g_autofree char *socket = NULL;
	g_autoptr(GError) error = NULL;
	struct stat info;

	g_assert_true(g_str_has_prefix(lease, home));
	g_assert_true(g_str_has_suffix(lease, "/state/tend/work.lease"));
	g_assert_true(g_str_has_suffix(database, "/data/tend/tend.db"));
	g_assert_true(g_str_has_suffix(config, "/config/tend/config"));
	g_assert_cmpint(stat(directory, &info), ==, 0);
	g_assert_cmpint(info.st_mode & 07777, ==, 0700);

	g_setenv("XDG_RUNTIME_DIR", runtime, TRUE);
	socket = paths_socket(&error);
	g_assert_null(socket);
	g_assert_error(error, TEND_ERROR, TEND_ERROR_CONFIG);
	g_assert_nonnull(strstr(error->message, "XDG_RUNTIME_DIR"));
	g_setenv("XDG_RUNTIME_DIR", home, TRUE);
	socket = paths_socket(NULL);
	g_assert_nonnull(socket);
}

static void test_worker(void)
{
	g_autofree char *before = g_strdup(g_getenv("TEND_WORKER"));
	g_autofree char *found = NULL;
	g_autoptr(GError) error = NULL;

	g_setenv("TEND_WORKER", "/bin/sh", TRUE);
	found = paths_worker(NULL);
	g_assert_cmpstr(found, ==, "/bin/sh");
	g_setenv("TEND_WORKER", "/nonexistent", TRUE);
	g_assert_null(paths_worker(&error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE);
	if (before)
		g_setenv("TEND_WORKER", before, TRUE);
	else
		g_unsetenv("TEND_WORKER");
}

/* ---- the program ---- */

static const char *program(void)
{
	const char *tend = g_getenv("TEND");

	if (!tend || access(tend, X_OK) != 0)
		g_test_skip("tend is not built");
	return tend && access(tend, X_OK) == 0 ? tend : NULL;
}

static char *write_file(const char *name, const char *text)
{
	char *file = g_build_filename(home, name, NULL);

	g_assert_true(g_file_set_contents(file, text, -1, NULL));
	return file;
}

static const struct {
	const char *line; /* CONFIG stands for a good one, BAD for a bad one */
	int status;
	const char *out, *err; /* parts; NULL: nothing at all */
	const char *now;       /* TEND_NOW */
} program_rows[] = {
	{ "--version", 0, "tend " PACKAGE_VERSION, NULL, NULL },
	{ "", 0, "tend init", NULL, NULL },
	{ "help", 0, "usage: tend", NULL, NULL },
	{ "help config", 0, "usage: tend config", NULL, NULL },
	{ "config --help", 0, "usage: tend config", NULL, NULL },
	{ "help --completion=bash", 0, "complete ", NULL, NULL },
	{ "help --completion=csh", 64, NULL, "for bash, zsh and fish", NULL },
	{ "help histroy", 64, NULL, "did you mean 'tend history'?", NULL },
	{ "xyzzy", 64, NULL, "tend: there is no command 'xyzzy'", NULL },
	{ "config --xyzzy", 64, NULL, "tend: there is no option", NULL },
	{ "config", 78, NULL, "tend: there is no configuration '", NULL },
	{ "status", 78, NULL, "run 'tend init'", NULL },
	{ "--config CONFIG config", 0, "reply-within = 5\n", NULL, NULL },
	{ "--config CONFIG config --check", 0, NULL, NULL, NULL },
	{ "--config CONFIG config --json", 0,
	  "{\"group\":\"tend\",\"key\":\"reply-within\",\"value\":\"5\","
	  "\"default\":\"2;5;10\",",
	  NULL, NULL },
	{ "--config BAD config", 78, NULL, "did you mean 'reply-within'?",
	  NULL },
	{ "--config CONFIG status", 0, "none yet\n", NULL, NULL },
	{ "--config CONFIG status --json", 0, "\"exists\":false", NULL, NULL },
	{ "--config CONFIG doctor --offline", 0, "ok      config: ", NULL,
	  NULL },
	{ "--config BAD doctor --offline", 69, "trouble config: ", NULL, NULL },
	{ "--config BAD doctor --offline --json", 69,
	  "{\"check\":\"config\",\"account\":null,\"ok\":false,", NULL, NULL },
	{ "config", 64, NULL, "tend: TEND_NOW is 'soon'", "soon" },
	{ "init --host h", 64, NULL, "whose mail is it?", NULL },
	{ "init ada", 64, NULL, "is not a mail address", NULL },
	{ "init ada@example.org --host 127.0.0.1 --tls ssl --yes", 78, NULL,
	  "one of implicit, starttls, none", NULL },
	{ "--config CONFIG init ada@example.org --host 127.0.0.1 --name files "
	  "--yes",
	  78, NULL, "has an [account files] already", NULL },
};

static char **make_environment(const char *now)
{
	char **environment = g_get_environ();

	environment =
	    g_environ_unsetenv(environment, "DBUS_SESSION_BUS_ADDRESS");
	environment = g_environ_unsetenv(environment, "DISPLAY");
	/* Only whether there is one matters here. */
	environment =
	    g_environ_setenv(environment, "TEND_WORKER", "/bin/sh", TRUE);
	if (now)
		environment =
		    g_environ_setenv(environment, "TEND_NOW", now, TRUE);
	return environment;
}

static void leave_terminal(gpointer data)
{
	setsid();
}

static void expect_part(const char *text, const char *part)
{
	if (part)
		g_assert_nonnull(strstr(text, part));
	else
		g_assert_cmpstr(text, ==, "");
}

static void test_program(void)
{
	g_autofree char *good =
	    write_file("good", "[tend]\nreply-within = 5\n[account files]\n"
			       "identities = ada@example.org\n");
	g_autofree char *bad = write_file("bad", "[tend]\nreply-withn = 5\n");

	if (!program())
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(program_rows); i++) {
		g_auto(GStrv) environment =
		    make_environment(program_rows[i].now);
		g_autoptr(GString) line = g_string_new(program());
		g_auto(GStrv) words = NULL;
		g_autofree char *out = NULL;
		g_autofree char *err = NULL;
		int status;

		if (*program_rows[i].line)
			g_string_append_printf(line, " %s",
					       program_rows[i].line);
		g_string_replace(line, "CONFIG", good, 0);
		g_string_replace(line, "BAD", bad, 0);
		words = g_strsplit(line->str, " ", -1);
		g_test_message("%s", line->str);
		g_assert_true(g_spawn_sync(NULL, words, environment, 0,
					   leave_terminal, NULL, &out, &err,
					   &status, NULL));
		g_test_message("%s", err);
		g_assert_true(WIFEXITED(status));
		g_assert_cmpint(WEXITSTATUS(status), ==,
				program_rows[i].status);
		expect_part(out, program_rows[i].out);
		expect_part(err, program_rows[i].err);
	}
}

/* Output that cannot be written is an error, a reader that left is none. */
static void test_lost_output(void)
{
	g_autofree char *line = NULL;
	int status;

	if (!program())
		return;
	line = g_strdup_printf("sh -c '\"%s\" help 2>\"%s/said\" >/dev/full'",
			       program(), home);
	g_assert_true(
	    g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
	g_assert_cmpint(WEXITSTATUS(status), ==, 74);
	g_free(line);
	line = g_strdup_printf("sh -c '{ \"%s\" help; echo $? >\"%s/code\"; } "
			       "2>\"%s/said\" | true; cat \"%s/said\"'",
			       program(), home, home, home);
	g_assert_true(
	    g_spawn_command_line_sync(line, NULL, NULL, &status, NULL));
	g_assert_cmpint(status, ==, 0);
}

/* What a run of tend on a terminal of 24 lines shows; the caller owns it. */
static char *run_on_terminal(const char *arguments, const char *settings,
			     const char *answers, int *status_out)
{
	struct winsize size = { .ws_row = 24, .ws_col = 100 };
	gint64 end = g_get_monotonic_time() + PATIENCE * G_USEC_PER_SEC;
	g_autofree char *line = g_strdup_printf("exec env %s '%s' %s", settings,
						program(), arguments);
	GString *seen = g_string_new(NULL);
	pid_t pid;
	int fd;

	pid = forkpty(&fd, NULL, NULL, &size);
	g_assert_cmpint(pid, >=, 0);
	if (pid == 0) {
		execl("/bin/sh", "sh", "-c", line, NULL);
		_exit(127);
	}
	for (;;) {
		struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
		char buffer[4096];
		ssize_t n;

		if (g_get_monotonic_time() > end)
			kill(pid, SIGKILL);
		if (poll(&poll_fd, 1, 100) <= 0)
			continue;
		n = read(fd, buffer, sizeof(buffer));
		if (n <= 0)
			break;
		g_string_append_len(seen, buffer, n);
		/* Answer each question when it has been put. */
		if (answers && *answers &&
		    strchr("?:] ", seen->str[seen->len - 1]) &&
		    g_str_has_suffix(seen->str, " ")) {
			gsize length = strcspn(answers, "\n") + 1;

			g_assert_cmpint(write(fd, answers, length), ==,
					(ssize_t)length);
			answers += length;
		}
	}
	waitpid(pid, status_out, 0);
	close(fd);
	return g_string_free(seen, FALSE);
}

static void test_terminal(void)
{
	static const struct {
		const char *arguments, *settings;
		const char *there, *not_there;
	} rows[] = {
		/* Short: no pager.  Long: through it. */
		{ "config --file", "TEND_PAGER='sed s/^/P:/'", "/good", "P:" },
		{ "config", "TERM=dumb TEND_PAGER='sed s/^/P:/'",
		  "P:[account files]", "\033[" },
		{ "config", "TERM=xterm TEND_PAGER=no-such-pager",
		  "[account files]", NULL },
		{ "config", "TERM=xterm TEND_PAGER=", "\033[1m[tend]", NULL },
		{ "config", "TERM=xterm NO_COLOR=1 TEND_PAGER=",
		  "[account files]", "\033[" },
		{ "config", "TERM=xterm NO_COLOR= TEND_PAGER=", "\033[1m",
		  NULL },
	};
	g_autofree char *good = write_file("good", "[account files]\n");

	if (!program())
		return;
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *arguments = g_strdup_printf(
		    "--config '%s' %s", good, rows[i].arguments);
		g_autofree char *seen = NULL;
		int status;

		seen =
		    run_on_terminal(arguments, rows[i].settings, NULL, &status);
		g_test_message("%s %s: %s", rows[i].settings, rows[i].arguments,
			       seen);
		g_assert_cmpint(status, ==, 0);
		g_assert_nonnull(strstr(seen, rows[i].there));
		g_assert_true(!rows[i].not_there ||
			      !strstr(seen, rows[i].not_there));
	}
}

/* The password is asked for without an echo, and kept from the output. */
static void test_asked(void)
{
	g_autofree char *seen = NULL;
	g_autofree char *file = g_build_filename(home, "asked", NULL);
	g_autofree char *arguments = NULL;
	g_autofree char *settings = NULL;
	int status;

	if (!program())
		return;
	arguments = g_strdup_printf("--config '%s' init ada@example.org "
				    "--host 127.0.0.1 --port 1",
				    file);
	settings = g_strdup_printf("SECRET_BACKEND=file "
				   "SECRET_FILE_TEST_PATH='%s/k' "
				   "SECRET_FILE_TEST_PASSWORD=abc",
				   home);
	seen =
	    run_on_terminal(arguments, settings, "\nwork\ncanary\n", &status);
	g_test_message("%s", seen);
	g_assert_true(WIFEXITED(status));
	g_assert_cmpint(WEXITSTATUS(status), !=, 0);
	g_assert_nonnull(strstr(seen, "user name there: [ada@example.org]"));
	g_assert_nonnull(strstr(seen, "name of the account: [example]"));
	g_assert_nonnull(strstr(seen, "password of ada@example.org at "
				      "127.0.0.1 (not shown):"));
	g_assert_null(strstr(seen, "canary"));
	/* Nobody listens there: nothing was written. */
	g_assert_false(g_file_test(file, G_FILE_TEST_EXISTS));
}

static void remove_home(void)
{
	g_autofree char *line = g_strdup_printf("rm -rf '%s'", home);

	g_spawn_command_line_sync(line, NULL, NULL, NULL, NULL);
	g_free(home);
}

static void set_home(const char *name, const char *sub)
{
	g_autofree char *folder = g_build_filename(home, sub, NULL);

	g_setenv(name, folder, TRUE);
}

int main(int argc, char **argv)
{
	int status;

	home = g_dir_make_tmp("tend-XXXXXX", NULL);
	g_assert_nonnull(home);
	g_setenv("HOME", home, TRUE);
	g_setenv("TZ", "UTC", TRUE);
	set_home("XDG_CONFIG_HOME", "config");
	set_home("XDG_DATA_HOME", "data");
	set_home("XDG_STATE_HOME", "state");
	set_home("XDG_RUNTIME_DIR", "run");
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/clock/parse", test_clock);
	g_test_add_func("/clock/runs", test_clock_runs);
	g_test_add_func("/json", test_json);
	g_test_add_func("/paths/places", test_paths);
	g_test_add_func("/paths/worker", test_worker);
	g_test_add_func("/program/statuses", test_program);
	g_test_add_func("/program/lost-output", test_lost_output);
	g_test_add_func("/program/terminal", test_terminal);
	g_test_add_func("/program/asked", test_asked);
	status = g_test_run();
	remove_home();
	return status;
}
