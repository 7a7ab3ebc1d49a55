/*
 * Any bytes on their way to a terminal: no control, nothing hidden, nothing
 * turned around, and as wide as is said.  The first byte is a width.
 */
#include <stdint.h>

#include "agent/safe.h"
#include "tests/fuzz/check-safe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One character with its marks, or none. */
static gboolean is_single(const char *line)
{
	guint n = 0;

	for (; *line != '\0'; line = g_utf8_find_next_char(line, NULL)) {
		gunichar c = g_utf8_get_char(line);

		n += !g_unichar_ismark(c) && !g_unichar_iszerowidth(c);
	}
	return n <= 1;
}

/* No line is wider than it may be, unless by one character, and none is lost.
 */
static void check_wrap(const char *terminal, guint width)
{
	g_autofree char *wrapped = safe_wrap(terminal, width, 0);
	g_auto(GStrv) lines = g_strsplit(wrapped, "\n", -1);
	const char *p = terminal;

	for (gsize i = 0; lines[i] != NULL; i++) {
		check_plain(lines[i]);
		g_assert_true(safe_width(lines[i]) <= width ||
			      is_single(lines[i]) || *p == ' ');
		p += strspn(p, " ");
		g_assert_true(
		    g_str_has_prefix(p, lines[i] + strspn(lines[i], " ")));
		p += strlen(lines[i] + strspn(lines[i], " "));
	}
	g_assert_cmpuint(strspn(p, " "), ==, strlen(p));
}

/* The longest part that fits, cut between two characters. */
static void check_fit(const char *terminal, guint width)
{
	gsize fits = safe_fit(terminal, width);
	g_autofree char *part = g_strndup(terminal, fits);

	g_assert_true(g_utf8_validate(part, -1, NULL));
	g_assert_cmpuint(safe_width(part), <=, width);
	g_assert_true(terminal[fits] == '\0' || safe_width(part) + 2 > width);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	guint width = size > 0 ? data[0] : 0;
	g_autofree char *text =
	    size > 0 ? g_strndup((const char *)data + 1, size - 1) : NULL;
	g_autofree char *terminal = safe_terminal(text);
	g_autofree char *column = safe_column(text, width);
	g_autofree char *again = safe_terminal(terminal);

	check_plain(terminal);
	g_assert_cmpstr(again, ==, terminal);
	check_wrap(terminal, width);
	check_fit(terminal, width);
	check_plain(column);
	g_assert_cmpuint(safe_width(column), ==, width);
	/* All that a person typed is there still. */
	if (text != NULL && g_str_is_ascii(text)) {
		g_autofree char *printable = g_strdelimit(
		    g_strdup(text),
		    "\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0a\x0b\x0c\x0d\x0e"
		    "\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1b\x1c"
		    "\x1d\x1e\x1f\x7f",
		    ' ');

		g_assert_cmpstr(terminal, ==, printable);
	}
	return 0;
}
