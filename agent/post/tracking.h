/*
 * Flags that the user sets: whoever the mail is with is tracked, as by
 * `tend track`, once for each message and flag (setting `track-flag`).
 *
 * With whom: who wrote it, or to whom the user wrote it (To).  Mail that makes
 * no touch, of a list or a robot, has nobody tracked.
 *
 * The user's is a flag that was seen to come after the account's baseline, on
 * a message that has no mark: tend's own are all in the table, and so are
 * those that stood there before it came to mark them.  On a message that this
 * tend would mark itself, the flag has nobody tracked: it may be that of
 * another tend on the same mailbox.
 *
 * The flag is a switch.  Taken away where it was set, it takes back what it
 * said; who is tracked by anything else stays so.  On mail that was moved or
 * deleted, or whose folder was numbered anew, its loss says nothing.
 */
#pragma once

#include <glib.h>

#include "agent/post/plan.h"

/* A part of plan_make, after that of the marks. */
gboolean tracking_plan(const struct plan *plan, GError **error);
