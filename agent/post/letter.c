/* Letters on their way from the outbox to a folder. */
#include "agent/post/errand.h"

#include <string.h>

#include "agent/clock.h"
#include "agent/post/rendered.h"
#include "agent/tell.h"
#include "store/draft.h"
#include "store/outbox.h"

static gboolean letter_send(struct delivery *delivery, struct link *link,
			    gint64 item, GError **error)
{
	const char *trash = delivery->trash_name;
	g_autoptr(rendered) letter = rendered_new(
	    delivery->store, delivery->config, delivery->account, item, error);
	struct record_letter record;

	if (!letter)
		return FALSE;
	record = *rendered_get_record(letter);
	record.doubtful = delivery->doubtful;
	/* It may be what the last worker died of. */
	if (delivery->doubtful && rendered_quotes_unread(letter))
		record.quote_uid = 0;
	record.trash =
	    (struct record_bytes){ trash, trash ? strlen(trash) : 0 };
	link_put(link, RECORD_LETTER, &record);
	return TRUE;
}

static gboolean letter_next(struct delivery *delivery, struct link *link,
			    gint64 *item_out, GError **error)
{
	g_autoptr(GPtrArray) rows = store_outbox_list_open(
	    delivery->store, delivery->account_id, error);
	const struct store_outbox *row;

	*item_out = 0;
	if (!rows)
		return FALSE;
	if (rows->len == 0)
		return TRUE;
	row = g_ptr_array_index(rows, 0);
	*item_out = row->outbox_id;
	delivery->doubtful = row->state == STORE_OUTBOX_TRIED;
	return letter_send(delivery, link, row->outbox_id, error);
}

/* What is recorded before the first byte of an APPEND may leave. */
static gboolean letter_place(struct delivery *delivery, struct link *link,
			     const struct record_place *place, GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(delivery->store, error);

	return transaction &&
	       store_outbox_set_tried(delivery->store, place->item,
				      place->uidvalidity, place->uidnext,
				      error) &&
	       store_transaction_commit(transaction, error) &&
	       letter_send(delivery, link, place->item, error);
}

static gboolean letter_end(struct delivery *delivery,
			   const struct record_outcome *outcome, GError **error)
{
	switch ((enum outcome)outcome->outcome) {
	case OUTCOME_THEIRS:
		return store_outbox_set_theirs(
		    delivery->store, outcome->item, outcome->uidvalidity,
		    outcome->uid, "written by another tend", error);
	case OUTCOME_DONE:
		return store_outbox_set_done(delivery->store, outcome->item,
					     outcome->uidvalidity, outcome->uid,
					     error) &&
		       store_draft_set_hash(delivery->store, outcome->item,
					    outcome->hash, error);
	case OUTCOME_REFUSED:
	case OUTCOME_GONE:
	case N_OUTCOMES:
		break;
	}
	tell("%s: the server would not take a letter: %s",
	     delivery->account->name, outcome->note);
	return store_outbox_set_refused(delivery->store, outcome->item,
					outcome->note, error) &&
	       store_draft_set_fate(delivery->store, outcome->item,
				    STORE_DRAFT_KEPT, clock_now(), error);
}

const struct errand errand_letter = {
	.next = letter_next,
	.place = letter_place,
	.end = letter_end,
};
