/* What the sentences of the rules have in common. */
#pragma once

#include "agent/rules/stall.h"

/* "3 March", on the user's calendar; since_at has the year. */
char *wording_date(const struct facts *facts, gint64 at);
char *wording_day(gint32 local_day);

/* "wrote", "called", "got in touch" */
const char *wording_verb(enum channel channel);

/* A verdict that rests on `touch`; the sentences are taken. */
struct verdict *wording_verdict(enum reason reason, const struct touch *since,
				const struct touch *touch, char *sentence,
				char *rest);
