/*
 * A sparkline: a row of numbers, one character each.  For a text terminal
 * that knows no blocks the digits themselves.
 */
#pragma once

#include <glib.h>

/*
 * The tallest number is a full block, nothing is a dot.  Without utf8: a dot,
 * 1 to 9, and + for more.
 */
char *spark_draw(const guint *numbers, gsize n, gboolean utf8);

/*
 * Into which of the last n calendar months (the last one is that of now)
 * each of the times falls; months_out[n - 1] is the current one.
 */
void spark_count_months(const gint64 *times, gsize n_times, gint64 now,
			GTimeZone *zone, guint *months_out, gsize n);
