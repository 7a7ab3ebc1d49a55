/* Any text as an absence note; its first line is the subject. */
#include <string.h>

#include "parse/absence.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

/* What the state says of the rest. */
static void check_state(const struct parse_absence *absence)
{
	switch (absence->state) {
	case PARSE_ABSENCE_NONE:
		g_assert_cmpstr(absence->stand_in, ==, "");
		g_assert_cmpstr(absence->sentence, ==, "");
		/* fall through */
	case PARSE_ABSENCE_UNTOLD:
	case PARSE_ABSENCE_LEFT:
		g_assert_cmpint(absence->back, ==, PARSE_DAY_NONE);
		break;
	case PARSE_ABSENCE_DATED:
		g_assert_cmpint(absence->back, !=, PARSE_DAY_NONE);
		break;
	}
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *raw = g_strndup((const char *)data, size);
	g_autofree char *text = g_utf8_make_valid(raw, -1);
	gsize length = strcspn(text, "\n");
	g_autofree char *subject = g_strndup(text, length);
	gint32 written = parse_day_make(2020, 1, 1) + (size ? data[0] : 0) * 9;
	struct parse_absence absence;

	parse_absence_read(subject, text + length, written, size % 3, &absence);
	check_state(&absence);
	g_assert_true(g_utf8_validate(absence.sentence, -1, NULL));
	g_assert_true(g_str_is_ascii(absence.stand_in));
	g_assert_null(strpbrk(absence.sentence, "\n\r"));
	return 0;
}
