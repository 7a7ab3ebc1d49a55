/* A calendar file of holidays. */
#include "agent/holidays.h"

#include "agent/rules/local_day.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autoptr(GArray) days = g_array_new(FALSE, FALSE, sizeof(gint32));
	g_autoptr(GError) error = NULL;
	gint32 before = local_day_from_date(1990, 1, 1) - 1;

	if (!holidays_parse("x.ics", (const char *)data, size, days, &error)) {
		g_assert_nonnull(error);
		return 0;
	}
	holidays_sort(days);
	for (guint i = 0; i < days->len; i++) {
		gint32 day = g_array_index(days, gint32, i);

		g_assert_cmpint(day, >, before);
		g_assert_cmpint(day, <, local_day_from_date(2070, 1, 1));
		before = day;
	}
	return 0;
}
