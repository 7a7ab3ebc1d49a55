/* Opening a store, transactions, and what concerns all its tables. */
#include "store/conversation.h"
#include "store/private.h"

#include <errno.h>
#include <string.h>

/* Another tend writes for milliseconds, a first reading for a second. */
#define BUSY_TIMEOUT_MS 5000

/*
 * FULL, not NORMAL: a commit that was reported (a digest that was tried, a
 * cursor) must survive a power cut, and a batch of thousands syncs but once.
 * The log may grow to 16 MB before it is written back, so that a page which
 * every batch of a first reading touches is not written each time, and is cut
 * back afterwards.
 */
static const char pragmas_sql[] = "PRAGMA synchronous = FULL;\n"
				  "PRAGMA foreign_keys = ON;\n"
				  "PRAGMA trusted_schema = OFF;\n"
				  "PRAGMA secure_delete = ON;\n"
				  "PRAGMA cell_size_check = ON;\n"
				  "PRAGMA cache_size = -8192;\n"
				  "PRAGMA journal_size_limit = 8388608;\n"
				  "PRAGMA wal_autocheckpoint = 4000;\n";

static const char read_only_sql[] = "PRAGMA query_only = ON";
static const char journal_mode_sql[] = "PRAGMA journal_mode = WAL";
static const char begin_sql[] = "BEGIN IMMEDIATE";
static const char commit_sql[] = "COMMIT";
static const char rollback_sql[] = "ROLLBACK";
static const char data_version_sql[] = "PRAGMA data_version";
static const char quick_check_sql[] = "PRAGMA quick_check(1)";

/* Children before the parents that they refer to. */
static const char derived_clear_sql[] = "DELETE FROM verdict;\n"
					"DELETE FROM touch;\n"
					"DELETE FROM reference;\n"
					"DELETE FROM recipient;\n"
					"DELETE FROM message;\n"
					"DELETE FROM conversation;\n"
					"DELETE FROM address;\n"
					"DELETE FROM person;\n";

gboolean store_exec(struct store *store, const char *sql, GError **error)
{
	int code;

	errno = 0; /* for store_fail */
	code = sqlite3_exec(store->db, sql, NULL, NULL, NULL);
	if (code == SQLITE_ERROR)
		g_critical("%s: %s", sqlite3_errmsg(store->db), sql);
	return code == SQLITE_OK || store_fail(store, code, error);
}

void store_forget(struct store *store)
{
	g_clear_pointer(&store->cache, address_cache_free);
	g_clear_pointer(&store->ties, g_free);
	g_clear_pointer(&store->dirtied, g_free);
	store->whole_folder_id = 0;
	store->indexed = INDEXED_UNKNOWN;
}

static int is_wal(void *data, int n, char **texts, char **names)
{
	gboolean *wal = data;

	*wal = n == 1 && texts[0] && !strcmp(texts[0], "wal");
	return 0;
}

/*
 * SQLite does not wait when several turn a new file to write-ahead logging:
 * each holds what the other wants, so all but one are told at once.
 */
static gboolean use_log(struct store *store, GError **error)
{
	gint64 end = g_get_monotonic_time() + BUSY_TIMEOUT_MS * 1000;
	gboolean logged = FALSE;
	int code;

	for (;;) {
		code = sqlite3_exec(store->db, journal_mode_sql, is_wal,
				    &logged, NULL);
		if ((code & 0xff) != SQLITE_BUSY ||
		    g_get_monotonic_time() > end)
			break;
		g_usleep(5000);
	}
	if (code != SQLITE_OK)
		return store_fail(store, code, error);
	if (!logged)
		g_set_error(error, STORE_ERROR, STORE_ERROR_NETWORK,
			    "cannot open store '%s': its file system has no "
			    "shared memory, which write-ahead logging needs: "
			    "set XDG_DATA_HOME to a directory on a local disk",
			    store->path);
	return logged;
}

static gboolean connect_file(struct store *store, GError **error)
{
	int code;

	/*
	 * Nobody reads SQLite's memory statistics, which take a mutex at each
	 * allocation; refused, without harm, once SQLite is in use.  One
	 * thread uses a store, so that needs no mutex either.
	 */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	code = sqlite3_open_v2(store->path, &store->db,
			       SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
				   SQLITE_OPEN_EXRESCODE,
			       NULL);
	if (code != SQLITE_OK)
		return store_fail(store, code, error);
	sqlite3_busy_timeout(store->db, BUSY_TIMEOUT_MS);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	return TRUE;
}

struct store *store_open_probed(const char *path, enum store_mode mode,
				const struct store_probe *probe, GError **error)
{
	g_autoptr(store) store = NULL;
	g_autofree char *absolute = g_canonicalize_filename(path, NULL);

	if (!store_place_prepare(absolute, mode, probe, error))
		return NULL;
	store = g_new0(struct store, 1);
	store->path = g_steal_pointer(&absolute);
	store->mode = mode;
	/* What is not ours is refused before anything is written to it. */
	if (!connect_file(store, error) ||
	    !store_exec(store, pragmas_sql, error) ||
	    !store_migrate_check(store, error) || !use_log(store, error) ||
	    !store_migrate(store, error))
		return NULL;
	if (mode == STORE_READ && !store_exec(store, read_only_sql, error))
		return NULL;
	return g_steal_pointer(&store);
}

