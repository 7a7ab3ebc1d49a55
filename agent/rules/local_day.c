/*
 * Local days and wall clock times.  GDateTime would do as well, but it
 * refuses what lies outside of its years, and mail has such dates.
 */
#include "agent/rules/local_day.h"

#define DAY_SECONDS (24 * 60 * 60)

/*
 * Far enough for every date that means something, near enough that no sum
 * here can overflow: the years -4700 and 9999 or so.
 */
#define FIRST_DAY (-2440000)
#define LAST_DAY 2932896

static gint64 floor_div(gint64 a, gint64 b)
{
	return a / b - (a % b < 0);
}

static gint64 clamp_instant(gint64 at)
{
	return CLAMP(at, (gint64)FIRST_DAY * DAY_SECONDS,
		     (gint64)LAST_DAY * DAY_SECONDS);
}

static gint64 local_seconds(gint64 at, GTimeZone *zone)
{
	int interval;

	at = clamp_instant(at);
	interval = g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at);
	return at + g_time_zone_get_offset(zone, interval);
}

gint32 local_day(gint64 at, GTimeZone *zone)
{
	return (gint32)floor_div(local_seconds(at, zone), DAY_SECONDS);
}

guint local_minute(gint64 at, GTimeZone *zone)
{
	gint64 seconds = local_seconds(at, zone);

	return (guint)(seconds -
		       floor_div(seconds, DAY_SECONDS) * DAY_SECONDS) /
	       60;
}

gint64 local_instant(gint32 day, guint minute, GTimeZone *zone)
{
	gint64 wall = (gint64)CLAMP(day, FIRST_DAY, LAST_DAY) * DAY_SECONDS +
		      (gint64)MIN(minute, 24u * 60) * 60;
	int interval =
	    g_time_zone_adjust_time(zone, G_TIME_TYPE_STANDARD, &wall);

	return wall - g_time_zone_get_offset(zone, interval);
}

/*
 * Eras of 400 years that begin in March, so that the leap day comes last:
 * Howard Hinnant, "chrono-compatible low-level date algorithms".
 */
#define ERA_DAYS 146097
#define ERA_SHIFT 719468 /* from 0000-03-01 to 1970-01-01 */

gint32 local_day_from_date(gint32 year, guint month, guint day)
{
	gint64 y = (gint64)year - (month <= 2);
	gint64 era = floor_div(y, 400);
	gint64 year_of_era = y - era * 400;
	gint64 march_month = month > 2 ? month - 3 : month + 9;
	gint64 day_of_year = (153 * march_month + 2) / 5 + day - 1;
	gint64 day_of_era = year_of_era * 365 + year_of_era / 4 -
			    year_of_era / 100 + day_of_year;

	return (gint32)(era * ERA_DAYS + day_of_era - ERA_SHIFT);
}

void local_day_to_date(gint32 local_day, gint32 *year_out, guint *month_out,
		       guint *day_out)
{
	gint64 shifted = (gint64)local_day + ERA_SHIFT;
	gint64 era = floor_div(shifted, ERA_DAYS);
	gint64 day_of_era = shifted - era * ERA_DAYS;
	gint64 year_of_era = (day_of_era - day_of_era / 1460 +
			      day_of_era / 36524 - day_of_era / 146096) /
			     365;
	gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 -
					   year_of_era / 100);
	gint64 march_month = (5 * day_of_year + 2) / 153;

	*day_out = (guint)(day_of_year - (153 * march_month + 2) / 5 + 1);
	*month_out =
	    (guint)(march_month < 10 ? march_month + 3 : march_month - 9);
	*year_out = (gint32)(year_of_era + era * 400 + (*month_out <= 2));
}

GDateWeekday local_day_weekday(gint32 local_day)
{
	gint64 since_monday = (gint64)local_day + 3; /* 1970-01-01: Thursday */

	return (GDateWeekday)(since_monday - floor_div(since_monday, 7) * 7 +
			      1);
}

const char *local_month_name(guint month)
{
	static const char *const names[] = {
		"January",   "February", "March",    "April",
		"May",	     "June",	 "July",     "August",
		"September", "October",	 "November", "December",
	};

	g_assert(month >= 1 && month <= G_N_ELEMENTS(names));
	return names[month - 1];
}

const char *local_weekday_name(GDateWeekday weekday)
{
	static const char *const names[] = {
		"Monday", "Tuesday",  "Wednesday", "Thursday",
		"Friday", "Saturday", "Sunday",
	};

	g_assert(weekday >= G_DATE_MONDAY && weekday <= G_DATE_SUNDAY);
	return names[weekday - 1];
}
