/* Hand what an account's mailbox is to hold to its worker. */
#include "agent/post/delivery.h"

#include "agent/error.h"
#include "agent/post/errand.h"

/* In this order. */
static const struct errand *const errands[] = {
	&errand_letter,
	&errand_withdraw,
	&errand_mark,
};

static gboolean broken(GError **error, const char *what)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
		    "the worker sent '%s' out of turn", what);
	return FALSE;
}

gboolean delivery_next(struct delivery *delivery, struct link *link,
		       GError **error)
{
	for (gsize i = 0; !delivery->item && i < G_N_ELEMENTS(errands); i++) {
		delivery->errand = errands[i];
		if (!errands[i]->next(delivery, link, &delivery->item, error))
			return FALSE;
	}
	return TRUE;
}

gboolean delivery_place(struct delivery *delivery, struct link *link,
			const struct record_place *place, GError **error)
{
	if (!delivery->item || place->item != delivery->item ||
	    !delivery->errand->place)
		return broken(error, "place");
	return delivery->errand->place(delivery, link, place, error);
}

gboolean delivery_outcome(struct delivery *delivery, struct link *link,
			  const struct record_outcome *outcome, GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;

	if (!delivery->item || outcome->item != delivery->item)
		return broken(error, "outcome");
	transaction = store_transaction_new(delivery->store, error);
	if (!transaction || !delivery->errand->end(delivery, outcome, error) ||
	    !store_transaction_commit(transaction, error))
		return FALSE;
	delivery->item = 0;
	return delivery_next(delivery, link, error);
}
