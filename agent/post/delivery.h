/*
 * What tend wants in an account's mailbox, on its way to the server: one item
 * at a time is handed to the worker, and what came of it is recorded.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/link.h"
#include "store/store.h"

struct errand;

struct delivery {
	struct store *store;
	const struct config *config;
	const struct config_account *account;
	gint64 account_id;
	char *trash_name; /* where a lost letter may lie, NULL: none */
	const struct errand *errand; /* what the worker is at, */
	gint64 item;		     /* and with which; 0: nothing */
	gboolean doubtful;
};

/* Hand over what is due first, unless something is on its way. */
gboolean delivery_next(struct delivery *delivery, struct link *link,
		       GError **error);

/* What the worker answers; neither leaves a transaction open. */
gboolean delivery_place(struct delivery *delivery, struct link *link,
			const struct record_place *place, GError **error);
gboolean delivery_outcome(struct delivery *delivery, struct link *link,
			  const struct record_outcome *outcome, GError **error);
