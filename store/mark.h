/* Flags that tend set on mail, and what became of them. */
#pragma once

#include "store/store.h"

struct store_mark {
	gint64 message_key;
	gint64 folder_id;
	gint64 uidvalidity, uid;
	const char *flag;
	gint64 set_at;		/* 0: wanted, not yet set */
	gint64 clear_wanted_at; /* 0: it may stay */
	gint64 cleared_at;	/* by tend or by the user; 0: it is there */
};

typedef struct store_mark store_mark;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_mark, g_free)

/* Make or change the row of (message_key, folder_id, flag). */
gboolean store_mark_put(struct store *store, const struct store_mark *mark,
			GError **error);
gboolean store_mark_find(struct store *store, gint64 message_key,
			 gint64 folder_id, const char *flag,
			 struct store_mark **mark_out, GError **error);
/* struct store_mark of a folder that are not cleared, by uid; 0: of all */
GPtrArray *store_mark_list(struct store *store, gint64 folder_id,
			   GError **error);
