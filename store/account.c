/* The accounts of the configuration and how their reading stands. */
#include "store/account.h"

#include "store/private.h"

#define ACCOUNT_COLUMNS                                                  \
	"account_id, name, baseline_at, read_at, problem, problem_at,\n" \
	"       refused, refused_at, capabilities"
enum {
	COL_ACCOUNT_ID,
	COL_NAME,
	COL_BASELINE_AT,
	COL_READ_AT,
	COL_PROBLEM,
	COL_PROBLEM_AT,
	COL_REFUSED,
	COL_REFUSED_AT,
	COL_CAPABILITIES,
};

static void account_read(struct statement *query, gpointer row)
{
	struct store_account *account = row;

	account->account_id = column_integer(query, COL_ACCOUNT_ID);
	account->name = column_text(query, COL_NAME);
	account->baseline_at = column_integer(query, COL_BASELINE_AT);
	account->read_at = column_integer(query, COL_READ_AT);
	account->problem = column_text(query, COL_PROBLEM);
	account->problem_at = column_integer(query, COL_PROBLEM_AT);
	account->refused = column_integer(query, COL_REFUSED);
	account->refused_at = column_integer(query, COL_REFUSED_AT);
	account->capabilities = column_text(query, COL_CAPABILITIES);
}

static const struct row_part account_parts[] = {
	ROW_TEXT(store_account, name),
	ROW_TEXT(store_account, problem),
	ROW_TEXT(store_account, capabilities),
};

static const struct row_type account_row = {
	.size = sizeof(struct store_account),
	.read = account_read,
	.parts = account_parts,
	.n_parts = G_N_ELEMENTS(account_parts),
};

static const char find_sql[] = "SELECT " ACCOUNT_COLUMNS "\n"
			       "  FROM account\n"
			       " WHERE name = :name";

gboolean store_account_find(struct store *store, const char *name,
			    struct store_account **account_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_text(query, ":name", name);
	return row_find(query, &account_row, account_out, error);
}

static const char insert_sql[] = "INSERT INTO account (name)\n"
				 "VALUES (:name)";

gboolean store_account_ensure(struct store *store, const char *name,
			      gint64 *account_id_out, GError **error)
{
	g_autoptr(statement) query = NULL;
	g_autoptr(store_account) account = NULL;

	if (!store_account_find(store, name, &account, error))
		return FALSE;
	if (account) {
		*account_id_out = account->account_id;
		return TRUE;
	}
	query = statement_get(store, insert_sql);
	bind_text(query, ":name", name);
	if (!statement_run(query, error))
		return FALSE;
	*account_id_out = store_inserted(store);
	return TRUE;
}

static const char list_sql[] = "SELECT " ACCOUNT_COLUMNS "\n"
			       "  FROM account\n"
			       " ORDER BY name";

GPtrArray *store_account_list(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	return row_list(query, &account_row, error);
}

static gboolean set_time(struct store *store, const char *sql,
			 gint64 account_id, gint64 at, GError **error)
{
	g_autoptr(statement) query = statement_get(store, sql);

	bind_integer(query, ":account", account_id);
	bind_known(query, ":at", at);
	return statement_run(query, error);
}

static const char set_baseline_sql[] = "UPDATE account\n"
				       "   SET baseline_at = :at\n"
				       " WHERE account_id = :account\n"
				       "   AND baseline_at IS NULL";

gboolean store_account_set_baseline(struct store *store, gint64 account_id,
				    gint64 at, GError **error)
{
	return set_time(store, set_baseline_sql, account_id, at, error);
}

static const char set_read_sql[] = "UPDATE account\n"
				   "   SET read_at = :at\n"
				   " WHERE account_id = :account";

gboolean store_account_set_read(struct store *store, gint64 account_id,
				gint64 at, GError **error)
{
	return set_time(store, set_read_sql, account_id, at, error);
}

static const char set_problem_sql[] = "UPDATE account\n"
				      "   SET problem = :problem,\n"
				      "       problem_at = :at\n"
				      " WHERE account_id = :account\n"
				      "   AND (problem <> :problem OR\n"
				      "        problem_at IS NOT :at)";

gboolean store_account_set_problem(struct store *store, gint64 account_id,
				   const char *problem, gint64 at,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_problem_sql);

	bind_integer(query, ":account", account_id);
	bind_text(query, ":problem", problem);
	bind_known(query, ":at", *problem ? at : 0);
	return statement_run(query, error);
}

static const char set_refused_sql[] = "UPDATE account\n"
				      "   SET refused = :refused,\n"
				      "       refused_at = :at\n"
				      " WHERE account_id = :account\n"
				      "   AND (refused <> :refused OR\n"
				      "        refused_at IS NOT :at)";

gboolean store_account_set_refused(struct store *store, gint64 account_id,
				   gint64 refused, gint64 refused_at,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_refused_sql);

	bind_integer(query, ":account", account_id);
	bind_integer(query, ":refused", refused);
	bind_known(query, ":at", refused_at);
	return statement_run(query, error);
}

static const char set_capabilities_sql[] = "UPDATE account\n"
					   "   SET capabilities = :text\n"
					   " WHERE account_id = :account\n"
					   "   AND capabilities <> :text";

gboolean store_account_set_capabilities(struct store *store, gint64 account_id,
					const char *capabilities,
					GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_capabilities_sql);

	bind_integer(query, ":account", account_id);
	bind_text(query, ":text", capabilities);
	return statement_run(query, error);
}
