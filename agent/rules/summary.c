/* Everything about one person at a glance. */
#include "agent/rules/summary.h"

#include "agent/rules/ball.h"
#include "agent/rules/contact.h"
#include "agent/rules/stage.h"

void summary_make(const struct touch *touches, gsize n_touches,
		  const struct said *said, const struct rule_settings *settings,
		  struct summary *summary_out)
{
	struct runs runs;
	struct stage_facts facts;
	struct summary summary;

	runs_count(touches, n_touches, settings->zone, &runs);
	summary = (struct summary){
		.contact = contact_is(touches, n_touches, said, settings),
		.tracked = said->tracked,
		.touches_out = runs.touches_out,
		.touches_in = runs.touches_in,
		.touches_both = runs.touches_both,
		.exchanges = runs.exchanges,
		.attempts = runs.open.attempts,
		.first_at = n_touches > 0 ? touches[0].at : 0,
		.last_at = n_touches > 0 ? touches[n_touches - 1].at : 0,
		.open = runs.open,
	};
	facts = (struct stage_facts){
		.contact = summary.contact,
		.said = said->stage,
		.touches_out = runs.touches_out,
		.exchanges = runs.exchanges,
	};
	summary.stage = stage_judge(&facts);
	summary.ball = ball_judge(&runs.open, summary.stage, said);
	*summary_out = summary;
}
