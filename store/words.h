/* Of a message what a sentence about it needs, and nothing else. */
#pragma once

#include "store/store.h"

struct store_words {
	const char *subject;
	struct store_bytes facts; /* of its best copy; none if not asked for */
};

typedef struct store_words store_words;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_words, g_free)

/* NULL when there is no such message. */
gboolean store_words_find(struct store *store, gint64 message_key,
			  gboolean with_facts, struct store_words **words_out,
			  GError **error);
