/* The lines of a digest, as they were when it was made. */
#pragma once

#include "store/store.h"

struct store_digest_item {
	gint64 outbox_id;
	gint64 position; /* from 1: what an answer names */
	const char *address;
	const char *name;
	int reason;    /* enum reason */
	int section;   /* enum digest_section */
	gint64 source; /* the touch that it rests on */
	gint64 since_at;
	const char *subject;
	const char *sentence;
	/* NULL is "" when one is added. */
	const char *organisation;
	const char *phone;
	const char *mid;   /* of the message to answer, without brackets */
	const char *quote; /* the mail's own sentence, if it may be shown */
	const char *list;  /* of a report: which of its lists */
};

typedef struct store_digest_item store_digest_item;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_digest_item, g_free)

gboolean store_digest_add_item(struct store *store,
			       const struct store_digest_item *item,
			       GError **error);
/* struct store_digest_item, by position */
GPtrArray *store_digest_list_items(struct store *store, gint64 outbox_id,
				   GError **error);
/* The same of all digests, the oldest first. */
GPtrArray *store_digest_list_all(struct store *store, GError **error);
/* Positions (gint64) of one of a report's lists; "" is a digest's only one. */
GArray *store_digest_list_positions(struct store *store, gint64 outbox_id,
				    const char *list, GError **error);

/* The lines about an address, for good. */
gboolean store_digest_delete_about(struct store *store, const char *address,
				   GError **error);
/* A line about somebody else keeps its place but loses its texts. */
gboolean store_digest_blank(struct store *store,
			    const struct store_digest_item *item,
			    GError **error);
