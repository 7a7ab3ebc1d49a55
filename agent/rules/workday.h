/*
 * Working days in the user's time zone: the days that a limit counts.
 * Weekends and holidays as in the settings.
 */
#pragma once

#include "agent/rules/settings.h"

gboolean workday_is(const struct rule_settings *settings, gint32 local_day);

/* settings->due_minute of that local day, or of the next that works. */
gint64 workday_morning(const struct rule_settings *settings, gint32 local_day);

/* The first such morning after `at`. */
gint64 workday_next_morning(const struct rule_settings *settings, gint64 at);

/*
 * UTC seconds of settings->due_minute on the days-th working day after the
 * local day of at.  With days 0 it is that same day if one works then, else
 * the next working day; it may then lie before at.
 */
gint64 workday_add(const struct rule_settings *settings, gint64 at, guint days);

/* The working days after the local day of from, up to that of to. */
guint workday_between(const struct rule_settings *settings, gint64 from,
		      gint64 to);
