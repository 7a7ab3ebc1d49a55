/* Answers to a digest that have acted: each does so once. */
#pragma once

#include "store/store.h"

struct store_answer {
	gint64 message_key;
	gint64 outbox_id; /* the digest that it answers */
	gint64 acted_at;
	const char *outcome; /* what it did, for the next digest */
};

typedef struct store_answer store_answer;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_answer, g_free)

/* *added_out is FALSE when this message has acted before. */
gboolean store_answer_add(struct store *store,
			  const struct store_answer *answer,
			  gboolean *added_out, GError **error);
gboolean store_answer_find(struct store *store, gint64 message_key,
			   struct store_answer **answer_out, GError **error);
/* struct store_answer to one digest, by time */
GPtrArray *store_answer_list(struct store *store, gint64 outbox_id,
			     GError **error);
/* The same to any, that acted after one time and until another */
GPtrArray *store_answer_list_between(struct store *store, gint64 after,
				     gint64 until, GError **error);
