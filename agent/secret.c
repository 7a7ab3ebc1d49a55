/* Passwords and tokens: from the user's command or the keyring. */
#include <config.h>

#include "agent/secret.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agent/error.h"
#include "agent/keyring.h"

/* An access token may have some thousand bytes. */
#define SECRET_MAX 16384

/* Seconds for the user's command: it may ask a smart card, or a server. */
#define COMMAND_PATIENCE 30

/* How often to see whether the command has ended, in milliseconds. */
#define TICK 20

void secret_wipe(void *memory, gsize length)
{
	explicit_bzero(memory, length);
}

struct secret *secret_new(char *text, gboolean token)
{
	struct secret *secret = g_new0(struct secret, 1);

	secret->text = text;
	secret->token = token;
	return secret;
}

void secret_free(struct secret *secret)
{
	if (!secret)
		return;
	if (secret->text)
		secret_wipe(secret->text, strlen(secret->text));
	g_free(secret->text);
	g_free(secret);
}

/* What a running command has printed of its first line. */
struct answer {
	char line[SECRET_MAX];
	gsize length;
	gboolean complete, too_long;
};

/* Take what there is; FALSE at the end of the output. */
static gboolean take_output(int fd, struct answer *answer)
{
	char buffer[1024];
	ssize_t n = read(fd, buffer, sizeof(buffer));
	gsize first;
	char *end;

	if (n < 0)
		return errno == EINTR || errno == EAGAIN;
	if (n == 0)
		return FALSE;
	end = memchr(buffer, '\n', (gsize)n);
	first = end ? (gsize)(end - buffer) : (gsize)n;
	if (!answer->complete) {
		if (answer->length + first >= sizeof(answer->line))
			answer->too_long = TRUE;
		else
			memcpy(answer->line + answer->length, buffer, first);
		answer->length += first;
		answer->complete = end || answer->too_long;
	}
	secret_wipe(buffer, sizeof(buffer));
	return TRUE;
}

/*
 * Hear a command out.  It has ended when its process has, even if something
 * that it left in the background still holds its output.  FALSE when the
 * time is over; it has been killed then.
 */
static gboolean hear_out(GPid pid, int fd, guint seconds, struct answer *answer,
			 int *status_out)
{
	gint64 end = g_get_monotonic_time() + (gint64)seconds * G_USEC_PER_SEC;
	gboolean open = TRUE;

	fcntl(fd, F_SETFL, O_NONBLOCK);
	while (waitpid(pid, status_out, WNOHANG) == 0) {
		struct pollfd poll_fd = { .fd = open ? fd : -1,
					  .events = POLLIN };

		if (g_get_monotonic_time() > end) {
			kill(pid, SIGKILL);
			waitpid(pid, status_out, 0);
			return FALSE;
		}
		if (poll(&poll_fd, 1, TICK) > 0)
			open = take_output(fd, answer);
	}
	for (;;) {
		struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

		if (!open || poll(&poll_fd, 1, 0) <= 0)
			return TRUE;
		open = take_output(fd, answer);
	}
}

/* What is wrong with how the command ended or what it said, or NULL. */
static char *command_fault(const struct answer *answer, int status)
{
	if (WIFSIGNALED(status))
		return g_strdup_printf("was ended by signal %d",
				       WTERMSIG(status));
	if (WEXITSTATUS(status) == 127)
		return g_strdup("was not found (exit status 127)");
	if (WEXITSTATUS(status) != 0)
		return g_strdup_printf("failed with exit status %d",
				       WEXITSTATUS(status));
	if (answer->too_long)
		return g_strdup("printed more than a password has");
	if (answer->length == 0)
		return g_strdup("printed nothing in its first line");
	if (memchr(answer->line, '\0', answer->length) ||
	    !g_utf8_validate(answer->line, (gssize)answer->length, NULL))
		return g_strdup("printed something that is not UTF-8 text");
	return NULL;
}

static struct secret *take_answer(const char *setting, struct answer *answer,
				  int status, gboolean token, GError **error)
{
	g_autofree char *fault = NULL;

	if (answer->length > 0 && !answer->too_long &&
	    answer->line[answer->length - 1] == '\r')
		answer->length--;
	fault = command_fault(answer, status);
	if (!fault)
		return secret_new(g_strndup(answer->line, answer->length),
				  token);
	g_set_error(error, TEND_ERROR, TEND_ERROR_PERMISSION,
		    "the command of %s %s; run it by hand, its first line "
		    "must be the %s",
		    setting, fault, token ? "token" : "password");
	return NULL;
}

struct secret *secret_run(const char *setting, const char *command,
			  guint seconds, gboolean token, GError **error)
{
	char shell[] = "/bin/sh", option[] = "-c";
	g_autofree char *line = g_strdup(command);
	char *arguments[] = { shell, option, line, NULL };
	g_autofree struct answer *answer = g_new0(struct answer, 1);
	g_autoptr(GError) cause = NULL;
	struct secret *secret = NULL;
	int fd, status = 0;
	GPid pid;

	if (!g_spawn_async_with_pipes(NULL, arguments, NULL,
				      G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
				      &pid, NULL, &fd, NULL, &cause)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "cannot start the command of %s: %s", setting,
			    cause->message);
		return NULL;
	}
	if (hear_out(pid, fd, seconds, answer, &status))
		secret = take_answer(setting, answer, status, token, error);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_UNAVAILABLE,
			    "the command of %s did not end within %u "
			    "seconds; run it by hand to see what it waits "
			    "for",
			    setting, seconds);
	close(fd);
	secret_wipe(answer, sizeof(*answer));
	return secret;
}

struct secret *secret_get(const struct config_account *account, GError **error)
{
	g_autofree char *setting = NULL;
	char *password;

	if (account->token_command) {
		setting = g_strdup_printf("token-command of [account %s]",
					  account->name);
		return secret_run(setting, account->token_command,
				  COMMAND_PATIENCE, TRUE, error);
	}
	if (account->password_command) {
		setting = g_strdup_printf("password-command of [account %s]",
					  account->name);
		return secret_run(setting, account->password_command,
				  COMMAND_PATIENCE, FALSE, error);
	}
	if (!keyring_find(account, &password, error))
		return NULL;
	if (password)
		return secret_new(password, FALSE);
	g_set_error(error, TEND_ERROR, TEND_ERROR_PERMISSION,
		    "the keyring gave no password for %s at %s: it is locked, "
		    "or there is none in it; unlock it, or run 'tend init "
		    "--name %s' to store the password, or set "
		    "password-command",
		    account->user, account->host, account->name);
	return NULL;
}