struct store *store_open(const char *path, enum store_mode mode, GError **error)
{
	return store_open_probed(path, mode, &store_system_probe, error);
}

void store_close(struct store *store)
{
	if (!store)
		return;
	if (store->in_transaction)
		store_rollback(store);
	store_forget(store);
	g_clear_pointer(&store->statements, g_hash_table_unref);
	sqlite3_close(store->db);
	g_free(store->path);
	g_free(store);
}

const char *store_get_path(const struct store *store)
{
	return store->path;
}

static gboolean run(struct store *store, const char *sql, GError **error)
{
	g_autoptr(statement) query = statement_get(store, sql);

	return statement_run(query, error);
}

/* What is cached is stale when another process has committed since. */
static gboolean refresh(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, data_version_sql);
	gint64 version = 0;

	if (!statement_run_integer(query, &version, error))
		return FALSE;
	if (version != store->data_version)
		store_forget(store);
	store->data_version = version;
	return TRUE;
}

gboolean store_begin(struct store *store, GError **error)
{
	g_assert(!store->in_transaction);
	/* So it is as soon as this runs: nothing else may write without. */
	store->in_transaction = TRUE;
	if (run(store, begin_sql, error) && refresh(store, error))
		return TRUE;
	store_rollback(store);
	return FALSE;
}

static void call_commit_func(struct store *store, gboolean after)
{
	if (store->commit_func)
		store->commit_func(after, store->commit_data);
}

gboolean store_commit(struct store *store, GError **error)
{
	g_assert(store->in_transaction);
	if (!address_cache_settle(store, error)) {
		store_rollback(store);
		return FALSE;
	}
	call_commit_func(store, FALSE);
	if (!run(store, commit_sql, error)) {
		store_rollback(store);
		return FALSE;
	}
	store->in_transaction = FALSE;
	call_commit_func(store, TRUE);
	return TRUE;
}

void store_rollback(struct store *store)
{
	g_assert(store->in_transaction);
	store_forget(store);
	store->in_transaction = FALSE;
	/* A full disk makes SQLite roll back by itself. */
	if (!sqlite3_get_autocommit(store->db))
		run(store, rollback_sql, NULL);
}

gboolean store_in_transaction(const struct store *store)
{
	return store->in_transaction;
}

struct store_transaction {
	struct store *store;
	gboolean over;
};

struct store_transaction *store_transaction_new(struct store *store,
						GError **error)
{
	struct store_transaction *transaction;

	if (!store_begin(store, error))
		return NULL;
	transaction = g_new0(struct store_transaction, 1);
	transaction->store = store;
	return transaction;
}

gboolean store_transaction_commit(struct store_transaction *transaction,
				  GError **error)
{
	g_assert(!transaction->over);
	transaction->over = TRUE;
	return store_commit(transaction->store, error);
}

void store_transaction_free(struct store_transaction *transaction)
{
	if (!transaction->over)
		store_rollback(transaction->store);
	g_free(transaction);
}

gboolean store_defer_indexes(struct store *store, GError **error)
{
	g_assert(store->in_transaction);
	store->indexed = INDEXED_UNKNOWN;
	return store_exec(store, store_drop_indexes_sql, error);
}

static const char is_indexed_sql[] = "SELECT count(*)\n"
				     "  FROM sqlite_schema\n"
				     " WHERE type = 'index'\n"
				     "   AND name = 'message_parent'";

gboolean store_is_indexed(struct store *store, gboolean *indexed_out,
			  GError **error)
{
	g_autoptr(statement) query = NULL;
	gint64 count = 0;

	if (store->indexed == INDEXED_UNKNOWN) {
		query = statement_get(store, is_indexed_sql);
		if (!statement_run_integer(query, &count, error))
			return FALSE;
		store->indexed = count > 0 ? INDEXED : NOT_INDEXED;
	}
	*indexed_out = store->indexed == INDEXED;
	return TRUE;
}

gboolean store_make_indexes(struct store *store, GError **error)
{
	g_assert(store->in_transaction);
	store->indexed = INDEXED_UNKNOWN;
	return store_exec(store, store_indexes_sql, error) &&
	       store_conversation_settle(store, error);
}

gboolean store_flush(struct store *store, GError **error)
{
	int code;

	g_assert(!store->in_transaction);
	code = sqlite3_wal_checkpoint_v2(
	    store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	return code == SQLITE_OK || (code & 0xff) == SQLITE_BUSY ||
	       store_fail(store, code, error);
}

gint64 store_changes(const struct store *store)
{
	return sqlite3_total_changes64(store->db);
}

gboolean store_check(struct store *store, char **problem_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, quick_check_sql);
	g_autofree char *problem = NULL;

	*problem_out = NULL;
	if (statement_next(query) && strcmp(column_text(query, 0), "ok"))
		problem = g_strdup(column_text(query, 0));
	if (!statement_run(query, error))
		return FALSE;
	*problem_out = g_steal_pointer(&problem);
	return TRUE;
}

gboolean store_derived_clear(struct store *store, GError **error)
{
	g_assert(store->in_transaction);
	store_forget(store);
	return store_exec(store, derived_clear_sql, error);
}

void store_set_commit_hook(struct store *store, store_commit_func func,
			   gpointer data)
{
	store->commit_func = func;
	store->commit_data = data;
}
