/* Recipients: everybody a message names but its sender. */
#include "store/recipient.h"

#include "store/private.h"

static const char add_sql[] =
    "INSERT INTO recipient (message_key, address_id, role)\n"
    "VALUES (:key, :address, :role)\n"
    "    ON CONFLICT DO NOTHING";

gboolean store_recipient_add(struct store *store, gint64 message_key,
			     gint64 address_id, int role, GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	bind_integer(query, ":key", message_key);
	bind_integer(query, ":address", address_id);
	bind_integer(query, ":role", role);
	return statement_run(query, error);
}

#define RECIPIENT_COLUMNS "address_id, role"
enum { COL_RECIPIENT_ADDRESS_ID, COL_RECIPIENT_ROLE };

static const char list_sql[] = "SELECT " RECIPIENT_COLUMNS "\n"
			       "  FROM recipient\n"
			       " WHERE message_key = :key\n"
			       " ORDER BY address_id, role";

GArray *store_recipient_list(struct store *store, gint64 message_key,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);
	g_autoptr(GArray) recipients =
	    g_array_new(FALSE, FALSE, sizeof(struct store_recipient));

	bind_integer(query, ":key", message_key);
	while (statement_next(query)) {
		struct store_recipient recipient = {
			column_integer(query, COL_RECIPIENT_ADDRESS_ID),
			(int)column_integer(query, COL_RECIPIENT_ROLE),
		};

		g_array_append_val(recipients, recipient);
	}
	if (!statement_done(query, error))
		return NULL;
	return g_steal_pointer(&recipients);
}

static const char clear_sql[] = "DELETE FROM recipient\n"
				" WHERE message_key = :key";

gboolean store_recipient_clear(struct store *store, gint64 message_key,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, clear_sql);

	bind_integer(query, ":key", message_key);
	return statement_run(query, error);
}
