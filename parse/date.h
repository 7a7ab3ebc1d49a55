/* The Date field.  RFC 5322 section 3.3, and what real mail has in its place.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#define PARSE_DATE_NONE G_MININT64

/*
 * UTC seconds and the zone in minutes east of UTC.  False, with
 * PARSE_DATE_NONE and 0, when there is no date in it.  A zone that cannot be
 * (beyond 14 hours, or an unknown name) counts as UTC.  Years of two digits
 * are 1950 to 2049.  A date before 1990 is passed on as it is: whoever knows
 * INTERNALDATE judges it.  The result never depends on TZ or the clock.
 */
bool parse_date(const char *value, gsize length, gint64 *date_out,
		gint32 *zone_out);
