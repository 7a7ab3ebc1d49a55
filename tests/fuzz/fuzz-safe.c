/*
 * Any bytes through every door of agent/safe.h: what comes out keeps the
 * promises of that header.  The first byte is a width.
 */
#include <stdint.h>
#include <string.h>

#include "agent/safe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Spelt out here again, so that a mistake in safe.c does not excuse itself. */
static void check_plain(const char *text)
{
	g_assert_true(g_utf8_validate(text, -1, NULL));
	for (; *text != '\0'; text = g_utf8_find_next_char(text, NULL)) {
		gunichar c = g_utf8_get_char(text);

		g_assert_true(c >= 0x20 && (c < 0x7f || c > 0x9f));
		g_assert_true(c != 0x61c && c != 0x200b && c != 0x200e &&
			      c != 0x200f && c != 0xfeff);
		g_assert_true(c < 0x2028 || c > 0x202e);
		g_assert_true(c < 0x2066 || c > 0x2069);
	}
}

static void check_html(const char *html)
{
	check_plain(html);
	for (; *html != '\0'; html++) {
		g_assert_true(strchr("<>\"'", *html) == NULL);
		if (*html == '&')
			g_assert_true(g_str_has_prefix(html, "&amp;") ||
				      g_str_has_prefix(html, "&lt;") ||
				      g_str_has_prefix(html, "&gt;") ||
				      g_str_has_prefix(html, "&quot;") ||
				      g_str_has_prefix(html, "&#39;"));
	}
}

/* "www." where a word begins, or a scheme: clients link these. */
static void check_links(const char *text)
{
	gunichar before = ' ';

	for (const char *p = text; *p != '\0';
	     p = g_utf8_find_next_char(p, NULL)) {
		g_assert_true(p == text || !g_str_has_prefix(p, "://"));
		if (before != '-' && !g_unichar_isalnum(before))
			g_assert_true(g_ascii_strncasecmp(p, "www.", 4) != 0 ||
				      !g_ascii_isalnum(p[4]));
		before = g_utf8_get_char(p);
	}
}

static void check_csv(const char *cell)
{
	gsize length = strlen(cell);

	check_plain(cell);
	g_assert_true(length >= 2 && cell[0] == '"');
	g_assert_true(cell[length - 1] == '"');
	g_assert_true(strchr("=+-@\t\r", cell[1]) == NULL);
	for (const char *p = cell + 1; p < cell + length - 1; p++)
		if (*p == '"')
			g_assert_true(*++p == '"' && p < cell + length - 1);
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
			      g_utf8_strlen(lines[i], -1) <= 1 || *p == ' ');
		p += strspn(p, " ");
		g_assert_true(
		    g_str_has_prefix(p, lines[i] + strspn(lines[i], " ")));
		p += strlen(lines[i] + strspn(lines[i], " "));
	}
	g_assert_cmpuint(strspn(p, " "), ==, strlen(p));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	guint width = size > 0 ? data[0] : 0;
	g_autofree char *text =
	    size > 0 ? g_strndup((const char *)data + 1, size - 1) : NULL;
	g_autofree char *terminal = safe_terminal(text);
	g_autofree char *column = safe_column(text, width);
	g_autofree char *mail_text = safe_mail_text(text);
	g_autofree char *html = safe_html(text);
	g_autofree char *attribute = safe_html_attribute(text);
	g_autofree char *csv = safe_csv(text);
	g_autofree char *header = safe_header(text);
	g_autofree char *part = safe_mailto_part(text);
	g_autofree char *again = safe_terminal(terminal);

	check_plain(terminal);
	g_assert_cmpstr(again, ==, terminal);
	check_wrap(terminal, width);
	check_plain(column);
	g_assert_cmpuint(safe_width(column), ==, width);
	check_plain(mail_text);
	check_links(mail_text);
	check_html(html);
	check_html(attribute);
	check_csv(csv);
	check_plain(header);
	g_assert_cmpint(g_utf8_strlen(header, -1), <=, SAFE_HEADER_CHARS);
	g_assert_cmpuint(strspn(part, "%@-._~0123456789"
				      "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
			 ==, strlen(part));
	if (safe_is_address(text))
		g_assert_cmpstr(text, ==, terminal);
	return 0;
}
