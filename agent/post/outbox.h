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

#include "agent/border/record.h"
#include "agent/config.h"
#include "agent/letters/digest.h"
#include "store/outbox.h"
#include "store/store.h"

/*
 * Write today's digest for `account` into the outbox, if there is somebody to
 * name, its first reading is complete and none was written today.
 * *added_out says whether a row was made; why_not_out (may be NULL) gets a
 * reason in words otherwise, static.
 */
gboolean outbox_add_digest(struct store *store, const struct config *config,
			   const struct config_account *account, gint64 now,
			   gboolean *added_out, const char **why_not_out,
			   GError **error);

/*
 * Put the row of a letter into the outbox, its lines are the caller's to add;
 * *outbox_id_out is 0 when that day has one already.  To be called within a
 * transaction.
 */
gboolean outbox_add_letter(struct store *store, const struct config *config,
			   const struct config_account *account,
			   gint64 account_id, const char *template, guint older,
			   gint64 now, gint64 *outbox_id_out, GError **error);

/*
 * A row as the record that the worker carries out, rendered from its
 * ingredients.  The record lends from the letter.
 */
struct outbox_letter;
typedef struct outbox_letter outbox_letter;

struct outbox_letter *outbox_letter_new(struct store *store,
					const struct config *config,
					const struct config_account *account,
					const struct store_outbox *row,
					GError **error);
void outbox_letter_free(struct outbox_letter *letter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(outbox_letter, outbox_letter_free)
const struct record_letter *outbox_letter_get(
    const struct outbox_letter *letter);

/* It quotes a message of which it is not known that no worker dies of it. */
gboolean outbox_letter_quotes_unread(const struct outbox_letter *letter);

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
