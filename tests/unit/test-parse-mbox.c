/* Files of mail: where messages begin and end, and how much is kept. */
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parse/mbox.h"
#include "parse/splitter.h"

#define SEP "From ann@example.org Mon Mar  2 09:00:00 2026\n"

static const struct {
	const char *what;
	enum parse_mbox_format format;
	const char *file;
	const char *messages[4];
} files[] = {
	{ "two",
	  PARSE_MBOX_GUESS,
	  SEP "A: 1\n\nx\n\n" SEP "A: 2\n\ny\n",
	  { "A: 1\n\nx\n\n", "A: 2\n\ny\n" } },
	{ "CRLF",
	  PARSE_MBOX_GUESS,
	  "From a Mon 09:00:00\r\nA: 1\r\n\r\nx\r\n\r\n"
	  "From b Tue 09:00:00\r\nA: 2\r\n\r\n",
	  { "A: 1\r\n\r\nx\r\n\r\n", "A: 2\r\n\r\n" } },
	{ "no separator: one message",
	  PARSE_MBOX_GUESS,
	  "A: 1\n\nx\n\n" SEP "A: 2\n",
	  { "A: 1\n\nx\n\n" SEP "A: 2\n" } },
	{ "a message, said so",
	  PARSE_MBOX_MESSAGE,
	  SEP "A: 1\n\n",
	  { SEP "A: 1\n\n" } },
	{ "an mbox, said so",
	  PARSE_MBOX_MANY,
	  "\n\n" SEP "A: 1\n\n",
	  { "A: 1\n\n" } },
	{ "prose that begins like one",
	  PARSE_MBOX_GUESS,
	  SEP "A: 1\n\nx\n\nFrom the start it was clear.\ny\n",
	  { "A: 1\n\nx\n\nFrom the start it was clear.\ny\n" } },
	{ "not after an empty line",
	  PARSE_MBOX_GUESS,
	  SEP "A: 1\n\nx\n" SEP "y\n",
	  { "A: 1\n\nx\n" SEP "y\n" } },
	{ "quoted",
	  PARSE_MBOX_GUESS,
	  SEP "A: 1\n\n>From x\n>>From y\n> From z\n",
	  { "A: 1\n\nFrom x\n>From y\n> From z\n" } },
	{ "Content-Length tells lies",
	  PARSE_MBOX_GUESS,
	  SEP "Content-Length: 999\n\nx\n\n" SEP "A: 2\n\n",
	  { "Content-Length: 999\n\nx\n\n", "A: 2\n\n" } },
	{ "no line end at the end",
	  PARSE_MBOX_GUESS,
	  SEP "A: 1\n\nx",
	  { "A: 1\n\nx" } },
	{ "only a separator", PARSE_MBOX_GUESS, SEP, { NULL } },
	{ "nothing", PARSE_MBOX_GUESS, "", { NULL } },
	{ "nothing but a message", PARSE_MBOX_MESSAGE, "", { NULL } },
	{ "empty lines", PARSE_MBOX_MANY, "\n\n\n", { NULL } },
	{ "no header",
	  PARSE_MBOX_GUESS,
	  SEP "\nx\n\n" SEP "\ny\n",
	  { "\nx\n\n", "\ny\n" } },
};

/* A pipe from which `file` comes in pieces of this size. */
static int feed(const char *file, gsize length, gsize piece, pid_t *pid_out)
{
	int ends[2];

	g_assert_cmpint(pipe(ends), ==, 0);
	*pid_out = fork();
	if (!*pid_out) {
		close(ends[0]);
		for (gsize i = 0; i < length; i += piece) {
			gsize n = MIN(piece, length - i);

			if (write(ends[1], file + i, n) != (gssize)n)
				_exit(1);
		}
		_exit(0);
	}
	close(ends[1]);
	return ends[0];
}

static void check_file(gsize i, gsize piece)
{
	struct parse_mbox_message message;
	g_autoptr(GError) error = NULL;
	pid_t pid;
	int fd = feed(files[i].file, strlen(files[i].file), piece, &pid);
	g_autoptr(parse_mbox) mbox = parse_mbox_new(fd, files[i].format);
	gsize n = 0;

	while (parse_mbox_next(mbox, &message, &error)) {
		g_autofree char *got = g_strndup(message.bytes, message.length);

		g_assert_cmpstr(got, ==, files[i].messages[n]);
		g_assert_cmpuint(message.size, >=, message.length);
		n++;
	}
	g_assert_no_error(error);
	g_assert_null(files[i].messages[n]);
	close(fd);
	g_assert_cmpint(waitpid(pid, NULL, 0), ==, pid);
}

