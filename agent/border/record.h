/*
 * The records that pass between tend and tend-worker, one field table for
 * both sides (record.c).
 *
 * A frame on the wire is a header of 8 bytes (payload length, type) and the
 * fields in the table's order.  Integers are in host order: both ends are the
 * same machine, started from the same build.  Texts are length-prefixed,
 * UTF-8 and followed by a NUL, so that a decoded record lends pointers into
 * the frame that it came in.
 *
 * Whatever arrives is checked before anybody sees it: lengths against the
 * frame and the table's caps, texts for UTF-8 and embedded NULs, numbers
 * against the table's ranges; times from the worker are of the years 1 to 9999,
 * or G_MININT64 where that is said to be none.  A record that fails ends the
 * worker.
 */
#pragma once

#include <glib.h>

#include "agent/border/words.h"

/* Words of a text are counted so far. */
#define BORDER_WORDS_MAX 1000

/* The largest payload, in bytes; the larger of a letter and a body. */
#define BORDER_FRAME_MAX (4u << 20)

enum record_type {
	RECORD_NONE,
	/* tend to worker */
	RECORD_SETUP,
	RECORD_READ,
	RECORD_GO,
	RECORD_LETTER,
	RECORD_MARK,
	RECORD_WITHDRAW,
	RECORD_FILE,
	RECORD_FETCH,
	RECORD_END,
	/* worker to tend */
	RECORD_READY,
	RECORD_FOLDER,
	RECORD_FOLDERS_END,
	RECORD_OPENED,
	RECORD_PARSING,
	RECORD_COPY,
	RECORD_RANGE,
	RECORD_GONE,
	RECORD_FLAGS,
	RECORD_CAUGHT_UP,
	RECORD_PLACE,
	RECORD_OUTCOME,
	RECORD_PROBLEM,
	RECORD_FILE_DONE,
	RECORD_FETCHED,
	RECORD_COLUMN,
	RECORD_CARD,
	/* not sent by itself: the payload of copy.facts, and of the store */
	RECORD_FACTS,
	N_RECORD_TYPES
};

struct record_bytes {
	const char *data;
	gsize length;
};

struct record_texts {
	const char **texts;
	guint n;
};

struct record_address {
	guint32 role;	  /* enum address_role */
	const char *name; /* decoded display name, "" for none */
	const char *address;
};

struct record_addresses {
	struct record_address *items;
	guint n;
};

/* What somebody will do, or is asked to, by a day. */
struct record_promise {
	guint32 by_reader; /* 1: a day asked for, "call me in January" */
	gint32 from;	   /* days since 1970-01-01, inclusive; */
	gint32 to;	   /* G_MININT32 for none given */
	const char *sentence;
};

struct record_promises {
	struct record_promise *items;
	guint n;
};

/* The first record a worker gets: what to connect to, as whom. */
struct record_setup {
	gboolean network; /* FALSE: files only, the rest is ignored */
	const char *host;
	guint32 port;
	guint32 tls; /* enum tls_mode */
	gboolean plain_text_anywhere;
	const char *ca_file; /* "": the system's trust store */
	const char *pin;     /* SPKI SHA-256 in base64, "": none */
	const char *user;
	const char *secret;	  /* a password, or an access token */
	gboolean token;		  /* secret is a token: XOAUTH2, OAUTHBEARER */
	const char *keyword;	  /* tend's own flag, "": \Flagged only */
	const char *old_keywords; /* that it was before, space-separated */
	guint32 deadline;	  /* seconds for a whole command */
	gboolean debug;		  /* trace the dialogue, redacted, on stderr */
};

/* Read this folder from where the cursor stands; sent before RECORD_GO. */
struct record_read {
	guint32 folder;		  /* tend's number for it, echoed in answers */
	struct record_bytes name; /* as the server spelt it */
	gboolean inbox;		  /* wait here with IDLE */
	guint32 uidvalidity;	  /* 0: never read */
	guint32 low, high; /* read or proven absent, inclusive; 0, 0: nothing */
	guint64 modseq;	   /* 0: unknown */
	guint32 messages;  /* EXISTS at the last end, 0: unknown */
	gint64 since;	   /* UTC seconds: the horizon; 0: everything */
	gboolean careful;  /* announce each message before parsing it */
	struct record_bytes avoid; /* quarantined UIDs: guint32 each */
};

struct record_go {
	gboolean watch; /* stay and wait for news after catching up */
};

