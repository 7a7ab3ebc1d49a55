/* Hand an account's outbox to its worker. */
#include "agent/delivery.h"

#include <string.h>

#include "agent/error.h"
#include "agent/outbox.h"
#include "agent/tell.h"
#include "store/outbox.h"

static gboolean broken(GError **error, const char *what)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
		    "the worker sent '%s' out of turn", what);
	return FALSE;
}

static gboolean send_letter(struct delivery *delivery, struct link *link,
			    GError **error)
{
	const char *trash = delivery->trash_name;
	g_autoptr(store_outbox) row = NULL;
	g_autoptr(outbox_letter) letter = NULL;
	struct record_letter record;

	if (!store_outbox_find(delivery->store, delivery->item, &row, error))
		return FALSE;
	if (!row)
		return broken(error, "place");
	letter = outbox_letter_new(delivery->store, delivery->config,
				   delivery->account, row, error);
	if (!letter)
		return FALSE;
	record = *outbox_letter_get(letter);
	record.doubtful = delivery->doubtful;
	record.trash =
	    (struct record_bytes){ trash, trash ? strlen(trash) : 0 };
	link_put(link, RECORD_LETTER, &record);
	return TRUE;
}

gboolean delivery_next(struct delivery *delivery, struct link *link,
		       GError **error)
{
	g_autoptr(GPtrArray) rows = NULL;
	const struct store_outbox *row;

	if (delivery->item)
		return TRUE;
	rows = store_outbox_list_open(delivery->store, delivery->account_id,
				      error);
	if (!rows)
		return FALSE;
	if (rows->len == 0)
		return TRUE;
	row = g_ptr_array_index(rows, 0);
	delivery->item = row->outbox_id;
	delivery->doubtful = row->state == STORE_OUTBOX_TRIED;
	return send_letter(delivery, link, error);
}

/* What is recorded before the first byte of an APPEND may leave. */
gboolean delivery_place(struct delivery *delivery, struct link *link,
			const struct record_place *place, GError **error)
{
	if (place->item != delivery->item)
		return broken(error, "place");
	return store_begin(delivery->store, error) &&
	       store_outbox_set_tried(delivery->store, place->item,
				      place->uidvalidity, place->uidnext,
				      error) &&
	       store_commit(delivery->store, error) &&
	       send_letter(delivery, link, error);
}

gboolean delivery_outcome(struct delivery *delivery, struct link *link,
			  const struct record_outcome *outcome, GError **error)
{
	gboolean ok = FALSE;

	if (outcome->item != delivery->item)
		return broken(error, "outcome");
	if (!store_begin(delivery->store, error))
		return FALSE;
	switch ((enum outcome)outcome->outcome) {
	case OUTCOME_DONE:
	case OUTCOME_THEIRS:
		ok = store_outbox_set_done(delivery->store, outcome->item,
					   outcome->uidvalidity, outcome->uid,
					   error);
		break;
	case OUTCOME_REFUSED:
	case OUTCOME_GONE:
	case N_OUTCOMES:
		tell("%s: the server would not take a letter: %s",
		     delivery->account->name, outcome->note);
		ok = store_outbox_set_refused(delivery->store, outcome->item,
					      outcome->note, error);
		break;
	}
	if (!ok || !store_commit(delivery->store, error))
		return FALSE;
	delivery->item = 0;
	return delivery_next(delivery, link, error);
}
