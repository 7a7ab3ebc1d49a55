/*
 * Reading one account once: what `tend sync` does, and every command that
 * needs the mailbox while no watch runs.
 */
#pragma once

#include <glib.h>

#include "agent/command.h"

struct reach_result {
	gboolean watched; /* a watch holds the lease, and was woken */
	guint64 messages; /* new ones */
	guint64 copies;	  /* read */
};

/*
 * Catch up with the account's mailbox and deliver what is in the outbox, with
 * a few tries where the connection breaks.  When a watch holds the account it
 * is woken instead.
 */
gboolean reach_account(struct call *call, const struct config_account *account,
		       struct reach_result *result_out, GError **error);

/* How long to wait before try `n` (from 1), in milliseconds, with jitter. */
guint reach_backoff(guint n, guint first, guint most);
