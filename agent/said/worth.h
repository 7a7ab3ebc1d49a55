/*
 * People who may be worth tracking, to be proposed and never tracked unasked:
 * whose mail is filed in a folder of their own, who was sent something that
 * wants a verdict, with whom there were two exchanges and more.  Neither
 * colleagues, nor whom the user muted or said to let be.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/store.h"

struct worth {
	char *name, *address;
	gint64 exchanges;
	gint64 last_at;
	gboolean sent; /* something that wants a verdict */
	char *folder;  /* of their own, or NULL */
	guint signs;   /* of these three */
};

/* struct worth, who has most signs first, then the latest; at most `limit` */
GPtrArray *worth_list(struct store *store, gint64 now, guint limit,
		      GError **error);

/* "9 exchanges, sent something that wants a verdict" ; made safe. */
char *worth_describe(const struct worth *worth);
