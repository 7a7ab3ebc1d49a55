/*
 * A scripted server: a table of what it hears and what it says, played in
 * this process over a wire, so that a test reads as a dialogue and needs
 * neither port nor thread nor time.
 */
#pragma once

#include <glib.h>

#include "imap/session.h"

struct peer_step {
	/*
	 * A glob for the client's next line, without its tag and CRLF; a
	 * literal and the rest of its line are one line of their own.  NULL:
	 * speak at once.
	 */
	const char *hear;
	/* %T is the tag of the last command; NULL: say nothing. */
	const char *say;
};

struct peer {
	const struct peer_step *steps; /* ends with { NULL, NULL } */
	gsize cut;   /* hang up after so many bytes, 0: never */
	gsize chunk; /* bytes a read, 0: as many as fit */

	/* The rest is the peer's own. */
	gsize at;
	gsize said;
	GString *out;	/* to be said */
	GString *in;	/* an unfinished line */
	GString *heard; /* all that the client sent */
	guint64 literal;
	char tag[32];
	char *wrong; /* why the dialogue went another way */
};

extern const struct imap_wire peer_wire;

void peer_init(struct peer *peer, const struct peer_step *steps);
void peer_clear(struct peer *peer);

/* All was heard and said as it stands in the table. */
void peer_check(const struct peer *peer);

/* A session with a peer, in plain text on "localhost". */
struct imap_session *peer_session(struct peer *peer,
				  const struct imap_settings *settings);
extern const struct imap_settings peer_settings;

/* Greeting and login, to begin a table with. */
#define PEER_LOGIN                                                        \
	{ NULL, "* OK hello\r\n" },                                       \
	    { "CAPABILITY", "* CAPABILITY IMAP4rev1\r\n%T OK done\r\n" }, \
	    { "LOGIN \"ada\" \"s3cret-canary\"", "%T OK welcome\r\n" },   \
	{                                                                 \
		"CAPABILITY", "* CAPABILITY IMAP4rev1\r\n%T OK done\r\n"  \
	}

/* The same with the capabilities of a modern server. */
#define PEER_RICH                                                        \
	"* CAPABILITY IMAP4rev1 IDLE UNSELECT UIDPLUS ENABLE CONDSTORE " \
	"QRESYNC ESEARCH\r\n%T OK done\r\n"
#define PEER_LOGIN_RICH                                                 \
	{ NULL, "* OK hello\r\n" }, { "CAPABILITY", PEER_RICH },        \
	    { "LOGIN \"ada\" \"s3cret-canary\"", "%T OK welcome\r\n" }, \
	    { "CAPABILITY", PEER_RICH },                                \
	{                                                               \
		"ENABLE QRESYNC", "* ENABLED QRESYNC\r\n%T OK done\r\n" \
	}

#define PEER_END           \
	{                  \
		NULL, NULL \
	}
