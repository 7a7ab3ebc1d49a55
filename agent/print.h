/*
 * Standard output: is it a terminal, how wide, in colour, through a pager.
 *
 * Output is plain when it is not a terminal.  NO_COLOR (not empty) and
 * TERM=dumb switch colour off, TERM_URLS=no hyperlinks.  Nothing here makes
 * text safe: text from mail goes through agent/safe.h first.
 */
#pragma once

#include <glib.h>

enum style {
	STYLE_PLAIN,
	STYLE_HEADING,	/* bold */
	STYLE_PRESSING, /* red: needs the user */
	STYLE_WAITING,	/* yellow: somebody else's turn */
	STYLE_GOOD,	/* green */
	STYLE_OLD,	/* cyan: old friends */
	STYLE_FAINT,	/* what one may skip */
	N_STYLES
};

gboolean print_is_terminal(void);

/* Columns of the terminal; 80 if it does not say or is none. */
guint print_width(void);

/* Whether the user's locale is one of UTF-8. */
gboolean print_knows_utf8(void);

/* The bytes that begin a style, and end it ("" when colour is off). */
const char *print_style(enum style style);
const char *print_plain(void);

/*
 * The bytes around a text that make it a hyperlink to write to this address;
 * the caller owns them, "" where the terminal cannot or the address is none.
 */
char *print_link(const char *address);
const char *print_link_end(void);

/*
 * "  title         text": on a terminal the title is faint, the first `styled`
 * bytes of the (safe) text have the style, and the text is wrapped in a column
 * of its own.
 */
void print_field(const char *title, enum style style, gsize styled,
		 const char *text);

/* A (safe) line, wrapped on a terminal; further lines are indented. */
void print_line(enum style style, guint indent, const char *text);

/*
 * On a terminal, send what follows through $TEND_PAGER, $PAGER or less,
 * which stays out of the way if it fits on a screen.  Else nothing.
 */
void print_start_pager(void);

/*
 * Flush, and wait for the pager.  TEND_ERROR_IO if the output was lost (disk
 * full); a reader that left early is no error.  main.c calls it; a command
 * need not.
 */
gboolean print_finish(GError **error);
