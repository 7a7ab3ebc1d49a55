/* The defaults of the rules' settings. */
#include "agent/rules/settings.h"

void rule_settings_init(struct rule_settings *settings, GTimeZone *zone)
{
	*settings = (struct rule_settings){
		.reply_within = 2,
		.answer_within = 3,
		.lapse_days = 14,
		.max_recipients = 10,
		.working_days = WORKING_DAYS_MON_FRI,
		.due_minute = 7 * 60 + 30,
		.zone = zone,
	};
}
