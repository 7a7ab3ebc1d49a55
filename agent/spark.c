/* Sparklines of touches a month. */
#include "agent/spark.h"

#include <string.h>

#include "agent/rules/local_day.h"

char *spark_draw(const guint *numbers, gsize n, gboolean utf8)
{
	static const char *const blocks[] = { "▁", "▂", "▃", "▄",
					      "▅", "▆", "▇", "█" };
	g_autoptr(GString) out = g_string_new(NULL);
	guint most = 1;

	for (gsize i = 0; i < n; i++)
		most = MAX(most, numbers[i]);
	for (gsize i = 0; i < n; i++) {
		guint64 number = numbers[i];

		if (number == 0)
			g_string_append(out, utf8 ? "·" : ".");
		else if (utf8)
			g_string_append(
			    out,
			    blocks[(number * G_N_ELEMENTS(blocks) - 1) / most]);
		else
			g_string_append_c(
			    out, number > 9 ? '+' : (char)('0' + number));
	}
	return g_string_free(g_steal_pointer(&out), FALSE);
}

/* Months since the year 0. */
static gint64 month_of(gint64 at, GTimeZone *zone)
{
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(at, zone), &year, &month, &day);
	return (gint64)year * 12 + month - 1;
}

void spark_count_months(const gint64 *times, gsize n_times, gint64 now,
			GTimeZone *zone, guint *months_out, gsize n)
{
	gint64 last = month_of(now, zone);

	memset(months_out, 0, n * sizeof(months_out[0]));
	for (gsize i = 0; i < n_times; i++) {
		gint64 ago = last - month_of(times[i], zone);

		if (ago >= 0 && ago < (gint64)n)
			months_out[n - 1 - (gsize)ago]++;
	}
}
