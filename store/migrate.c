/* Bringing a store up to date, and refusing what is not ours. */
#include "store/private.h"

static const char user_version_sql[] = "PRAGMA user_version";

static gboolean read_integer(struct store *store, const char *sql,
			     gint64 *value_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, sql);

	return statement_run_integer(query, value_out, error);
}

/* At once: another process may be making the file just now. */
static const char look_sql[] =
    "SELECT user_version, application_id,\n"
    "       (SELECT count(*) FROM sqlite_schema)\n"
    "  FROM pragma_user_version, pragma_application_id";

gboolean store_migrate_check(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, look_sql);
	int newest = store_migrations[n_store_migrations - 1].version;
	gint64 version = 0, application = 0, tables = 0;

	if (statement_next(query)) {
		version = column_integer(query, 0);
		application = column_integer(query, 1);
		tables = column_integer(query, 2);
	}
	if (!statement_run(query, error))
		return FALSE;
	if (version == 0 && application == 0 && tables == 0)
		return TRUE;
	if (application != STORE_APPLICATION_ID) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_FOREIGN,
			    "cannot open store '%s': it is a database of "
			    "another program: move it away or name another "
			    "file",
			    store->path);
		return FALSE;
	}
	if (version > newest) {
		g_set_error(error, STORE_ERROR, STORE_ERROR_NEWER,
			    "cannot open store '%s': a newer tend made it "
			    "(its version is %" G_GINT64_FORMAT
			    ", this tend knows %d): install that tend again",
			    store->path, version, newest);
		return FALSE;
	}
	return TRUE;
}

/*
 * The version is read again inside the transaction: another process may have
 * migrated while this one waited for it.
 */
static gboolean apply(struct store *store,
		      const struct store_migration *migration, gboolean last,
		      GError **error)
{
	g_autofree char *mark = g_strdup_printf(
	    "PRAGMA application_id = %d; PRAGMA user_version = %d",
	    STORE_APPLICATION_ID, migration->version);
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);
	gint64 version = 0;

	if (!transaction ||
	    !read_integer(store, user_version_sql, &version, error))
		return FALSE;
	if (version >= migration->version)
		return TRUE;
	/* The late indexes speak of the tables as they are in the end. */
	return store_exec(store, migration->sql, error) &&
	       store_exec(store, mark, error) &&
	       (!last || store_make_indexes(store, error)) &&
	       store_transaction_commit(transaction, error);
}

gboolean store_migrate_by(struct store *store,
			  const struct store_migration *migrations, guint n,
			  GError **error)
{
	gint64 version = 0;

	if (!read_integer(store, user_version_sql, &version, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		if (migrations[i].version > version &&
		    !apply(store, &migrations[i], i == n - 1, error))
			return FALSE;
	return TRUE;
}

gboolean store_migrate(struct store *store, GError **error)
{
	return store_migrate_by(store, store_migrations, n_store_migrations,
				error);
}
