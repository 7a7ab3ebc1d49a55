/* Copies of a whole store. */
#include "store/backup.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "store/private.h"

static const char vacuum_sql[] = "VACUUM INTO :file";
static const char integrity_sql[] = "PRAGMA integrity_check(1)";
static const char foreign_keys_sql[] = "PRAGMA foreign_key_check";
static const char is_store_sql[] =
    "SELECT count(*)\n"
    "  FROM sqlite_schema\n"
    " WHERE type = 'table'\n"
    "   AND name IN ('copy', 'saying', 'message',\n"
    "       'person', 'outbox', 'setting')";
static const char version_sql[] = "SELECT user_version\n"
				  "  FROM pragma_user_version";
static const char application_sql[] = "SELECT application_id\n"
				      "  FROM pragma_application_id";
static const char messages_sql[] = "SELECT count(*) FROM message";
static const char contacts_sql[] = "SELECT count(*)\n"
				   "  FROM person\n"
				   " WHERE contact = 1";
static const char sayings_sql[] = "SELECT count(*) FROM saying";

/* A file that is only read, as it is: it is neither migrated nor logged to. */
static struct store *open_file(const char *path, GError **error)
{
	g_autoptr(store) file = g_new0(struct store, 1);
	int code;

	file->path = g_canonicalize_filename(path, NULL);
	file->mode = STORE_READ;
	code = sqlite3_open_v2(file->path, &file->db,
			       SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX |
				   SQLITE_OPEN_EXRESCODE,
			       NULL);
	if (code != SQLITE_OK) {
		store_fail(file, code, error);
		return NULL;
	}
	sqlite3_db_config(file->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	return g_steal_pointer(&file);
}

static gboolean read_integer(struct store *file, const char *sql,
			     gint64 *value_out, GError **error)
{
	g_autoptr(statement) query = statement_get(file, sql);

	return statement_run_integer(query, value_out, error);
}

/* ---- is it one of ours, and whole? ---- */

static gboolean refuse(enum store_error code, const char *path, const char *why,
		       GError **error)
{
	g_set_error(error, STORE_ERROR, code, "'%s' %s", path, why);
	return FALSE;
}

static gboolean check_file(const char *path, gint64 *bytes_out, GError **error)
{
	GStatBuf st;

	if (g_stat(path, &st) < 0) {
		g_set_error(error, STORE_ERROR,
			    errno == ENOENT ? STORE_ERROR_MISSING
					    : STORE_ERROR_PERMISSION,
			    "cannot read backup '%s': %s", path,
			    g_strerror(errno));
		return FALSE;
	}
	if (!S_ISREG(st.st_mode))
		return refuse(STORE_ERROR_FOREIGN, path,
			      "is no backup of tend: it is not a file", error);
	*bytes_out = st.st_size;
	return TRUE;
}

static gboolean check_kind(struct store *file, const char *path,
			   struct store_backup *backup, GError **error)
{
	int newest = store_migrations[n_store_migrations - 1].version;
	gint64 application = 0, tables = 0;

