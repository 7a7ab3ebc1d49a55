/*
 * Drafts in the mailbox: written when the user asks, or each morning for whom
 * the digest names (setting morning-drafts); and taken back when their matter
 * ends while nobody has touched them.
 *
 *   open -> sent       the user sent it, under the Message-ID that tend gave it
 *        -> unwanted   there was a touch with them since, or the matter that it
 *                      was for has ended: they answered, somebody did for them,
 *                      the user wrote otherwise, or said done, mute, lost,
 * later
 *           -> withdrawn
 *           -> kept    it is the user's: edited, flagged, moved, deleted; or
 *                      the server cannot expunge one message alone
 */
#pragma once

#include "agent/post/followup.h"
#include "agent/post/plan.h"
#include "store/draft.h"
#include "store/folder.h"

/* Two parts of the plan. */
gboolean drafts_take_back(const struct plan *plan, GError **error);
gboolean drafts_write_morning(const struct plan *plan, GError **error);

/*
 * The folder of an account that drafts go to: the first that the configuration
 * names, else the one for it with the shortest name.  *folder_out is NULL when
 * there is none.
 */
gboolean drafts_find_folder(struct store *store,
			    const struct config_account *account,
			    struct store_folder **folder_out, GError **error);

/* The newest that lies there as far as tend knows, or NULL. */
gboolean drafts_find_waiting(struct store *store, gint64 person_id,
			     struct store_draft **draft_out, GError **error);

/*
 * Put one into the outbox of its account, in the caller's transaction.  The
 * folder is of that account.
 */
gboolean drafts_add(struct store *store, const struct config *config,
		    const struct followup_plan *plan,
		    const struct followup *followup,
		    const struct store_folder *folder, gint64 now,
		    gint64 *outbox_id_out, GError **error);

/*
 * The letter of a row, which lends from *followup_out.  A template that is none
 * any more is told, and that which is built in taken.
 */
gboolean drafts_fill(struct store *store, const struct config *config,
		     const struct store_outbox *row,
		     struct followup **followup_out,
		     struct record_letter *record_out, GError **error);
