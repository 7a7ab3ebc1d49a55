/*
 * The desktop's keyring, through libsecret, which is loaded when one of these
 * is first called.  A service that does not answer is given up after a few
 * seconds; one that asks the user for its password is waited for longer.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"

/*
 * The password for an account's name, host and user.  *password_out is NULL
 * when the keyring has none, or is locked: it does not say which.  The caller
 * wipes and frees it.
 */
gboolean keyring_find(const struct config_account *account, char **password_out,
		      GError **error);

/* Put a password in, over an older one. */
gboolean keyring_store(const struct config_account *account,
		       const char *password, GError **error);

/* Whether a keyring answers at all. */
gboolean keyring_works(GError **error);
