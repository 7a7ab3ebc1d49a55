/*
 * A temporary store, and all that is derived in it as text: by natural keys,
 * so that stores filled in other orders can be compared.
 */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>

#include "store/account.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/store.h"

struct derived_home {
	char *directory, *path;
	struct store *store;
	gint64 accounts[2];
	GArray *folders; /* gint64 folder_id */
	GHashTable *by_name;
};

static inline void derived_home_open(struct derived_home *home)
{
	static const char *const names[] = { "one", "two" };
	GError *error = NULL;

	home->directory = g_dir_make_tmp("tend-derive-XXXXXX", &error);
	g_assert_no_error(error);
	home->path = g_build_filename(home->directory, "tend.db", NULL);
	home->store = store_open(home->path, STORE_WRITE, &error);
	g_assert_no_error(error);
	home->folders = g_array_new(FALSE, FALSE, sizeof(gint64));
	home->by_name =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	store_begin(home->store, &error);
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
		store_account_ensure(home->store, names[i], &home->accounts[i],
				     &error);
	store_commit(home->store, &error);
	g_assert_no_error(error);
}

static inline void derived_home_close(struct derived_home *home)
{
	static const char *const endings[] = { "", "-wal", "-shm" };

	g_clear_pointer(&home->store, store_close);
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *file =
		    g_strconcat(home->path, endings[i], NULL);

		g_unlink(file);
	}
	g_assert_cmpint(g_rmdir(home->directory), ==, 0);
	g_array_unref(home->folders);
	g_hash_table_unref(home->by_name);
	g_free(home->path);
	g_free(home->directory);
}

/* "2/NAME" is the second account's; in an open transaction. */
static inline gint64 derived_folder(struct derived_home *home, const char *name,
				    int role)
{
	gint64 *known = g_hash_table_lookup(home->by_name, name);
	GError *error = NULL;
	struct store_folder folder = {
		.account_id = home->accounts[g_str_has_prefix(name, "2/")],
		.name = { name, strlen(name) },
		.display = name,
		.role = role,
		.selected = TRUE,
	};

	if (known)
		return *known;
	known = g_new0(gint64, 1);
	store_folder_put(home->store, &folder, known, &error);
	g_assert_no_error(error);
	g_array_append_val(home->folders, *known);
	g_hash_table_insert(home->by_name, g_strdup(name), known);
	return *known;
}

static inline gint64 derived_nth_folder(const struct derived_home *home,
					guint n)
{
	return g_array_index(home->folders, gint64, n);
}

static inline int derived_by_text(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static inline void derived_rows(sqlite3 *db, sqlite3_stmt *statement,
				GPtrArray *lines)
{
	while (sqlite3_step(statement) == SQLITE_ROW) {
		GString *line = g_string_new(NULL);

		for (int i = 0; i < sqlite3_column_count(statement); i++) {
			const char *text =
			    (const char *)sqlite3_column_text(statement, i);

			g_string_append_printf(line, "%s%s", i ? "|" : "",
					       text ? text : "-");
		}
		g_ptr_array_add(lines, g_string_free(line, FALSE));
	}
	if (sqlite3_finalize(statement))
		g_error("%s", sqlite3_errmsg(db));
}

/* Every derived row, a line each, sorted; the caller frees it. */
static inline char *derived_dump(const char *path)
{
	g_autofree char *file = g_test_build_filename(
	    G_TEST_DIST, "tests", "lib", "derived.sql", NULL);
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *sql = NULL;
	const char *rest;
	sqlite3 *db = NULL;

	g_assert_true(g_file_get_contents(file, &sql, NULL, NULL));
	rest = sql;
	if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL))
		g_error("%s: %s", path, sqlite3_errmsg(db));
	while (*rest) {
		sqlite3_stmt *statement = NULL;

		if (sqlite3_prepare_v2(db, rest, -1, &statement, &rest))
			g_error("%s", sqlite3_errmsg(db));
		if (statement)
			derived_rows(db, statement, lines);
	}
	sqlite3_close(db);
	g_ptr_array_sort(lines, derived_by_text);
	g_ptr_array_add(lines, NULL);
	return g_strjoinv("\n", (char **)lines->pdata);
}

/* Both must be the same; says the first lines that are not. */
static inline void derived_compare(const char *wanted, const char *got,
				   const char *what, guint number)
{
	g_auto(GStrv) a = g_strsplit(wanted, "\n", -1);
	g_auto(GStrv) b = g_strsplit(got, "\n", -1);
	guint said = 0;

	if (g_str_equal(wanted, got))
		return;
	for (char **line = a; *line && said < 12; line++)
		if (!g_strv_contains((const char *const *)b, *line)) {
			g_printerr("# - %s\n", *line);
			said++;
		}
	for (char **line = b; *line && said < 24; line++)
		if (!g_strv_contains((const char *const *)a, *line)) {
			g_printerr("# + %s\n", *line);
			said++;
		}
	g_printerr("# the tables differ: %s %u\n", what, number);
	g_test_fail();
}
