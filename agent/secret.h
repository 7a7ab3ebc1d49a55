/*
 * Passwords and access tokens: from the user's command or the keyring.
 *
 * libsecret is loaded only when the keyring is asked, and everything asked of
 * it ends after a few seconds.  A secret is wiped when it is freed, and never
 * reaches argv, the environment, a log, the database or a core dump.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"

struct secret {
	char *text;	/* UTF-8, not empty, no line ends */
	gboolean token; /* an access token: XOAUTH2 or OAUTHBEARER */
};

typedef struct secret secret_t;

/* Takes the text, which must come from g_malloc. */
struct secret *secret_new(char *text, gboolean token);
void secret_free(struct secret *secret);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(secret_t, secret_free)

/* Overwrite memory in a way that the compiler keeps. */
void secret_wipe(void *memory, gsize length);

/*
 * An account's secret: token-command, else password-command, else the
 * keyring.  TEND_ERROR_PERMISSION when there is none (a missing one and a
 * locked keyring look alike, so the message names both),
 * TEND_ERROR_UNAVAILABLE when the keyring or the command does not answer.
 */
struct secret *secret_get(const struct config_account *account, GError **error);

/*
 * The first line that `/bin/sh -c COMMAND` prints, within so many seconds;
 * its stderr passes through.  `setting` is named in errors.
 */
struct secret *secret_run(const char *setting, const char *command,
			  guint seconds, gboolean token, GError **error);
