/*
 * What each of tend's letters is made of: text in lines of 72 columns, and an
 * HTML document that reads well on a phone and in the dark, with nothing
 * remote in it.  What is called safe here has been through agent/safe.h for
 * that target; all else is made safe in here.
 */
#pragma once

#include <glib.h>

#define PAGE_COLUMNS 72
#define PAGE_INDENT 4

/* All elements of a document, but for what a letter adds between. */
#define PAGE_ELEMENTS                                                        \
	"html", "head", "meta", "title", "style", "body", "div", "h1", "h2", \
	    "p", "a", "b", "span"

/* One clean line of at most so many columns, cut with an ellipsis. */
char *page_shorten(const char *text, guint columns);

/* One clean line with a capital letter at its start and a stop at its end. */
char *page_sentence(const char *text);

/* "Wednesday 4 March" */
char *page_day(gint64 at, GTimeZone *zone);

/*
 * Text
 */

/*
 * A safe text in lines that begin after `indent` spaces; nothing for "".  The
 * first goes on behind what stands there already, in that many columns, unless
 * `indent_first`.
 */
void page_wrap(GString *out, const char *safe, guint indent,
	       gboolean indent_first);

/* A section's title, with the space above it. */
void page_text_section(GString *out, const char *title);

/*
 * HTML
 */

/* The document up to its heading; `style` is added to the style, or NULL. */
void page_open(GString *out, const char *title, const char *heading,
	       const char *style);
void page_close(GString *out);

void page_section(GString *out, const char *title);

/* `uri` is a mailto: or tel: of our own making; `class` may be NULL. */
void page_link(GString *out, const char *class, const char *uri,
	       const char *label);

/* An address as a link that opens a mail to it, or as mere text. */
void page_address(GString *out, const char *address);
