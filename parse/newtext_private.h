/* What the files of newtext, and of quoted headers, share among themselves. */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* Bytes of plain text that are looked at. */
#define NEWTEXT_PLAIN_MAX (128u << 10)

/*
 * How the reader of HTML tells the cutter what it saw: the first byte of a
 * line.  Text from mail has no such bytes.
 */
#define NEWTEXT_QUOTED '\001' /* this line is in a quote's container */
#define NEWTEXT_CUT '\002'    /* everything below is quoted */
#define NEWTEXT_NAMED '\003'  /* in a container of signatures */
#define NEWTEXT_LOOSE '\004'  /* indented by somebody, with text around it */
#define NEWTEXT_BARE '\005'   /* in a blockquote that says nothing of itself */
#define NEWTEXT_LAST NEWTEXT_BARE

/* What one line is by its words alone; flags. */
enum newtext_label {
	NEWTEXT_LABEL_NONE = 0,
	NEWTEXT_LABEL_FROM = 1 << 0,
	NEWTEXT_LABEL_DATE = 1 << 1,
	NEWTEXT_LABEL_TO = 1 << 2,
	NEWTEXT_LABEL_SUBJECT = 1 << 3,
	NEWTEXT_LABEL_OTHER = 1 << 4,
	NEWTEXT_LABEL_CC = 1 << 5,
};

/* A line, without its end, of somebody's text. */
struct newtext_span {
	const char *text;
	gsize length;
};

/* Which field of a quoted header the line starts with, in many languages. */
enum newtext_label newtext_label(struct newtext_span line);

/* The same of a line that is the field's name alone: a cell of a table. */
enum newtext_label newtext_bare_label(struct newtext_span line);

/* "-----Original Message-----", "Begin forwarded message:" and so on. */
bool newtext_is_original(struct newtext_span line);

/* "Sent from my iPhone" and so on: a line that the device wrote. */
bool newtext_is_footer(struct newtext_span line);

/* The first line of a disclaimer, given the paragraph that it starts. */
bool newtext_is_disclaimer(struct newtext_span paragraph);

/* Has it the form of a day or an hour? */
bool newtext_has_time(struct newtext_span text);
bool newtext_has_year(struct newtext_span text);

/* Where the word for "wrote" stands, or NULL. */
const char *newtext_find_wrote(struct newtext_span text);

/*
 * "Quoting Ann Lee:", "Zitat von Ann Lee:", and "Ann Lee writes:", which mean
 * it only above a quote.
 */
bool newtext_is_quoting(struct newtext_span line);
bool newtext_is_saying(struct newtext_span text);

/* GroupWise: ">>> Ann Lee <ann@example.org> 06/03/24 9:14 AM >>>" */
bool newtext_is_arrowed(struct newtext_span line);

/* "--- Please reply above this line ---": below stands what was there. */
bool newtext_is_limit(struct newtext_span line);

/* Some bytes within a text, ASCII in either case; NULL without them. */
const char *newtext_find(struct newtext_span text, const char *needle);

/*
 * Put the author's lines of the text into `out`; `marked` when NEWTEXT_*
 * bytes may stand before lines.
 */
void newtext_cut(const char *text, gsize length, bool marked, GString *out);

/*
 * How many bytes of a character that only turns or joins what is shown stand
 * here: U+200B, the marks of direction, a byte order mark.  Else 0.
 */
gsize newtext_skip_unseen(const char *text);
