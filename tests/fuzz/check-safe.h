/* What agent/safe.h promises of whatever it returns. */
#pragma once

#include <string.h>

#include <glib.h>

/* Spelt out here again, so that a mistake in safe.c does not excuse itself. */
static inline void check_plain(const char *text)
{
	gunichar before = ' ';

	g_assert_true(g_utf8_validate(text, -1, NULL));
	for (; *text != '\0'; text = g_utf8_find_next_char(text, NULL)) {
		gunichar c = g_utf8_get_char(text);

		/* C0, DEL, C1; line and paragraph separators, bidi */
		g_assert_true(c >= 0x20 && (c < 0x7f || c > 0x9f));
		g_assert_true(c < 0x2028 || c > 0x202e);
		g_assert_true(c < 0x2066 || c > 0x2069);
		g_assert_true(c != 0x61c && c != 0x200e && c != 0x200f);
		/* nothing to see: blanks of no width, fillers, tags */
		g_assert_true(c != 0xad && c != 0x200b && c != 0xfeff);
		g_assert_true(c != 0x3164 && c != 0xffa0 && c != 0x2800);
		g_assert_true(c < 0x2060 || c > 0x206f);
		g_assert_true(c < 0xe0000 || c > 0xe0fff);
		g_assert_true((c & 0xfffe) != 0xfffe);
		/* what joins or chooses stands alone, never between letters */
		if (c == 0x200c || c == 0x200d || (c >= 0xfe00 && c <= 0xfe0f))
			g_assert_true(before != 0x200c && before != 0x200d &&
				      !g_ascii_isalpha(
					  before < 0x80 ? (char)before : ' '));
		/* no mark on a blank, or on what stands before the text */
		if (g_unichar_ismark(c))
			g_assert_true(before != ' ');
		before = c;
	}
}
