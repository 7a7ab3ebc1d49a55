/* What the user's programs were told. */
#include "store/announced.h"

#include "store/private.h"

static const char add_sql[] =
    "INSERT INTO announced (hook, address, source, due_at, announced_at)\n"
    "VALUES (:hook, :address, :source, :due, :now)\n"
    "    ON CONFLICT DO NOTHING";

gboolean store_announced_add(struct store *store,
			     const struct store_announced *announced,
			     gint64 now, gboolean *added_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	g_assert(store->in_transaction);
	bind_text(query, ":hook", announced->hook);
	bind_text(query, ":address", announced->address);
	bind_integer(query, ":source", announced->source);
	bind_integer(query, ":due", announced->due_at);
	bind_integer(query, ":now", now);
	if (!statement_run(query, error))
		return FALSE;
	*added_out = store_changed(store) > 0;
	return TRUE;
}

static const char prune_sql[] = "DELETE FROM announced\n"
				" WHERE announced_at < :before";

gboolean store_announced_prune(struct store *store, gint64 before,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, prune_sql);

	g_assert(store->in_transaction);
	bind_integer(query, ":before", before);
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM announced\n"
				 " WHERE address = :address";

gboolean store_announced_delete_about(struct store *store, const char *address,
				      GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	g_assert(store->in_transaction);
	bind_text(query, ":address", address);
	return statement_run(query, error);
}

/* A message_key begins with the day of its Date: parse/key.h. */
static const char list_candidates_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE message_key >= (:day / 86400) << 47\n"
    "   AND personal\n"
    "   AND NOT twin\n"
    "   AND direction = :direction\n"
    "   AND (SELECT min(internal_at)\n"
    "          FROM copy\n"
    "         WHERE copy.message_key = message.message_key) >= :came\n"
    " ORDER BY message_key";

gboolean store_announced_list_candidates(struct store *store, gint64 day_at,
					 gint64 came_at, int direction,
					 GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_candidates_sql);

	bind_integer(query, ":day", MAX(day_at, 0));
	bind_integer(query, ":direction", direction);
	bind_integer(query, ":came", came_at);
	return statement_run_integers(query, keys, error);
}
