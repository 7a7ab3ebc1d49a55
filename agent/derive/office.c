/* Offices' mail: touches only where the user wrote there. */
#include "agent/derive/office.h"

#include "agent/border/words.h"
#include "agent/rules/words.h"
#include "store/recipient.h"

gboolean office_judge(struct store *store, struct store_message *row,
		      GError **error)
{
	if (!row->personal || !row->office)
		return TRUE;
	return store_message_find_written_to(store, row->address_id,
					     &row->personal, error);
}

static gboolean has(const GArray *list, gint64 item)
{
	for (guint i = 0; i < list->len; i++)
		if (g_array_index(list, gint64, i) == item)
			return TRUE;
	return FALSE;
}

void office_note(const struct store_message *row, const GArray *recipients,
		 GArray *written)
{
	if (!row->personal || row->direction != DIRECTION_OUT)
		return;
	for (guint i = 0; i < recipients->len; i++) {
		const struct store_recipient *item =
		    &g_array_index(recipients, struct store_recipient, i);

		if (item->role == ADDRESS_TO && !has(written, item->address_id))
			g_array_append_val(written, item->address_id);
	}
}

gboolean office_list_changed(struct store *store, GArray *written, GArray *keys,
			     GError **error)
{
	gint64 address_id = g_array_index(written, gint64, written->len - 1);
	g_autoptr(GArray) changed = NULL;
	gboolean is_written;

	g_array_set_size(written, written->len - 1);
	if (!store_message_find_written_to(store, address_id, &is_written,
					   error))
		return FALSE;
	changed = store_message_list_of_office(store, address_id, KIND_HUMAN,
					       !is_written, error);
	if (!changed)
		return FALSE;
	g_array_append_vals(keys, changed->data, changed->len);
	return TRUE;
}

gboolean office_list_all(struct store *store, GArray *written, GError **error)
{
	g_autoptr(GArray) offices = store_message_list_offices(store, error);

	if (!offices)
		return FALSE;
	g_array_append_vals(written, offices->data, offices->len);
	return TRUE;
}
