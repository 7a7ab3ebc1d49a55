/* The user's own programs: run, heard, killed, and never waited for. */
#include "agent/hook.h"

#include <string.h>
#include <unistd.h>

#include <glib/gstdio.h>

/* Enough for a shell on a busy machine, in seconds. */
#define LONG 60

struct bench {
	struct config config;
	char *directory;
	char *told; /* where programs write */
	struct hooks *hooks;
};

static void bench_open(struct bench *bench, const char *command)
{
	g_autofree char *line = NULL;

	bench->directory = g_dir_make_tmp("tend-hook-XXXXXX", NULL);
	g_assert_nonnull(bench->directory);
	bench->told = g_build_filename(bench->directory, "told", NULL);
	line = g_strdup_printf("cd '%s'; %s", bench->directory, command);
	bench->config = (struct config){ .on_new = g_steal_pointer(&line),
					 .hook_deadline = LONG };
	bench->hooks = hooks_new(&bench->config, NULL);
}

static char *told(const struct bench *bench)
{
	char *text = NULL;

	g_file_get_contents(bench->told, &text, NULL, NULL);
	return text ? text : g_strdup("");
}

static void bench_close(struct bench *bench)
{
	hooks_free(bench->hooks);
	g_unlink(bench->told);
	g_assert_cmpint(g_rmdir(bench->directory), ==, 0);
	g_free(bench->config.on_new);
	g_free(bench->told);
	g_free(bench->directory);
}

static void test_told(void)
{
	struct bench bench;
	g_autofree char *text = NULL;
	g_autoptr(GString) large = g_string_new(NULL);

	bench_open(&bench, "cat >>told");
	hooks_put(bench.hooks, HOOK_NEW, g_strdup("{\"a\":1}"));
	/* Of one without a command nothing is run. */
	hooks_put(bench.hooks, HOOK_STALLED, g_strdup("{\"b\":1}"));
	hooks_finish(bench.hooks);
	text = told(&bench);
	g_assert_cmpstr(text, ==, "{\"a\":1}\n");
	/* More than a pipe holds. */
	while (large->len < 300000)
		g_string_append(large, "0123456789");
	g_unlink(bench.told);
	hooks_put(bench.hooks, HOOK_NEW, g_strdup(large->str));
	hooks_finish(bench.hooks);
	g_free(text);
	text = told(&bench);
	g_assert_cmpuint(strlen(text), ==, large->len + 1);
	bench_close(&bench);
}

/* One that does not read does no harm either. */
static void test_deaf(void)
{
	struct bench bench;
	g_autofree char *text = NULL;

	bench_open(&bench, "exec <&-; echo x >>told");
	hooks_put(bench.hooks, HOOK_NEW, g_strdup("{}"));
	hooks_finish(bench.hooks);
	text = told(&bench);
	g_assert_cmpstr(text, ==, "x\n");
	bench_close(&bench);
}

static guint count(const char *text, char c)
{
	guint n = 0;

	for (; *text; text++)
		n += *text == c;
	return n;
}

static void test_storm(void)
{
	struct bench bench;
	g_autofree char *text = NULL;

	bench_open(&bench, "cat >>told");
	for (guint i = 0; i < 500; i++)
		hooks_put(bench.hooks, HOOK_NEW, g_strdup("{\"more\":0}"));
	hooks_finish(bench.hooks);
	text = told(&bench);
	g_assert_cmpuint(count(text, '\n'), ==, HOOKS_WAITING + 1);
	g_assert_nonnull(strstr(text, "\"hook\":\"on-new\",\"contact\":null"));
	g_assert_nonnull(strstr(text, "\"more\":490}"));
	/* And then it is as before. */
	g_unlink(bench.told);
	hooks_put(bench.hooks, HOOK_NEW, g_strdup("{\"more\":0}"));
	hooks_finish(bench.hooks);
	g_free(text);
	text = told(&bench);
	g_assert_cmpstr(text, ==, "{\"more\":0}\n");
	bench_close(&bench);
}

/* A turn never waits; what hangs is killed when its time is over. */
static void test_hanging(void)
{
	struct bench bench;
	struct pollfd fds[HOOKS_RUNNING];
	gint64 before = g_get_monotonic_time();

	bench_open(&bench, "sleep 1000 & wait");
	g_assert_cmpint(hooks_get_timeout(bench.hooks), ==, -1);
	bench.config.hook_deadline = 1;
	for (guint i = 0; i < 4; i++)
		hooks_put(bench.hooks, HOOK_NEW, g_strdup("{}"));
	g_assert_cmpint(hooks_get_timeout(bench.hooks), ==, 0);
	hooks_turn(bench.hooks);
	g_assert_cmpuint(hooks_fill_poll(bench.hooks, fds), ==, HOOKS_RUNNING);
	g_assert_cmpint(hooks_get_timeout(bench.hooks), >, 0);
	hooks_finish(bench.hooks);
	g_assert_cmpint(hooks_get_timeout(bench.hooks), ==, -1);
	/* Two at a time, a second each: not at once, and not for ever. */
	g_assert_cmpint(g_get_monotonic_time() - before, >=,
			2 * G_USEC_PER_SEC);
	bench_close(&bench);
}

/* Freed while they run, they are killed and leave no zombie. */
static void test_freed(void)
{
	struct bench bench;

	bench_open(&bench, "exec sleep 1000");
	hooks_put(bench.hooks, HOOK_NEW, g_strdup("{}"));
	hooks_turn(bench.hooks);
	g_assert_cmpint(hooks_get_timeout(bench.hooks), >, 0);
	bench_close(&bench);
}

static void test_names(void)
{
	const struct config config = { .on_new = (char *)(guintptr) "n",
				       .on_answer = (char *)(guintptr) "a",
				       .on_stalled = (char *)(guintptr) "s" };

	g_assert_cmpstr(hook_name(HOOK_ANSWER), ==, "on-answer");
	g_assert_cmpstr(hook_command(&config, HOOK_NEW), ==, "n");
	g_assert_cmpstr(hook_command(&config, HOOK_ANSWER), ==, "a");
	g_assert_cmpstr(hook_command(&config, HOOK_STALLED), ==, "s");
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/hook/told", test_told);
	g_test_add_func("/hook/deaf", test_deaf);
	g_test_add_func("/hook/storm", test_storm);
	g_test_add_func("/hook/hanging", test_hanging);
	g_test_add_func("/hook/freed", test_freed);
	g_test_add_func("/hook/names", test_names);
	return g_test_run();
}
