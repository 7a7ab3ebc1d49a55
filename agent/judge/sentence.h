/* The words of a verdict: the rule's, the subject's, and the mail's own. */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/rules/stall.h"
#include "store/store.h"

/*
 * `you asked on 3 March about "offer"; no word since`, and the sentence of the
 * mail, or "".  The caller owns both.  no_quote: none is to be kept.
 */
gboolean sentence_make(struct store *store, const struct verdict *verdict,
		       gboolean no_quote, struct record_scratch *scratch,
		       char **sentence_out, char **quote_out, GError **error);

/* The sentence of these facts for which `sign` stands; lends, never NULL. */
const char *sentence_of(const struct record_facts *facts, enum sign sign);
