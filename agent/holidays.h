/*
 * Days off from an iCalendar file (RFC 5545), as countries and churches
 * publish them: its all-day events, also of several days, repeated or taken
 * out one by one.
 *
 * They depend on the file alone and not on the day it is read, so that
 * judgements made with them stay.
 */
#pragma once

#include <glib.h>

/* Nobody has so many holidays; a disk image given by mistake has. */
#define HOLIDAYS_FILE_MAX (4 << 20)

/*
 * Add the days to `days` (gint32, agent/rules/local_day.h), unsorted.  An
 * event that is cancelled, or has an hour, is none; whether it is shown as
 * busy makes no difference.  TEND_ERROR_CONFIG for what is no such calendar;
 * TEND_ERROR_UNAVAILABLE when libical is not there.
 */
gboolean holidays_load(const char *file, GArray *days, GError **error);

/* The same of text; `file` is only named in errors. */
gboolean holidays_parse(const char *file, const char *text, gsize length,
			GArray *days, GError **error);

/* Sort them, each once. */
void holidays_sort(GArray *days);
