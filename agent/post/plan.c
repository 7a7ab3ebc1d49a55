/* What an account's mailbox is to hold by now. */
#include "agent/post/plan.h"

#include "agent/post/drafts.h"
#include "agent/post/marks.h"
#include "agent/post/tracking.h"
#include "store/account.h"

/* In this order: what the user answered may end what would be wished. */
static gboolean (*const parts[])(const struct plan *plan, GError **error) = {
	marks_plan, tracking_plan, drafts_take_back, drafts_write_morning, NULL,
};

gboolean plan_make(const struct plan *plan, GError **error)
{
	g_autoptr(store_account) account = NULL;

	if (!store_account_find(plan->store, plan->account->name, &account,
				error))
		return FALSE;
	/* Half a history would present old friends as new. */
	if (!account || !account->baseline_at)
		return TRUE;
	for (gsize i = 0; parts[i]; i++)
		if (!parts[i](plan, error))
			return FALSE;
	return TRUE;
}
