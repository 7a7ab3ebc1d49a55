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

/* Rungs of a rule with a short ladder. */
#define RULE_RUNGS_MAX 6

struct rule_rungs {
	guint days[RULE_RUNGS_MAX]; /* ascending */
	guint n;
};

struct cadence; /* agent/rules/cadence.h */
struct term;	/* agent/rules/terms.h */

struct rule_settings {
	struct rule_rungs reply_within;	 /* working days: you owe an answer */
	struct rule_rungs answer_within; /* on which day they owe one */
	guint promise_within; /* working days: promised without a date */
	guint new_within;     /* working days: a stranger is let go */
	guint max_recipients; /* written to more in To: a crowd, no touch */
	guint no_limit;	      /* nos after which it may be lost */
	guint target;	      /* exchanges that it takes */
	gboolean colleagues;  /* the user's own: asks among them count */

	/* Cadences. */
	const struct cadence *cadences; /* the user's own */
	gsize n_cadences;
	const char *cadence; /* the default's name */
	guint tail_days, late_days;
	guint tail_years; /* after which it ends; 0: never */

	const struct term *terms; /* of tags and stages */
	gsize n_terms;

	/* Days without a touch until somebody tracked is quiet. */
	guint quiet_first_year, quiet_later, quiet_customer;

	gint64 baseline_at; /* older mail is no news; 0: all is */
	guint working_days; /* WORKING_DAY bits; none at all means every day */
	guint due_minute;   /* local time of day of every due time */

	/* Local days (agent/rules/local_day.h), ascending, may be NULL. */
	const gint32 *holidays;
	gsize n_holidays;

	GTimeZone *zone; /* the user's; never NULL */
};

/* The defaults, as tend-config(5) has them.  Borrows zone. */
void rule_settings_init(struct rule_settings *settings, GTimeZone *zone);
