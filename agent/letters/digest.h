/*
 * The morning letter: who needs the user today.  Pure rendering of what was
 * decided elsewhere; everything from mail is made safe here.
 */
#pragma once

#include "agent/letters/page.h"
#include "agent/rules/words.h"

/* One matter, all borrowed; NULL where unknown. */
struct digest_item {
	guint position; /* from 1: what an answer names */
	const char *address;
	const char *name;
	const char *organisation;
	enum reason reason;
	gint64 since_at;      /* UTC seconds */
	const char *subject;  /* of the message to answer */
	const char *mid;      /* its Message-ID without brackets */
	const char *sentence; /* why, in words, no full stop */
};

/* How much of the mail it may show. */
enum digest_detail {
	DIGEST_NAMES,
	DIGEST_SUBJECTS,
	DIGEST_SENTENCES,
};

struct digest {
	const char *account_address; /* where answers go: the user's own */
	const char *mid;	     /* the digest's own, without brackets */
	gint64 at;		     /* when it is written, UTC seconds */
	GTimeZone *zone;
	enum digest_detail detail;
	gboolean answers; /* answers to it are read: offer them */
	const struct digest_item *items; /* as digest_arrange left them */
	gsize n_items;
	guint older; /* how many more wait, not named here */
};

#define DIGEST_LIMIT 5 /* default of the setting digest-limit */

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
