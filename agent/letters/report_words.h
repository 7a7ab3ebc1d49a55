/* What the report's lists are called and say, the same in text and HTML. */
#pragma once

#include "agent/letters/report.h"

/* A list's title, with its number; the caller owns it. */
char *report_list_title(const struct report *report, const char *list);
/* How many of the list are not shown, in a sentence; NULL: all are. */
char *report_list_rest(const struct report *report, const char *list);
/* Its lines, at the front of which the others are; how many there are. */
guint report_list_count(const struct report *report, const char *list);

/* All lists in the order of the letter, NULL at the end. */
extern const char *const report_lists[];

/* A name, or what there is instead; not safe yet. */
const char *report_name(const char *name, const char *address);

/* An organisation, unless it is but the end of the address. */
const char *report_organisation(const char *organisation, const char *address);

/* What is to be read under a name, "" for nothing; not safe yet. */
char *report_line_words(const struct report_letter *letter,
			const struct report_line *line);

/* "3 answered, 12 touches, 4 exchanges and 2 new people in the last 7 days." */
char *report_lately(const struct report *report);
/* "Your figures since 31 January, 90 days" */
char *report_period(const struct report *report);

/* "now: call", "write 3 May", "" where nothing is planned. */
char *report_step(const struct report *report, const struct report_lead *lead);
/* "2 weeks ago", or "never". */
char *report_last(const struct report *report, gint64 last_at);

/* "tried once", "tried on 3 days"; "said no twice". */
char *report_dropped_words(const struct report *report,
			   const struct report_person *person);
char *report_nos_words(const struct report *report,
		       const struct report_person *person);
