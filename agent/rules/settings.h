/*
 * What the user may set about the rules.  Plain and borrowed: rules read it
 * and keep nothing.
 */
#pragma once

#include <glib.h>

/* Bits of working_days. */
#define WORKING_DAY(weekday) (1u << ((weekday)-1)) /* GDateWeekday */
#define WORKING_DAYS_MON_FRI 0x1fu
#define WORKING_DAYS_ALL 0x7fu

struct rule_settings {
	guint reply_within;   /* working days until you owe an answer */
	guint answer_within;  /* working days until they owe one */
	guint lapse_days;     /* calendar days after the due day */
	guint max_recipients; /* written to more in To: a crowd, no touch */
	guint working_days; /* WORKING_DAY bits; none at all means every day */
	guint due_minute;   /* local time of day of every due time */

	/* Local days (agent/rules/local_day.h), ascending, may be NULL. */
	const gint32 *holidays;
	gsize n_holidays;

	GTimeZone *zone; /* the user's; never NULL */
};

/* The defaults: 2, 3, 14, 10, Monday to Friday, 07:30.  Borrows zone. */
void rule_settings_init(struct rule_settings *settings, GTimeZone *zone);
