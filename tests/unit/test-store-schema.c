/*
 * The schema: store/schema.sql is its picture, and migrations lead there.
 * With --print, print that picture: `make store-schema` does.
 */
#include "store/private.h"

#include <stdio.h>
#include <string.h>

#include "tests/unit/test-store-home.h"

static gint64 integer(struct store *store, const char *sql)
{
	GError *error = NULL;
	g_autoptr(statement) query = statement_get(store, sql);
	gint64 value = -1;

	MUST(statement_run_integer(query, &value, &error));
	return value;
}

static char *picture(struct store *store)
{
	GError *error = NULL;
	GString *text = g_string_new(
	    "-- Made by 'make store-schema' from store/migrations/ and "
	    "store/indexes.sql.\n");
	g_autoptr(statement) query =
	    statement_get(store, "SELECT sql\n"
				 "  FROM sqlite_schema\n"
				 " WHERE sql IS NOT NULL\n"
				 " ORDER BY rowid");

	g_string_append_printf(text, "PRAGMA user_version = %d;\n",
			       (int)integer(store, "PRAGMA user_version"));
	while (statement_next(query))
		g_string_append_printf(text, "\n%s;\n", column_text(query, 0));
	MUST(statement_done(query, &error));
	return g_string_free(text, FALSE);
}

static void test_picture(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *path =
	    g_test_build_filename(G_TEST_DIST, "store", "schema.sql", NULL);
	g_autofree char *expected = NULL, *now = NULL;

	g_file_get_contents(path, &expected, NULL, &error);
	g_assert_no_error(error);
	home_open(&home);
	now = picture(home.store);
	g_assert_cmpstr(now, ==, expected);
	home_close(&home);
}

/* Opened again and again, nothing happens. */
static void test_idempotent(void)
{
	struct home home = { 0 };
	g_autofree char *before = NULL, *after = NULL;

	home_open(&home);
	before = picture(home.store);
	for (int i = 0; i < 3; i++) {
		home_reopen(&home);
		g_assert_cmpint(store_changes(home.store), ==, 0);
	}
	after = picture(home.store);
	g_assert_cmpstr(after, ==, before);
	home_close(&home);
}

static const struct store_migration later[] = {
	{ 1, "this has run and is not even read" },
	{ 901, "CREATE TABLE nickname (name TEXT NOT NULL) STRICT;" },
	/* As if another process had been faster. */
	{ 901, "CREATE TABLE nickname (name TEXT NOT NULL) STRICT;" },
	{ 902, "INSERT INTO nickname VALUES ('ada');" },
};

static void test_later(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	for (int i = 0; i < 2; i++) {
		MUST(store_migrate_by(home.store, later, G_N_ELEMENTS(later),
				      &error));
		g_assert_cmpint(integer(home.store, "PRAGMA user_version"), ==,
				902);
		g_assert_cmpint(
		    integer(home.store, "SELECT count(*) FROM nickname"), ==,
		    1);
	}
	home_close(&home);
}

static const struct store_migration failing[] = {
	{ 901, "CREATE TABLE nickname (name TEXT NOT NULL) STRICT;" },
	{ 902, "INSERT INTO nickname VALUES ('ada');\n"
	       "INSERT INTO nickname VALUES (NULL);" },
};

/* A step that fails leaves no trace; those before it stay. */
static void test_failing(void)
{
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;

	home_open(&home);
	g_assert_false(store_migrate_by(home.store, failing,
					G_N_ELEMENTS(failing), &error));
	g_assert_nonnull(error);
	g_assert_false(store_in_transaction(home.store));
	g_assert_cmpint(integer(home.store, "PRAGMA user_version"), ==, 901);
	g_assert_cmpint(integer(home.store, "SELECT count(*) FROM nickname"),
			==, 0);
	home_close(&home);
}

static void test_indexes(void)
{
	static const char count[] = "SELECT count(*) FROM sqlite_schema\n"
				    " WHERE type = 'index'";
	struct home home = { 0 };
	g_autoptr(GError) error = NULL;
	g_autofree char *before = NULL, *after = NULL;
	gint64 all;

	home_open(&home);
	all = integer(home.store, count);
	before = picture(home.store);
	begin(home.store);
	MUST(store_defer_indexes(home.store, &error));
	MUST(store_defer_indexes(home.store, &error));
	commit(home.store);
	g_assert_cmpint(integer(home.store, count), <, all);
	begin(home.store);
	MUST(store_make_indexes(home.store, &error));
	MUST(store_make_indexes(home.store, &error));
	commit(home.store);
	g_assert_cmpint(integer(home.store, count), ==, all);
	after = picture(home.store);
	g_assert_cmpstr(after, ==, before);
	home_close(&home);
}

/* Every table is STRICT, every reference between tables holds. */
static void test_strict(void)
{
	struct home home = { 0 };

	home_open(&home);
	g_assert_cmpint(integer(home.store,
				"SELECT count(*) FROM sqlite_schema\n"
				" WHERE type = 'table'\n"
				"   AND sql NOT LIKE '%) STRICT%'"),
			==, 0);
	g_assert_cmpint(
	    integer(home.store,
		    "SELECT count(*) FROM pragma_foreign_key_check"),
	    ==, 0);
	home_close(&home);
}

static int print(void)
{
	struct home home = { 0 };
	g_autofree char *text = NULL;

	home_open(&home);
	text = picture(home.store);
	fputs(text, stdout);
	home_close(&home);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "--print"))
		return print();
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/store/schema/picture", test_picture);
	g_test_add_func("/store/schema/idempotent", test_idempotent);
	g_test_add_func("/store/schema/later", test_later);
	g_test_add_func("/store/schema/failing", test_failing);
	g_test_add_func("/store/schema/indexes", test_indexes);
	g_test_add_func("/store/schema/strict", test_strict);
	return g_test_run();
}
