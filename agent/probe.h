/*
 * A look at an account's server, for init and doctor: log in, list the
 * folders, hang up.  Nothing is stored, and nothing changes there.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/secret.h"

struct probe_settings {
	const char *worker; /* path of tend-worker */
	const struct config *config;
	const struct config_account *account;
	const struct secret *secret;
	gboolean senders; /* also look whose the newest sent mail is */
	gboolean debug;
};

struct probe {
	GPtrArray *folders; /* struct folder, chosen: agent/folders.h */
	gboolean gmail;
	char *capabilities;
	char **senders; /* addresses, lower case, most frequent first */
	char **at_home; /* the same: perhaps the user's (agent/suggest.h) */
};

typedef struct probe probe_t;

/*
 * NULL with an error whose sentence can be shown as it is; *remedy_out then
 * says what kind of trouble it was: REMEDY_PASSWORD means that the server was
 * reached and its certificate believed.
 */
struct probe *probe_run(const struct probe_settings *settings,
			enum remedy *remedy_out, GError **error);
void probe_free(struct probe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(probe_t, probe_free)
