/* What is open with a person, conversation by conversation. */
#include "agent/rules/matter.h"

#include <string.h>

#include "agent/rules/cadence.h"
#include "agent/rules/local_day.h"
#include "agent/rules/workday.h"

/* Written to more people, it may be anybody's to answer. */
#define MOST_ASKED 3

/* Mail systems try for five days, and say so then. */
#define BOUNCED_WITHIN (7 * 24 * 60 * 60)

/* After such a silence a matter is a new one, whatever was said before. */
#define FRESH_SECONDS (30 * 24 * 60 * 60)

/* An answer elsewhere so soon is an answer to this. */
#define SAME_DAY (24 * 60 * 60)

struct walk {
	const struct facts *facts;
	struct matter *matters;
	guint n;
	const struct touch *sent; /* the user's last, in any of them */
	gint32 away_until;	  /* whoever is away is so in all matters */
};

static gboolean is_open(const struct matter *matter)
{
	return matter->asked != NULL || matter->promised != NULL ||
	       matter->ask != NULL || matter->their_promise != NULL ||
	       matter->bounced != NULL || matter->left != NULL;
}

/* How many rungs of a ladder in working days, or in days, had come by then. */
static guint count_reply_rungs(const struct rule_settings *settings, gint64 at,
			       gint64 until)
{
	guint days = workday_between(settings, at, until), n = 0;

	while (n < settings->reply_within.n &&
	       settings->reply_within.days[n] <= days)
		n++;
	return n;
}

static guint count_answer_rungs(const struct rule_settings *settings, gint64 at,
				gint64 until)
{
	gint32 days =
	    local_day(until, settings->zone) - local_day(at, settings->zone);
	guint n = 0;

	while (n < settings->answer_within.n &&
	       (gint32)settings->answer_within.days[n] <= days + 1)
		n++;
	return n;
}

static void clear_mine(const struct walk *walk, struct matter *matter,
		       gint64 at)
{
	if (matter->asked != NULL)
		matter->named += count_reply_rungs(walk->facts->settings,
						   matter->asked->at, at);
	matter->asked = matter->asked_last = matter->promised = NULL;
}

static void clear_theirs(const struct walk *walk, struct matter *matter,
			 gint64 at)
{
	if (matter->ask_last != NULL)
		matter->named += count_answer_rungs(walk->facts->settings,
						    matter->ask_last->at, at);
	matter->ask = matter->ask_last = matter->their_promise = NULL;
	matter->held = NULL;
	matter->bounced = matter->left = NULL;
	matter->attempts = 0;
	matter->away_until = TOUCH_NO_DAY;
}

/* The calendar day on which a ladder of so many days has been climbed. */
static gint64 forgotten_at(const struct walk *walk, const struct matter *matter)
{
	const struct rule_settings *settings = walk->facts->settings;
	const struct rule_rungs *reply = &settings->reply_within;
	const struct rule_rungs *answer = &settings->answer_within;
	gint64 at = 0;

	if (matter->asked != NULL)
		at = workday_add(settings, matter->asked->at,
				 reply->days[reply->n - 1] + 1);
	/* Meant for a day, it is none any more after it. */
	if (matter->asked != NULL &&
	    matter->asked_last->ask_day != TOUCH_NO_DAY)
		at = MIN(at, local_instant(matter->asked_last->ask_day + 1, 0,
					   settings->zone));
	if (matter->ask_last != NULL)
		at = MAX(at, matter->ask_last->at +
				 (answer->days[answer->n - 1] + 1) * SAME_DAY);
	if (matter->promised != NULL || matter->their_promise != NULL)
		at = VERDICT_NEVER;
	return at;
}

/* Whether it is the only one that anybody still waits for. */
static gboolean is_alone(const struct walk *walk, const struct matter *which,
			 gint64 now)
{
	for (guint i = 0; i < walk->n; i++)
		if (&walk->matters[i] != which && is_open(&walk->matters[i]) &&
		    forgotten_at(walk, &walk->matters[i]) > now)
			return FALSE;
	return TRUE;
}

