/* Bring back a backup. */
#include "agent/restore.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#include "agent/backup.h"
#include "agent/clock.h"
#include "agent/error.h"
#include "agent/lease.h"
#include "agent/paths.h"
#include "agent/said/forgotten.h"
#include "agent/settle.h"
#include "store/mark.h"
#include "store/outbox.h"
#include "store/setting.h"

/* No account's: these do not begin with a dot. */
#define OWN_LEASE ".restore"

/* SQLite's files beside a database. */
static const char *const endings[] = { "", "-wal", "-shm", "-journal" };

struct restore {
	const struct config *config;
	GPtrArray *leases;
	char *path;	       /* of the store */
	char *ready_path;      /* of what is to take its place */
	struct store *present; /* NULL: there is none that can be read */
	struct store *ready;
	struct restore_report report;
	char *kept;
};

static void remove_ready(const struct restore *restore)
{
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *path =
		    g_strconcat(restore->ready_path, endings[i], NULL);

		g_unlink(path);
	}
}

void restore_free(struct restore *restore)
{
	if (!restore)
		return;
	g_clear_pointer(&restore->present, store_close);
	g_clear_pointer(&restore->ready, store_close);
	if (restore->ready_path)
		remove_ready(restore);
	g_clear_pointer(&restore->leases, g_ptr_array_unref);
	g_free(restore->ready_path);
	g_free(restore->path);
	g_free(restore->kept);
	g_free(restore);
}

const struct restore_report *restore_get_report(const struct restore *restore)
{
	return &restore->report;
}

/* ---- alone ---- */

static gboolean take(struct restore *restore, const char *name, GError **error)
{
	struct lease *lease;

	if (!lease_take(name, &lease, error))
		return FALSE;
	if (lease) {
		g_ptr_array_add(restore->leases, lease);
		return TRUE;
	}
	if (g_str_equal(name, OWN_LEASE))
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "another 'tend restore' is running; wait for its "
			    "end");
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "%s: 'tend watch' or 'tend sync' is running; stop "
			    "it ('systemctl --user stop tend') and try again",
			    name);
	return FALSE;
}

static void free_lease(gpointer data)
{
	lease_free(data);
}

static gboolean take_leases(struct restore *restore, GError **error)
{
	const GPtrArray *accounts = restore->config->accounts;

	restore->leases = g_ptr_array_new_with_free_func(free_lease);
	if (!take(restore, OWN_LEASE, error))
		return FALSE;
	for (guint i = 0; i < accounts->len; i++) {
		const struct config_account *account = accounts->pdata[i];

		if (account->host && !take(restore, account->name, error))
			return FALSE;
	}
	return TRUE;
}

/* ---- the first step ---- */

static gboolean open_present(struct restore *restore, GError **error)
{
	GError *cause = NULL;

	if (!g_file_test(restore->path, G_FILE_TEST_EXISTS))
		return TRUE;
	restore->present = store_open(restore->path, STORE_WRITE, &cause);
	if (restore->present)
		return TRUE;
	restore->report.damaged =
	    g_error_matches(cause, STORE_ERROR, STORE_ERROR_CORRUPT);
	if (!restore->report.damaged) {
		g_propagate_error(error, cause);
		return FALSE;
	}
	g_error_free(cause);
	return TRUE;
}

/* What must not be as it was. */
static gboolean adapt(struct restore *restore, gint64 now, GError **error)
{
	struct store *ready = restore->ready;
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(ready, error);

	return transaction &&
	       (!restore->present ||
		forgotten_merge(ready, restore->present, now, error)) &&
	       store_outbox_doubt_due(ready, error) &&
	       store_mark_doubt_all(ready, error) &&
	       store_setting_put_integer(ready, "restored-at", now, error) &&
	       store_transaction_commit(transaction, error);
}

static gboolean make_ready(struct restore *restore, const char *file,
			   GError **error)
{
	struct forget_counts forgotten;
	gint64 now = clock_now();

	remove_ready(restore);
	if (!store_backup_copy(file, restore->ready_path, error))
		return FALSE;
	restore->ready = store_open(restore->ready_path, STORE_WRITE, error);
	if (!restore->ready || !adapt(restore, now, error) ||
	    !forget_again(restore->ready, restore->config, now, &forgotten,
			  error) ||
	    !settle_end(restore->ready, restore->config, error) ||
	    !store_flush(restore->ready, error))
		return FALSE;
	restore->report.forgotten = forgotten.addresses;
	return !restore->present ||
	       store_backup_count_lost(restore->present, restore->ready,
				       &restore->report.lost_sayings, error);
}

/* It would be "restored", and its letters in doubt for nothing. */
static gboolean is_another(const char *file, const char *path, GError **error)
{
	GStatBuf one, other;

	if (g_stat(file, &one) != 0 || g_stat(path, &other) != 0 ||
	    one.st_dev != other.st_dev || one.st_ino != other.st_ino)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'%s' is the database itself; name a backup of it", file);
	return FALSE;
}

struct restore *restore_new(const char *file, const struct config *config,
			    GError **error)
{
	g_autoptr(restore) restore = g_new0(struct restore, 1);

	restore->config = config;
	restore->path = paths_database(error);
	if (!restore->path || !is_another(file, restore->path, error) ||
	    !store_backup_look(file, &restore->report.backup, error) ||
	    !take_leases(restore, error))
		return NULL;
	restore->ready_path = g_strconcat(restore->path, ".restoring", NULL);
	if (!open_present(restore, error) || !make_ready(restore, file, error))
		return NULL;
	return g_steal_pointer(&restore);
}

/* ---- the second step ---- */

/* The database first: what is left of its log means nothing without it. */
static gboolean move_away(struct restore *restore, GError **error)
{
	g_autofree char *directory = paths_backups_name();
	g_autofree char *name =
	    g_strdup_printf("damaged-%" G_GINT64_FORMAT ".db", clock_real());

	g_clear_pointer(&restore->present, store_close);
	if (!paths_make_directory(directory, error))
		return FALSE;
	restore->kept = g_build_filename(directory, name, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *from =
		    g_strconcat(restore->path, endings[i], NULL);
		g_autofree char *to =
		    g_strconcat(restore->kept, endings[i], NULL);

		if (g_rename(from, to) == 0 || errno == ENOENT)
			continue;
		g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
			    "cannot move '%s' to '%s': %s", from, to,
			    g_strerror(errno));
		return FALSE;
	}
	return TRUE;
}

static gboolean keep_present(struct restore *restore, GError **error)
{
	struct store_backup ignored;
	GError *cause = NULL;

	if (!restore->present)
		return !restore->report.damaged || move_away(restore, error);
	if (backup_make(restore->present, restore->config, NULL, FALSE,
			&restore->kept, &ignored, &cause))
		return TRUE;
	restore->report.damaged =
	    g_error_matches(cause, STORE_ERROR, STORE_ERROR_CORRUPT);
	if (restore->report.damaged) {
		g_error_free(cause);
		return move_away(restore, error);
	}
	g_propagate_error(error, cause);
	return FALSE;
}

gboolean restore_finish(struct restore *restore, GError **error)
{
	if (!keep_present(restore, error))
		return FALSE;
	restore->report.kept = restore->kept;
	if (!restore->present)
		restore->present =
		    store_open(restore->path, STORE_WRITE, error);
	return restore->present &&
	       store_backup_replace(restore->present, restore->ready, error);
}
