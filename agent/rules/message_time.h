/* DESIGN section 2, "time of a message". */
#pragma once

#include <glib.h>

#define MESSAGE_TIME_NONE 0 /* missing: whatever lies before 1990 counts so */

/*
 * All in UTC seconds.  date is the Date field; received the earliest
 * INTERNALDATE of its copies, or the file's time; parent the time of the
 * message that it answers.  Each may be MESSAGE_TIME_NONE, and the result is
 * so if nothing is known.
 */
gint64 message_time(gint64 date, gint64 received, gint64 parent);
