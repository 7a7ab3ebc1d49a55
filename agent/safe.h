/*
 * Whatever comes from mail passes here on its way to a person.  Every
 * function takes any bytes up to a NUL (NULL is the empty string) and returns
 * a new string in valid UTF-8, without C0 and C1 controls, line and bidi
 * controls or other characters that show nothing; white space controls have
 * become spaces.  So none of them can move a cursor, start a line or turn
 * the text around.
 *
 * Joiners and variation selectors stay where a script or an emoji needs them,
 * a few marks on a character, and none at the beginning, where it would stand
 * on what is not of this text.  Right-to-left letters stay as they are.
 */
#pragma once

#include <glib.h>

/* For a terminal, one line. */
char *safe_terminal(const char *text);

/* How many terminal columns a safe text takes. */
guint safe_width(const char *safe);

/* How many bytes of a safe text fit into that many columns. */
gsize safe_fit(const char *safe, guint columns);

/*
 * A safe text in lines of at most width columns, broken between words where
 * that can be; each further line begins with `indent` spaces, which do not
 * count.
 */
char *safe_wrap(const char *safe, guint width, guint indent);

/*
 * For a table on a terminal: exactly width columns, padded with spaces or cut
 * with an ellipsis.
 */
char *safe_column(const char *text, guint width);

/*
 * For text in a mail.  Also what a mail client would make a link of is spelt
 * so that it does not: "http[:]//example[.]org", "ann[@]example[.]org".  A
 * telephone number is left alone: what is dialled is what is read.
 */
char *safe_mail_text(const char *text);

/* The same for HTML, with & < > " ' as entities. */
char *safe_html(const char *text);

/*
 * For an HTML attribute in double quotes, or inside of a link of our own:
 * entities, but addresses stay as they are.
 */
char *safe_html_attribute(const char *text);

/*
 * One CSV cell in double quotes (RFC 4180).  What a spreadsheet would take
 * for a formula starts with an apostrophe, also behind a semicolon, at which
 * some begin a new cell.
 */
char *safe_csv(const char *text);

/*
 * For a header field that a composer encodes: one line, white space
 * collapsed, at most SAFE_HEADER_CHARS characters, nothing that a reader
 * would decode (RFC 2047).
 */
#define SAFE_HEADER_CHARS 200
char *safe_header(const char *text);

/*
 * May this address become a link or a recipient as it stands?  Stricter than
 * RFC 5322: what a client could take for two addresses, for a web address, for
 * a part of a URI or for an option may not.
 */
gboolean safe_is_address(const char *address);

/* A part of a mailto: URI, percent-encoded. RFC 6068 section 2. */
char *safe_mailto_part(const char *text);
