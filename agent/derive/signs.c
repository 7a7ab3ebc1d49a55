/* What a mail says that a judgement may rest on. */
#include "agent/derive/signs.h"

/* A greeting and a name are no text; a note is shorter than a page. */
#define WORDS_MIN 5
#define SHORT_WORDS 60

/* "Next week" is due when it ends; "in spring" while it has just begun. */
#define LONGEST_WAIT 6

#define DAY G_GINT64_CONSTANT(86400)

/* The day on which it was written, where it was. */
static gint32 written_on(const struct record_facts *facts)
{
	gint64 at = facts->date + (gint64)facts->zone * 60;

	return facts->date == G_MININT64 ? G_MININT32
					 : (gint32)(at / DAY - (at % DAY < 0));
}

static gint32 promised_day(const struct record_facts *facts,
			   const struct record_promise *promise)
{
	if (promise->from == G_MININT32 || promise->to == G_MININT32)
		return promise->to;
	/* "By 20 March" begins at once, and is due then. */
	if (promise->from <= written_on(facts))
		return promise->to;
	return MIN(promise->to, promise->from + LONGEST_WAIT);
}

/* Of several the first that names a day; the writer's own go first. */
static void read_promises(const struct record_facts *facts,
			  struct signs *signs_out)
{
	for (guint i = 0; i < facts->promises.n; i++) {
		const struct record_promise *promise =
		    &facts->promises.items[i];

		if (promise->by_reader)
			continue;
		signs_out->bits |= SIGN_PROMISE;
		if (signs_out->day == TOUCH_NO_DAY)
			signs_out->day = promised_day(facts, promise);
	}
	if (signs_out->bits & SIGN_PROMISE)
		return;
	for (guint i = 0; i < facts->promises.n; i++) {
		const struct record_promise *promise =
		    &facts->promises.items[i];

		/* "By Thursday" begins now: an ask with a last day. */
		if (promise->from == G_MININT32 ||
		    promise->from * DAY <= facts->date)
			continue;
		signs_out->bits |= SIGN_ASKED_FOR;
		signs_out->day = promise->from;
		return;
	}
}

static void read_absence(const struct record_facts *facts,
			 struct signs *signs_out)
{
	switch ((enum absence)facts->absence) {
	case ABSENCE_UNTOLD:
		signs_out->bits |= SIGN_ABSENT;
		break;
	case ABSENCE_DATED:
		signs_out->bits |= SIGN_ABSENT;
		signs_out->day = facts->back;
		break;
	case ABSENCE_LEFT:
		signs_out->bits |= SIGN_LEFT;
		break;
	case ABSENCE_NONE:
	case N_ABSENCES:
		break;
	}
}

/* Of automatic mail: what came of the user's own. */
static guint read_outcome(const struct record_facts *facts)
{
	if (facts->kind == KIND_BOUNCE)
		return facts->delayed ? SIGN_DELAYED : SIGN_BOUNCED;
	if (facts->kind == KIND_CALENDAR &&
	    g_ascii_strcasecmp(facts->event_method, "reply") == 0 &&
	    g_ascii_strcasecmp(facts->event_answer, "accepted") == 0)
		return SIGN_ACCEPTED;
	return 0;
}

static guint read_length(const struct record_facts *facts)
{
	if (!facts->body_read)
		return 0;
	return SIGN_READ | (facts->words >= WORDS_MIN ? SIGN_WORDS : 0u) |
	       (facts->words <= SHORT_WORDS ? SIGN_SHORT : 0u);
}

static guint bit(const char *sentence, enum sign sign)
{
	return *sentence != '\0' ? sign : 0;
}

void signs_read(const struct record_facts *facts, struct signs *signs_out)
{
	*signs_out = (struct signs){
		.bits = bit(facts->asks, SIGN_ASKS) |
			bit(facts->question, SIGN_QUESTION) |
			bit(facts->delivers, SIGN_DELIVERS) |
			bit(facts->no, SIGN_NO) | bit(facts->stop, SIGN_STOP) |
			bit(facts->closing, SIGN_CLOSING) |
			bit(facts->praise, SIGN_PRAISE) | read_length(facts) |
			read_outcome(facts),
		.day = TOUCH_NO_DAY,
		.ask_day = facts->asks_day,
	};
	if (facts->quoted_forward)
		signs_out->bits |= SIGN_FORWARD;
	if (facts->in_reply_to.n > 0)
		signs_out->bits |= SIGN_REPLY;
	read_promises(facts, signs_out);
	read_absence(facts, signs_out);
}
