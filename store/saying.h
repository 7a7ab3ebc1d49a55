/* Sayings: what the user said.  Facts; each can be undone. */
#pragma once

#include "store/store.h"

struct store_saying {
	gint64 saying_id;
	gint64 said_at;
	gint64 at;	     /* the time that it speaks of */
	const char *verb;    /* stage, log, snooze, done, mute, ... */
	const char *address; /* of whom, lower case */
	const char *word;    /* a stage, a channel, a second address, ... */
	const char *text;    /* in the user's words */
	gint64 undone_at;    /* 0: it holds */
	gint64 batch;	     /* said in one breath; 0: alone */
};

typedef struct store_saying store_saying;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_saying, g_free)

/* saying_id and undone_at are ignored. */
gboolean store_saying_add(struct store *store,
			  const struct store_saying *saying,
			  gint64 *saying_id_out, GError **error);
/* Nothing to undo is no error: *done_out says. */
gboolean store_saying_undo(struct store *store, gint64 saying_id, gint64 now,
			   gboolean *done_out, GError **error);
gboolean store_saying_find(struct store *store, gint64 saying_id,
			   struct store_saying **saying_out, GError **error);
/* A number that no saying has yet, for those of one command. */
gboolean store_saying_new_batch(struct store *store, gint64 *batch_out,
				GError **error);
/* struct store_saying that hold, in the order said; address NULL: all */
GPtrArray *store_saying_list(struct store *store, const char *address,
			     GError **error);
/* struct store_saying of several addresses: in the order said again. */
void store_saying_sort(GPtrArray *sayings);
/* Those said in one breath with this one, itself too, undone ones as well. */
GPtrArray *store_saying_list_batch(struct store *store,
				   const struct store_saying *saying,
				   GError **error);
/* The last `limit` before that id, undone ones too, the newest first. */
GPtrArray *store_saying_list_last(struct store *store, gint64 before,
				  guint limit, GError **error);
/* All that were undone. */
GPtrArray *store_saying_list_undone(struct store *store, GError **error);

/* Changes whenever something is said, undone or deleted. */
struct store_saying_state {
	gint64 count, undone, last_id;
};
gboolean store_saying_get_state(struct store *store,
				struct store_saying_state *state_out,
				GError **error);

/* In other words: somebody was forgotten whom it names. */
gboolean store_saying_set_text(struct store *store, gint64 saying_id,
			       const char *text, GError **error);
/* For good: whatever is said of the address, or names it. */
gboolean store_saying_delete_about(struct store *store, const char *address,
				   gint64 *deleted_out, GError **error);
