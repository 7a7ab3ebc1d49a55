/*
 * Invitations, answers and cancellations: RFC 5545, 5546, 6047, by libical.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#define PARSE_ATTENDEES_MAX 50

struct parse_event {
	char method[32]; /* "request", "reply", "cancel", lower case */
	char uid[256];
	char recurrence_id[64]; /* as written, or "" */
	gint64 start;		/* UTC seconds, PARSE_DATE_NONE for none */
	gint64 end;
	char answer[32];      /* of a reply: "accepted", "declined", ... */
	GPtrArray *attendees; /* char *, addresses in lower case, owned */
};

/*
 * The first event of a calendar.  Times of a zone that the text does not
 * describe, and those of none, count as UTC; a whole day begins at 0:00 UTC.
 * False when there is no event in it.  Clear what it gave by ..._clear, also
 * then; what `out` held before is not freed.
 */
bool parse_event_read(const char *text, gsize length, struct parse_event *out);
void parse_event_clear(struct parse_event *event);

/*
 * Open now what libical would open at the first event: it reads a list of
 * zones, of which none is used.  Only before the worker is locked in.
 */
void parse_event_warm(void);