/*
 * Put a letter that tend wrote into a folder.  With uidvalidity 0 the worker
 * only answers RECORD_PLACE, which tend records before it asks again; or that
 * it is done, OUTCOME_THEIRS, where another tend has put one of this label.
 */
struct record_letter {
	gint64 item; /* outbox row, echoed in the outcome */
	struct record_bytes folder;
	struct record_bytes trash; /* where a lost one may lie, empty: none */
	const char *from, *from_name;
	const char *to;
	const char *subject;
	const char *message_id;	 /* without angle brackets */
	const char *in_reply_to; /* "" for none */
	const char *references;	 /* space-separated, "" for none */
	const char *label; /* "digest 2026-11-27", "" for a letter of no day */
	const char *boundary;
	gint64 date;	      /* UTC seconds */
	gint32 zone;	      /* minutes east of UTC */
	const char *text;     /* text/plain, UTF-8 */
	const char *html;     /* text/html, "" for none */
	gboolean seen, draft; /* flags to set */
	gboolean doubtful;    /* an earlier try may have arrived: look first */
	guint32 uidvalidity, uidnext; /* of the folder before that try */

	/*
	 * The message that is quoted below the text, behind a line of
	 * attribution; uid 0: none.  One that is not there, or has another
	 * Message-ID, is not quoted.
	 */
	struct record_bytes quote_folder;
	guint32 quote_uidvalidity, quote_uid;
	const char *quote_mid;	 /* without angle brackets */
	const char *attribution; /* "On 16 Nov 2026, Dan Lopez wrote:" */
};

/*
 * Set or clear one of tend's own flags on one message.  With `look` the worker
 * only looks at it: RECORD_PLACE, which tend records before it asks again,
 * means that the flag is not as wished, and any outcome that it need not be
 * asked.
 */
struct record_mark {
	gint64 item;
	gboolean look;
	gboolean unnamed; /* its Message-ID is not known any more */
	struct record_bytes folder;
	guint32 uidvalidity, uid;
	const char
	    *message_id; /* must be the message's own, "" if it has none */
	gboolean set;
	gboolean keyword, flagged; /* which of the two flags */
	const char *old; /* one of old_keywords instead, "" for none */
};

/*
 * Take back a draft of tend's own, if it is untouched: DESIGN section 5.  The
 * outcome is done, gone, theirs (the user has changed it) or refused.
 */
struct record_withdraw {
	gint64 item;
	struct record_bytes folder;
	guint32 uidvalidity, uid;
	const char *message_id; /* without angle brackets */
	const char *hash;	/* of its bytes, as in the outcome */
	gboolean doubtful;	/* an earlier try may have set \Deleted */
};

/* One file, its descriptor beside the frame (SCM_RIGHTS). */
struct record_file {
	guint32 id;	  /* echoed in copies and in the answer */
	guint32 format;	  /* enum file_format */
	gint64 time;	  /* UTC seconds: stands in for INTERNALDATE */
	gboolean text;	  /* send new texts with the copies (why FILE) */
	guint32 skip;	  /* messages at its start to pass over */
	gboolean careful; /* announce each message before parsing it */

	/*
	 * For FILE_CARDS: what the user says of columns, "email=COLUMN" each,
	 * with the names of enum card_field.
	 */
	struct record_texts map;
};

/* At most so many messages, so that their set fits into its text. */
#define BORDER_FETCH_MAX 500

/*
 * Read these messages of a folder again, or further, and send their copies;
 * RECORD_FETCHED follows.  Those that are not there are no error, nor is
 * another UIDVALIDITY: their copies do not come.
 */
struct record_fetch {
	guint32 folder, uidvalidity;
	gboolean whole;	  /* their bodies too */
	const char *uids; /* "7,9,12:15" */
	gboolean text;	  /* with whole: send new texts with the copies */
};

struct record_ready {
	const char *version;
	guint32 parser; /* its version: what an older one read is read again */
};

struct record_folder {
	struct record_bytes
	    name;	     /* as the server spelt it: send back these bytes */
	const char *display; /* decoded, for people */
	const char *delimiter; /* one character, "" for none */
	const char *use;       /* SPECIAL-USE without backslash, "" for none */
	gboolean selectable;
};

struct record_folders_end {
	const char *capabilities;
	gboolean gmail; /* X-GM-EXT-1 */
};

struct record_opened {
	guint32 folder, uidvalidity, uidnext, exists;
	guint64 modseq;
	guint32 expected;  /* messages that will be read now */
	gboolean keywords; /* PERMANENTFLAGS has \* or tend's keyword */
};

