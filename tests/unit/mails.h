/* The invented mail of tests/corpus/mail, and the tables beside it. */
#pragma once

#include <string.h>

#include <glib.h>

static inline char *corpus_path(const char *name)
{
	return g_test_build_filename(G_TEST_DIST, "tests", "corpus", "mail",
				     name, NULL);
}

static inline gint by_name(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static inline GPtrArray *corpus_files(void)
{
	GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
	g_autofree char *path = corpus_path("");
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
	const char *name;

	g_assert_no_error(error);
	while ((name = g_dir_read_name(dir))) {
		if (g_str_has_suffix(name, ".eml"))
			g_ptr_array_add(names, g_strdup(name));
	}
	g_ptr_array_sort(names, by_name);
	return names;
}

static inline char *read_mail(const char *name, gsize *length_out)
{
	g_autofree char *path = corpus_path(name);
	g_autoptr(GError) error = NULL;
	char *bytes = NULL;

	g_file_get_contents(path, &bytes, length_out, &error);
	g_assert_no_error(error);
	return bytes;
}
