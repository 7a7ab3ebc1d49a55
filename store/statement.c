/* Prepared statements, kept by the address of their SQL. */
#include "store/private.h"

#include <errno.h>

struct slot {
	const char *name;
	int index;
};

struct statement {
	struct store *store;
	sqlite3_stmt *stmt; /* NULL when it could not be prepared */
	int code;	    /* the first failure, or SQLITE_OK */
	gboolean busy;
	gboolean loose; /* not kept: a second use of one that is busy */
	gboolean stepped;
	guint n_parameters;
	guint n_bound;
	struct slot slots[]; /* in the order in which they were bound */
};

G_DEFINE_QUARK(tend - store - error, store_error)

static const char *const remedies[] = {
	[STORE_ERROR_BUSY] = "another tend is writing to it: try again",
	[STORE_ERROR_FULL] =
	    "disk is full: nothing was lost, free some space and try again",
	[STORE_ERROR_CORRUPT] =
	    "it is damaged: run 'tend rebuild', and if that fails bring back "
	    "a backup, or move it away and run 'tend sync'",
	[STORE_ERROR_PERMISSION] =
	    "permission denied: see who owns it and its directory",
};

static gboolean means_full(int number)
{
	return number == ENOSPC || number == EDQUOT || number == EFBIG;
}

static enum store_error error_of(int code, int number)
{
	switch (code) {
	case SQLITE_FULL:
		return STORE_ERROR_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return STORE_ERROR_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return STORE_ERROR_CORRUPT;
	case SQLITE_PERM:
	case SQLITE_READONLY:
	case SQLITE_AUTH:
		return STORE_ERROR_PERMISSION;
	case SQLITE_CANTOPEN:
		return number == EACCES || number == EPERM || number == EROFS
			   ? STORE_ERROR_PERMISSION
			   : STORE_ERROR_FAILED;
	}
	return STORE_ERROR_FAILED;
}

gboolean store_fail(struct store *store, int code, GError **error)
{
	/* SQLite keeps the number of most failures, but not of a COMMIT's. */
	int failed = errno;
	int kept = store->db ? sqlite3_system_errno(store->db) : 0;
	enum store_error which = error_of(code & 0xff, kept);
	const char *remedy = NULL;

	if ((code & 0xff) == SQLITE_IOERR &&
	    (means_full(failed) || means_full(kept)))
		which = STORE_ERROR_FULL;
	if (which < G_N_ELEMENTS(remedies))
		remedy = remedies[which];
	if (!remedy)
		remedy = store->db ? sqlite3_errmsg(store->db)
				   : sqlite3_errstr(code);
	g_set_error(error, STORE_ERROR, which, "cannot use store '%s': %s",
		    store->path, remedy);
	return FALSE;
}

