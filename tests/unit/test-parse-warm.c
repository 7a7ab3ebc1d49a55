/*
 * After parse_init no charset needs a file any more: the worker's sandbox
 * forbids opening one.  Here a limit of no descriptors stands for it.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "parse/date.h"
#include "parse/text.h"
#include "parse/warm.h"

static const struct {
	const char *value;
	const char *text;
} words[] = {
	{ "=?koi8-r?q?=C4=C1?=", "\320\264\320\260" },
	{ "=?KOI8-U?q?=A4?=", "\321\224" },
	{ "=?windows-1251?q?=E4=E0?=", "\320\264\320\260" },
	{ "=?cp1252?q?=80?=", "\342\202\254" },
	{ "=?windows-1255?q?=F9?=", "\327\251" },
	{ "=?windows-1256?q?=C8?=", "\330\250" },
	{ "=?iso-8859-2?q?=B3?=", "\305\202" },
	{ "=?iso-8859-9?q?=FE?=", "\305\237" },
	{ "=?iso-8859-15?q?=A4?=", "\342\202\254" },
	{ "=?gb2312?q?=D6=D0?=", "\344\270\255" },
	{ "=?gbk?q?=D6=D0?=", "\344\270\255" },
	{ "=?gb18030?q?=D6=D0?=", "\344\270\255" },
	{ "=?big5?q?=A4=A4?=", "\344\270\255" },
	{ "=?shift_jis?q?=92=86?=", "\344\270\255" },
	{ "=?cp932?q?=92=86?=", "\344\270\255" },
	{ "=?euc-jp?q?=C3=E6?=", "\344\270\255" },
	{ "=?iso-2022-jp?q?=1B$BCf=1B(B?=", "\344\270\255" },
	{ "=?euc-kr?q?=B0=A1?=", "\352\260\200" },
	{ "=?ks_c_5601-1987?q?=B0=A1?=", "\352\260\200" },
	{ "=?iso-2022-kr?q?=1B$)C=0E0!=0F?=", "\352\260\200" },
	{ "=?tis-620?q?=A1?=", "\340\270\201" },
	{ "=?windows-874?q?=A1?=", "\340\270\201" },
	{ "=?utf-16be?q?=4E=2D?=", "\344\270\255" },
	{ "=?utf-7?q?+Ti0-?=", "\344\270\255" },
	{ "=?ibm850?q?=84?=", "\303\244" },
};

/* How many of the words are read rightly. */
static guint count_read(void)
{
	g_autoptr(GString) out = g_string_new(NULL);
	guint n = 0;

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		parse_text_decode(words[i].value, strlen(words[i].value), "",
				  100, out);
		if (!strcmp(out->str, words[i].text))
			n++;
		else
			g_test_message("%s", words[i].value);
	}
	return n;
}

static void forbid_files(void)
{
	struct rlimit none = { 0, 0 };

	g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &none), ==, 0);
}

/* The number read by a child process that warmed up in time, or too late. */
static guint read_in_child(gboolean in_time)
{
	int status;
	pid_t pid = fork();

	if (!pid) {
		if (!in_time)
			forbid_files();
		if (!!parse_init() == in_time)
			_exit(100);
		if (in_time)
			forbid_files();
		_exit((int)count_read());
	}
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_true(WIFEXITED(status));
	return (guint)WEXITSTATUS(status);
}

static void test_charsets(void)
{
	/* That the limit bites: hardly any is built into the C library. */
	g_assert_cmpuint(read_in_child(FALSE), <, 6);
	g_assert_cmpuint(read_in_child(TRUE), ==, G_N_ELEMENTS(words));
}

static void test_dates(void)
{
	static const char value[] = "Mon Mar  2 08:00:00 2026";
	int status;
	pid_t pid = fork();

	if (!pid) {
		gint64 date;
		gint32 zone;

		parse_init();
		forbid_files();
		_exit(parse_date(value, strlen(value), &date, &zone) &&
			      date == 1772438400
			  ? 0
			  : 1);
	}
	g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
	g_assert_cmpint(status, ==, 0);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/warm/charsets", test_charsets);
	g_test_add_func("/parse/warm/dates", test_dates);
	return g_test_run();
}
