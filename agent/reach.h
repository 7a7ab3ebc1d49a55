/*
 * Reading one account once: what `tend sync` does, and every command that
 * needs the mailbox while no watch runs.
 */
#pragma once

#include <glib.h>

#include "agent/command.h"
#include "agent/post/schedule.h"

struct reach_result {
	gboolean watched; /* somebody else holds the lease */
	gboolean woken;	  /* a watch, and it was told */
	guint64 messages; /* new ones */
	guint64 copies;	  /* read */
};

/*
 * Catch up with the account's mailbox and deliver what is in the outbox, with
 * a few tries where the connection breaks.  Bodies are read until none is
 * wanted, with `deep` all there are.  When a watch holds the account it is
 * woken instead.
 *
 * `before`, which may be NULL, is called when everything has been read and
 * nothing delivered yet; FALSE from it ends with its error.
 */
typedef gboolean (*reach_func)(gpointer data, GError **error);

gboolean reach_account(struct call *call, const struct config_account *account,
		       gboolean deep, reach_func before, gpointer data,
		       struct reach_result *result_out, GError **error);

/*
 * Read the mailbox that gets the digest, write today's letter if it has
 * something to say, and put it there; with a watch running, through that.  Says
 * what came of it.
 */
gboolean reach_deliver(struct call *call, enum letter letter, GError **error);

/* How long to wait before try `n` (from 1), in milliseconds, with jitter. */
guint reach_backoff(guint n, guint first, guint most);
