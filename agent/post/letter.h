/* The errand of the outbox: letters that are put into a folder. */
#pragma once

#include "agent/post/errand.h"

/* Compose a row's letter anew and hand it to the worker. */
gboolean letter_send(struct delivery *delivery, struct link *link, gint64 item,
		     GError **error);
