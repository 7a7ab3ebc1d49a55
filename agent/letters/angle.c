/* What a follow-up says that the last one did not. */
#include "agent/letters/angle.h"

/* The first of them go round; the others have their own moment. */
#define ROUND 5

/* What can be said to somebody of whom nothing is wanted. */
static const char *const friendly[] = { "news", "insight", "teach" };

const struct angle angles[] = {
	{ "value", "say once more, and shorter, what is in it for them",
	  "Subject: In one sentence\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "Let me put in one sentence what I may have buried in several: "
	  "[what {company|your team} gains by it, and by when]. If it does not "
	  "look like that from your side, I would rather know than guess.\n"
	  "\n"
	  "Which is nearest: not now, not this, or not read yet? One word "
	  "will do.\n"
	  "\n"
	  "{my-name}\n" },
	{ "insight", "share something you noticed that bears on their work",
	  "Subject: Something I keep noticing\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "One thing I keep noticing: what takes longest is rarely the work "
	  "that was planned for, it is the waiting in between. Those who name "
	  "one person who decides, and the day, are done in half the time.\n"
	  "\n"
	  "Does that match what you see at {company|your company}, or is it "
	  "something else that holds things up?\n"
	  "\n"
	  "{my-name}\n" },
	{ "teach", "teach them something they can use without you",
	  "Subject: Three questions to ask first\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "Something you can use whether or not we work together: before you "
	  "compare offers, write down the three questions whose answer could "
	  "make you say no, and ask everybody these first. It takes ten "
	  "minutes and often leaves one candidate standing.\n"
	  "\n"
	  "Shall I send you the questions that others have used? They fit on "
	  "half a page.\n"
	  "\n"
	  "{my-name}\n" },
	{ "news", "tell what has changed since, on your side or on theirs",
	  "Subject: What has changed since\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "Something has changed since we last wrote ({date|a while ago}): "
	  "[the news, in one line]. I thought of {company|you}, because it "
	  "touches what we were talking about, and you should have it from me "
	  "rather than from a newsletter.\n"
	  "\n"
	  "Does it change anything for you, or does the old answer stand?\n"
	  "\n"
	  "{my-name}\n" },
	{ "when", "ask when it would suit them better",
	  "Subject: When would suit you?\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "This may simply have come at a bad time, and I would rather write "
	  "once at the right moment than three times at the wrong one. A week "
	  "or three months make no difference to what I can do for you.\n"
	  "\n"
	  "When would suit you better: later this month, next month, or shall "
	  "I ask again after the quarter?\n"
	  "\n"
	  "{my-name}\n" },
	{ "referral", "ask a contented customer for one name",
	  "Subject: Thank you, and one question\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "Thank you again for your kind words. Most of the people I like to "
	  "work with came through somebody who knew me already, so let me ask "
	  "you plainly: is there one person, at {company|your company} or "
	  "elsewhere, who has the problem that you had?\n"
	  "\n"
	  "A name is enough. I will write to them myself, and not trouble them "
	  "twice.\n"
	  "\n"
	  "{my-name}\n" },
	{ "last-word", "close the matter politely, and leave the door open",
	  "Subject: My last mail about this\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "I have written more than once and do not want to become a nuisance, "
	  "so "
	  "this is my last mail about it. No harm done: plans change, and "
	  "silence is an answer too.\n"
	  "\n"
	  "If it becomes interesting again, a line from you is all it takes, "
	  "this year or next. Or shall I close it for good? A plain no helps "
	  "me as well.\n"
	  "\n"
	  "{my-name}\n" },
	{ "answer", "leave the words to you, above what they wrote",
	  "Subject: {subject|Your mail}\n"
	  "\n"
	  "Hi {first-name|there},\n"
	  "\n"
	  "\n"
	  "\n"
	  "{my-name}\n" },
	{ NULL, NULL, NULL },
};

const struct angle *angle_find(const char *name)
{
	for (const struct angle *angle = angles; angle->name; angle++)
		if (g_str_equal(angle->name, name))
			return angle;
	return NULL;
}

static gboolean was_used(const struct angle_wish *wish, const char *name,
			 guint lately)
{
	for (guint i = 0; i < MIN(wish->n_past, lately); i++)
		if (g_str_equal(wish->past[i], name))
			return TRUE;
	return FALSE;
}

/* The one that has its moment now, NULL: none. */
static const char *moment(const struct angle_wish *wish)
{
	switch (wish->reason) {
	case REASON_PROMISED:
	case REASON_YOU_OWE:
	case REASON_NEW:
	case REASON_UNDELIVERED: /* they have read nothing to follow up */
		return "answer";
	case REASON_ASK_REFERRAL:
		return "referral";
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
		/* Nobody says a last word after the first one. */
		return wish->last && wish->attempts > 1 ? "last-word" : NULL;
	case REASON_NONE:
	case REASON_QUIET:
	case N_REASONS:
		break;
	}
	return NULL;
}

/* Those that go round for them; returns how many there are. */
static guint list_round(const struct angle_wish *wish,
			const char *round[static ROUND])
{
	gboolean friend =
	    wish->reason == REASON_QUIET || wish->reason == REASON_ASK_REFERRAL;
	guint n = 0;

	/* Who has answered everything was told nothing in vain. */
	if (!friend && (wish->reason != REASON_NONE || wish->attempts > 0)) {
		for (; n < ROUND; n++)
			round[n] = angles[n].name;
		return n;
	}
	/* Nobody knows whether there was a last time that news are since. */
	for (guint first = friend ? 0 : 1; n < G_N_ELEMENTS(friendly); n++)
		round[n] = friendly[(first + n) % G_N_ELEMENTS(friendly)];
	return n;
}

const struct angle *angle_choose(const struct angle_wish *wish)
{
	const char *name = moment(wish);
	guint first = wish->rung > 0 ? wish->rung - 1 : 0;
	const char *round[ROUND];
	guint n = list_round(wish, round);

	/* An answer has no words of its own that could be repeated. */
	if (name && (g_str_equal(name, "answer") || !was_used(wish, name, 1)))
		return angle_find(name);
	/* One is left: fewer are remembered than go round. */
	for (guint i = 0; i < n; i++)
		if (!was_used(wish, round[(first + i) % n], n - 1))
			return angle_find(round[(first + i) % n]);
	g_assert_not_reached();
}
