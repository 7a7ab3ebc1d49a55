/* The stage of a relationship: DESIGN section 2. */
#pragma once

#include "agent/rules/words.h"

struct stage_facts {
	gboolean contact;
	gboolean colleague; /* has no stage but one that the user said */
	enum stage said;    /* STAGE_NONE: the user said nothing */
	gboolean stopped;   /* they asked to be left alone, and meant it */
	guint touches_out;
	guint exchanges;
	enum stage ruled; /* by lines of the configuration; STAGE_NONE: none */
};

enum stage stage_judge(const struct stage_facts *facts);
