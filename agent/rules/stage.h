/* The stage of a relationship: DESIGN section 2. */
#pragma once

#include "agent/rules/words.h"

struct stage_facts {
	gboolean contact;
	enum stage said; /* STAGE_NONE: the user said nothing */
	guint touches_out;
	guint exchanges;
};

enum stage stage_judge(const struct stage_facts *facts);
