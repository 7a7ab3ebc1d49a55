/* A TCP connection to a host by name. */
#pragma once

#include <glib.h>

#include "imap/error.h"

/*
 * Try the host's addresses in order, the next beside the slow one after a
 * quarter of a second, for IMAP_CONNECT_SECONDS in all.  Returns a
 * non-blocking, close-on-exec socket below descriptor 1024 (libetpan aborts
 * above), or -1.  To close it resets the connection and drops what was not
 * sent yet, unless SO_LINGER is changed.
 */
int imap_connect(const char *host, guint16 port, GError **error);
