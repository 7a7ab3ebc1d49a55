/*
 * One login on one server.
 *
 * It is opened in two steps, so that a sandbox can be put on in between:
 * connecting needs names, sockets and files, logging in only the open socket.
 *
 * Any error but IMAP_ERROR_SKIP ends the session: nothing more is sent, and
 * every later call fails in the same way.  Free it and connect again.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "imap/error.h"
#include "imap/transport.h"

/* How the connection is protected; the same numbers as enum tls_mode. */
enum imap_tls {
	IMAP_TLS_IMPLICIT, /* from the first byte, port 993 */
	IMAP_TLS_STARTTLS, /* RFC 9051 section 6.2.1, port 143 */
	IMAP_TLS_NONE,	   /* loopback only, unless plain_text_anywhere */
};

/* Texts are lent for the call; NULL and "" are the same. */
struct imap_settings {
	const char *host;
	guint16 port; /* 0: 993, or 143 where TLS is not implicit */
	enum imap_tls tls;
	bool plain_text_anywhere;
	const char *ca_file; /* "": the system's trust store */
	const char *pin;     /* base64 of the key's SPKI SHA-256; it stands
			      * instead of chain and host name */
	const char *user;
	const char *secret; /* a password or an access token */
	bool token;	    /* it is a token: XOAUTH2 or OAUTHBEARER */
	/* Tend's own flag, "": none; after a space those that it was before. */
	const char *keyword;
	guint deadline;	     /* seconds for a whole command, 0: default */
	bool debug;	     /* trace the dialogue, redacted, on stderr */
	const char *version; /* told to servers that offer ID */
};

typedef struct imap_session imap_session;

/*
 * Find the host, connect, load the trust store and the converter of folder
 * names.  After this no file is opened and no socket is made.
 */
struct imap_session *imap_session_connect(const struct imap_settings *settings,
					  GError **error);

/* The same on a connected socket, which the session owns from now on. */
struct imap_session *imap_session_new_on(int fd,
					 const struct imap_settings *settings,
					 GError **error);

/* The same on a wire that is not a socket; `data` is lent to the end. */
struct imap_session *imap_session_new_on_wire(
    const struct imap_wire *wire, void *data,
    const struct imap_settings *settings, GError **error);

/*
 * TLS, greeting, login, ID, ENABLE.  No byte of the login leaves before the
 * server has proved who it is.  The secret is wiped afterwards.
 * IMAP_ERROR_PASSWORD only where the server refused these credentials.
 */
bool imap_session_login(struct imap_session *session, GError **error);

/* After login.  `capability` in any case, "IDLE" or "AUTH=PLAIN". */
bool imap_session_has(const struct imap_session *session,
		      const char *capability);
/* Space-separated, upper case, as the server last listed them. */
const char *imap_session_capabilities(const struct imap_session *session);
bool imap_session_is_gmail(const struct imap_session *session);

/* The personal namespace's prefix, "" for none, and '\0' for no delimiter. */
const char *imap_session_prefix(const struct imap_session *session);
char imap_session_delimiter(const struct imap_session *session);

/* Seconds that the server asked to wait (IMAP_ERROR_WAIT), 0: not said. */
guint imap_session_wait(const struct imap_session *session);

/* Whether an error has ended it. */
bool imap_session_is_over(const struct imap_session *session);

bool imap_session_noop(struct imap_session *session, GError **error);

/* LOGOUT, waiting two seconds at most, and free.  NULL is fine. */
void imap_session_close(struct imap_session *session);
/* Hang up and free, without a word. */
void imap_session_free(struct imap_session *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(imap_session, imap_session_free)
