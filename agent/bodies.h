/*
 * Which messages an account's worker is asked to read further, or again, when
 * every header has been read: bodies that a judgement needs, and what an older
 * parser read.
 *
 * Nothing of this is kept but in the copies themselves: whatever was not read
 * when a session ends is wished for again in the next.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/link.h"
#include "store/body.h"

struct bodies_settings {
	struct store *store;
	const struct config *config;
	const char *name; /* of the account */
	gint64 account_id;
	gboolean watch; /* little at a time, so that news need not wait */
	gboolean deep;	/* every body there is */
};

/* What is wished for at `now` by the settings. */
void bodies_wish(const struct config *config, gint64 account_id, gint64 now,
		 gboolean deep, struct store_body_wish *wish_out);

struct bodies;
typedef struct bodies bodies;

struct bodies *bodies_new(const struct bodies_settings *settings);
void bodies_free(struct bodies *bodies);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(bodies, bodies_free)

/* A session begins, whose worker has this version of the parser. */
void bodies_begin(struct bodies *bodies, guint parser);

/* Mail came of which only the header was read. */
void bodies_note(struct bodies *bodies, gint64 message_key);

/*
 * All folders are read: ask the worker for what is wanted, if it is not busy
 * with that.  `headers`: how many came in this session.
 */
gboolean bodies_ask(struct bodies *bodies, struct link *link, guint64 headers,
		    GError **error);

/* A copy that was asked for came; a request has been answered. */
void bodies_came(struct bodies *bodies);
gboolean bodies_answered(struct bodies *bodies);

/* Whether answers are still to come. */
gboolean bodies_is_reading(const struct bodies *bodies);
