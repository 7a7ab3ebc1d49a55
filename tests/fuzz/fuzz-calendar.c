/* Calendar text, which strangers write. */
#include <string.h>

#include <glib.h>

#include "parse/calendar.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const char *text, gsize max)
{
	g_assert_cmpuint(strlen(text), <, max);
	g_assert_true(g_utf8_validate(text, -1, NULL));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	struct parse_event event;

	parse_event_read((const char *)data, size, &event);
	check(event.method, sizeof(event.method));
	check(event.uid, sizeof(event.uid));
	check(event.recurrence_id, sizeof(event.recurrence_id));
	check(event.answer, sizeof(event.answer));
	g_assert_cmpuint(event.attendees->len, <=, PARSE_ATTENDEES_MAX);
	for (guint i = 0; i < event.attendees->len; i++)
		check(event.attendees->pdata[i], 400);
	parse_event_clear(&event);
	return 0;
}