static struct statement *statement_new(struct store *store, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int code = sqlite3_prepare_v3(store->db, sql, -1,
				      SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	int n = stmt ? sqlite3_bind_parameter_count(stmt) : 0;
	struct statement *statement =
	    g_malloc0(sizeof(*statement) + sizeof(struct slot) * (gsize)n);

	/* A statement that SQLite does not understand is our own mistake. */
	if (code == SQLITE_ERROR)
		g_critical("%s: %s", sqlite3_errmsg(store->db), sql);
	statement->store = store;
	statement->stmt = stmt;
	statement->code = code;
	statement->n_parameters = (guint)n;
	return statement;
}

static void statement_free(gpointer data)
{
	struct statement *statement = data;

	sqlite3_finalize(statement->stmt);
	g_free(statement);
}

struct statement *statement_get(struct store *store, const char *sql)
{
	struct statement *statement;

	if (!store->statements)
		store->statements =
		    g_hash_table_new_full(NULL, NULL, NULL, statement_free);
	statement = g_hash_table_lookup(store->statements, sql);
	if (!statement || statement->busy) {
		gboolean second = statement != NULL;

		statement = statement_new(store, sql);
		statement->loose = second || !statement->stmt;
		if (!statement->loose)
			g_hash_table_insert(store->statements,
					    (gpointer)(guintptr)sql, statement);
	}
	statement->busy = TRUE;
	return statement;
}

void statement_release(struct statement *statement)
{
	if (statement->loose) {
		statement_free(statement);
		return;
	}
	sqlite3_reset(statement->stmt);
	statement->code = SQLITE_OK;
	statement->busy = FALSE;
	statement->stepped = FALSE;
	statement->n_bound = 0;
}

/* 0 when nothing can be bound any more. */
static int next_index(struct statement *statement, const char *name)
{
	struct slot *slot;

	if (statement->code != SQLITE_OK)
		return 0;
	g_assert(statement->n_bound < statement->n_parameters);
	slot = &statement->slots[statement->n_bound++];
	if (slot->name != name) {
		slot->name = name;
		slot->index =
		    sqlite3_bind_parameter_index(statement->stmt, name);
		g_assert(slot->index > 0);
	}
	return slot->index;
}

void bind_integer(struct statement *statement, const char *name, gint64 value)
{
	int index = next_index(statement, name);

	if (index)
		statement->code =
		    sqlite3_bind_int64(statement->stmt, index, value);
}

void bind_known(struct statement *statement, const char *name, gint64 value)
{
	int index = next_index(statement, name);

	if (!index)
		return;
	statement->code =
	    value ? sqlite3_bind_int64(statement->stmt, index, value)
		  : sqlite3_bind_null(statement->stmt, index);
}

void bind_text(struct statement *statement, const char *name, const char *text)
{
	int index = next_index(statement, name);

	if (index)
		statement->code = sqlite3_bind_text(statement->stmt, index,
						    text, -1, SQLITE_STATIC);
}

void bind_bytes(struct statement *statement, const char *name,
		struct store_bytes bytes)
{
	int index = next_index(statement, name);

	/* A NULL pointer would bind NULL, not an empty blob. */
	if (index)
		statement->code = sqlite3_bind_blob64(
		    statement->stmt, index, bytes.data ? bytes.data : "",
		    bytes.length, SQLITE_STATIC);
}

gboolean statement_next(struct statement *statement)
{
	int code;

	if (statement->code != SQLITE_OK)
		return FALSE;
	if (!statement->stepped) {
		g_assert(statement->n_bound == statement->n_parameters);
		g_assert(statement->store->in_transaction ||
			 sqlite3_stmt_readonly(statement->stmt));
		statement->stepped = TRUE;
	}
	errno = 0; /* for store_fail */
	code = sqlite3_step(statement->stmt);
	if (code == SQLITE_ROW)
		return TRUE;
	if (code != SQLITE_DONE)
		statement->code = code;
	return FALSE;
}

gboolean statement_done(struct statement *statement, GError **error)
{
	if (statement->code != SQLITE_OK)
		return store_fail(statement->store, statement->code, error);
	return TRUE;
}

gboolean statement_run(struct statement *statement, GError **error)
{
	while (statement_next(statement))
		;
	return statement_done(statement, error);
}

gboolean statement_run_integer(struct statement *statement, gint64 *value_out,
			       GError **error)
{
	if (statement_next(statement))
		*value_out = column_integer(statement, 0);
	return statement_run(statement, error);
}

gboolean statement_run_boolean(struct statement *statement, gboolean *value_out,
			       GError **error)
{
	*value_out = FALSE;
	if (statement_next(statement))
		*value_out = column_boolean(statement, 0);
	return statement_run(statement, error);
}

gboolean statement_run_integers(struct statement *statement, GArray *values,
				GError **error)
{
	while (statement_next(statement)) {
		gint64 value = column_integer(statement, 0);

		if (values)
			g_array_append_val(values, value);
	}
	return statement_done(statement, error);
}

gint64 column_integer(struct statement *statement, int column)
{
	return sqlite3_column_int64(statement->stmt, column);
}

gboolean column_is_null(struct statement *statement, int column)
{
	return sqlite3_column_type(statement->stmt, column) == SQLITE_NULL;
}

gboolean column_boolean(struct statement *statement, int column)
{
	return sqlite3_column_int(statement->stmt, column) != 0;
}

const char *column_text(struct statement *statement, int column)
{
	const void *text = sqlite3_column_text(statement->stmt, column);

	return text ? text : "";
}

struct store_bytes column_bytes(struct statement *statement, int column)
{
	/* In this order: SQLite's manual warns of the other. */
	const void *data = sqlite3_column_blob(statement->stmt, column);
	int length = sqlite3_column_bytes(statement->stmt, column);

	return (struct store_bytes){ data, (gsize)length };
}

int store_changed(const struct store *store)
{
	return sqlite3_changes(store->db);
}

gint64 store_inserted(const struct store *store)
{
	return sqlite3_last_insert_rowid(store->db);
}
