/* What tend remembers for itself, by name. */
#include "store/setting.h"

#include "store/private.h"

static const char find_sql[] = "SELECT value\n"
			       "  FROM setting\n"
			       " WHERE name = :name";

gboolean store_setting_find(struct store *store, const char *name,
			    char **value_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	*value_out = NULL;
	bind_text(query, ":name", name);
	if (statement_next(query))
		*value_out = g_strdup(column_text(query, 0));
	return statement_run(query, error);
}

gboolean store_setting_find_integer(struct store *store, const char *name,
				    gint64 *value_out, GError **error)
{
	g_autofree char *text = NULL;
	gint64 value;

	if (!store_setting_find(store, name, &text, error))
		return FALSE;
	if (text && g_ascii_string_to_signed(text, 10, G_MININT64, G_MAXINT64,
					     &value, NULL))
		*value_out = value;
	return TRUE;
}

static const char put_sql[] = "INSERT INTO setting (name, value)\n"
			      "VALUES (:name, :value)\n"
			      "    ON CONFLICT DO UPDATE SET\n"
			      "       value = excluded.value";
static const char delete_sql[] = "DELETE FROM setting WHERE name = :name";

gboolean store_setting_put(struct store *store, const char *name,
			   const char *value, GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, value ? put_sql : delete_sql);

	bind_text(query, ":name", name);
	if (value)
		bind_text(query, ":value", value);
	return statement_run(query, error);
}

gboolean store_setting_put_integer(struct store *store, const char *name,
				   gint64 value, GError **error)
{
	g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, value);

	return store_setting_put(store, name, text, error);
}
