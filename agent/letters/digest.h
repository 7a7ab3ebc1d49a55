/*
 * The morning letter: who needs the user today.  Pure rendering of what was
 * decided elsewhere; everything from mail is made safe here.
 */
#pragma once

#include "agent/letters/page.h"
#include "agent/rules/words.h"

/* In their order.  Numbers are stored: append, never reorder. */
enum digest_section {
	DIGEST_PROMISED,
	DIGEST_ASKED,
	DIGEST_NEW,
	DIGEST_UNDELIVERED,
	DIGEST_SILENT,
	DIGEST_REFERRAL,
	DIGEST_FRIEND,
	N_DIGEST_SECTIONS
};

/* One matter, all borrowed; NULL where unknown. */
struct digest_item {
	guint position; /* from 1: what an answer names */
	const char *address;
	const char *name;
	const char *organisation;
	const char *phone;
	enum reason reason;
	enum digest_section section;
	gint64 since_at;      /* UTC seconds */
	const char *subject;  /* for an answer's, if it may be shown */
	const char *mid;      /* of the message to answer, no brackets */
	const char *sentence; /* why: agent/letters/line.h */
	const char *quote;    /* the mail's own words, if they may be shown */
};

struct digest {
	const char *account_address; /* where answers go: the user's own */
	const char *mid;	     /* the digest's own, without brackets */
	gint64 at;		     /* when it is written, UTC seconds */
	GTimeZone *zone;
	gboolean answers; /* answers to it are read: offer them */
	const struct digest_item *items; /* as digest_arrange left them */
	gsize n_items;
	guint older;		 /* how many more wait, not named here */
	GDateWeekday report_day; /* the next report's, 0: there is none */

	/* What came of answers to the last digest, a sentence each. */
	const char *const *outcomes;
	gsize n_outcomes;
};

#define DIGEST_LIMIT 5 /* default of the setting digest-limit */

/* Where a matter belongs; `sentence` is the rule's. */
enum digest_section digest_section_of(enum reason reason, const char *sentence);

/*
 * Bring items into the order of the sections (stable inside of one), keep at
 * most limit of them and one old friend, number them from 1.  Returns how
 * many are kept, at the front; the rest follows in its order.
 */
gsize digest_arrange(struct digest_item *items, gsize n_items, guint limit);

/* "Today: Lou Barton, Karla Dailey, +1".  For a header, not encoded. */
char *digest_subject(const struct digest *digest);

/* At most 72 columns, lines end in LF. */
char *digest_text(const struct digest *digest);

/* A whole document of the elements in DIGEST_ELEMENTS, nothing remote. */
char *digest_html(const struct digest *digest);

#define DIGEST_ELEMENTS PAGE_ELEMENTS
