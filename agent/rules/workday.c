/* Working days: what limits and rungs are counted in. */
#include "agent/rules/workday.h"

#include <stdlib.h>

#include "agent/rules/local_day.h"

/* More would be a typing error; it bounds the walk over the calendar. */
#define MOST_WORKDAYS 10000

static int compare_days(const void *a, const void *b)
{
	gint32 left = *(const gint32 *)a, right = *(const gint32 *)b;

	return (left > right) - (left < right);
}

static guint weekday_mask(const struct rule_settings *settings)
{
	guint mask = settings->working_days & WORKING_DAYS_ALL;

	return mask != 0 ? mask : WORKING_DAYS_ALL;
}

static gboolean is_working_weekday(const struct rule_settings *settings,
				   gint32 day)
{
	return (weekday_mask(settings) & WORKING_DAY(local_day_weekday(day))) !=
	       0;
}

gboolean workday_is(const struct rule_settings *settings, gint32 local_day)
{
	return is_working_weekday(settings, local_day) &&
	       (settings->n_holidays == 0 ||
		bsearch(&local_day, settings->holidays, settings->n_holidays,
			sizeof *settings->holidays, compare_days) == NULL);
}

gint64 workday_morning(const struct rule_settings *settings, gint32 local_day)
{
	while (!workday_is(settings, local_day))
		local_day++;
	return local_instant(local_day, settings->due_minute, settings->zone);
}

gint64 workday_next_morning(const struct rule_settings *settings, gint64 at)
{
	gint32 day = local_day(at, settings->zone);
	gint64 morning = workday_morning(settings, day);

	return morning > at ? morning : workday_morning(settings, day + 1);
}

gint64 workday_add(const struct rule_settings *settings, gint64 at, guint days)
{
	gint32 day = local_day(at, settings->zone);
	guint left = MIN(days, MOST_WORKDAYS);

	while (left > 0)
		left -= workday_is(settings, ++day);
	while (!workday_is(settings, day))
		day++;
	return local_instant(day, settings->due_minute, settings->zone);
}

/* The first holiday that is not before the day. */
static gsize find_holiday(const struct rule_settings *settings, gint32 day)
{
	gsize low = 0, high = settings->n_holidays;

	while (low < high) {
		gsize middle = low + (high - low) / 2;

		if (settings->holidays[middle] < day)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

guint workday_between(const struct rule_settings *settings, gint64 from,
		      gint64 to)
{
	gint32 first = local_day(from, settings->zone) + 1;
	gint32 last = local_day(to, settings->zone);
	guint weeks, n;

	if (last < first)
		return 0;
	weeks = (guint)(last - first + 1) / 7;
	n = weeks * (guint)__builtin_popcount(weekday_mask(settings));
	for (gint32 day = first + (gint32)weeks * 7; day <= last; day++)
		n += is_working_weekday(settings, day);
	for (gsize i = find_holiday(settings, first);
	     i < settings->n_holidays && settings->holidays[i] <= last; i++)
		n -= is_working_weekday(settings, settings->holidays[i]);
	return n;
}
