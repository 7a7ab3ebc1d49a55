/* What the rules with a plain limit in working days have in common. */
#pragma once

#include "agent/rules/stall.h"

/*
 * The morning that is days working days after at; a snooze puts it off.
 * Snoozed to a time, it is due at that time.
 */
gint64 limit_due(const struct facts *facts, gint64 at, guint days);

/* lapse_days after due; never for who is tracked. */
gint64 limit_lapse(const struct facts *facts, gint64 due_at);

/* What came before the user said "done" is settled. */
gboolean limit_settled(const struct facts *facts, const struct touch *touch);

/* "3 March", on the user's calendar; since_at has the year. */
char *limit_date(const struct facts *facts, gint64 at);

/*
 * ` about "offer"`, or "" if the touch is not the last one (only that one's
 * subject is known), has no subject, or is no mail.
 */
char *limit_about(const struct facts *facts, const struct touch *touch);
