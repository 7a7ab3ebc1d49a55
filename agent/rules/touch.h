/*
 * One human interaction with one person at one time: what every rule looks
 * at.  The caller gives an array of them about one person, sorted by
 * (at, source), without duplicates.
 */
#pragma once

#include "agent/rules/words.h"

/*
 * What a mail says that a judgement may rest on.  Stored: append, never
 * reorder.
 */
enum sign {
	SIGN_READ = 1 << 0, /* its body was read: what is not set is not so */
	SIGN_ASKS = 1 << 1, /* request words */
	SIGN_QUESTION = 1 << 2, /* a bare question */
	SIGN_DELIVERS = 1 << 3, /* something that wants a verdict */
	SIGN_NO = 1 << 4,
	SIGN_STOP = 1 << 5,
	SIGN_CLOSING = 1 << 6, /* thanks, and nothing more to say */
	SIGN_PRAISE = 1 << 7,
	SIGN_WORDS = 1 << 8,	/* real text: more than four words */
	SIGN_FORWARD = 1 << 9,	/* sent on to somebody */
	SIGN_DERIVED = 1 << 10, /* its own mail is gone: an answer proves it */
	SIGN_PROMISE = 1 << 11, /* its writer's, for `day` or without one */
	SIGN_ASKED_FOR = 1 << 12, /* its reader is asked for `day` */
	SIGN_REPLY = 1 << 13,	  /* it answers something */

	/* With DIRECTION_NONE, of what is no touch. */
	SIGN_BOUNCED = 1 << 14,	  /* mail to them did not arrive, for good */
	SIGN_ABSENT = 1 << 15,	  /* away, back on `day` or unknown when */
	SIGN_LEFT = 1 << 16,	  /* ... and will not come back */
	SIGN_ACCEPTED = 1 << 17,  /* they answered an invitation */
	SIGN_DELAYED = 1 << 18,	  /* mail to them is still tried */
	SIGN_ANSWERED = 1 << 19,  /* another answered in their conversation */
	SIGN_COLLEAGUE = 1 << 20, /* ... somebody of their organisation */
	SIGN_PASSED_ON = 1 << 21, /* the user wrote to others in it */

	SIGN_SHORT = 1 << 22, /* a note of a few lines */

	/* A line of the user's configuration says so of such mail. */
	SIGN_CUSTOMER = 1 << 23,
	SIGN_LOST = 1 << 24,
	SIGN_TRACK = 1 << 25, /* whoever has part in it is to be tracked */
};

/* Of a day that is not given. */
#define TOUCH_NO_DAY G_MININT32

struct touch {
	gint64 at;		  /* UTC seconds */
	gint64 source;		  /* the message or saying that it rests on */
	enum direction direction; /* NONE: no touch, but it bears on them */
	enum channel channel;
	guint recipients;    /* how many addresses stood in To; 1 if logged */
	gint64 conversation; /* 0: none */
	guint signs;	     /* enum sign bits */
	gint32 day;	     /* local day of a promise or of a return */
	gint32 ask_day;	     /* the last local day that its ask names */
};
