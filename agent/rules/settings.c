/* The defaults of the rules' settings. */
#include "agent/rules/settings.h"

void rule_settings_init(struct rule_settings *settings, GTimeZone *zone)
{
	*settings = (struct rule_settings){
		.reply_within = { { 2, 5, 10 }, 3 },
		.answer_within = { { 3, 7 }, 2 },
		.promise_within = 5,
		.new_within = 5,
		.max_recipients = 10,
		.no_limit = 5,
		.target = 7,
		.colleagues = TRUE,
		.cadence = "steady",
		.tail_days = 14,
		.late_days = 90,
		.quiet_first_year = 30,
		.quiet_later = 90,
		.quiet_customer = 60,
		.working_days = WORKING_DAYS_MON_FRI,
		.due_minute = 7 * 60 + 30,
		.zone = zone,
	};
}
