/* Copies of a whole store, and what takes its place; what was announced. */
#include <config.h>

#include "store/backup.h"

#include <string.h>
#include <sys/stat.h>

#include "store/announced.h"
#include "store/outbox.h"
#include "store/private.h"
#include "store/saying.h"
#include "store/setting.h"
#include "tests/unit/test-store-home.h"

static char *beside(const struct home *home, const char *name)
{
	return g_build_filename(home->directory, name, NULL);
}

static void say(struct store *store, const char *address, const char *text)
{
	GError *error = NULL;
	gint64 id;
	const struct store_saying saying = {
		.said_at = 1000,
		.at = 1000,
		.verb = "note",
		.address = address,
		.word = "",
		.text = text,
	};

	begin(store);
	MUST(store_saying_add(store, &saying, &id, &error));
	commit(store);
}

static void run_sql(const char *path, const char *sql)
{
	sqlite3 *db;

	g_assert_cmpint(sqlite3_open(path, &db), ==, SQLITE_OK);
	g_assert_cmpint(sqlite3_exec(db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
	sqlite3_close(db);
}

static gboolean holds(const char *path, const char *word)
{
	g_autofree char *bytes = NULL;
	gsize length;

	g_assert_true(g_file_get_contents(path, &bytes, &length, NULL));
	return memmem(bytes, length, word, strlen(word)) != NULL;
}

static void test_write(void)
{
	struct home home = { 0 };
	GError *error = NULL;
	g_autofree char *path = NULL;
	struct store_backup made, found;
	struct stat st;

	home_open(&home);
	path = beside(&home, "copy.db");
	say(home.store, "ann@example.org", "likes the mill");
	MUST(store_backup_write(home.store, path, &made, &error));
	MUST(store_backup_look(path, &found, &error));
	g_assert_cmpint(found.sayings, ==, 1);
	g_assert_cmpint(found.version, ==, made.version);
	g_assert_cmpint(stat(path, &st), ==, 0);
	g_assert_cmpint(st.st_mode & 0777, ==, 0600);
	g_assert_cmpint(st.st_size, ==, found.bytes);
	/* Over the one that is there. */
	say(home.store, "ann@example.org", "has a mill");
	MUST(store_backup_write(home.store, path, &made, &error));
	g_assert_cmpint(made.sayings, ==, 2);
	g_unlink(path);
	home_close(&home);
}

/* Even from a file whose free pages still have it. */
static void test_leaves_nothing(void)
{
	struct home home = { 0 };
	GError *error = NULL;
	g_autofree char *path = NULL;
	struct store_backup made;

	home_open(&home);
	path = beside(&home, "copy.db");
	MUST(store_exec(home.store, "PRAGMA secure_delete = OFF", &error));
	say(home.store, "zoltan@example.org", "zoltan has a mill");
	begin(home.store);
	MUST(store_exec(home.store, "DELETE FROM saying", &error));
	commit(home.store);
	MUST(store_flush(home.store, &error));
	g_assert_true(holds(home.path, "zoltan has a mill"));
	MUST(store_backup_write(home.store, path, &made, &error));
	g_assert_false(holds(path, "zoltan"));
	g_unlink(path);
	home_close(&home);
}

/* What is done to a copy, and what it is called then. */
static const struct {
	const char *sql;
	enum store_error code;
	const char *why;
} spoilt[] = {
	{ "PRAGMA user_version = 10000", STORE_ERROR_NEWER, "newer tend" },
	{ "PRAGMA application_id = 7", STORE_ERROR_FOREIGN, "another program" },
	{ "DROP TABLE saying", STORE_ERROR_CORRUPT, "lacks tables" },
	{ "INSERT INTO folder (account_id, name, display, role, selected)\n"
	  "VALUES (77, X'41', 'A', 0, 1)",
	  STORE_ERROR_CORRUPT, "is damaged" },
	{ "PRAGMA writable_schema = ON;\n"
	  "UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'saying'",
	  STORE_ERROR_CORRUPT, "damaged" },
};

static void test_look(void)
{
	struct home home = { 0 };
	GError *error = NULL;
	g_autofree char *path = NULL;
	struct store_backup found;

	home_open(&home);
	path = beside(&home, "copy.db");
	for (gsize i = 0; i < G_N_ELEMENTS(spoilt); i++) {
		MUST(store_backup_write(home.store, path, &found, &error));
		run_sql(path, spoilt[i].sql);
		g_assert_false(store_backup_look(path, &found, &error));
		g_assert_error(error, STORE_ERROR, (int)spoilt[i].code);
		g_assert_nonnull(strstr(error->message, spoilt[i].why));
		g_clear_error(&error);
	}
	g_unlink(path);
	g_assert_false(store_backup_look(path, &found, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_MISSING);
	g_clear_error(&error);
	home_close(&home);
}

static gint64 count_sayings(struct store *store)
{
	GError *error = NULL;
	g_autoptr(GPtrArray) list = store_saying_list(store, NULL, &error);

	g_assert_no_error(error);
	return list->len;
}

static void test_replace(void)
{
	struct home home = { 0 };
	GError *error = NULL;
	g_autofree char *path = NULL;
	g_autoptr(store) from = NULL;
	g_autoptr(store) reader = NULL;
	struct store_backup made;
	sqlite3_stmt *held;
	gint64 lost;

	home_open(&home);
	path = beside(&home, "copy.db");
	say(home.store, "ann@example.org", "first");
	MUST(store_backup_write(home.store, path, &made, &error));
	say(home.store, "zoltan@example.org", "second, which goes");
	from = store_open(path, STORE_WRITE, &error);
	g_assert_no_error(error);
	MUST(store_backup_count_lost(home.store, from, &lost, &error));
	g_assert_cmpint(lost, ==, 1);
	MUST(store_backup_count_lost(from, home.store, &lost, &error));
	g_assert_cmpint(lost, ==, 0);

	/* Who reads at that moment reads on in what was. */
	reader = store_open(home.path, STORE_READ, &error);
	g_assert_no_error(error);
	sqlite3_prepare_v2(reader->db, "SELECT text FROM saying", -1, &held,
			   NULL);
	g_assert_cmpint(sqlite3_step(held), ==, SQLITE_ROW);
	MUST(store_backup_replace(home.store, from, &error));
	g_assert_cmpint(sqlite3_step(held), ==, SQLITE_ROW);
	g_assert_cmpstr((const char *)sqlite3_column_text(held, 0), ==,
			"second, which goes");
	sqlite3_finalize(held);
	g_assert_cmpint(count_sayings(reader), ==, 1);
	g_assert_cmpint(count_sayings(home.store), ==, 1);
	g_clear_pointer(&reader, store_close);

	/* It is written to as before, and nothing is left of the other. */
	say(home.store, "ann@example.org", "third");
	home_reopen(&home);
	g_assert_cmpint(count_sayings(home.store), ==, 2);
	MUST(store_flush(home.store, &error));
	g_assert_false(holds(home.path, "zoltan"));
	g_clear_pointer(&from, store_close);
	g_unlink(path);
	home_close(&home);
}

static int on_a_network(const char *path, struct statfs *out)
{
	memset(out, 0, sizeof *out);
	out->f_type = 0x6969;
	return 0;
}

static void test_place(void)
{
	const struct store_probe probe = { on_a_network, "/dev/null" };
	GError *error = NULL;

	MUST(store_backup_check_place("/", &error));
	g_assert_false(store_place_check_local("/", &probe, &error));
	g_assert_error(error, STORE_ERROR, STORE_ERROR_NETWORK);
	g_clear_error(&error);
	g_assert_false(store_backup_check_place("/nowhere", &error));
	g_assert_nonnull(strstr(error->message, "'/nowhere'"));
	g_clear_error(&error);
}

/* Of a store that was brought back: since its folder was last read. */
static void test_doubt(void)
{
	struct home home = { 0 };
	GError *error = NULL;
	static const char *const folders[] = { "INBOX", "Elsewhere" };
	static const gint64 places[][2] = { { 7, 42 }, { 0, 0 } };

	home_open(&home);
	begin(home.store);
	MUST(store_exec(home.store,
			"UPDATE folder SET uidvalidity = 7, low = 1, high = 41",
			&error));
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		gint64 id;
		const struct store_outbox row = {
			.account_id = home.account_id,
			.template = "digest",
			.day = folders[i],
			.folder = bytes_of(folders[i]),
			.mid = "m@example.org",
			.boundary = "b",
			.note = "",
		};

		MUST(store_outbox_add(home.store, &row, &id, &error));
	}
	MUST(store_outbox_doubt_due(home.store, &error));
	commit(home.store);
	for (gsize i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autoptr(store_outbox) row = NULL;

		MUST(store_outbox_find_by_day(home.store, home.account_id,
					      "digest", folders[i], &row,
					      &error));
		g_assert_cmpint(row->state, ==, STORE_OUTBOX_TRIED);
		g_assert_cmpint(row->uidvalidity, ==, places[i][0]);
		g_assert_cmpint(row->uidnext, ==, places[i][1]);
	}
	home_close(&home);
}

static gboolean announce(struct store *store, const char *hook, gint64 due_at,
			 gint64 now)
{
	const struct store_announced row = { hook, "ann@example.org", 5,
					     due_at };
	GError *error = NULL;
	gboolean added;

	MUST(store_announced_add(store, &row, now, &added, &error));
	return added;
}

static void test_announced(void)
{
	struct home home = { 0 };
	GError *error = NULL;

	home_open(&home);
	begin(home.store);
	g_assert_true(announce(home.store, "on-stalled", 10, 100));
	g_assert_false(announce(home.store, "on-stalled", 10, 200));
	g_assert_true(announce(home.store, "on-stalled", 20, 200));
	g_assert_true(announce(home.store, "on-new", 10, 200));
	MUST(store_announced_prune(home.store, 150, &error));
	g_assert_true(announce(home.store, "on-stalled", 10, 200));
	g_assert_false(announce(home.store, "on-stalled", 20, 200));
	MUST(store_announced_delete_about(home.store, "ann@example.org",
					  &error));
	g_assert_true(announce(home.store, "on-stalled", 20, 200));
	commit(home.store);
	home_close(&home);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/backup/write", test_write);
	g_test_add_func("/store/backup/leaves-nothing", test_leaves_nothing);
	g_test_add_func("/store/backup/look", test_look);
	g_test_add_func("/store/backup/replace", test_replace);
	g_test_add_func("/store/backup/place", test_place);
	g_test_add_func("/store/backup/doubt", test_doubt);
	g_test_add_func("/store/announced", test_announced);
	return g_test_run();
}
