/* How sure a share is that was counted in a few cases. */
#pragma once

#include <glib.h>

/* Fewer cases than this are no habit: no share is shown of them. */
#define WILSON_LEAST 20

struct interval {
	double low, high; /* 0 to 1 */
};

/*
 * Where the share behind `part` of `whole` lies, at 95 %.  Wilson's interval
 * ("Probable inference", 1927), because it stays within 0 and 1 and means
 * something where part is 0 or all.  Of 0 cases it is 0 to 1.
 */
struct interval wilson_interval(guint part, guint whole);

/* part of whole, 0 of nothing. */
double wilson_share(guint part, guint whole);