static void test_files(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
		g_test_message("%s", files[i].what);
		check_file(i, 1);
		check_file(i, 7);
		check_file(i, 100000);
	}
}

/* Of large messages the beginning is kept, and every one is found. */
static void test_caps(void)
{
	g_autoptr(GString) file = g_string_new(NULL);
	struct parse_mbox_message message;
	g_autoptr(GError) error = NULL;
	pid_t pid;

	g_string_append(file, SEP "A: 1\n\n");
	while (file->len < 3 * PARSE_MBOX_BODY_MAX)
		g_string_append(file, "a line of text\n");
	g_string_append(file, "\n" SEP "B: ");
	for (guint i = 0; i < 2 * PARSE_BLOCK_MAX; i++)
		g_string_append_c(file, 'b');
	g_string_append(file, "\n\nbody of b\n\n" SEP "C: 3\n\n");

	int fd = feed(file->str, file->len, 4096, &pid);
	g_autoptr(parse_mbox) mbox = parse_mbox_new(fd, PARSE_MBOX_GUESS);
	g_assert_true(parse_mbox_next(mbox, &message, &error));
	g_assert_cmpuint(message.length, ==, 6 + PARSE_MBOX_BODY_MAX);
	g_assert_cmpuint(message.size, >=, 3 * PARSE_MBOX_BODY_MAX - 60);
	g_assert_true(parse_mbox_next(mbox, &message, &error));
	g_assert_cmpuint(message.length, <=,
			 PARSE_BLOCK_MAX + PARSE_MBOX_BODY_MAX);
	g_assert_nonnull(g_strstr_len(message.bytes, (gssize)message.length,
				      "\n\nbody of b"));
	g_assert_cmpuint(message.size, >, 2 * PARSE_BLOCK_MAX);
	g_assert_true(parse_mbox_next(mbox, &message, &error));
	g_assert_cmpuint(message.size, ==, 6);
	g_assert_false(parse_mbox_next(mbox, &message, &error));
	g_assert_no_error(error);
	close(fd);
	waitpid(pid, NULL, 0);
}

static long peak_kilobytes(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

/* 200 MB in one message and in lines without end: memory stays flat. */
static void test_flat(void)
{
	g_autofree char *path = NULL;
	g_autoptr(GError) error = NULL;
	struct parse_mbox_message message;
	int fd = g_file_open_tmp("tend-mbox-XXXXXX", &path, &error);
	long before;
	guint n = 0;

	g_assert_no_error(error);
	g_assert_cmpint(write(fd, SEP "A: 1\n\n", strlen(SEP) + 6), >, 0);
	/* A hole reads as zeros: one line of 200 MB. */
	g_assert_cmpint(ftruncate(fd, 200 << 20), ==, 0);
	g_assert_cmpint(lseek(fd, 0, SEEK_END), >, 0);
	g_assert_cmpint(write(fd, "\n\n" SEP "A: 2\n\n", strlen(SEP) + 8), >,
			0);
	lseek(fd, 0, SEEK_SET);

	g_autoptr(parse_mbox) mbox = parse_mbox_new(fd, PARSE_MBOX_GUESS);
	before = peak_kilobytes();
	while (parse_mbox_next(mbox, &message, &error))
		n++;
	g_assert_no_error(error);
	g_assert_cmpuint(n, ==, 2);
	g_assert_cmpint(peak_kilobytes() - before, <, 8 << 10);
	close(fd);
	unlink(path);
}

static void test_error(void)
{
	g_autoptr(GError) error = NULL;
	struct parse_mbox_message message;
	int fd = open(".", O_RDONLY | O_DIRECTORY);
	g_autoptr(parse_mbox) mbox = parse_mbox_new(fd, PARSE_MBOX_GUESS);

	g_assert_false(parse_mbox_next(mbox, &message, &error));
	g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_ISDIR);
	close(fd);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/mbox/files", test_files);
	g_test_add_func("/parse/mbox/caps", test_caps);
	g_test_add_func("/parse/mbox/flat", test_flat);
	g_test_add_func("/parse/mbox/error", test_error);
	return g_test_run();
}
