/*
 * Message-IDs: Message-ID, In-Reply-To, References.  RFC 5322 section 3.6.4.
 *
 * Ids are compared as bytes, so they are taken as they stand: without
 * brackets, without blanks (folding puts some inside), capped at PARSE_ID_MAX.
 */
#pragma once

#include <glib.h>

/* The first id of the value, "" if there is none; kept in `texts`. */
const char *parse_id_first(const char *value, GStringChunk *texts);

/*
 * Append the ids of the value to `list`, each once, in order.  Ids stand in
 * brackets, or are nothing but words with an "@"; commas and comments separate.
 * Of more than `max` the first and the last are kept.
 */
void parse_id_list(const char *value, guint max, GStringChunk *texts,
		   GPtrArray *list);

/*
 * The same of In-Reply-To, which was a sentence once (RFC 822 section 4.6.2):
 * "Message from "Ann Lee" <ann@example.org> of "Mon, 2 Mar" <id>" names but the
 * id, and "ann@example.org's message of Monday" none.
 */
void parse_id_parents(const char *value, guint max, GStringChunk *texts,
		      GPtrArray *list);
