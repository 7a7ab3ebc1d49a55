/* undelivered: what the user wrote did not arrive, and will not. */
#include "agent/rules/matter.h"

#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

/* Told at once, and once more. */
#define AGAIN 3

static struct verdict *undelivered_judge(const struct facts *facts,
					 const struct matter *matter)
{
	const struct touch *touch = matter->bounced;
	struct rung rung = { .reason = REASON_UNDELIVERED };
	struct ladder ladder = { .n = 0 };
	g_autofree char *date = NULL;
	struct verdict *verdict;

	if (touch == NULL)
		touch = matter->left;
	if (touch == NULL)
		return NULL;
	rung.due_at = workday_next_morning(facts->settings, touch->at);
	ladder_add(&ladder, &rung);
	rung.due_at = workday_add(facts->settings, rung.due_at, AGAIN);
	ladder_add(&ladder, &rung);
	date = wording_date(facts, touch->at, &ladder);
	/* Of the user's own mail the subject says which. */
	if (touch == matter->bounced)
		verdict =
		    wording_verdict(REASON_UNDELIVERED, touch, touch,
				    g_strdup("your mail to them"),
				    g_strdup_printf(" came back on %s", date));
	else
		verdict = wording_verdict(
		    REASON_UNDELIVERED, touch, touch,
		    g_strdup_printf("they are not there any more, as you were "
				    "told on %s",
				    date),
		    g_strdup(""));
	verdict->conversation = matter->conversation;
	/* About the user's own mail, not the machine's. */
	if (matter->sent != NULL) {
		verdict->source = matter->sent->source;
		verdict->since_at = matter->sent->at;
	}
	verdict->due_at = touch->at;
	verdict->quote = touch == matter->bounced ? SIGN_BOUNCED : SIGN_LEFT;
	verdict->quote_source = touch->source;
	verdict->ladder = ladder;
	return verdict;
}

const struct rule rule_undelivered = {
	.reason = REASON_UNDELIVERED,
	.name = "undelivered",
	.summary = "your mail to them came back",
	.judge = undelivered_judge,
};
