/* What rules see of the store. */
#include "agent/judge/past.h"

#include "agent/rules/touch.h"
#include "store/account.h"

static struct touch touch_of(const struct store_touch *row)
{
	return (struct touch){
		.at = row->at,
		.source = row->source,
		.direction = (enum direction)row->direction,
		.channel = (enum channel)row->channel,
		.recipients = (guint)row->recipients,
		.conversation = row->conversation_id,
		.signs = (guint)row->signs,
		.day = row->day,
		.ask_day = row->ask_day,
	};
}

void past_take(const struct store_touch *rows, guint n, gint64 now,
	       GArray *touches, gint64 *next_out)
{
	*next_out = 0;
	g_array_set_size(touches, 0);
	for (guint i = 0; i < n; i++) {
		const struct touch touch = touch_of(&rows[i]);

		if (rows[i].channel == CHANNEL_MEETING && rows[i].at > now) {
			*next_out = rows[i].at;
			return;
		}
		g_array_append_val(touches, touch);
	}
}

gboolean past_read(struct store *store, gint64 person_id, gint64 now,
		   GArray *touches, gint64 *next_out, GError **error)
{
	g_autoptr(GArray) rows =
	    store_touch_list_by_person(store, person_id, error);

	if (!rows)
		return FALSE;
	past_take((const struct store_touch *)(const void *)rows->data,
		  rows->len, now, touches, next_out);
	return TRUE;
}

gboolean past_find_baseline(struct store *store, gint64 *baseline_out,
			    GError **error)
{
	g_autoptr(GPtrArray) accounts = store_account_list(store, error);

	*baseline_out = 0;
	if (!accounts)
		return FALSE;
	for (guint i = 0; i < accounts->len; i++) {
		const struct store_account *account = accounts->pdata[i];

		if (account->baseline_at &&
		    (!*baseline_out || account->baseline_at < *baseline_out))
			*baseline_out = account->baseline_at;
	}
	return TRUE;
}
