/* Secrets: from commands and from the keyring, and every way to fail. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "agent/error.h"
#include "agent/keyring.h"
#include "agent/secret.h"

#include <glib/gstdio.h>

#ifdef WITH_SANITIZERS
#include <sanitizer/lsan_interface.h>
#else
#define __lsan_disable()
#define __lsan_enable()
#endif

static const struct {
	const char *command;
	const char *secret; /* NULL: none */
	const char *part;   /* of the sentence, then */
	enum tend_error code;
} rows[] = {
	{ "echo canary", "canary", NULL, 0 },
	{ "printf canary", "canary", NULL, 0 },
	{ "printf 'canary\\r\\nsecond line\\n'", "canary", NULL, 0 },
	{ "printf '  p\\303\\244ss w\\303\\266rd \\n'",
	  "  p\303\244ss "
	  "w\303\266rd ",
	  NULL, 0 },
	{ "echo canary; echo help on stderr >&2", "canary", NULL, 0 },
	/* Something left in the background holds the output open. */
	{ "echo canary; sleep 5 &", "canary", NULL, 0 },
	/* Much behind the first line is heard out. */
	{ "echo canary; head -c 200000 /dev/zero", "canary", NULL, 0 },
	{ "exit 3", NULL, "failed with exit status 3", TEND_ERROR_PERMISSION },
	{ "echo canary; exit 1", NULL, "failed with exit status 1",
	  TEND_ERROR_PERMISSION },
	{ "no-such-command-xyzzy 2>/dev/null", NULL, "exit status 127",
	  TEND_ERROR_PERMISSION },
	{ "true", NULL, "printed nothing", TEND_ERROR_PERMISSION },
	{ "echo; echo canary", NULL, "printed nothing", TEND_ERROR_PERMISSION },
	{ "kill -9 $$", NULL, "ended by signal 9", TEND_ERROR_PERMISSION },
	{ "printf 'canary\\377\\n'", NULL, "not UTF-8", TEND_ERROR_PERMISSION },
	{ "printf 'can\\0ary\\n'", NULL, "not UTF-8", TEND_ERROR_PERMISSION },
	{ "head -c 20000 /dev/zero | tr '\\0' x", NULL, "more than a password",
	  TEND_ERROR_PERMISSION },
	{ "sleep 20", NULL, "did not end within 1 seconds",
	  TEND_ERROR_UNAVAILABLE },
};

static void test_commands(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		gint64 begun = g_get_monotonic_time();
		g_autoptr(GError) error = NULL;
		g_autoptr(secret_t) secret =
		    secret_run("password-command of [account a]",
			       rows[i].command, 1, FALSE, &error);

		g_test_message("%s", rows[i].command);
		g_assert_cmpint(g_get_monotonic_time() - begun, <,
				4 * G_USEC_PER_SEC);
		g_assert_cmpstr(secret ? secret->text : NULL, ==,
				rows[i].secret);
		if (rows[i].secret) {
			g_assert_no_error(error);
			continue;
		}
		g_assert_error(error, TEND_ERROR, (int)rows[i].code);
		g_test_message("%s", error->message);
		g_assert_nonnull(strstr(error->message, rows[i].part));
		g_assert_nonnull(
		    strstr(error->message, "password-command of [account a]"));
		g_assert_null(strstr(error->message, "canary"));
	}
}

static struct config_account account = {
	.name = (char[]){ "work" },
	.host = (char[]){ "imap.example.org" },
	.user = (char[]){ "ada" },
};

static void test_which(void)
{
	struct config_account with = account;
	g_autoptr(secret_t) password = NULL;
	g_autoptr(secret_t) token = NULL;

	with.password_command = (char[]){ "echo word" };
	password = secret_get(&with, NULL);
	g_assert_cmpstr(password->text, ==, "word");
	g_assert_false(password->token);
	with.password_command = NULL;
	with.token_command = (char[]){ "echo ticket" };
	token = secret_get(&with, NULL);
	g_assert_cmpstr(token->text, ==, "ticket");
	g_assert_true(token->token);
}

/* A folder that is removed at the end. */
static char *make_folder(void)
{
	char *folder = g_dir_make_tmp("tend-XXXXXX", NULL);

	g_assert_nonnull(folder);
	return folder;
}

