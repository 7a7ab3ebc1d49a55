/*
 * The words that cross the border between tend and tend-worker.  Numbers are
 * stored in the database: append, never reorder.
 */
#pragma once

/* What sort of mail a message is. */
enum kind {
	KIND_UNKNOWN, /* a body that it needs has not been read */
	KIND_HUMAN,   /* a person wrote it to persons */
	KIND_LIST,    /* a person wrote it through a mailing list */
	KIND_NEWSLETTER,
	KIND_NOTIFICATION,
	KIND_AUTO_REPLY, /* RFC 3834 */
	KIND_BOUNCE,	 /* RFC 3464 and its many relatives */
	KIND_RECEIPT,	 /* RFC 8098 */
	KIND_CALENDAR,	 /* RFC 5546 */
	KIND_REPORT,	 /* feedback, DMARC, TLS reports */
	N_KINDS
};

/* What a folder is for. RFC 6154, or the user's word, or its name. */
enum folder_role {
	FOLDER_OTHER,
	FOLDER_INBOX,
	FOLDER_SENT,
	FOLDER_ALL, /* \All: Gmail's All Mail */
	FOLDER_ARCHIVE,
	FOLDER_DRAFTS,
	FOLDER_JUNK,
	FOLDER_TRASH,
	FOLDER_FLAGGED, /* \Flagged, \Important: views of other folders */
	N_FOLDER_ROLES
};

/* In which header field an address stood. */
enum address_role {
	ADDRESS_FROM,
	ADDRESS_SENDER,
	ADDRESS_REPLY_TO,
	ADDRESS_TO,
	ADDRESS_CC,
	ADDRESS_BCC,
	ADDRESS_RESENT_FROM,
	ADDRESS_FAILED, /* a bounce's failed recipient */
	N_ADDRESS_ROLES
};

/* Bits of copy.flags; keywords travel as text. RFC 9051 section 2.3.2. */
enum flag {
	FLAG_SEEN = 1 << 0,
	FLAG_ANSWERED = 1 << 1,
	FLAG_FLAGGED = 1 << 2,
	FLAG_DELETED = 1 << 3,
	FLAG_DRAFT = 1 << 4,
};

/* What an automatic answer says of its sender's absence. */
enum absence {
	ABSENCE_NONE,	/* nothing: it is no absence note */
	ABSENCE_UNTOLD, /* away, no day given */
	ABSENCE_DATED,	/* away, back on a day */
	ABSENCE_LEFT,	/* will not come back */
	N_ABSENCES
};

/* What tend should do about a problem that ends a worker. */
enum remedy {
	REMEDY_SKIP,	  /* one bad message or folder: go on with the next */
	REMEDY_RECONNECT, /* this session is over: open another */
	REMEDY_WAIT,	  /* refused for now: back off */
	REMEDY_STOP,	  /* only the user can mend this: say so, stop */
	REMEDY_PASSWORD,  /* the login was refused: count it, say so, stop */
	N_REMEDIES
};

/* What became of an item of the outbox. */
enum outcome {
	OUTCOME_DONE,	 /* it is there, at (uidvalidity, uid) when known */
	OUTCOME_REFUSED, /* the server said no; the note says why */
	OUTCOME_GONE,	 /* the message it spoke of is not there any more */
	OUTCOME_THEIRS,	 /* the user had set this flag, or another tend has
			    written this letter: left alone */
	N_OUTCOMES
};

/* How the connection to the server is protected. */
enum tls_mode {
	TLS_IMPLICIT, /* TLS from the first byte, port 993: the default */
	TLS_STARTTLS, /* RFC 9051 section 6.2.1, port 143 */
	TLS_NONE,     /* loopback only, unless plain-text-anywhere is set */
	N_TLS_MODES
};

/* How a file handed to a worker is laid out. */
enum file_format {
	FILE_GUESS, /* "From " at its start means mbox */
	FILE_MESSAGE,
	FILE_MBOX,
	FILE_CARDS, /* vCards or CSV, as it looks */
	N_FILE_FORMATS
};

/* What a file of cards was. */
enum card_format { CARD_VCARD, CARD_CSV, N_CARD_FORMATS };

/* What a column of CSV holds. */
enum card_field {
	CARD_IGNORED,
	CARD_NAME,
	CARD_FIRST_NAME,
	CARD_LAST_NAME,
	CARD_EMAIL,
	CARD_PHONE,
	CARD_COMPANY,
	CARD_TITLE,
	CARD_TAG,
	CARD_NOTE,
	CARD_URL,
	N_CARD_FIELDS
};

const char *border_kind_name(enum kind kind);
const char *border_folder_role_name(enum folder_role role);
const char *border_address_role_name(enum address_role role);
const char *border_absence_name(enum absence absence);
const char *border_card_format_name(enum card_format format);
const char *border_card_field_name(enum card_field field);
/* N_CARD_FIELDS: there is none of this name. */
enum card_field border_card_field_find(const char *name);
