/*
 * Runs a fuzz target over its seeds, where there is no libFuzzer: the files
 * named on the command line, or those of tests/fuzz/seeds/NAME for a program
 * called fuzz-NAME.  Speaks TAP.
 */
#include <stdlib.h>
#include <string.h>

#include <glib.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void replay(const char *path)
{
	g_autofree char *contents = NULL;
	g_autofree guint8 *copy = NULL;
	gsize size = 0;

	if (!g_file_get_contents(path, &contents, &size, NULL)) {
		g_print("Bail out! cannot read %s\n", path);
		exit(1);
	}
	/* As long as it is, so that a sanitizer sees a step beyond it. */
	copy = g_memdup2(contents, size);
	LLVMFuzzerTestOneInput(copy, size);
}

static guint replay_folder(const char *path)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
	const char *name;
	guint n = 0;

	if (!dir) {
		g_print("Bail out! %s\n", error->message);
		exit(1);
	}
	while ((name = g_dir_read_name(dir))) {
		g_autofree char *file = g_build_filename(path, name, NULL);

		replay(file);
		n++;
	}
	return n;
}

int main(int argc, char **argv)
{
	g_autofree char *program = g_path_get_basename(argv[0]);
	const char *srcdir = g_getenv("G_TEST_SRCDIR");
	g_autofree char *folder = NULL;
	guint n;

	for (int i = 1; i < argc; i++)
		replay(argv[i]);
	if (argc > 1)
		return 0;

	folder = g_build_filename(srcdir ? srcdir : ".", "tests", "fuzz",
				  "seeds", strchr(program, '-') + 1, NULL);
	n = replay_folder(folder);
	g_print("1..1\n%sok 1 - %s: %u seeds\n", n ? "" : "not ", program, n);
	return n ? 0 : 1;
}
