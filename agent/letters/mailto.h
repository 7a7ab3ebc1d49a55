/*
 * Prefilled mailto: URIs, RFC 6068: how a letter's links open an answer that
 * is ready to be sent.  A field that a client does not know it leaves out: some
 * heed In-Reply-To, some do not.
 */
#pragma once

#include <glib.h>

/* NULL and "" both mean none. */
struct mailto {
	const char *to; /* one address */
	const char *subject;
	const char *in_reply_to; /* a Message-ID without brackets */
	const char *body;	 /* lines, parted by LF */
};

/*
 * The URI, or NULL when `to` is nothing that may become a recipient.  No text
 * can add a field or a recipient.
 */
char *mailto_uri(const struct mailto *mailto);

/* A subject of an answer: "Re: " once, "" for none. */
char *mailto_answer_subject(const char *subject);

/*
 * A letter of tend's that can be answered with commands: where answers go, the
 * user's own address, its subject and its Message-ID without brackets.
 */
struct mailto_letter {
	const char *to;
	const char *subject;
	const char *mid;
};

/*
 * An answer to that letter with these commands, one a line, and the token that
 * says so where a client drops the In-Reply-To (agent/letters/answer.h).
 */
char *mailto_command(const struct mailto_letter *letter, const char *commands);
