/*
 * The report as lines of text, for a mail and for a terminal.
 */
#pragma once

#include "agent/letters/report.h"

enum line_role {
	LINE_PLAIN,
	LINE_HEADING, /* of a section */
	LINE_FAINT,   /* what one may skip */
};

struct report_text_line {
	enum line_role role;
	char *text; /* safe for what it was asked for */
};

#define REPORT_LEAST_COLUMNS 66

struct report_look {
	guint columns;	   /* no line is longer; at least these */
	gboolean utf8;	   /* blocks may be drawn */
	gboolean contacts; /* every lead, however many there are */

	/* Of agent/safe.h, for where the lines go. */
	char *(*make_safe)(const char *text);
};

/* struct report_text_line, freed with the array. */
GPtrArray *report_lines(const struct report_letter *letter,
			const struct report_look *look);
