/* Whether a payload is a record of the border, and why not. */
#pragma once

#include <string.h>

#include "agent/border/record.h"

/* From a block that ends where the payload ends, so that overreads show. */
static inline gboolean decodes(enum record_type type, const void *payload,
			       gsize length, const char **why_out)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autofree char *exact = g_malloc(MAX(length, 1));
	struct record record;

	if (length)
		memcpy(exact, payload, length);
	return record_decode(type, exact, length, scratch, &record.setup,
			     why_out);
}

static inline void assert_refused(enum record_type type,
				  const GByteArray *bytes, const char *field)
{
	const char *why = "nothing";

	g_assert_false(decodes(type, bytes->data, bytes->len, &why));
	g_assert_cmpstr(why, ==, field);
}
