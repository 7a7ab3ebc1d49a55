/* Drafts on their way out of the mailbox again. */
#include "agent/post/errand.h"

#include "agent/clock.h"
#include "agent/tell.h"
#include "store/draft.h"

/* What is recorded before a flag may be set. */
static gboolean note_try(struct delivery *delivery,
			 const struct store_draft *draft, GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;

	if (draft->tried)
		return TRUE;
	transaction = store_transaction_new(delivery->store, error);
	return transaction &&
	       store_draft_set_tried(delivery->store, draft->outbox_id,
				     error) &&
	       store_transaction_commit(transaction, error);
}

static gboolean withdraw_next(struct delivery *delivery, struct link *link,
			      gint64 *item_out, GError **error)
{
	g_autoptr(GPtrArray) drafts = store_draft_list_by_fate(
	    delivery->store, delivery->account_id, STORE_DRAFT_UNWANTED, error);
	const struct store_draft *draft;
	struct record_withdraw record;

	*item_out = 0;
	if (!drafts)
		return FALSE;
	if (drafts->len == 0)
		return TRUE;
	draft = drafts->pdata[0];
	if (!note_try(delivery, draft, error))
		return FALSE;
	record = (struct record_withdraw){
		.item = draft->outbox_id,
		.folder = { draft->folder.data, draft->folder.length },
		.uidvalidity = (guint32)draft->uidvalidity,
		.uid = (guint32)draft->uid,
		.message_id = draft->mid,
		.hash = draft->hash,
		.doubtful = draft->tried,
	};
	link_put(link, RECORD_WITHDRAW, &record);
	*item_out = draft->outbox_id;
	return TRUE;
}

static gboolean withdraw_end(struct delivery *delivery,
			     const struct record_outcome *outcome,
			     GError **error)
{
	enum store_draft_fate fate = STORE_DRAFT_KEPT;

	switch ((enum outcome)outcome->outcome) {
	case OUTCOME_DONE:
		fate = STORE_DRAFT_WITHDRAWN;
		break;
	case OUTCOME_REFUSED:
		tell_debug("%s: a draft stays: %s", delivery->account->name,
			   outcome->note);
		break;
	case OUTCOME_GONE:
	case OUTCOME_THEIRS:
	case N_OUTCOMES:
		break;
	}
	return store_draft_set_fate(delivery->store, outcome->item, fate,
				    clock_now(), error);
}

const struct errand errand_withdraw = {
	.next = withdraw_next,
	.end = withdraw_end,
};
