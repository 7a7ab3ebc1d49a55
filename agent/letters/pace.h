/* How soon somebody answers, in words. */
#pragma once

#include <glib.h>

/*
 * "Usually they answer within 3 days.", or NULL.  `answer_within` is their
 * usual time in seconds as agent/rules/runs.h has it, the median of three
 * answers at the least; 0: not known.  Of who takes months, it is no help.
 */
char *pace_words(gint64 answer_within);

/*
 * "3 days", "5 weeks", "4 months": how long they have been silent, in whole
 * ones of so many local days; NULL for less than a day.
 */
char *pace_silence(gint32 days);
