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
 * brackets; outside of them only words with an "@" count, and commas and
 * comments separate.  Of more than `max` the first and the last are kept.
 */
void parse_id_list(const char *value, guint max, GStringChunk *texts,
		   GPtrArray *list);
