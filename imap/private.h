/*
 * What the rooms of imap/ share and nobody else sees: libetpan.
 *
 * libetpan is used as a parser of responses only.  Commands are written here,
 * because several of its own are wrong (libetpan sends `SELECT x QRESYNC`
 * without parentheses), incomplete, or lose what a server says; every one of
 * them passes imap/allow.h anyway.
 */
#pragma once

#include <libetpan/libetpan.h>

#include "imap/fetch.h"
#include "imap/folder.h"
#include "imap/limits.h"
#include "imap/session.h"
#include "imap/tls.h"
#include "imap/transport.h"
#include "imap/uidset.h"

struct imap_session {
	struct imap_trace trace;
	struct imap_transport *transport;
	struct imap_trust *trust; /* NULL without TLS */
	mailimap *imap;
	GError *error;	 /* what ended it; NULL while it lives */
	guint wait;	 /* seconds that the server asked for */
	guint32 tag;	 /* of the last command sent */
	GString *answer; /* the words of the last tagged line */
	guint deadline;	 /* seconds */

	char *host;
	guint16 port;
	enum imap_tls tls;
	bool plain_text_anywhere;
	char *user, *secret, *version;
	char *keyword, *keywords; /* the first, and all: own flags */
	bool token;

	GHashTable *has; /* capabilities, upper case */
	char *capabilities;
	bool condstore, qresync; /* enabled */
	char *prefix;
	char delimiter;
	char *open; /* name of the folder that is open, or NULL */
	bool open_read_only;
	char *notified; /* the NOTIFY that is in force, or NULL */
	bool notify_refused;
};

enum imap_answer { IMAP_ANSWER_OK, IMAP_ANSWER_NO, IMAP_ANSWER_BAD };

/*
 * A command being written.  Strings that cannot be quoted become literals,
 * for each of which the server's leave is awaited.
 */
struct imap_command {
	GString *text;	  /* up to the first, or after the last literal */
	GPtrArray *parts; /* NULL, or GString: text, literal, text, literal */
};
typedef struct imap_command imap_command;
#define IMAP_COMMAND_INIT  \
	{                  \
		NULL, NULL \
	}

void imap_command_clear(struct imap_command *command);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(imap_command, imap_command_clear)

void imap_command_add(struct imap_command *command, const char *format, ...)
    G_GNUC_PRINTF(2, 3);
/* A string as the server needs it: quoted, or a literal. */
void imap_command_add_string(struct imap_command *command, const char *string);
void imap_command_add_literal(struct imap_command *command, const char *bytes,
			      gsize length);

/* What most commands may be answered with. */
extern const struct imap_scan_limits imap_usual_limits;
extern const struct imap_scan_limits imap_search_limits;

/* The session is over; sets *error, returns FALSE. */
bool imap_session_fail(struct imap_session *session, GError **error);
/* The same with a sentence. */
bool imap_session_fail_with(struct imap_session *session, enum imap_error code,
			    GError **error, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
/* FALSE and *error when it is over already. */
bool imap_session_check(struct imap_session *session, GError **error);

/*
 * Write a command under the next tag.  A literal waits for its `+`; when the
 * server answers it with NO or BAD instead, *answered_out is set and the
 * answer is in *answer_out.
 */
bool imap_session_send(struct imap_session *session,
		       struct imap_command *command, bool *answered_out,
		       enum imap_answer *answer_out, GError **error);

/*
 * Let libetpan read up to the tagged line of any of the commands from
 * `oldest` to session->tag, which *tag_out names.
 */
bool imap_session_receive(struct imap_session *session, guint32 oldest,
			  guint32 *tag_out, enum imap_answer *answer_out,
			  GError **error);

/* Begin, send, receive; `limits` NULL: the usual ones. */
bool imap_session_run(struct imap_session *session,
		      struct imap_command *command,
		      const struct imap_scan_limits *limits,
		      enum imap_answer *answer_out, GError **error);
/* The same for a command without strings. */
bool imap_session_run_text(struct imap_session *session, const char *text,
			   enum imap_answer *answer_out, GError **error);

/* Start to count for a command: caps and deadline. */
void imap_session_begin(struct imap_session *session,
			const struct imap_scan_limits *limits,
			guint more_milliseconds);

/*
 * One line, without CRLF and with its literals cut out, for dialogues that
 * libetpan cannot lead.  Valid until the next.  NULL: the session is over.
 */
const char *imap_session_line(struct imap_session *session, GError **error);
/* Write one line, CRLF added. */
bool imap_session_put(struct imap_session *session, const char *line,
		      GError **error);
/* If `line` is the tagged answer to `tag`: TRUE and which. */
bool imap_session_is_answer(struct imap_session *session, const char *line,
			    guint32 tag, enum imap_answer *answer_out);

/* The words of the last NO or BAD, without tag; "" if there were none. */
const char *imap_session_refusal(const struct imap_session *session);

/*
 * What a refusal of `what` means: IMAP_ERROR_WAIT where the server asks for
 * patience (session->wait is set), else `code`.  Ends the session unless that
 * is IMAP_ERROR_SKIP.
 */
bool imap_session_refused(struct imap_session *session, enum imap_error code,
			  GError **error, const char *format, ...)
    G_GNUC_PRINTF(4, 5);

/* Whether words of a server ask for patience; seconds, 0 if it did not say. */
bool imap_session_asks_to_wait(const char *text, guint *seconds_out);

/* What a BYE with these words asks for: to come again, or to wait first. */
enum imap_error imap_session_hear_bye(struct imap_session *session,
				      const char *text);

/* The steps of imap_session_login, in login.c. */
bool imap_login_open(struct imap_session *session, GError **error);
bool imap_login_authenticate(struct imap_session *session, GError **error);
bool imap_login_settle(struct imap_session *session, GError **error);

/* Asked again after TLS and after login: neither may be believed before. */
bool imap_session_ask_capabilities(struct imap_session *session,
				   GError **error);

/* The raw text of unknown responses of the last command, for ESEARCH. */
const char *imap_session_unknown(struct imap_session *session,
				 const char *word);

/* One more batch of a pipelined fetch is complete. */
typedef bool (*imap_batch_func)(const struct imap_uidset *asked,
				const struct imap_uidset *missing, void *data);

/*
 * Fetch all of `uids` (emptied on the way) in batches of at most `batch`,
 * the highest first unless `lowest_first`.  `batch_func` follows every batch
 * in their order; FALSE from it or from `item_func` stops in good order:
 * *stopped_out.
 */
bool imap_fetch_batches(struct imap_session *session, struct imap_uidset *uids,
			bool lowest_first, guint batch, enum imap_what what,
			guint32 limit, imap_item_func item_func,
			imap_batch_func batch_func, void *data,
			bool *stopped_out, GError **error);
