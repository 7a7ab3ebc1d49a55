/*
 * The words of days in a dozen languages, in small letters without accents.
 * A word may mean several things: Dutch "do" is a Thursday, Polish "do" is
 * "until".
 */
#pragma once

#include <glib.h>

enum {
	MONTH = 1 << 0,	  /* value: 1 is January */
	WEEKDAY = 1 << 1, /* value: 1 is Monday */
	WEAK = 1 << 2,	  /* a weekday only where a date follows */
	NUMBER = 1 << 3,  /* value */
	AHEAD = 1 << 4,	  /* value: days from today */
	UNIT = 1 << 5,	  /* value: its rough days; 100 is a year */
	QUARTER = 1 << 6, /* value: 1 to 4 */
	FEAST = 1 << 7,	  /* value: enum day_feast */
	NEXT = 1 << 8,
	THIS = 1 << 9,
	PAST = 1 << 10,
	FINISH = 1 << 11, /* "end of" */
	OUTSET = 1 << 12, /* "beginning of" */
	MIDDLE = 1 << 13,
	OF = 1 << 14,	/* articles and the like, between day and month */
	PREP = 1 << 15, /* what stands before a month that is no name */
	IN = 1 << 16,	/* "in two weeks" */
	JOIN = 1 << 17, /* between the ends of a range */
	AND = 1 << 18,
	NEW = 1 << 19,
	AFTER = 1 << 20,
	GLUE = 1 << 21, /* what may follow "the 15th" when it is a day */
	HOUR = 1 << 22, /* "morning" */
	FEIRA = 1 << 23 /* "segunda-feira" */
};

enum day_feast {
	DAY_FEAST_CHRISTMAS = 1,
	DAY_FEAST_HOLIDAYS,
	DAY_FEAST_THANKSGIVING,
	DAY_FEAST_EASTER,
	DAY_FEAST_NEW_YEAR,
};

struct day_word {
	const char *text;
	guint32 means; /* bits of the above */
	guint8 value;
};

/* NULL for a word that says nothing of days. */
const struct day_word *parse_day_word_find(const char *folded);
/* The table in its order, for the test of it. */
const struct day_word *parse_day_words(gsize *count_out);

/* The small letter without its accent, or 0 where it is no letter. */
gunichar parse_day_fold(gunichar c);

/* As in day.c: the parts of a day. */
void parse_day_split(gint32 day, gint *year_out, guint *month_out,
		     guint *mday_out);
/* The day of an enum day_feast that is kept in, or ends, this year. */
gint32 parse_day_of_feast(gint year, guint feast);
