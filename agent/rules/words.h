/*
 * The words of the design's glossary that rules speak in.  Numbers are stored
 * in the database: append, never reorder.
 */
#pragma once

#include <glib.h>

enum direction {
	DIRECTION_NONE, /* not a touch: to oneself, or from nobody */
	DIRECTION_OUT,
	DIRECTION_IN,
	DIRECTION_BOTH,
	N_DIRECTIONS
};

enum channel {
	CHANNEL_EMAIL,
	CHANNEL_CALL,
	CHANNEL_MEETING,
	CHANNEL_CHAT,
	CHANNEL_SOCIAL,
	CHANNEL_LETTER,
	CHANNEL_OTHER,
	N_CHANNELS
};

enum stage {
	STAGE_NONE, /* a sighting has none */
	STAGE_LEAD,
	STAGE_CONTACTED,
	STAGE_ENGAGED,
	STAGE_CUSTOMER,
	STAGE_LOST,
	N_STAGES
};

/* Whose turn it is. */
enum ball { BALL_NOBODYS, BALL_YOURS, BALL_THEIRS, N_BALLS };

/* Why somebody is named, most pressing first. */
enum reason {
	REASON_NONE,
	REASON_PROMISED,
	REASON_YOU_OWE,
	REASON_NEW,
	REASON_UNDELIVERED,
	REASON_THEY_OWE,
	REASON_GAVE_UP_EARLY,
	REASON_QUIET,
	REASON_ASK_REFERRAL,
	N_REASONS
};

/* The word as the command line, JSON and the config spell it. */
const char *direction_name(enum direction direction);
const char *channel_name(enum channel channel);
const char *stage_name(enum stage stage);
const char *ball_name(enum ball ball);
const char *reason_name(enum reason reason);

/* FALSE for a word that is none; case does not matter. */
gboolean stage_parse(const char *word, enum stage *stage_out);
gboolean channel_parse(const char *word, enum channel *channel_out);
gboolean reason_parse(const char *word, enum reason *reason_out);
