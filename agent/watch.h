/*
 * Stay: read every account's mail as it comes, judge, and leave the digest at
 * its hour.  What the systemd unit runs.
 */
#pragma once

#include <glib.h>

#include "agent/command.h"

/*
 * Until SIGTERM or SIGINT.  An account that cannot be reached is tried again
 * with growing waits; the others go on.  Fails when no account can be
 * watched, or when the store fails.
 */
gboolean watch_run(struct call *call, GError **error);

/* The time of the next digest at or after `now`, UTC seconds. */
gint64 watch_next_digest(const struct config *config, gint64 now);

/* Whether today's digest is due at `now`. */
gboolean watch_digest_is_due(const struct config *config, gint64 now);