/*
 * Sent before each message to a careful reader: if the worker dies now, it
 * died of this one.
 */
struct record_parsing {
	guint32 folder, uidvalidity, uid; /* as in the copy that follows */
};

/* What one version of the parser saw of one mail in one place. */
struct record_copy {
	guint32 folder;		   /* or the id of a file */
	guint32 uidvalidity, uid;  /* files: 0 and the message's number in it */
	gint64 internal_at;	   /* UTC seconds, 0 for none */
	guint32 size;		   /* RFC822.SIZE, or the file's bytes */
	guint32 flags;		   /* enum flag bits */
	const char *keywords;	   /* space-separated */
	guint64 gm_msgid;	   /* X-GM-MSGID, 0 for none */
	guint64 modseq;		   /* 0 for unknown */
	struct record_bytes facts; /* an encoded struct record_facts */
	const char *new_text;	   /* where asked for; never stored; else "" */
};

/*
 * What the parser made of a message.  Stored as it crossed, so fields are
 * only ever appended: an older row reads as if the newer ones were empty.
 */
struct record_facts {
	guint32 version;	/* of the parser */
	guint64 key;		/* which message this is: DESIGN section 3 */
	guint64 content;	/* hash of the facts, to break ties */
	const char *message_id; /* without brackets; "" for none */
	gint64 date;		/* Date in UTC seconds; G_MININT64 for none */
	gint32 zone;		/* of Date, minutes east of UTC */
	const char *subject;	/* decoded */
	struct record_addresses addresses;
	struct record_texts in_reply_to; /* ids without brackets */
	struct record_texts references;	 /* oldest first */
	guint32 kind;			 /* enum kind */
	const char *evidence; /* the header or sentence that decided it */
	const char *list_id;
	const char *auth_results; /* first Authentication-Results, capped */
	guint32 recipients;	  /* in To and Cc, before any cap */
	gboolean body_wanted;	  /* the judgement needs the body */
	gboolean body_read;
	const char *about; /* a bounce's or receipt's original Message-ID */
	gboolean hard;	   /* a bounce for good */

	/* A bounce: RFC 3463's code, and whether it is still tried. */
	const char *status;
	gboolean delayed;

	/* The quoted header; a time without a zone is given as if UTC. */
	const char *quoted_author; /* address, or a name; "" for none */
	gint64 quoted_at;	   /* G_MININT64 for none */
	gboolean quoted_local;	   /* it had no zone */
	gboolean quoted_forward;   /* quoted to be sent on */
	const char *quoted_subject;

	/* Each the sentence that it rests on, "" where it is not so. */
	const char *asks;
	const char *question; /* a bare one: an ask when it comes in */
	const char *delivers;
	const char *no;
	const char *stop;
	const char *closing;
	struct record_promises promises;

	guint32 absence;      /* enum absence */
	gint32 back;	      /* day since 1970-01-01, G_MININT32 for none */
	const char *stand_in; /* whom to write to instead */
	const char *absence_sentence;

	/* RFC 5545: an invitation, an answer to one, a cancellation. */
	const char *event_method; /* "" for no event */
	const char *event_uid;
	const char *event_recurrence;
	gint64 event_start;	  /* UTC seconds, G_MININT64 for none */
	gint64 event_end;	  /* the same */
	const char *event_answer; /* "accepted", ... */
	struct record_texts event_attendees;

	/*
	 * The kind rests on signs of mass mail alone, and a person's address:
	 * an answer to one of the user's own mails is a person's all the same.
	 */
	gboolean bulk_only;

	/* Whom a From hides that a list or a form put there, "" for none. */
	const char *author; /* an address */
	const char *author_name;
	gboolean author_office;	   /* many hands: info@, support@ */
	gboolean evidence_in_body; /* evidence is, or may be, a line of it */

	/* Of the new text, without quotes and signature. */
	guint32 words; /* up to BORDER_WORDS_MAX; 0: none, or not read */
	guint64 text;  /* its hash, blanks and case aside; 0 for none */

	const char *praise; /* a sentence of it, more than thanks */
	struct record_texts
	    phones;	      /* the author's, as the signature has them */
	gboolean unsubscribe; /* asks a list to be taken off, no more */

	/*
	 * The last day that the sentence of `asks`, or else of `question`,
	 * names: days since 1970-01-01, G_MININT32 for none.
	 */
	gint32 asks_day;
};

