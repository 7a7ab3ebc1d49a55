/*
 * What an account's mailbox is to hold by now, as wishes that delivery.h
 * carries out; and what the user did there in answer.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/store.h"

struct plan {
	struct store *store;
	const struct config *config;
	const struct config_account *account;
	gint64 account_id;
	gint64 now; /* the clock of judgements */
};

/*
 * To be called outside of a transaction, when the account is caught up and
 * everybody is judged; does nothing before the baseline.  The same plan twice
 * changes nothing.
 */
gboolean plan_make(const struct plan *plan, GError **error);
