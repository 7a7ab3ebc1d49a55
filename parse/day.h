/*
 * Days as people write them: "until 12/3", "back on Monday the 14th", "bis
 * einschließlich 3. Januar", "next Thursday", "after the holidays".
 *
 * A pure function of the text and the day on which it was written; no clock,
 * no locale, no time zone.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* A day is a count from 1970-01-01, as the author's zone has it. */
#define PARSE_DAY_NONE G_MININT32

/* How "3/4" is read when nothing else tells. */
enum parse_day_order {
	PARSE_DAY_ORDER_UNKNOWN,
	PARSE_DAY_ORDER_MONTH_FIRST,
	PARSE_DAY_ORDER_DAY_FIRST,
};

/* What a text says of a day: an inclusive range, one day mostly. */
struct parse_days {
	gint32 from;
	gint32 to;
	const char *start; /* where in the text it is said */
	const char *end;   /* behind it */
	bool vague;	   /* "soon", "after the holidays", "in January" */
};

/* The day of UTC seconds in a zone (minutes east), and a day's weekday. */
gint32 parse_day_of(gint64 at, gint32 zone);
/* 1 is Monday, 7 is Sunday. */
guint parse_day_weekday(gint32 day);
gint32 parse_day_make(gint year, guint month, guint day); /* NONE if none */
/* Monday to Friday: the same day, else the Monday after. */
gint32 parse_day_working(gint32 day);
/* "2026-11-24" into 11 bytes. */
void parse_day_format(gint32 day, char out[11]);

/*
 * Which order the author most likely writes days in, by the address's country,
 * the zone of Date and the language of the text.
 */
enum parse_day_order parse_day_order_of(const char *address, gint32 zone,
					const char *text);

/*
 * The next day said at or after `text` (UTF-8, to its NUL), resolved against
 * the day it was written.  A day without a year is the nearest that comes, or
 * that has just passed.  False when no more days are said.
 */
bool parse_days_next(const char *text, gint32 written,
		     enum parse_day_order order, struct parse_days *out);
