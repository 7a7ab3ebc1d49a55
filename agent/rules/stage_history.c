/* The stages of a relationship, one after the other. */
#include "agent/rules/stage_history.h"

#include "agent/rules/contact.h"
#include "agent/rules/ruled.h"
#include "agent/rules/stage.h"

/* What is known on the way. */
struct walk {
	const struct rule_settings *settings;
	struct stage_facts facts;
	enum direction last; /* of the piece between two meetings */
	gint64 stop_at, stage_at;
	struct said ruled; /* what lines say so far, no more */
	GArray *changes;
};

static void note(struct walk *walk, gint64 at, const char *why)
{
	const struct stage_change *last =
	    walk->changes->len > 0
		? &g_array_index(walk->changes, struct stage_change,
				 walk->changes->len - 1)
		: NULL;
	struct stage_change change = { .at = at, .why = why };

	/* A word of the user after it lifts a stop. */
	walk->facts.stopped =
	    walk->stop_at != 0 && walk->stage_at <= walk->stop_at;
	change.stage = stage_judge(&walk->facts);
	if (walk->facts.said == STAGE_NONE && !walk->facts.stopped &&
	    change.stage != STAGE_NONE && change.stage == walk->facts.ruled)
		change.why = "a line of the configuration says so";
	if (change.stage != (last != NULL ? last->stage : STAGE_NONE))
		g_array_append_val(walk->changes, change);
}

/* Runs answer each other: see runs.h. */
static const char *count(struct walk *walk, const struct touch *touch)
{
	const char *why =
	    touch->direction == DIRECTION_IN ? "they answered" : "you answered";

	if (touch->direction == DIRECTION_BOTH) {
		walk->facts.exchanges++;
		walk->last = DIRECTION_NONE;
		return touch->channel == CHANNEL_CALL ? "you talked"
						      : "you met";
	}
	if (walk->last == DIRECTION_NONE)
		why = touch->direction == DIRECTION_IN ? "they wrote"
		      : touch->channel == CHANNEL_CALL ? "you called them"
						       : "you wrote to them";
	else if (walk->last != touch->direction)
		walk->facts.exchanges++;
	walk->last = touch->direction;
	return why;
}

/* What lines of the configuration say of mail up to here. */
static void take_ruled(struct walk *walk, const struct touch *touch)
{
	walk->ruled.ruled =
	    ruled_signs(touch, 1, &walk->ruled, walk->facts.colleague);
	walk->facts.ruled = ruled_stage(walk->ruled.ruled);
}

static void take_touch(struct walk *walk, const struct touch *touch)
{
	static const struct said nothing = { .stage = STAGE_NONE };
	const char *why;

	if (touch->direction == DIRECTION_NONE)
		return;
	why = count(walk, touch);
	if (touch->direction == DIRECTION_OUT)
		walk->facts.touches_out++;
	if (contact_is(touch, 1, &nothing, walk->settings))
		walk->facts.contact = TRUE;
	if (touch->direction == DIRECTION_IN && touch->signs & SIGN_STOP) {
		walk->stop_at = touch->at;
		why = "they asked to be left alone";
	} else if (touch->direction == DIRECTION_IN &&
		   touch->signs & (SIGN_ASKS | SIGN_QUESTION)) {
		if (walk->stop_at != 0)
			why = "they asked something of their own";
		walk->stop_at = 0;
	}
	take_ruled(walk, touch);
	note(walk, touch->at, why);
}

static void take_saying(struct walk *walk, const struct stage_saying *saying)
{
	if (saying->ruled != 0) {
		walk->ruled.ruled |= saying->ruled;
		take_ruled(walk,
			   &(struct touch){ .direction = DIRECTION_NONE });
		note(walk, saying->at, "");
		return;
	}
	walk->facts.contact = TRUE;
	if (saying->stage != STAGE_NONE) {
		walk->facts.said = saying->stage;
		walk->stage_at = saying->at;
	}
	note(walk, saying->at,
	     saying->stage != STAGE_NONE ? "you said so" : "you named them");
}

GArray *stage_history(const struct touch *touches, gsize n_touches,
		      const struct stage_saying *sayings, gsize n_sayings,
		      gboolean colleague, const struct rule_settings *settings)
{
	struct walk walk = {
		.settings = settings,
		.facts.colleague = colleague,
		.changes =
		    g_array_new(FALSE, FALSE, sizeof(struct stage_change)),
	};
	gsize i = 0, j = 0;

	while (i < n_touches || j < n_sayings) {
		if (j == n_sayings ||
		    (i < n_touches && touches[i].at <= sayings[j].at))
			take_touch(&walk, &touches[i++]);
		else
			take_saying(&walk, &sayings[j++]);
	}
	return walk.changes;
}
