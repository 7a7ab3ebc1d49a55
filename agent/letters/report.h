/*
 * The report as a subject, as text and as HTML.  Pure rendering; everything
 * from mail is made safe here.
 *
 * Two kinds of HTML.  In a file the plots are SVG (svg.h), each with its table
 * under it.  In a mail they are rows of a table with bars of plain blocks:
 * large providers drop <svg>, and some the style as well; then the words and
 * numbers of these tables still say it all, and a bar that is lost is no loss.
 */
#pragma once

#include "agent/letters/line.h"
#include "agent/letters/page.h"
#include "agent/letters/svg.h"
#include "agent/report/figures.h"

struct report_letter {
	const struct report *report;
	enum line_detail detail; /* how much of the mail it may show */

	/* Of what lies in a mailbox; NULL elsewhere. */
	const char *account_address; /* where answers go: the user's own */
	const char *mid;	     /* its own, without brackets */
	gboolean answers;	     /* they are read: offer them */
};

/* Whether there is anything to tell. */
gboolean report_has_news(const struct report *report);

/* "Your week: 3 answered, 9 to close".  For a header, not encoded. */
char *report_subject(const struct report *report);

/* At most 72 columns, lines end in LF. */
char *report_text(const struct report_letter *letter);

/* For a mail, or for a file. */
char *report_html_mail(const struct report_letter *letter);
char *report_html_file(const struct report_letter *letter);

/* All that they write, but for SVG_ELEMENTS in a file. */
#define REPORT_ELEMENTS                                                 \
	PAGE_ELEMENTS, "table", "tr", "th", "td", "caption", "details", \
	    "summary", "br"
