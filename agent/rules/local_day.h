/*
 * Days as the user lives them.  A local day is the number of days since
 * 1970-01-01 on a calendar in one time zone, so that days can be counted
 * without hours: days of 23 or 25 hours are days.
 */
#pragma once

#include <glib.h>

gint32 local_day(gint64 at, GTimeZone *zone);

/* Minutes since local midnight as the clock on the wall shows them. */
guint local_minute(gint64 at, GTimeZone *zone);

/*
 * UTC seconds of a wall clock time.  A time that a clock change skips is the
 * first one after it; one that comes twice is the later.
 */
gint64 local_instant(gint32 day, guint minute, GTimeZone *zone);

/* Proleptic Gregorian calendar; the date must be one. */
gint32 local_day_from_date(gint32 year, guint month, guint day);
void local_day_to_date(gint32 local_day, gint32 *year_out, guint *month_out,
		       guint *day_out);

/* G_DATE_MONDAY to G_DATE_SUNDAY */
GDateWeekday local_day_weekday(gint32 local_day);

/* English, whatever the locale: "January" for 1, "Monday" for 1. */
const char *local_month_name(guint month);
const char *local_weekday_name(GDateWeekday weekday);
