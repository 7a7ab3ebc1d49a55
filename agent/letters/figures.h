/* The report's figures in words and as plots. */
#pragma once

#include "agent/letters/plot.h"
#include "agent/report/figures.h"

/*
 * struct plot, in the order of the letter; those that have too few cases say
 * so (`missing`), those of which there is nothing at all are left out.
 */
GPtrArray *figures_list(const struct report *report);

/* "27 Aug" ; a year is added where it is not that of `now`. */
char *figures_date(gint64 at, gint64 now, GTimeZone *zone);
