/* The day's digest, into the outbox. */
#include "agent/post/daily.h"

#include "agent/post/morning.h"
#include "agent/post/outbox.h"
#include "store/account.h"
#include "store/digest.h"

static gboolean put_items(struct store *store, gint64 outbox_id,
			  const struct morning *morning, GError **error)
{
	const struct digest *digest = morning_get_digest(morning);

	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];
		const struct store_digest_item row = {
			.outbox_id = outbox_id,
			.position = (gint64)i + 1,
			.address = item->address,
			.name = item->name ? item->name : "",
			.reason = (int)item->reason,
			.source = morning_get_source(morning, i),
			.section = (int)item->section,
			.since_at = item->since_at,
			.subject = item->subject ? item->subject : "",
			.sentence = item->sentence,
			.organisation = item->organisation,
			.phone = item->phone,
			.mid = item->mid,
			.quote = item->quote,
		};

		if (!store_digest_add_item(store, &row, error))
			return FALSE;
	}
	return TRUE;
}

/* Half a history would present old friends as new: no digest before. */
static const char *why_none(const struct store_account *account,
			    const struct morning *morning)
{
	if (!account || !account->baseline_at)
		return "the mailbox has not been read to its end yet";
	if (morning_get_digest(morning)->n_items == 0)
		return "there is nobody new to name";
	return NULL;
}

gboolean daily_add(struct store *store, const struct config *config,
		   const struct config_account *account, gint64 now,
		   gboolean *added_out, const char **why_not_out,
		   GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(store_account) row = NULL;
	g_autoptr(morning) morning = NULL;
	const char *why;
	gint64 outbox_id = 0;

	*added_out = FALSE;
	transaction = store_transaction_new(store, error);
	if (!transaction ||
	    !store_account_find(store, account->name, &row, error))
		return FALSE;
	morning = morning_collect(store, config, now, error);
	if (!morning)
		return FALSE;
	why = why_none(row, morning);
	if (!why) {
		if (!outbox_add_letter(store, config, account, row->account_id,
				       "digest",
				       morning_get_digest(morning)->older, now,
				       &outbox_id, error))
			return FALSE;
		*added_out = outbox_id != 0;
		why = *added_out ? "" : "today's digest was written already";
	}
	if (why_not_out)
		*why_not_out = why;
	if (*added_out && !put_items(store, outbox_id, morning, error))
		return FALSE;
	return store_transaction_commit(transaction, error);
}
