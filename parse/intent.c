/* What the new text of a message wants. */
#include "parse/intent.h"

void parse_intent_read(const char *subject, const char *text, gint32 written,
		       enum parse_day_order order, struct parse_intent *out)
{
	(void)subject;
	(void)text;
	(void)written;
	(void)order;
	*out = (struct parse_intent){ .n_promises = 0 };
}
