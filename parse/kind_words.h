/*
 * Phrases by which a text shows that nobody wrote it to this one reader, in
 * eight languages, and how machines begin a subject.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

/* What a phrase is a sign of. */
enum parse_sign {
	PARSE_SIGN_AWAY,       /* "I am out of the office" */
	PARSE_SIGN_BACK,       /* "when I return", "until" in such a note */
	PARSE_SIGN_INSTEAD,    /* "please contact", "in my absence" */
	PARSE_SIGN_YOUR_MAIL,  /* "your message", as a note calls it */
	PARSE_SIGN_AUTO_REPLY, /* "this is an automatic reply" */
	PARSE_SIGN_AUTOMATIC,  /* "this is an automated message" */
	PARSE_SIGN_READ,       /* "was read on" */
	PARSE_SIGN_LEAVE_LIST, /* "to unsubscribe" */
	PARSE_SIGN_MAILING,    /* "view in your browser" */
	PARSE_SIGN_SALE,       /* "click here", "register now" */
	PARSE_SIGN_LIST,       /* footers of lists where people talk */
	N_PARSE_SIGNS
};

/* How often each sign stands in a text, and where it stands first. */
struct parse_signs {
	guint n[N_PARSE_SIGNS];
	gsize at[N_PARSE_SIGNS];
};

/*
 * Copy a text for looking: in lower case, blanks single, an empty line as
 * "\n"; `clean` gets the same without the lower case, byte for byte.
 */
void parse_signs_fold(const char *text, gsize length, GString *folded,
		      GString *clean);

void parse_signs_find(const GString *folded, struct parse_signs *out);

/* What the beginning of a subject, which is folded, says of the mail. */
enum parse_subject {
	PARSE_SUBJECT_PLAIN,
	PARSE_SUBJECT_ANSWER,	/* Re:, Fw: */
	PARSE_SUBJECT_NOTE,	/* "Out of Office AutoReply: " */
	PARSE_SUBJECT_ABSENT,	/* "Ann Lee is out of the office." */
	PARSE_SUBJECT_READ,	/* "Read: ", a receipt */
	PARSE_SUBJECT_CALENDAR, /* "Accepted: " */
};

/*
 * The sort of a decoded subject; what a list set before it in brackets does
 * not count.  The two texts are memory to work in.
 */
enum parse_subject parse_subject_sort(const char *subject, GString *folded,
				      GString *clean);
