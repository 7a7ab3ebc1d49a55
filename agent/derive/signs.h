/*
 * What a mail says, from the facts of its best copy to the bits that rules
 * look at (agent/rules/touch.h).
 */
#pragma once

#include "agent/border/record.h"
#include "agent/rules/touch.h"

struct signs {
	guint bits;	/* enum sign */
	gint32 day;	/* of a promise, a day asked for, a return; or */
	gint32 ask_day; /* TOUCH_NO_DAY */
};

void signs_read(const struct record_facts *facts, struct signs *signs_out);
