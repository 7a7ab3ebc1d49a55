/* Absence notes and the days in any text: the first line is the subject. */
#include <string.h>

#include "parse/absence.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check_days(const char *text, gint32 written,
		       enum parse_day_order order)
{
	struct parse_days days;
	char day[11];

	for (const char *p = text; parse_days_next(p, written, order, &days);
	     p = days.end) {
		g_assert_true(days.start >= p && days.end > days.start);
		g_assert_true(days.from != PARSE_DAY_NONE &&
			      days.from <= days.to);
		g_assert_true(
		    g_utf8_validate(days.start, days.end - days.start, NULL));
		parse_day_format(days.to, day);
	}
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *raw = g_strndup((const char *)data, size);
	g_autofree char *text = g_utf8_make_valid(raw, -1);
	char *body = strchr(text, '\n');
	/* The first byte turns the calendar. */
	gint32 written = parse_day_make(2020, 1, 1) + (size ? data[0] : 0) * 9;
	enum parse_day_order order = size % 3;
	struct parse_absence absence;

	if (body)
		*body++ = '\0';
	else
		body = text + strlen(text);
	parse_absence_read(text, body, written, order, &absence);
	g_assert_true((absence.back != PARSE_DAY_NONE) ==
		      (absence.state == PARSE_ABSENCE_DATED));
	g_assert_true(g_utf8_validate(absence.sentence, -1, NULL));
	g_assert_true(g_utf8_validate(absence.stand_in, -1, NULL));
	check_days(text, written, parse_day_order_of(text, 0, body));
	check_days(body, written, order);
	return 0;
}
