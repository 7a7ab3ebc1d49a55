/*
 * What the files of store/ share: the handle, statements and rows.
 */
#pragma once

#include <sqlite3.h>
#include <sys/vfs.h>

#include "store/outbox.h"
#include "store/store.h"

struct address_cache;
struct tie;

struct store {
	sqlite3 *db;
	char *path;
	enum store_mode mode;
	gboolean in_transaction;
	GHashTable *statements; /* address of the SQL: struct statement */
	gint64 data_version;	/* changes when somebody else commits */
	store_commit_func commit_func;
	gpointer commit_data;

	/*
	 * What is remembered from one call to the next, so that a first
	 * reading asks less; NULL or 0 until needed.  Gone after a rollback
	 * and when somebody else has committed.
	 */
	struct address_cache *cache; /* address.c */
	struct tie *ties;	     /* conversation.c */
	gint64 *dirtied;	     /* person.c */
	gint64 whole_folder_id;	     /* copy.c */
	enum { INDEXED_UNKNOWN, INDEXED, NOT_INDEXED } indexed;
};

/* Forget it all. */
void store_forget(struct store *store);

/* Put a failure of SQLite in a sentence with its remedy.  Always FALSE. */
gboolean store_fail(struct store *store, int code, GError **error);

/*
 * Statements.  `sql` must be a constant: its address is the key under which
 * the prepared statement is kept.  Failures are remembered, so that a caller
 * asks only once, at the end:
 *
 *	g_autoptr(statement) query = statement_get(store, last_touch_sql);
 *
 *	bind_integer(query, ":person", person_id);
 *	while (statement_next(query))
 *		...
 *	return statement_done(query, error);
 *
 * Bound texts and bytes are not copied: they must hold until the end.  Every
 * parameter must be bound, in any order; a call binds fastest when it does so
 * in the same order every time, with literal names.
 */
typedef struct statement statement;
struct statement *statement_get(struct store *store, const char *sql);
void statement_release(struct statement *statement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(statement, statement_release)

void bind_integer(struct statement *statement, const char *name, gint64 value);
/* 0, which is no id and no time, is stored as NULL. */
void bind_known(struct statement *statement, const char *name, gint64 value);
void bind_text(struct statement *statement, const char *name, const char *text);
void bind_bytes(struct statement *statement, const char *name,
		struct store_bytes bytes);

/* TRUE: there is a row.  FALSE: there is none, or a failure. */
gboolean statement_next(struct statement *statement);
gboolean statement_done(struct statement *statement, GError **error);
/* Step to the end, ignoring rows. */
gboolean statement_run(struct statement *statement, GError **error);
/* Run, and give the first column of the first row; unchanged if none. */
gboolean statement_run_integer(struct statement *statement, gint64 *value_out,
			       GError **error);
/* The same of a truth: FALSE without a row. */
gboolean statement_run_boolean(struct statement *statement, gboolean *value_out,
			       GError **error);
/* Run, and append the first column of each row, as gint64. */
gboolean statement_run_integers(struct statement *statement, GArray *values,
				GError **error);

/* NULL reads as 0, FALSE or "".  Texts and bytes lend until the next step. */
gint64 column_integer(struct statement *statement, int column);
gboolean column_boolean(struct statement *statement, int column);
gboolean column_is_null(struct statement *statement, int column);
const char *column_text(struct statement *statement, int column);
struct store_bytes column_bytes(struct statement *statement, int column);

/* Rows that the last statement changed, and the id of the last insert. */
int store_changed(const struct store *store);
gint64 store_inserted(const struct store *store);

/* Where the texts and bytes of a struct are. */
struct row_part {
	gsize pointer;
	gsize length; /* 0: a text */
};

#define ROW_TEXT(type, field)                   \
	{                                       \
		offsetof(struct type, field), 0 \
	}
#define ROW_BYTES(type, field)                          \
	{                                               \
		offsetof(struct type, field.data),      \
		    offsetof(struct type, field.length) \
	}

/* How a struct is read from the columns of a statement. */
struct row_type {
	gsize size;
	void (*read)(struct statement *statement, gpointer row);
	const struct row_part *parts;
	guint n_parts;
};

/* Run; `row_out` points to a pointer, which is NULL when there is no row. */
gboolean row_find(struct statement *statement, const struct row_type *type,
		  gpointer row_out, GError **error);
/* Run; a GPtrArray of rows, NULL on failure. */
GPtrArray *row_list(struct statement *statement, const struct row_type *type,
		    GError **error);
/* One block of memory with the row and its parts. */
gpointer row_copy(const struct row_type *type, gconstpointer row);

/* Rows that a walk over a whole table reads at once. */
#define ROW_PAGE 256

/* place.c: what may be asked of the system, so that a test can answer. */
struct store_probe {
	int (*statfs)(const char *path, struct statfs *out);
	const char *mountinfo; /* path of /proc/self/mountinfo */
};

extern const struct store_probe store_system_probe;

/* Make what is missing (when writing) and refuse a place that is unfit. */
gboolean store_place_prepare(const char *path, enum store_mode mode,
			     const struct store_probe *probe, GError **error);

/* Whether a directory, which must be there, is on a local disk. */
gboolean store_place_check_local(const char *directory,
				 const struct store_probe *probe,
				 GError **error);

/* store_open, asking `probe` where the file lies. */
struct store *store_open_probed(const char *path, enum store_mode mode,
				const struct store_probe *probe,
				GError **error);

/* migrations.c, made at build time from migrations/ and indexes.sql */
struct store_migration {
	int version;
	const char *sql;
};

extern const struct store_migration store_migrations[];
extern const guint n_store_migrations;
extern const char store_indexes_sql[];
extern const char store_drop_indexes_sql[];

/* "tend" */
#define STORE_APPLICATION_ID 0x74656e64

/* migrate.c: refuse what is not ours, writing nothing. */
gboolean store_migrate_check(struct store *store, GError **error);
/* Bring an older store up to date. */
gboolean store_migrate(struct store *store, GError **error);
/* The same with other migrations, for tests. */
gboolean store_migrate_by(struct store *store,
			  const struct store_migration *migrations, guint n,
			  GError **error);

/* Run constant SQL of several statements. */
gboolean store_exec(struct store *store, const char *sql, GError **error);

/* address.c: write the cache out. */
gboolean address_cache_write(struct store *store, GError **error);
/* The same and recount what lost an edge; before a commit. */
gboolean address_cache_settle(struct store *store, GError **error);
void address_cache_free(struct address_cache *cache);

/* outbox.c: the state that a word of the table stands for. */
enum store_outbox_state outbox_state_of(const char *word);
