/* Touches and times as tables spell them. */
#pragma once

#include <stdio.h>

#include "agent/rules/local_day.h"
#include "agent/rules/touch.h"

/* "2026-03-02 09:00" on the wall of that zone. */
static inline gint64 wall(const char *text, GTimeZone *zone)
{
	int year;
	unsigned month, day, hour = 0, minute = 0;
	int n =
	    sscanf(text, "%d-%u-%u %u:%u", &year, &month, &day, &hour, &minute);

	g_assert_true(n == 3 || n == 5);
	return local_instant(local_day_from_date(year, month, day),
			     hour * 60 + minute, zone);
}

/*
 * "out 2026-03-02 09:00; in 2026-03-03 10:00 n3 call": direction, time,
 * number of recipients (else 1), channel (else email).  Sources count from 1.
 */
static inline GArray *touches_parse(const char *text, GTimeZone *zone)
{
	GArray *touches = g_array_new(FALSE, FALSE, sizeof(struct touch));
	g_auto(GStrv) items = g_strsplit(text, "; ", -1);

	for (guint i = 0; items[i] != NULL && *items[i] != '\0'; i++) {
		g_auto(GStrv) words = g_strsplit(items[i], " ", -1);
		g_autofree char *time =
		    g_strjoin(" ", words[1], words[2], NULL);
		struct touch touch = {
			.at = wall(time, zone),
			.source = i + 1,
			.recipients = 1,
			.conversation = 7,
		};

		while (touch.direction < N_DIRECTIONS &&
		       !g_str_equal(direction_name(touch.direction), words[0]))
			touch.direction++;
		for (guint w = 3; words[w] != NULL; w++)
			if (words[w][0] == 'n')
				touch.recipients = (guint)atoi(words[w] + 1);
			else
				g_assert_true(
				    channel_parse(words[w], &touch.channel));
		g_array_append_val(touches, touch);
	}
	return touches;
}
