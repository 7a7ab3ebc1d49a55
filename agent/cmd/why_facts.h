/* One message's facts, as a worker read them, for people and for programs. */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/json.h"
#include "agent/rules/words.h"

/* A message in a file, lent. */
struct why_facts {
	const char *file;
	guint number; /* of the message in it, from 1 */
	const struct record_facts *facts;
	const char *new_text;
	/* Whether the user wrote it; DIRECTION_NONE: unknown. */
	enum direction direction;
};

/* The shape is that of tend-json(5); `zone` is the reader's. */
void why_facts_json(struct json *json, const struct why_facts *why);
void why_facts_print(const struct why_facts *why, GTimeZone *zone);

/* What was judged of it: asks, promises, absence, bounce and so on. */
void why_facts_json_judged(struct json *json, const struct record_facts *facts,
			   enum direction direction);
void why_facts_print_judged(const struct record_facts *facts,
			    enum direction direction);
