/*
 * they-owe: the user asked, or sent what wants a verdict, and nothing came
 * back.  It waits from the last attempt, so nothing is due the moment one
 * presses send.
 *
 * People who are not tracked are named a few times and then let be.  With
 * those who are, a whole run counts, not one matter: see follow_up.c.
 */
#include "agent/rules/matter.h"

#include "agent/rules/cadence.h"
#include "agent/rules/wording.h"
#include "agent/rules/workday.h"

/* The day of the mail is the first: on the third day is two days later. */
static void make_cadence(const struct rule_rungs *within,
			 struct cadence *cadence)
{
	*cadence = (struct cadence){ .name = "answer-within" };
	for (guint i = 0; i < within->n; i++)
		cadence->days[cadence->n++] =
		    MAX((gint32)within->days[i], 2) - 1;
}

static gboolean is_held(const struct matter *matter)
{
	return matter->held != NULL && matter->held->at > matter->ask_last->at;
}

static char *sentence(const struct facts *facts, const struct matter *matter,
		      const struct ladder *ladder)
{
	gboolean delivered = !(matter->ask->signs & SIGN_ASKS) &&
			     (matter->ask->signs & SIGN_DELIVERS) != 0;
	g_autofree char *date = wording_date(facts, matter->ask->at, ladder);
	g_autofree char *last = NULL;
	const char *words =
	    delivered ? "you sent it for an answer" : "you asked";

	if (matter->attempts <= 1)
		return g_strdup_printf("%s on %s", words, date);
	last = wording_date(facts, matter->ask_last->at, ladder);
	return g_strdup_printf("%s on %s, and wrote last on %s", words, date,
			       last);
}

static char *rest(const struct facts *facts, const struct matter *matter,
		  const struct ladder *ladder)
{
	g_autofree char *date = NULL;

	if (!is_held(matter))
		return g_strdup(WORDING_SILENCE);
	date = wording_date(facts, matter->held->at, ladder);
	return g_strdup_printf("; they said on %s that they would come back "
			       "to it",
			       date);
}

static gboolean is_followed_up(const struct facts *facts,
			       const struct matter *matter)
{
	const struct run *open = &facts->summary->open;

	return facts->summary->tracked && open->direction == DIRECTION_OUT &&
	       matter->ask_last->at >= open->first_at;
}

static struct verdict *they_owe_judge(const struct facts *facts,
				      const struct matter *matter)
{
	struct ladder ladder = { .n = 0 };
	struct verdict *verdict;
	struct cadence cadence;
	struct climb climb;

	if (!facts->summary->contact || matter->ask == NULL ||
	    is_followed_up(facts, matter))
		return NULL;
	climb = (struct climb){ matter->ask->at, matter->ask_last->at,
				matter->attempts, REASON_THEY_OWE };
	if (is_held(matter))
		climb = (struct climb){ matter->held->at, matter->held->at, 1,
					REASON_THEY_OWE };
	make_cadence(&facts->settings->answer_within, &cadence);
	cadence_climb(&cadence, &climb, facts->settings, &ladder);
	matter_limit(facts, matter, &ladder);
	if (ladder.n == 0)
		return NULL;
	if (matter->away_until != TOUCH_NO_DAY)
		ladder_put_off(
		    &ladder,
		    workday_morning(facts->settings, matter->away_until),
		    facts->settings);
	verdict = wording_verdict(
	    REASON_THEY_OWE, matter->ask, matter->ask_last,
	    sentence(facts, matter, &ladder), rest(facts, matter, &ladder));
	verdict->quote = matter->ask->signs & SIGN_ASKS	      ? SIGN_ASKS
			 : matter->ask->signs & SIGN_DELIVERS ? SIGN_DELIVERS
							      : SIGN_QUESTION;
	verdict->quote_source = matter->ask->source;
	verdict->ladder = ladder;
	return verdict;
}

const struct rule rule_they_owe = {
	.reason = REASON_THEY_OWE,
	.name = "they-owe",
	.summary = "you asked, and answer-within has passed",
	.judge = they_owe_judge,
};
