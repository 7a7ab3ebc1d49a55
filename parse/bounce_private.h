/* What the files of bounce share among themselves. */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "parse/address.h"

/* More recipients than these are not told apart. */
#define BOUNCE_FAILED_MAX 200

/* Bytes of what is said of one recipient that are looked at. */
#define BOUNCE_REASON_MAX 6000

/* "5.7.606", RFC 3463: class, subject and detail. */
#define BOUNCE_CODE_MAX 10

struct parse_message;

/* What became of the mail for one recipient. */
enum bounce_fate {
	BOUNCE_FAILED,
	BOUNCE_DELAYED, /* the mail system goes on trying */
};

/* One recipient, and what is said of them. */
struct bounce_failed {
	const char *address;
	enum bounce_fate fate;
	char code[BOUNCE_CODE_MAX]; /* of the Status field, "" for none */
	bool program;	 /* a program behind the mailbox failed, not mail */
	GString *reason; /* Diagnostic-Code, or "" */
	GString *told;	 /* lines of the prose */
};

/* What the parts of a report say together. */
struct bounce_report {
	struct parse_message *message;
	GArray *failed;	   /* struct bounce_failed, each address once */
	GArray *scratch;   /* struct parse_address, to read one */
	guint groups;	   /* of fields, that name a recipient or a reason */
	guint unnamed;	   /* groups that failed, without an address */
	guint delayed;	   /* groups that are still tried */
	guint delivered;   /* groups that arrived */
	GString *whole;	   /* the text, with what it encloses */
	gsize own;	   /* bytes of it that are the mail system's own */
	gsize fields_end;  /* behind the last field of a group in the text */
	GString *flat;	   /* the own ones in lower case, without line ends */
	GString *enclosed; /* the header of the mail that did not arrive */
	GString *line;
	const char *opener; /* in `whole`: the sentence that proves it */
};

/* --- bounce.c ------------------------------------------------------------- */

/*
 * Note the first address between start and end.  NULL without one; else the
 * entry for it, which may have been there before.
 */
struct bounce_failed *bounce_note(struct bounce_report *report,
				  const char *start, const char *end);

/* Is it who the report was sent to, or who sent it? */
bool bounce_is_party(const struct bounce_report *report, const char *start,
		     const char *end);

/* --- bounce_status.c ------------------------------------------------------ */

/*
 * Read groups of fields, RFC 3464 section 2.  Returns the bytes up to the end
 * of the last group that names a recipient, 0 without one.
 */
gsize bounce_status_read(struct bounce_report *report, const char *bytes,
			 gsize length);

/* --- bounce_text.c -------------------------------------------------------- */

/* Set `own` and `flat` from `whole`. */
void bounce_text_cut(struct bounce_report *report);

/* Note the recipients that the prose names. */
void bounce_text_find(struct bounce_report *report);

/* Give every recipient the lines of the prose that speak of them. */
void bounce_text_tell(struct bounce_report *report);

/* The prose says that the mail is still tried. */
bool bounce_text_is_delay(const struct bounce_report *report);

/* Where it says that the mail arrived, or NULL. */
const char *bounce_text_success(const struct bounce_report *report);

/* Where a program asks the sender to prove that they are a person, or NULL. */
const char *bounce_text_challenge(const struct bounce_report *report);

/* --- bounce_words.c ------------------------------------------------------- */

enum bounce_verdict {
	BOUNCE_UNTOLD,
	BOUNCE_SOFT, /* this mail did not arrive, another one may */
	BOUNCE_HARD, /* the address is no good */
};

/*
 * Judge what is said of one recipient.  `code_out` gets the status in the
 * words of RFC 3463, where it is given or surely implied, or "".
 */
enum bounce_verdict bounce_judge(const struct bounce_failed *failed,
				 char code_out[BOUNCE_CODE_MAX]);

/* The first code of RFC 3463 in a text, 4.x.x or 5.x.x; false without one. */
bool bounce_code_find(const char *text, char code_out[BOUNCE_CODE_MAX]);

/* May these bytes be part of an address that stands in prose? */
bool bounce_is_local(char c);
bool bounce_is_domain(char c);
