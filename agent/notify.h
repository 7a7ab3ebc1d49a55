/* Telling systemd how it goes: sd_notify(3), without its library. */
#pragma once

#include <glib.h>

/* "READY=1", "STATUS=...", "WATCHDOG=1"; nothing where nobody listens. */
void notify_send(const char *state);

/* Microseconds between two WATCHDOG=1, half of what systemd allows; 0: none. */
guint64 notify_watchdog(void);
