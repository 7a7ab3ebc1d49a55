/*
 * The outbox: what tend wants in the mailbox is first a row, and is carried
 * out from there exactly once (DESIGN section 4, "Outbox").
 *
 *   due -> the worker says where it would go -> tried, committed
 *       -> APPEND -> done, or refused
 *
 * A row found as tried may have arrived: the worker looks before it tries
 * again, and leaves none rather than two.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/outbox.h"
#include "store/store.h"

/*
 * Put the row of a letter into the outbox, its lines are the caller's to add;
 * *outbox_id_out is 0 when that day has one already.  To be called within a
 * transaction.
 */
gboolean outbox_add_letter(struct store *store, const struct config *config,
			   const struct config_account *account,
			   gint64 account_id, const char *template, guint older,
			   gint64 now, gint64 *outbox_id_out, GError **error);

/* The local day that `at` is in, as a digest's row has it; yours to free. */
char *outbox_day(const struct config *config, gint64 at);

/* The account whose mailbox gets the digest, or NULL: no account has a host. */
const struct config_account *outbox_digest_account(const struct config *config);

/* Where the user reads mail: letters go there, and answers to them too. */
const char *outbox_address(const struct config_account *account);

/*
 * The letter of the local day that `at` is in, if one of the template was
 * written for the account's mailbox; else *row_out is NULL.
 */
gboolean outbox_find_letter(struct store *store, const struct config *config,
			    const struct config_account *account,
			    const char *template, gint64 at,
			    struct store_outbox **row_out, GError **error);

/*
 * A new row's Message-ID, which nobody can guess and of which `prefix` is the
 * beginning, and its boundary; both yours to free.
 */
gboolean outbox_make_names(const char *prefix, const char *address,
			   char **mid_out, char **boundary_out, GError **error);
/* Minutes east of UTC. */
gint32 outbox_zone(const struct config *config, gint64 at);