	if (!read_integer(file, application_sql, &application, error) ||
	    !read_integer(file, version_sql, &backup->version, error) ||
	    !read_integer(file, is_store_sql, &tables, error))
		return FALSE;
	if (application != STORE_APPLICATION_ID)
		return refuse(STORE_ERROR_FOREIGN, path,
			      "is no backup of tend: it is a database of "
			      "another program",
			      error);
	if (backup->version > newest)
		return refuse(STORE_ERROR_NEWER, path,
			      "was made by a newer tend: install that tend "
			      "first",
			      error);
	if (tables != 6 || backup->version < 1)
		return refuse(STORE_ERROR_CORRUPT, path,
			      "lacks tables of a tend database: name another "
			      "backup",
			      error);
	return TRUE;
}

static gboolean check_pages(struct store *file, const char *path,
			    GError **error)
{
	g_autoptr(statement) pages = statement_get(file, integrity_sql);
	g_autoptr(statement) references = NULL;
	gboolean sound, dangling;

	sound = statement_next(pages) && !strcmp(column_text(pages, 0), "ok");
	if (!statement_run(pages, error))
		return FALSE;
	references = statement_get(file, foreign_keys_sql);
	dangling = statement_next(references);
	if (!statement_run(references, error))
		return FALSE;
	if (sound && !dangling)
		return TRUE;
	return refuse(STORE_ERROR_CORRUPT, path,
		      "is damaged: name another backup", error);
}

static gboolean look_into(struct store *file, const char *path,
			  struct store_backup *backup, GError **error)
{
	return check_kind(file, path, backup, error) &&
	       check_pages(file, path, error) &&
	       read_integer(file, messages_sql, &backup->messages, error) &&
	       read_integer(file, contacts_sql, &backup->contacts, error) &&
	       read_integer(file, sayings_sql, &backup->sayings, error);
}

/* What SQLite says of a store is no help with a file that was named. */
static gboolean in_other_words(const char *path, GError *cause, GError **error)
{
	const char *why = NULL;

	if (cause->domain == STORE_ERROR &&
	    strstr(cause->message, "cannot use"))
		why = g_error_matches(cause, STORE_ERROR, STORE_ERROR_CORRUPT)
			  ? "is no backup of tend, or is damaged: name another "
			    "one"
			  : NULL;
	if (!why) {
		g_propagate_error(error, cause);
		return FALSE;
	}
	g_error_free(cause);
	return refuse(STORE_ERROR_CORRUPT, path, why, error);
}

gboolean store_backup_look(const char *path, struct store_backup *backup_out,
			   GError **error)
{
	g_autoptr(store) file = NULL;
	GError *cause = NULL;

	*backup_out = (struct store_backup){ 0 };
	if (!check_file(path, &backup_out->bytes, error))
		return FALSE;
	file = open_file(path, &cause);
	if (file && look_into(file, path, backup_out, &cause))
		return TRUE;
	return in_other_words(path, cause, error);
}

/* ---- making one ---- */

gboolean store_backup_check_place(const char *directory, GError **error)
{
	GError *cause = NULL;

	if (store_place_check_local(directory, &store_system_probe, &cause))
		return TRUE;
	if (!g_error_matches(cause, STORE_ERROR, STORE_ERROR_NETWORK)) {
		g_propagate_error(error, cause);
		return FALSE;
	}
	g_error_free(cause);
	g_set_error(error, STORE_ERROR, STORE_ERROR_NETWORK,
		    "directory '%s' is on a network, where SQLite files get "
		    "damaged: name a file on a local disk, and copy that",
		    directory);
	return FALSE;
}

static gboolean fail_file(const char *what, const char *path, int number,
			  GError **error)
{
	g_set_error(error, STORE_ERROR,
		    number == ENOSPC || number == EDQUOT ? STORE_ERROR_FULL
							 : STORE_ERROR_FAILED,
		    "cannot %s backup '%s': %s", what, path,
		    g_strerror(number));
	return FALSE;
}

/* SQLite would make it by the umask; it takes a file that is empty. */
static gboolean make_empty(const char *path, GError **error)
{
	int fd;

	unlink(path);
	fd = g_open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return fail_file("make", path, errno, error);
	close(fd);
	return TRUE;
}

static gboolean sync_path(const char *path, int flags, const char *named,
			  GError **error)
{
	int fd = g_open(path, O_RDONLY | O_CLOEXEC | flags, 0);
	int number = 0;

	if (fd < 0 || fsync(fd) < 0)
		number = errno;
	if (fd >= 0)
		close(fd);
	/* Some file systems have no way to do it for a directory. */
	return number == 0 || number == EINVAL ||
	       fail_file("write", named, number, error);
}

/* What names a file, and cannot run in a transaction. */
static gboolean run_with_file(struct store *store, const char *sql,
			      const char *file, GError **error)
{
	sqlite3_stmt *stmt = NULL;
	int code;

	g_assert(!store->in_transaction);
	errno = 0; /* for store_fail */
	code = sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_bind_text(stmt, 1, file, -1, SQLITE_STATIC);
	if (code == SQLITE_OK)
		code = sqlite3_step(stmt);
	sqlite3_finalize(stmt);
	return code == SQLITE_DONE || store_fail(store, code, error);
}

/* The store is well: it is the copy that could not be made. */
static gboolean copy_failed(const char *path, GError *cause, GError **error)
{
	if (g_error_matches(cause, STORE_ERROR, STORE_ERROR_FULL)) {
		g_error_free(cause);
		return fail_file("write", path, ENOSPC, error);
	}
	g_propagate_error(error, cause);
	return FALSE;
}

/* To a name of its own in the same directory, until it is known to be good. */
static gboolean copy(struct store *source, const char *path,
		     struct store_backup *backup_out, GError **error)
{
	g_autofree char *directory = g_path_get_dirname(path);
	g_autofree char *temporary =
	    g_strdup_printf("%s.%d.part", path, (int)getpid());
	GError *cause = NULL;
	gboolean ok;