static struct matter *find(struct walk *walk, gint64 conversation)
{
	for (guint i = walk->n; i-- > 0;)
		if (walk->matters[i].conversation == conversation)
			return &walk->matters[i];
	return NULL;
}

static void drop(struct walk *walk, guint i)
{
	memmove(&walk->matters[i], &walk->matters[i + 1],
		(walk->n - i - 1) * sizeof *walk->matters);
	walk->n--;
}

static struct matter *ensure(struct walk *walk, const struct touch *touch)
{
	gint64 conversation = touch->conversation;
	struct matter *matter = find(walk, conversation);
	guint oldest = 0;

	if (matter != NULL) {
		if (touch->at - matter->last_at > FRESH_SECONDS)
			matter->named = 0;
		return matter;
	}
	for (guint i = walk->n; i-- > 0;)
		if (!is_open(&walk->matters[i]) &&
		    touch->at - walk->matters[i].last_at > FRESH_SECONDS)
			drop(walk, i);
	if (walk->n == MATTERS_MAX) {
		for (guint i = 1; i < walk->n; i++)
			if (walk->matters[i].last_at <
			    walk->matters[oldest].last_at)
				oldest = i;
		drop(walk, oldest);
	}
	matter = &walk->matters[walk->n++];
	*matter = (struct matter){ .conversation = conversation,
				   .away_until = TOUCH_NO_DAY };
	return matter;
}

/* ---- what asks ---- */

/*
 * Of news only: what lay in the mailbox before tend came is no debt, except
 * with people whom the user cares about; nor is what the user has done with.
 */
static gboolean is_news(const struct walk *walk, const struct touch *touch)
{
	const struct said *said = walk->facts->said;

	return (touch->at >= walk->facts->settings->baseline_at ||
		walk->facts->summary->tracked) &&
	       !said_is_done(said, touch->conversation, touch->at);
}

static gboolean asks_the_user(const struct walk *walk,
			      const struct touch *touch)
{
	guint most = walk->facts->colleague ? 1 : MOST_ASKED;

	return touch->channel == CHANNEL_EMAIL &&
	       (touch->signs & (SIGN_ASKS | SIGN_QUESTION)) != 0 &&
	       touch->recipients >= 1 && touch->recipients <= most &&
	       is_news(walk, touch);
}

/*
 * A bare question mark of one's own is banter more often than not; in a short
 * note to a single colleague it is meant.
 */
static gboolean user_asks(const struct walk *walk, const struct touch *touch)
{
	guint most =
	    walk->facts->colleague ? 1 : walk->facts->settings->max_recipients;

	if (touch->channel != CHANNEL_EMAIL || touch->recipients > most ||
	    !is_news(walk, touch))
		return FALSE;
	if (touch->signs & (SIGN_ASKS | SIGN_DELIVERS))
		return TRUE;
	return walk->facts->colleague && touch->recipients == 1 &&
	       (touch->signs & SIGN_QUESTION) != 0 &&
	       (touch->signs & SIGN_SHORT) != 0;
}

static gboolean is_ignored(const struct walk *walk)
{
	return walk->facts->colleague && !walk->facts->settings->colleagues;
}

/* ---- one touch after the other ---- */

