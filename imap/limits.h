/*
 * How much a server may send before it is taken for hostile or broken.
 *
 * A line is what stands between two CRLF outside of literals.  The totals
 * are per command, because libetpan keeps everything of one response but the
 * literals in memory until its tagged line.
 */
#pragma once

enum {
	IMAP_GREETING_TOTAL_MAX = 64 << 10,
	IMAP_LINE_MAX = 64 << 10,
	/* A SEARCH answers a million UIDs in one line of 11 MB. */
	IMAP_SEARCH_LINE_MAX = 16 << 20,
	IMAP_SEARCH_TOTAL_MAX = 16 << 20,
	IMAP_TOTAL_MAX = 8 << 20,
	/* parse/ keeps 256 KB of a header; what is longer is cut there. */
	IMAP_HEADER_MAX = 256 << 10,
	/* Beside its header: FETCH echoes the list of fields every time. */
	IMAP_ITEM_MAX = 16 << 10,
	IMAP_FLAGS_MAX = 1 << 10,
	IMAP_BODY_MAX = 256 << 10,
	IMAP_LITERAL_MAX = 64 << 10,
	/*
	 * Of a message that is longer than it was asked for the beginning is
	 * read, and the rest dropped: whoever writes to the user decides on
	 * its length, and must not be able to end the session.
	 */
	IMAP_LITERAL_EXCESS_MAX = 256 << 20,
	IMAP_MESSAGE_MAX = 1 << 20, /* of many, on the average */
	/*
	 * Parentheses in one response.  libetpan's parser recurses once for
	 * each open one and overflows an 8 MB stack at about 10,000; nothing
	 * that tend asks for is answered with more than a few.
	 */
	IMAP_PARENTHESES_MAX = 1024,

	IMAP_FETCH_BATCH = 2000, /* UIDs a command */
	IMAP_FETCH_DEPTH = 4,	 /* commands in flight */

	IMAP_DEADLINE_SECONDS = 60,
	/* On top of the deadline, for each message that a command asks for. */
	IMAP_ITEM_MILLISECONDS = 50,
	/* And while bytes of messages come, no slower than this. */
	IMAP_BYTES_PER_SECOND = 64 << 10,
	IMAP_CONNECT_SECONDS = 30,
	IMAP_LOGOUT_SECONDS = 2,
	/*
	 * Nine minutes: servers allow more, but home routers forget a silent
	 * connection long before that.
	 */
	IMAP_IDLE_SECONDS = 9 * 60,
	/* How often folders are looked at that do not wake an IDLE. */
	IMAP_GLANCE_SECONDS = 2 * 60,
};
