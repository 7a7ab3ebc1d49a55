/*
 * What sort of mail a message is, from its header.
 *
 * One constant table of rules (kind.c), asked in order; the first that holds
 * decides, and names the header that it rests on.
 */
#pragma once

#include <glib.h>

/*
 * The numbers are those of enum kind in agent/border/words.h, which has a
 * test for it.
 */
enum parse_kind {
	PARSE_KIND_UNKNOWN,
	PARSE_KIND_HUMAN,
	PARSE_KIND_LIST,
	PARSE_KIND_NEWSLETTER,
	PARSE_KIND_NOTIFICATION,
	PARSE_KIND_AUTO_REPLY,
	PARSE_KIND_BOUNCE,
	PARSE_KIND_RECEIPT,
	PARSE_KIND_CALENDAR,
	PARSE_KIND_REPORT,
	N_PARSE_KINDS
};

/* The word of DESIGN: "human", "auto-reply", ... */
const char *parse_kind_name(enum parse_kind kind);

struct parse_message;
struct parse_fields;

/*
 * Set the message's kind, its evidence and whether its body is wanted, from
 * the fields and the facts that were already taken from them.
 */
void parse_kind_judge(struct parse_message *message,
		      struct parse_fields *fields);