/* What one side said settles what it owed, here and, if clear, elsewhere. */
static void settle_elsewhere(struct walk *walk, const struct touch *touch,
			     gboolean mine, gboolean theirs)
{
	const struct matter *own =
	    touch->conversation != 0 ? find(walk, touch->conversation) : NULL;

	/* What answers here is no answer to anything elsewhere. */
	if (own != NULL &&
	    ((mine && own->asked != NULL) || (theirs && own->ask != NULL)))
		return;
	for (guint i = 0; i < walk->n; i++) {
		struct matter *matter = &walk->matters[i];
		const struct touch *first;

		if (matter->conversation == touch->conversation &&
		    touch->conversation != 0)
			continue;
		first = mine ? matter->asked_last : NULL;
		if (mine &&
		    (matter->asked != NULL || matter->promised != NULL) &&
		    ((first != NULL && touch->at - first->at <= SAME_DAY) ||
		     is_alone(walk, matter, touch->at)))
			clear_mine(walk, matter, touch->at);
		first = theirs ? matter->ask_last : NULL;
		if (theirs &&
		    (matter->ask != NULL || matter->their_promise != NULL) &&
		    ((first != NULL && touch->at - first->at <= SAME_DAY) ||
		     is_alone(walk, matter, touch->at)))
			clear_theirs(walk, matter, touch->at);
	}
}

/* "We will look into it": no answer yet, but the ball moved. */
static gboolean holds(const struct touch *touch)
{
	return (touch->signs & SIGN_PROMISE) != 0 && touch->day == TOUCH_NO_DAY;
}

static void hold(const struct walk *walk, struct matter *matter,
		 const struct touch *touch)
{
	matter->named += count_answer_rungs(walk->facts->settings,
					    matter->ask_last->at, touch->at);
	matter->held = touch;
}

static void hear_in(struct walk *walk, const struct touch *touch)
{
	struct matter *matter;

	walk->away_until = TOUCH_NO_DAY;
	settle_elsewhere(walk, touch, FALSE, TRUE);
	matter = ensure(walk, touch);
	if (holds(touch) && matter->ask != NULL)
		hold(walk, matter, touch);
	else
		clear_theirs(walk, matter, touch->at);
	matter->last_at = touch->at;
	if (touch->signs & (SIGN_PROMISE | SIGN_ASKED_FOR) &&
	    is_news(walk, touch)) {
		if (touch->signs & SIGN_PROMISE) {
			if (!holds(touch))
				matter->their_promise = touch;
		} else if (touch->recipients <= MOST_ASKED)
			matter->promised = touch;
	}
	/* "Never mind, I found it." */
	if ((touch->signs & SIGN_CLOSING) != 0 &&
	    (touch->signs & (SIGN_ASKS | SIGN_QUESTION)) == 0)
		matter->asked = matter->asked_last = NULL;
	if (asks_the_user(walk, touch)) {
		if (matter->asked == NULL)
			matter->asked = touch;
		matter->asked_last = touch;
	}
}

static void count_attempt(const struct walk *walk, struct matter *matter,
			  const struct touch *touch)
{
	GTimeZone *zone = walk->facts->settings->zone;

	if (matter->ask_last == NULL ||
	    local_day(matter->ask_last->at, zone) != local_day(touch->at, zone))
		matter->attempts++;
	matter->ask_last = touch;
}

static void hear_out(struct walk *walk, const struct touch *touch)
{
	struct matter *matter;

	settle_elsewhere(walk, touch, TRUE, FALSE);
	matter = ensure(walk, touch);
	clear_mine(walk, matter, touch->at);
	matter->last_at = touch->at;
	matter->sent = walk->sent = touch;
	matter->bounced = matter->left = NULL;
	if ((touch->signs & SIGN_PROMISE) != 0 && is_news(walk, touch))
		matter->promised = touch;
	if (user_asks(walk, touch) && matter->ask == NULL) {
		matter->ask = touch;
		/* Asked again when the day that they said was over. */
		if (matter->their_promise != NULL &&
		    local_day(touch->at, walk->facts->settings->zone) >
			matter->their_promise->day)
			matter->their_promise = NULL;
		/* Who is away says so once, not to every mail. */
		matter->away_until = walk->away_until;
	}
	if (matter->ask != NULL)
		count_attempt(walk, matter, touch);
}

