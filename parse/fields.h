/*
 * The header fields that a message is judged by, each found once.
 *
 * A server is asked for a frozen list of fields, and all of these are in it;
 * so a message read from a file is judged by no more than one from a server.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#include "parse/splitter.h"

/* In the order of the table of names in fields.c. */
enum parse_field_id {
	PARSE_FROM,
	PARSE_SENDER,
	PARSE_REPLY_TO,
	PARSE_TO,
	PARSE_CC,
	PARSE_BCC,
	PARSE_RESENT_FROM,
	PARSE_SUBJECT,
	PARSE_DATE,
	PARSE_MESSAGE_ID,
	PARSE_IN_REPLY_TO,
	PARSE_REFERENCES,
	PARSE_RETURN_PATH,
	PARSE_CONTENT_TYPE,
	PARSE_CONTENT_CLASS,
	PARSE_AUTO_SUBMITTED,
	PARSE_PRECEDENCE,
	PARSE_LIST_ID,
	PARSE_LIST_POST,
	PARSE_LIST_UNSUBSCRIBE,
	PARSE_LIST_UNSUBSCRIBE_POST,
	PARSE_FEEDBACK_ID,
	PARSE_AUTHENTICATION_RESULTS,
	PARSE_DELIVERED_TO,
	PARSE_X_FAILED_RECIPIENTS,
	PARSE_X_AUTOREPLY,
	PARSE_X_AUTORESPOND,
	PARSE_X_AUTORESPONSE,
	PARSE_X_AUTO_RESPONSE_SUPPRESS,
	PARSE_X_INBOX_RULES_LOOP,
	PARSE_X_APPLE_ACTION,
	PARSE_X_LOOP,
	PARSE_X_MAILER,
	N_PARSE_FIELD_IDS
};

/* Repeated fields that are kept beside the first; To may be repeated. */
#define PARSE_FIELDS_REPEATED_MAX 32

struct parse_fields {
	struct parse_field first[N_PARSE_FIELD_IDS]; /* name NULL: absent */
	struct {
		enum parse_field_id id;
		struct parse_field field;
	} repeated[PARSE_FIELDS_REPEATED_MAX];
	guint n_repeated;

	const char *texts[N_PARSE_FIELD_IDS]; /* unfolded, NULL: not yet */
	GStringChunk *chunk;		      /* where they are kept */
	GString *line;
};

/* The field's name as people write it: "List-Id". */
const char *parse_fields_name(enum parse_field_id id);

/*
 * Find the fields of a header.  They lend from the bytes, their texts from
 * `chunk`.
 */
void parse_fields_init(struct parse_fields *fields, GStringChunk *chunk,
		       GString *line, const char *bytes, gsize length);

/* The first such field, unfolded, of any charset; "" when there is none. */
const char *parse_fields_get(struct parse_fields *fields,
			     enum parse_field_id id);

static inline bool parse_fields_has(const struct parse_fields *fields,
				    enum parse_field_id id)
{
	return fields->first[id].name;
}
