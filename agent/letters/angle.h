/*
 * Angles: what a follow-up says that the last one did not.  One constant table,
 * from which help, manual, completion and the files of `tend draft --templates`
 * are made.
 */
#pragma once

#include "agent/rules/words.h"

struct angle {
	const char *name;
	const char *summary; /* lower case, without a full stop */
	const char *text;    /* the template that is built in */
};

/* Ends with a NULL name. */
extern const struct angle angles[];

/* NULL: there is none of this name. */
const struct angle *angle_find(const char *name);

/* For whom, and what they were sent before. */
struct angle_wish {
	enum reason reason; /* why they are named, REASON_NONE: they are not */
	guint rung;	    /* on which of its rungs, from 1; 0: on none */
	gboolean last;	    /* it is the last one */
	guint attempts;	    /* days on which they were written to in vain */
	const char *const *past; /* angles of earlier drafts, newest first */
	guint n_past;
};

/*
 * The angle of the next draft; never NULL.
 *
 * Where it is the user's turn to say something of their own (promised, you-owe,
 * new), and where nothing arrived, the draft leaves the words to them:
 * "answer". Praise is followed by "referral", the last try at an answer is
 * "last-word", and all others go round, beginning where the rung stands and
 * passing over what was used lately, so that no two in a row are alike.  To
 * whom the user has written nothing in vain there are only "news", "insight"
 * and "teach".
 */
const struct angle *angle_choose(const struct angle_wish *wish);
