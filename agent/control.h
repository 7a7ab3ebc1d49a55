/*
 * The socket on which a running watch can be woken: to look into the outbox,
 * or to try a server again now.  There is nothing to say on it: a connection
 * is the message, and its end the answer that it was seen.
 */
#pragma once

#include <glib.h>

/* Listen; takes over the socket of a watch that died. */
int control_listen(GError **error);

/* Answer everybody who has knocked.  TRUE if there was anybody. */
gboolean control_answer(int listener);

void control_close(int listener);

/* Wake the watch.  *woken_out is FALSE when none runs. */
gboolean control_wake(gboolean *woken_out, GError **error);