/* The cursor after what was sent so far: commit. */
struct record_range {
	guint32 folder, uidvalidity, low, high;
	guint64 modseq;
	gboolean last;	  /* the folder has been read to its end */
	guint32 messages; /* with last: how many it has */
};

/* These messages are gone from the folder. */
struct record_gone {
	guint32 folder, uidvalidity;
	struct record_bytes uids; /* ranges: pairs of guint32, inclusive */
};

struct record_flags {
	guint32 folder, uidvalidity, uid;
	guint32 flags;
	const char *keywords;
	guint64 modseq;
};

/* Every folder has been read to its end; a watch now waits. */
struct record_caught_up {
	guint32 connections;
};

/*
 * Where a letter would go now, or a mark's message lies: record it before the
 * try.
 */
struct record_place {
	gint64 item;
	guint32 uidvalidity, uidnext;
};

struct record_outcome {
	gint64 item;
	guint32 outcome; /* enum outcome */
	guint32 uidvalidity, uid;
	const char *note;
	const char *hash; /* SHA-256 of a letter's bytes, hexadecimal; or "" */
};

struct record_problem {
	guint32 remedy;	     /* enum remedy */
	guint32 seconds;     /* for REMEDY_WAIT: as the server asked, or 0 */
	guint32 folder, uid; /* what it was about, 0 for none */
	const char *text;    /* one sentence, safe to print */
};

struct record_file_done {
	guint32 id;
	guint32 messages;
	const char *note; /* why it could not be read, "" if it was */
};

/* The answer to a RECORD_FETCH, after its copies. */
struct record_fetched {
	guint32 folder, uidvalidity;
	gboolean text; /* as it was asked */
};

/* What a column of a file of CSV is taken for; they come before its cards. */
struct record_column {
	guint32 file;
	guint32 number;	     /* from 1 */
	guint32 field;	     /* enum card_field */
	const char *name;    /* its heading, "" for none */
	const char *example; /* what stands in it, "" for nothing */
};

/* One person, or a card or row that is none. */
struct record_card {
	guint32 file, number; /* from 1 in each file */
	guint32 line;	      /* where it begins, from 1 */
	guint32 format;	      /* enum card_format */
	const char *problem;  /* why it is none, "" if it is one */
	const char *name;
	const char *organisation;
	const char *title;
	const char *note;
	const char *url;
	struct record_texts emails; /* lower case, the preferred first */
	struct record_texts phones; /* as written, the preferred first */
	struct record_texts tags;
};

/* The record types of the wire, in one union; type says which. */
struct record {
	enum record_type type;
	union {
		struct record_setup setup;
		struct record_read read;
		struct record_go go;
		struct record_letter letter;
		struct record_mark mark;
		struct record_withdraw withdraw;
		struct record_file file;
		struct record_fetch fetch;
		struct record_ready ready;
		struct record_folder folder;
		struct record_folders_end folders_end;
		struct record_opened opened;
		struct record_parsing parsing;
		struct record_copy copy;
		struct record_range range;
		struct record_gone gone;
		struct record_flags flags;
		struct record_caught_up caught_up;
		struct record_place place;
		struct record_outcome outcome;
		struct record_problem problem;
		struct record_file_done file_done;
		struct record_fetched fetched;
		struct record_column column;
		struct record_card card;
		struct record_facts facts;
	};
};

const char *record_type_name(enum record_type type);

/*
 * Append the fields of the record of this type at `fields` (struct
 * record_setup for RECORD_SETUP, ...) to `out`, without a frame header.
 * Texts over their cap are cut at a character, NULL texts are empty, times out
 * of range are none or 0.
 */
void record_encode(enum record_type type, const void *fields, GByteArray *out);

/* The same, as a whole frame. */
void record_encode_frame(enum record_type type, const void *fields,
			 GByteArray *out);

/* Memory for the lists of decoded records; reused from one to the next. */
typedef struct record_scratch record_scratch;
struct record_scratch *record_scratch_new(void);
void record_scratch_free(struct record_scratch *scratch);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(record_scratch, record_scratch_free)

/*
 * Check and decode a payload into `fields_out`.  Its texts and lists lend
 * from `payload` and `scratch` and hold until either changes.  FALSE for
 * anything that the table does not allow; *why_out then names the field.
 */
gboolean record_decode(enum record_type type, const char *payload, gsize length,
		       struct record_scratch *scratch, void *fields_out,
		       const char **why_out);
