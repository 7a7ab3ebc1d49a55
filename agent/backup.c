/* Backups: names, places, and which are kept. */
#include "agent/backup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "agent/clock.h"
#include "agent/error.h"
#include "agent/paths.h"
#include "store/setting.h"

/* In the store of which it was made. */
#define LAST "backup-at"

/* So many names are tried, a second apart, if one is taken. */
#define NAMES_MAX 60

/* "tend-2026-11-27-073000.db", and nothing else: others are not ours. */
static gboolean is_backup_name(const char *name)
{
	return g_regex_match_simple(
	    "^tend-[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{6}\\.db$", name,
	    G_REGEX_DOLLAR_ENDONLY, 0);
}

static char *name_of(const struct config *config, gint64 at)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, config->zone);

	return g_date_time_format(local, "tend-%Y-%m-%d-%H%M%S.db");
}

static char *new_path(const struct config *config, GError **error)
{
	g_autofree char *directory = paths_backups_name();
	gint64 now = clock_now();

	if (!paths_make_directory(directory, error))
		return NULL;
	for (int i = 0; i < NAMES_MAX; i++) {
		g_autofree char *name = name_of(config, now + i);
		g_autofree char *path = g_build_filename(directory, name, NULL);

		if (!g_file_test(path, G_FILE_TEST_EXISTS))
			return g_steal_pointer(&path);
	}
	g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
		    "'%s' has a backup of every second; try again in a minute",
		    directory);
	return NULL;
}

static gboolean is_same_file(const char *one, const char *other)
{
	GStatBuf first, second;

	return g_stat(one, &first) == 0 && g_stat(other, &second) == 0 &&
	       first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

static gboolean check_named(const struct store *store, const char *path,
			    gboolean force, GError **error)
{
	if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is a directory; name a file in it, such as "
			    "'%s/tend.db'",
			    path, path);
		return FALSE;
	}
	if (is_same_file(path, store_get_path(store))) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is the database itself; name another file",
			    path);
		return FALSE;
	}
	if (!force && g_file_test(path, G_FILE_TEST_EXISTS)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CANNOT_CREATE,
			    "'%s' exists; name another file, or say --force "
			    "to replace it",
			    path);
		return FALSE;
	}
	return TRUE;
}

static gboolean note_last(struct store *store, GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);

	return transaction &&
	       store_setting_put_integer(store, LAST, clock_now(), error) &&
	       store_transaction_commit(transaction, error);
}

gboolean backup_make(struct store *store, const struct config *config,
		     const char *file, gboolean force, char **path_out,
		     struct store_backup *backup_out, GError **error)
{
	g_autofree char *path = file ? g_canonicalize_filename(file, NULL)
				     : new_path(config, error);
	g_autofree char *directory = NULL;

	if (!path || (file && !check_named(store, path, force, error)))
		return FALSE;
	directory = g_path_get_dirname(path);
	if (!store_backup_check_place(directory, error) ||
	    !store_backup_write(store, path, backup_out, error) ||
	    !note_last(store, error))
		return FALSE;
	*path_out = g_steal_pointer(&path);
	return TRUE;
}

static gint compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

GPtrArray *backup_list(void)
{
	g_autofree char *directory = paths_backups_name();
	GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(directory, name, NULL);
		GStatBuf st;

		if (is_backup_name(name) && g_lstat(path, &st) == 0 &&
		    S_ISREG(st.st_mode))
			g_ptr_array_add(list, g_steal_pointer(&path));
	}
	g_clear_pointer(&dir, g_dir_close);
	g_ptr_array_sort(list, compare);
	return list;
}

/* Half a file, of a tend that was killed at it: not since yesterday. */
static void remove_halves(void)
{
	g_autofree char *directory = paths_backups_name();
	GDir *dir = g_dir_open(directory, 0, NULL);
	const char *name;

	while (dir && (name = g_dir_read_name(dir))) {
		g_autofree char *path = g_build_filename(directory, name, NULL);
		GStatBuf st;

		if (g_regex_match_simple(
			"^tend-[-0-9]{17}\\.db\\.[0-9]+\\.part$", name,
			G_REGEX_DOLLAR_ENDONLY, 0) &&
		    g_lstat(path, &st) == 0 &&
		    clock_real() - st.st_mtime > 24 * 60 * 60)
			g_unlink(path);
	}
	g_clear_pointer(&dir, g_dir_close);
}

gboolean backup_rotate(guint keep, const char *path, guint *removed_out,
		       GError **error)
{
	g_autoptr(GPtrArray) list = backup_list();
	guint left = list->len;

	*removed_out = 0;
	remove_halves();
	for (guint i = 0; i < list->len && left > keep; i++) {
		const char *old = list->pdata[i];

		if (g_str_equal(old, path))
			continue;
		if (g_unlink(old) < 0 && errno != ENOENT) {
			g_set_error(error, TEND_ERROR, TEND_ERROR_IO,
				    "cannot remove the old backup '%s': %s",
				    old, g_strerror(errno));
			return FALSE;
		}
		left--;
		(*removed_out)++;
	}
	return TRUE;
}

gboolean backup_find_last(struct store *store, gint64 *at_out, GError **error)
{
	*at_out = 0;
	return store_setting_find_integer(store, LAST, at_out, error);
}
