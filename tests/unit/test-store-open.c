/* Opening a store: what is made, what is refused and with which sentence. */
#include "store/private.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/test-store-home.h"

static guint mode_of(const char *path)
{
	GStatBuf st;

	g_assert_cmpint(g_stat(path, &st), ==, 0);
	return st.st_mode & 0777;
}

static void test_made_private(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *deep = NULL, *path = NULL, *log = NULL;
	mode_t before = umask(0);

	home_open(&home);
	deep = g_build_filename(home.directory, "a", "tend", NULL);
	path = g_build_filename(deep, "tend.db", NULL);
	{
		g_autoptr(store) store = store_open(path, STORE_WRITE, &error);

		g_assert_no_error(error);
		log = g_strconcat(path, "-wal", NULL);
		g_assert_cmpuint(mode_of(deep), ==, 0700);
		g_assert_cmpuint(mode_of(path), ==, 0600);
		g_assert_cmpuint(mode_of(log), ==, 0600);
		g_assert_cmpstr(store_get_path(store), ==, path);
	}
	umask(before);
	g_unlink(path);
	g_rmdir(deep);
	g_clear_pointer(&deep, g_free);
	deep = g_build_filename(home.directory, "a", NULL);
	g_assert_cmpint(g_rmdir(deep), ==, 0);
	home_close(&home);
}

static char *pragma(struct store *store, const char *name)
{
	g_autofree char *sql = g_strconcat("PRAGMA ", name, NULL);
	sqlite3_stmt *stmt = NULL;
	char *value;

	g_assert_cmpint(sqlite3_prepare_v2(store->db, sql, -1, &stmt, NULL), ==,
			SQLITE_OK);
	g_assert_cmpint(sqlite3_step(stmt), ==, SQLITE_ROW);
	value = g_strdup((const char *)sqlite3_column_text(stmt, 0));
	sqlite3_finalize(stmt);
	return value;
}

static void test_pragmas(void)
{
	static const struct {
		const char *name, *value;
	} rows[] = {
		{ "journal_mode", "wal" },  { "synchronous", "2" },
		{ "foreign_keys", "1" },    { "trusted_schema", "0" },
		{ "busy_timeout", "5000" }, { "cache_size", "-8192" },
		{ "secure_delete", "1" },   { "application_id", "1952804452" },
		{ "user_version", "7" },
	};
	struct home home = { 0 };

	home_open(&home);
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *value = pragma(home.store, rows[i].name);

		g_test_message("%s", rows[i].name);
		g_assert_cmpstr(value, ==, rows[i].value);
	}
	home_close(&home);
}

/* What makes a store unfit, and how it is said. */
static void open_to_others(const struct home *home)
{
	g_chmod(home->path, 0640);
}

static void open_directory(const struct home *home)
{
	g_chmod(home->directory, 0750);
}