	if (!make_empty(temporary, error))
		return FALSE;
	ok = run_with_file(source, vacuum_sql, temporary, &cause) &&
	     store_backup_look(temporary, backup_out, &cause) &&
	     sync_path(temporary, 0, path, &cause);
	if (ok && g_rename(temporary, path) < 0)
		ok = fail_file("rename", path, errno, &cause);
	if (!ok) {
		unlink(temporary);
		return copy_failed(path, cause, error);
	}
	return sync_path(directory, O_DIRECTORY, path, error);
}

gboolean store_backup_write(struct store *store, const char *path,
			    struct store_backup *backup_out, GError **error)
{
	return copy(store, path, backup_out, error);
}

gboolean store_backup_copy(const char *from, const char *path, GError **error)
{
	g_autoptr(store) file = open_file(from, error);
	struct store_backup ignored;

	return file && copy(file, path, &ignored, error);
}

/* ---- bringing one back ---- */

/*
 * Page by page into the log of the store, whose commit is the one moment at
 * which it changes.  A file renamed over it would leave those who have it open
 * with a log that belongs to another file.
 */
gboolean store_backup_replace(struct store *store, struct store *from,
			      GError **error)
{
	sqlite3_backup *backup;
	int code, ended;

	g_assert(!store->in_transaction && !from->in_transaction);
	store_forget(store);
	errno = 0; /* for store_fail */
	backup = sqlite3_backup_init(store->db, "main", from->db, "main");
	if (!backup)
		return store_fail(store, sqlite3_extended_errcode(store->db),
				  error);
	do
		code = sqlite3_backup_step(backup, -1);
	while (code == SQLITE_OK);
	ended = sqlite3_backup_finish(backup);
	if (code != SQLITE_DONE || ended != SQLITE_OK)
		return store_fail(store, code != SQLITE_DONE ? code : ended,
				  error);
	return store_flush(store, error);
}

static const char attach_sql[] = "ATTACH DATABASE :file AS other";
static const char detach_sql[] = "DETACH DATABASE other";

#define SAYING_COLUMNS "said_at, at, verb, address, word, text"
static const char count_lost_sql[] = "SELECT count(*)\n"
				     "  FROM (SELECT " SAYING_COLUMNS "\n"
				     "          FROM main.saying\n"
				     "        EXCEPT\n"
				     "        SELECT " SAYING_COLUMNS "\n"
				     "          FROM other.saying)";

gboolean store_backup_count_lost(struct store *store, struct store *other,
				 gint64 *lost_out, GError **error)
{
	gboolean ok;

	*lost_out = 0;
	if (!run_with_file(store, attach_sql, other->path, error))
		return FALSE;
	ok = read_integer(store, count_lost_sql, lost_out, error);
	return store_exec(store, detach_sql, ok ? error : NULL) && ok;
}