/* libsecret's own file backend: no bus, no daemon. */
static void use_file(const char *file)
{
	g_setenv("SECRET_BACKEND", "file", TRUE);
	g_setenv("SECRET_FILE_TEST_PATH", file, TRUE);
	g_setenv("SECRET_FILE_TEST_PASSWORD", "abc", TRUE);
}

static gboolean have_library(void)
{
	g_autoptr(GError) error = NULL;

	use_file("/nonexistent");
	if (keyring_works(&error))
		return TRUE;
	g_test_skip("libsecret is not installed");
	return FALSE;
}

static void test_keyring(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *file = g_build_filename(folder, "x.keyring", NULL);
	struct config_account other = account;
	g_autoptr(GError) error = NULL;
	g_autoptr(secret_t) secret = NULL;
	g_autofree char *stored = NULL;
	gsize length;

	if (!have_library())
		return;
	use_file(file);
	secret = secret_get(&account, &error);
	g_assert_null(secret);
	g_assert_error(error, TEND_ERROR, TEND_ERROR_PERMISSION);
	/* Missing and locked look alike: both are named. */
	g_assert_nonnull(strstr(error->message, "locked"));
	g_assert_nonnull(strstr(error->message, "none in it"));
	g_assert_nonnull(strstr(error->message, "tend init"));
	g_clear_error(&error);

	/* The file backend loses its file's tag when it writes again. */
	__lsan_disable();
	g_assert_true(keyring_store(&account, "first", &error));
	g_assert_no_error(error);
	g_assert_true(keyring_store(&account, "p\303\244ss canary", &error));
	__lsan_enable();
	g_assert_no_error(error);
	secret = secret_get(&account, &error);
	g_assert_no_error(error);
	g_assert_cmpstr(secret->text, ==, "p\303\244ss canary");
	g_assert_false(secret->token);

	other.user = (char[]){ "bob" };
	g_assert_null(secret_get(&other, NULL));

	g_assert_true(g_file_get_contents(file, &stored, &length, NULL));
	g_assert_null(memmem(stored, length, "canary", 6));
	g_unlink(file);
	g_rmdir(folder);
}

/* A bus that takes the call and never answers must not hold us for long. */
static void test_silent_bus(void)
{
	g_autofree char *folder = make_folder();
	g_autofree char *file = g_build_filename(folder, "bus", NULL);
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	g_autofree char *address = NULL;
	g_autoptr(GError) error = NULL;
	gint64 begun = g_get_monotonic_time();
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (!have_library())
		return;
	g_assert_cmpuint(strlen(file), <, sizeof(name.sun_path));
	memcpy(name.sun_path, file, strlen(file));
	g_assert_cmpint(bind(fd, (struct sockaddr *)&name, sizeof(name)), ==,
			0);
	g_assert_cmpint(listen(fd, 5), ==, 0);
	address = g_strconcat("unix:path=", file, NULL);
	g_unsetenv("SECRET_BACKEND");
	g_setenv("DBUS_SESSION_BUS_ADDRESS", address, TRUE);

	g_assert_null(secret_get(&account, &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE);
	g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, "password-command"));
	g_assert_nonnull(strstr(error->message, "within 4 seconds"));
	g_assert_cmpint(g_get_monotonic_time() - begun, <, 8 * G_USEC_PER_SEC);
	close(fd);
	g_unlink(file);
	g_rmdir(folder);
}

static void test_no_bus(void)
{
	g_autoptr(GError) error = NULL;

	if (!have_library())
		return;
	g_unsetenv("SECRET_BACKEND");
	g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus",
		 TRUE);
	g_assert_null(secret_get(&account, &error));
	g_assert_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE);
	g_assert_nonnull(strstr(error->message, "password-command"));
}

static void test_wipe(void)
{
	char text[] = "canary";

	secret_wipe(text, sizeof(text));
	for (gsize i = 0; i < sizeof(text); i++)
		g_assert_cmpint(text[i], ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/secret/commands", test_commands);
	g_test_add_func("/secret/which", test_which);
	g_test_add_func("/secret/keyring", test_keyring);
	/* GLib remembers a connection that failed for a moment: this first. */
	g_test_add_func("/secret/silent-bus", test_silent_bus);
	g_test_add_func("/secret/no-bus", test_no_bus);
	g_test_add_func("/secret/wipe", test_wipe);
	return g_test_run();
}