static void run_sql(const struct home *home, const char *sql)
{
	sqlite3 *db = NULL;

	g_assert_cmpint(sqlite3_open(home->path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
}

static void newer(const struct home *home)
{
	run_sql(home, "PRAGMA user_version = 99");
}

static void foreign(const struct home *home)
{
	run_sql(home, "PRAGMA application_id = 1");
}

static void foreign_unmarked(const struct home *home)
{
	g_unlink(home->path);
	run_sql(home, "CREATE TABLE bookmark (x)");
	g_chmod(home->path, 0600);
}

static void scribble(const struct home *home)
{
	g_file_set_contents_full(home->path, "this is not a database at all",
				 -1, G_FILE_SET_CONTENTS_NONE, 0600, NULL);
}

static void scribble_schema(const struct home *home)
{
	FILE *file = fopen(home->path, "r+");

	g_assert_nonnull(file);
	fseek(file, 100, SEEK_SET);
	for (int i = 0; i < 200; i++)
		fputc(0xa5, file);
	fclose(file);
}

static void cut_short(const struct home *home)
{
	g_assert_cmpint(truncate(home->path, 8192), ==, 0);
}

static void remove_it(const struct home *home)
{
	g_unlink(home->path);
}

static void make_directory(const struct home *home)
{
	g_unlink(home->path);
	g_mkdir(home->path, 0700);
}

static const struct refusal {
	const char *name;
	void (*spoil)(const struct home *home);
	enum store_mode mode;
	enum store_error code;
	const char *remedy;
} refusals[] = {
	{ "file-open-to-others", open_to_others, STORE_WRITE,
	  STORE_ERROR_PERMISSION, "chmod 600" },
	{ "file-open-to-others-reading", open_to_others, STORE_READ,
	  STORE_ERROR_PERMISSION, "chmod 600" },
	{ "directory-open-to-others", open_directory, STORE_WRITE,
	  STORE_ERROR_PERMISSION, "chmod 700" },
	{ "newer", newer, STORE_WRITE, STORE_ERROR_NEWER, "newer tend" },
	{ "newer-reading", newer, STORE_READ, STORE_ERROR_NEWER, "newer tend" },
	{ "foreign", foreign, STORE_WRITE, STORE_ERROR_FOREIGN,
	  "another program" },
	{ "foreign-unmarked", foreign_unmarked, STORE_WRITE,
	  STORE_ERROR_FOREIGN, "another program" },
	{ "not-a-database", scribble, STORE_WRITE, STORE_ERROR_CORRUPT,
	  "tend rebuild" },
	{ "damaged-schema", scribble_schema, STORE_WRITE, STORE_ERROR_CORRUPT,
	  "tend rebuild" },
	{ "cut-short", cut_short, STORE_WRITE, STORE_ERROR_CORRUPT,
	  "tend rebuild" },
	{ "missing", remove_it, STORE_READ, STORE_ERROR_MISSING, "tend init" },
	{ "a-directory", make_directory, STORE_WRITE, STORE_ERROR_FOREIGN,
	  "not a file" },
};

static void test_refusal(gconstpointer data)
{
	const struct refusal *row = data;
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *before = NULL, *after = NULL;
	gsize n_before = 0, n_after = 0;
	struct store *store;

	home_open(&home);
	g_clear_pointer(&home.store, store_close);
	row->spoil(&home);
	g_file_get_contents(home.path, &before, &n_before, NULL);
	store = store_open(home.path, row->mode, &error);
	g_assert_null(store);
	g_assert_error(error, STORE_ERROR, (int)row->code);
	g_test_message("%s", error->message);
	g_assert_nonnull(strstr(error->message, row->remedy));
	g_assert_nonnull(strstr(error->message, home.directory));
	g_assert_null(strchr(error->message, '\n'));
	g_assert_false(g_str_has_suffix(error->message, "."));
	/* Refused means untouched. */
	g_file_get_contents(home.path, &after, &n_after, NULL);
	g_assert_cmpmem(before, n_before, after, n_after);
	g_chmod(home.directory, 0700);
	g_rmdir(home.path);
	home_close(&home);
}

static void test_missing_directory(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *path = NULL;

	home_open(&home);
	path = g_build_filename(home.directory, "none", "tend.db", NULL);
	g_assert_null(store_open(path, STORE_READ, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_MISSING);
	home_close(&home);
}

/* File systems: what statfs says, and for FUSE what the mount table says. */
static unsigned long fake_type;

static int fake_statfs(const char *path, struct statfs *out)
{
	if (fake_type == 0) {
		errno = EIO;
		return -1;
	}
	memset(out, 0, sizeof(*out));
	out->f_type = (__typeof__(out->f_type))fake_type;
	return 0;
}

static const struct {
	unsigned long type;
	const char *mount;
	gboolean fits;
	enum store_error code;
} places[] = {
	{ 0xef53, "ext4", TRUE, 0 },
	{ 0x9123683e, "btrfs", TRUE, 0 },
	{ 0x01021994, "tmpfs", TRUE, 0 },
	{ 0x6969, "nfs4", FALSE, STORE_ERROR_NETWORK },
	{ 0xff534d42, "cifs", FALSE, STORE_ERROR_NETWORK },
	{ 0xfe534d42, "smb3", FALSE, STORE_ERROR_NETWORK },
	{ 0x65735546, "fuse.sshfs", FALSE, STORE_ERROR_NETWORK },
	{ 0x65735546, "fuse.rclone", FALSE, STORE_ERROR_NETWORK },
	{ 0x65735546, "fuse.gocryptfs", TRUE, 0 },
	{ 0x65735546, "fuseblk", TRUE, 0 },
	{ 0, "ext4", FALSE, STORE_ERROR_FAILED },
};

static void test_places(void)
{
	struct home home = { 0 };
	g_autofree char *mountinfo = NULL;
	GStatBuf st;

	home_open(&home);
	g_clear_pointer(&home.store, store_close);
	mountinfo = g_build_filename(home.directory, "mountinfo", NULL);
	g_assert_cmpint(g_stat(home.directory, &st), ==, 0);
	for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
		struct store_probe probe = { fake_statfs, mountinfo };
		g_autofree char *lines = g_strdup_printf(
		    "21 1 0:999 / /sys rw - sysfs sysfs rw\n"
		    "22 1 %u:%u / / rw,noatime shared:1 - %s /dev/x rw\n",
		    (guint)(st.st_dev >> 8 & 0xfff),
		    (guint)((st.st_dev & 0xff) | (st.st_dev >> 12 & 0xfff00)),
		    places[i].mount);
		g_autoptr(GError) error = NULL;
		g_autoptr(store) store = NULL;

		g_test_message("%s", places[i].mount);
		g_file_set_contents(mountinfo, lines, -1, NULL);
		fake_type = places[i].type;
		store =
		    store_open_probed(home.path, STORE_WRITE, &probe, &error);
		if (places[i].fits) {
			g_assert_no_error(error);
			g_assert_nonnull(store);
			continue;
		}
		g_assert_null(store);
		g_assert_error(error, STORE_ERROR, (int)places[i].code);
		if (places[i].code == STORE_ERROR_NETWORK)
			g_assert_nonnull(strstr(error->message, "local disk"));
	}
	g_unlink(mountinfo);
	home_close(&home);
}

static void test_read_only(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store) reader = NULL;
	g_autoptr(GPtrArray) accounts = NULL;

	home_open(&home);
	reader = store_open(home.path, STORE_READ, &error);
	g_assert_no_error(error);
	accounts = store_account_list(reader, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(accounts->len, ==, 1);
	g_assert_false(store_begin(reader, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_PERMISSION);
	g_assert_false(store_in_transaction(reader));
	g_clear_pointer(&reader, store_close);
	home_close(&home);
}

static void test_busy(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autoptr(store) other = NULL;

	home_open(&home);
	other = store_open(home.path, STORE_WRITE, &error);
	g_assert_no_error(error);
	sqlite3_busy_timeout(other->db, 50);
	begin(home.store);
	g_assert_false(store_begin(other, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_BUSY);
	g_assert_nonnull(strstr(error->message, "try again"));
	g_assert_nonnull(strstr(error->message, home.path));
	g_assert_false(store_in_transaction(other));
	commit(home.store);
	g_clear_error(&error);
	begin(other);
	commit(other);
	g_clear_pointer(&other, store_close);
	home_close(&home);
}

static void test_check(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *problem = NULL;

	home_open(&home);
	MUST(store_check(home.store, &problem, &error));
	g_assert_null(problem);
	/* A row that is missing from an index. */
	sqlite3_db_config(home.store->db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
	g_assert_cmpint(
	    sqlite3_exec(home.store->db,
			 "PRAGMA writable_schema = ON;\n"
			 "UPDATE sqlite_schema SET sql = replace(sql,\n"
			 "  'ON copy (message_key)', 'ON copy (size)')\n"
			 " WHERE name = 'copy_key';\n"
			 "UPDATE sqlite_schema SET rootpage = 99999\n"
			 " WHERE name = 'copy_gone'",
			 NULL, NULL, NULL),
	    ==, SQLITE_OK);
	g_clear_pointer(&home.store, store_close);
	home.store = store_open(home.path, STORE_WRITE, &error);
	if (home.store)
		MUST(store_check(home.store, &problem, &error));
	g_assert_true(problem ||
		      g_error_matches(error, STORE_ERROR, STORE_ERROR_CORRUPT));
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/open/made-private", test_made_private);
	g_test_add_func("/store/open/pragmas", test_pragmas);
	for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
		g_autofree char *path =
		    g_strconcat("/store/open/refused/", refusals[i].name, NULL);

		g_test_add_data_func(path, &refusals[i], test_refusal);
	}
	g_test_add_func("/store/open/missing-directory",
			test_missing_directory);
	g_test_add_func("/store/open/places", test_places);
	g_test_add_func("/store/open/read-only", test_read_only);
	g_test_add_func("/store/open/busy", test_busy);
	g_test_add_func("/store/open/check", test_check);
	return g_test_run();
}
