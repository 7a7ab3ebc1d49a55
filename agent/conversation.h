/*
 * The name of a conversation outside of the store, where its number depends
 * on the order in which mail came: the smallest key of its messages, in hex.
 */
#pragma once

#include <glib.h>

#include "store/store.h"

#define CONVERSATION_NAME_SIZE 17 /* with its NUL */

void conversation_format(gint64 smallest_key,
			 char name_out[CONVERSATION_NAME_SIZE]);

/* *name_out is NULL for 0 and for one without messages; the caller owns it. */
gboolean conversation_find_name(struct store *store, gint64 conversation_id,
				char **name_out, GError **error);
