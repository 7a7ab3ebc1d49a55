/* Everything about one person at a glance. */
#include "agent/rules/summary.h"

#include "agent/rules/ball.h"
#include "agent/rules/contact.h"
#include "agent/rules/ruled.h"
#include "agent/rules/stage.h"

/*
 * A stop holds until they ask something of their own, or the user says another
 * stage.
 */
static gint64 find_stop(const struct touch *touches, gsize n_touches,
			const struct said *said)
{
	gint64 stop_at = 0;

	for (gsize i = 0; i < n_touches; i++) {
		const struct touch *touch = &touches[i];

		if (touch->direction != DIRECTION_IN)
			continue;
		if (touch->signs & SIGN_STOP)
			stop_at = touch->at;
		else if (touch->signs & (SIGN_ASKS | SIGN_QUESTION))
			stop_at = 0;
	}
	return said->stage_at > stop_at ? 0 : stop_at;
}

/* How long a stranger's first mail waited for the user's first word. */
static gint64 first_answer(const struct touch *touches, gsize n_touches)
{
	const struct touch *first = NULL;

	for (gsize i = 0; i < n_touches; i++) {
		if (touches[i].direction == DIRECTION_NONE)
			continue;
		if (first == NULL)
			first = &touches[i];
		if (first->direction != DIRECTION_IN ||
		    (first->signs & SIGN_DERIVED) != 0)
			return 0;
		if (touches[i].direction == DIRECTION_OUT)
			return MAX(touches[i].at - first->at, 1);
	}
	return 0;
}

/* The ends of what is a touch; rows without a direction are none. */
static void find_ends(const struct touch *touches, gsize n_touches,
		      struct summary *summary)
{
	for (gsize i = 0; i < n_touches; i++) {
		if (touches[i].direction == DIRECTION_NONE)
			continue;
		if (summary->first_at == 0)
			summary->first_at = touches[i].at;
		summary->last_at = touches[i].at;
	}
}

void summary_make(const struct touch *touches, gsize n_touches,
		  const struct said *said, gboolean colleague,
		  const struct rule_settings *settings,
		  struct summary *summary_out)
{
	struct runs runs;
	struct stage_facts facts;
	struct summary summary;
	guint signs = ruled_signs(touches, n_touches, said, colleague);

	runs_count(touches, n_touches, settings->zone, &runs);
	summary = (struct summary){
		.contact = contact_is(touches, n_touches, said, settings),
		.tracked = said->tracked,
		.touches_out = runs.touches_out,
		.touches_in = runs.touches_in,
		.touches_both = runs.touches_both,
		.exchanges = colleague ? 0 : runs.exchanges,
		.progress = colleague ? 0 : runs.progress,
		.attempts = runs.open.attempts,
		.nos = runs.nos + said->nos,
		.stop_at = find_stop(touches, n_touches, said),
		.answer_within = runs.answer_within,
		.first_answer = first_answer(touches, n_touches),
		.open = runs.open,
	};
	if (ruled_tracked(signs, summary.contact, said))
		summary.tracked = TRUE;
	find_ends(touches, n_touches, &summary);
	facts = (struct stage_facts){
		.contact = summary.contact,
		.colleague = colleague,
		.said = said->stage,
		.ruled = ruled_stage(signs),
		.stopped = summary.stop_at != 0,
		.touches_out = runs.touches_out,
		.exchanges = runs.exchanges,
	};
	summary.stage = stage_judge(&facts);
	summary.ball = ball_judge(&runs.open, summary.stage, said);
	*summary_out = summary;
}
