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
