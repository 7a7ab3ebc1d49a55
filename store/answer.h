/* Answers to a digest that have acted: each does so once. */
#pragma once

#include "store/store.h"

struct store_answer {
	gint64 message_key;
	gint64 outbox_id; /* the letter that it answers, 0: none after all */
	gint64 acted_at;
	gint64 batch;	     /* of the sayings that it was, 0: none */
	const char *outcome; /* a line for each command, for the next digest */
};

typedef struct store_answer store_answer;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_answer, g_free)

/* *added_out is FALSE when this message has acted before. */
gboolean store_answer_add(struct store *store,
			  const struct store_answer *answer,
			  gboolean *added_out, GError **error);
gboolean store_answer_find(struct store *store, gint64 message_key,
			   struct store_answer **answer_out, GError **error);
/* struct store_answer to one digest, by time; 0: all there are */
GPtrArray *store_answer_list(struct store *store, gint64 outbox_id,
			     GError **error);
/* The same to any, that acted after one time and until another, and has
 * something to tell */
GPtrArray *store_answer_list_between(struct store *store, gint64 after,
				     gint64 until, GError **error);
/* Whether sayings of this batch were said in an answer; 0 is none. */
gboolean store_answer_has_batch(struct store *store, gint64 batch,
				gboolean *has_out, GError **error);
/* Forget what is told of it. */
gboolean store_answer_set_outcome(struct store *store, gint64 message_key,
				  const char *outcome, GError **error);

/*
 * Mail of the user's that has not been looked at: message_key (gint64), by
 * time.  What answers the message whose id has this hash; what goes on from an
 * answer to a letter that was written from `since` on; and what says that it
 * answers something, names nothing that it would be, and went to nobody else,
 * from then on.  Need the indexes.
 */
GArray *store_answer_list_open(struct store *store, gint64 target,
			       GError **error);
GArray *store_answer_list_further(struct store *store, gint64 since,
				  GError **error);
GArray *store_answer_list_loose(struct store *store, gint64 since,
				GError **error);