static void hear_both(struct walk *walk, const struct touch *touch)
{
	struct matter *matter = find(walk, touch->conversation);

	walk->away_until = TOUCH_NO_DAY;
	settle_elsewhere(walk, touch, TRUE, TRUE);
	if (matter != NULL && touch->conversation != 0) {
		clear_mine(walk, matter, touch->at);
		clear_theirs(walk, matter, touch->at);
	}
}

static void hear_away(struct walk *walk, const struct touch *touch)
{
	GTimeZone *zone = walk->facts->settings->zone;
	gint32 day = touch->day;

	/* Back nobody knows when: ask again in a week. */
	if (day == TOUCH_NO_DAY)
		day = local_day(touch->at, zone) + 7;
	if (!(touch->signs & SIGN_LEFT))
		walk->away_until = MAX(walk->away_until, day);
	for (guint i = 0; i < walk->n; i++) {
		struct matter *matter = &walk->matters[i];

		if (matter->ask == NULL && matter->their_promise == NULL)
			continue;
		if (touch->signs & SIGN_LEFT)
			matter->left = touch;
		else
			matter->away_until = MAX(matter->away_until, day);
	}
}

static void hear_bounce(struct walk *walk, const struct touch *bounced)
{
	const struct touch *touch = bounced;
	struct matter *matter;

	if (!is_news(walk, bounced))
		return;
	matter = find(walk, touch->conversation);
	/* It does not always say which mail it is about: then the last one. */
	if ((matter == NULL || matter->sent == NULL) && walk->sent != NULL &&
	    touch->at - walk->sent->at <= BOUNCED_WITHIN)
		touch = walk->sent;
	matter = ensure(walk, touch);
	clear_theirs(walk, matter, bounced->at);
	matter->last_at = bounced->at;
	matter->bounced = bounced;
}

/* What is no touch but bears on the person. */
static void hear_sign(struct walk *walk, const struct touch *touch)
{
	struct matter *matter = find(walk, touch->conversation);

	if (touch->signs & SIGN_BOUNCED)
		hear_bounce(walk, touch);
	if (touch->signs & (SIGN_ABSENT | SIGN_LEFT))
		hear_away(walk, touch);
	if (matter == NULL || touch->conversation == 0)
		return;
	if (touch->signs & (SIGN_ANSWERED | SIGN_ACCEPTED)) {
		/*
		 * Somebody else's mail may turn out to belong here long after
		 * it came, when all rungs have been.
		 */
		if (matter->ask_last != NULL)
			matter->named += walk->facts->settings->answer_within.n;
		clear_theirs(walk, matter, touch->at);
	}
	if (touch->signs & SIGN_PASSED_ON)
		clear_mine(walk, matter, touch->at);
}

static void hear(struct walk *walk, const struct touch *touch)
{
	switch (touch->direction) {
	case DIRECTION_IN:
		hear_in(walk, touch);
		break;
	case DIRECTION_OUT:
		hear_out(walk, touch);
		break;
	case DIRECTION_BOTH:
		hear_both(walk, touch);
		break;
	case DIRECTION_NONE:
		hear_sign(walk, touch);
		break;
	case N_DIRECTIONS:
		break;
	}
}

void matter_limit(const struct facts *facts, const struct matter *matter,
		  struct ladder *ladder)
{
	guint left = matter->named < MATTER_MOST_NAMED
			 ? MATTER_MOST_NAMED - matter->named
			 : 1;

	if (!facts->summary->tracked)
		ladder->n = MIN(ladder->n, left);
}

guint matter_walk(const struct facts *facts, struct matter *matters_out)
{
	struct walk walk = { .facts = facts,
			     .matters = matters_out,
			     .away_until = TOUCH_NO_DAY };

	if (is_ignored(&walk))
		return 0;
	for (gsize i = 0; i < facts->n_touches; i++)
		hear(&walk, &facts->touches[i]);
	for (guint i = walk.n; i-- > 0;)
		if (!is_open(&walk.matters[i]))
			drop(&walk, i);
	return walk.n;
}
