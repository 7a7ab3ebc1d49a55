/*
 * What one mail says of itself: plain facts from bytes, for anybody who has
 * neither GMime nor the mail.
 *
 * Every text in struct parse_message is valid UTF-8 on one line, without NUL
 * and other controls, and within the caps below, whatever the bytes were.
 * Parsing never fails: broken mail yields what is there.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "parse/absence.h"
#include "parse/address.h"
#include "parse/calendar.h"
#include "parse/date.h"
#include "parse/gist.h"
#include "parse/intent.h"
#include "parse/kind.h"
#include "parse/phone.h"
#include "parse/quoted.h"

/*
 * Raised whenever the same bytes may yield other facts: copies that an older
 * version read are read again.
 */
#define PARSE_VERSION 3u
extern const guint32 parse_version;

/* Caps, in bytes without the NUL, or in items. */
#define PARSE_ID_MAX 998 /* RFC 5322 section 2.1.1 */
#define PARSE_SUBJECT_MAX 2000
#define PARSE_EVIDENCE_MAX 160
#define PARSE_LIST_ID_MAX 255
#define PARSE_RESULTS_MAX 1000
#define PARSE_REFERENCES_MAX 100   /* the first and the last are kept */
#define PARSE_BODY_MAX (64u << 10) /* read of a message, header included */

typedef struct parse_message parse_message;

/*
 * Everything lends from the message and holds until the next call of
 * parse_message_headers or parse_message_free.  No text is NULL: "" is none.
 * Only new_text has more than one line.
 */
struct parse_message {
	const char *message_id; /* without brackets */
	gint64 date;		/* UTC seconds, PARSE_DATE_NONE for none */
	gint32 zone;		/* of Date, minutes east of UTC */
	const char *subject;	/* decoded */
	GArray *addresses; /* struct parse_address, fields in fixed order */
	guint recipients;  /* in To and Cc, before any cap */
	GPtrArray *in_reply_to;	  /* const char *, without brackets */
	GPtrArray *references;	  /* the same, oldest first */
	const char *list_id;	  /* without brackets */
	const char *auth_results; /* the first Authentication-Results */

	enum parse_kind kind;
	const char *evidence;  /* "Field: value", or a line of the body */
	bool evidence_in_body; /* the latter, or may be */

	bool body_wanted;   /* the judgement needs the body */
	bool bulk_only;	    /* only a mass mail's header is against a person */
	bool body_read;	    /* parse_message_body was called */
	const char *about;  /* a bounce's or receipt's original Message-ID */
	const char *status; /* of a bounce, RFC 3463: "5.1.1" */
	bool hard;	    /* a bounce whose every address is no good */
	bool delayed;	    /* a bounce that the mail system still tries */

	/* What only the body tells: empty until it was read. */
	const char *new_text;	    /* what this author wrote, with its lines */
	struct parse_quoted quoted; /* author "" and no time: none */
	struct parse_intent intent; /* of people's mail only */
	struct parse_absence absence; /* of automatic answers only */
	struct parse_event event;     /* of calendar mail only */
	struct parse_phones phones;   /* the author's, of people's mail only */
	guint words;	  /* of new_text without its signature, capped */
	guint64 text;	  /* hash of new_text; 0: none */
	bool unsubscribe; /* it asks a list to be taken off, no more */

	guint64 key;	 /* which message this is: parse/key.h */
	guint64 content; /* a hash over all of the above, to break ties */

	struct parse_scratch *scratch; /* private */
};

/* One is enough for any number of messages; not shared between threads. */
struct parse_message *parse_message_new(void);
void parse_message_free(struct parse_message *message);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(parse_message, parse_message_free)

/*
 * Forget the message before and take the facts of this one's header.  The
 * bytes are a header block (all fields or some), or a message from its
 * beginning; they are not kept.
 */
void parse_message_headers(struct parse_message *message, const char *bytes,
			   gsize length);

/*
 * Add what the body says to the facts of its header, which
 * parse_message_headers must have been given before.  The bytes are the
 * message from its beginning, header included, cut anywhere; no more than
 * PARSE_BODY_MAX of them are read.
 */
void parse_message_body(struct parse_message *message, const char *bytes,
			gsize length);

/* The first address in From, which is lent, or "". */
const char *parse_message_author(const struct parse_message *message);
