/* The letters that come by themselves. */
#include "agent/post/schedule.h"

#include "agent/post/daily.h"
#include "agent/post/weekly.h"

static guint digest_days(const struct config *config)
{
	return config->digest_days;
}

static guint report_days(const struct config *config)
{
	return config->report_days;
}

const struct schedule schedules[N_LETTERS] = {
	[LETTER_DIGEST] = { "digest", digest_days, daily_add },
	[LETTER_REPORT] = { "report", report_days, weekly_add },
};

/* The letters' hour on the local day that is `days` after that of `now`. */
static GDateTime *hour_of(const struct config *config, gint64 now, int days)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(now);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, config->zone);
	g_autoptr(GDateTime) day = g_date_time_add_days(local, days);

	/* An hour that the clocks leave out becomes the one after it. */
	return g_date_time_new(
	    config->zone, g_date_time_get_year(day), g_date_time_get_month(day),
	    g_date_time_get_day_of_month(day), (gint)config->digest_at / 60,
	    (gint)config->digest_at % 60, 0);
}

static gboolean is_day(guint days, GDateTime *day)
{
	return (days >> (g_date_time_get_day_of_week(day) - 1)) & 1;
}

gint64 schedule_next(const struct config *config, gint64 now)
{
	guint any = 0;

	for (gsize i = 0; i < N_LETTERS; i++)
		any |= schedules[i].days(config);
	for (int days = 0; days <= 7; days++) {
		g_autoptr(GDateTime) at = hour_of(config, now, days);

		if (at && is_day(any, at) && g_date_time_to_unix(at) >= now)
			return g_date_time_to_unix(at);
	}
	return G_MAXINT64;
}

gboolean schedule_is_due(const struct config *config, enum letter letter,
			 gint64 now)
{
	g_autoptr(GDateTime) at = hour_of(config, now, 0);

	return at && is_day(schedules[letter].days(config), at) &&
	       g_date_time_to_unix(at) <= now;
}
