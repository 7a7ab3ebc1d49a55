/* Hashes of forgotten addresses. */
#include "store/forgotten.h"

#include "store/private.h"

static const char add_sql[] = "INSERT INTO forgotten (hash, forgotten_at)\n"
			      "VALUES (:hash, :now)\n"
			      "    ON CONFLICT DO NOTHING";

gboolean store_forgotten_add(struct store *store, const char *hash, gint64 now,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	g_assert(store->in_transaction);
	bind_text(query, ":hash", hash);
	bind_integer(query, ":now", now);
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM forgotten\n"
				 " WHERE hash = :hash";

gboolean store_forgotten_delete(struct store *store, const char *hash,
				GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	g_assert(store->in_transaction);
	bind_text(query, ":hash", hash);
	return statement_run(query, error);
}

static const char list_sql[] = "SELECT hash\n"
			       "  FROM forgotten\n"
			       " ORDER BY hash";

GPtrArray *store_forgotten_list(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);
	g_autoptr(GPtrArray) hashes = g_ptr_array_new_with_free_func(g_free);

	while (statement_next(query))
		g_ptr_array_add(hashes, g_strdup(column_text(query, 0)));
	if (!statement_done(query, error))
		return NULL;
	return g_steal_pointer(&hashes);
}
