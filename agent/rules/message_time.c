/* When a message was written, as far as one can believe it. */
#include "agent/rules/message_time.h"

#define YEAR_1990 G_GINT64_CONSTANT(631152000)

/* Clocks of honest senders run this fast at most. */
#define FAST_CLOCK (10 * 60)

gint64 message_time(gint64 date, gint64 received, gint64 parent)
{
	gint64 at = date;

	if (received >= YEAR_1990 &&
	    (date < YEAR_1990 || date - FAST_CLOCK > received))
		at = received;
	if (at < YEAR_1990)
		at = MESSAGE_TIME_NONE;
	return parent >= YEAR_1990 ? MAX(at, parent) : at;
}
