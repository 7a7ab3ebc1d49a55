/*
 * What the user answers to a digest or a report: lines of commands, as people
 * type them on a phone.  Pure.
 *
 *	done 2                  done 1, 2 and 4; mute 5
 *	snooze 3 2w             snooze 1 until friday
 *	no 4: not this year     stage 6 customer
 *	log 1 call yesterday left a message
 *	close all but 3 and 7   track 1 2
 *
 * Several stand in a line, parted by ";" or "," or by nothing.  The table of
 * verbs is all that an answer can do: whatever is not in it is not done.
 * Nobody reads this twice before it acts: a single typing error is forgiven
 * where only one word can have been meant, and a command with a word too many
 * is not done at all.
 */
#pragma once

#include <glib.h>

#include "agent/rules/words.h"

enum answer_verb {
	ANSWER_DONE,
	ANSWER_CLOSE, /* the same, of a report */
	ANSWER_SNOOZE,
	ANSWER_MUTE,
	ANSWER_NO,
	ANSWER_LOG,
	ANSWER_STAGE,
	ANSWER_TRACK,
	N_ANSWER_VERBS
};

struct answer_command {
	enum answer_verb verb;
	gboolean all;	   /* of the list, but for the positions */
	GArray *positions; /* guint from 1, in the order typed, each once */
	gint64 at;	   /* until when to snooze, when a log was; UTC */
	enum stage stage;
	enum channel channel;
	enum direction direction;
	char *text;    /* of a no or a log, "" for none */
	char *problem; /* why it is not to be done, a sentence; else NULL */
};

struct answer {
	GPtrArray *commands; /* struct answer_command */
	char *rest; /* the line that ended the reading, if it is none of ours
		     * and no greeting or signature; else NULL */
};

typedef struct answer answer_t;

/* No more than this is looked at. */
#define ANSWER_TEXT_MAX (16u << 10)
#define ANSWER_COMMANDS_MAX 50
#define ANSWER_POSITIONS_MAX 200

/*
 * Read what the user wrote (without quotes and signature) at `at`, UTC
 * seconds, in `zone`.  Any bytes may come.
 */
struct answer *answer_read(const char *text, gint64 at, GTimeZone *zone);
void answer_free(struct answer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(answer_t, answer_free)

const char *answer_verb_name(enum answer_verb verb);

/*
 * Which letter an answer is to, where the mail client drops the In-Reply-To of
 * a mailto: link: "#k7f3mq2w9x", made of the letter's Message-ID, which nobody
 * can guess.  It stands in the text of the link; answer_read passes over it.
 * The caller owns it.
 */
char *answer_token(const char *mid);

/* Whether the token stands in what the user wrote, in any case. */
gboolean answer_has_token(const char *text, const char *token);

/*
 * Whether this is the Message-ID of a digest or report of a tend, whosever:
 * an answer to that is no mail to anybody.
 */
gboolean answer_is_letter(const char *mid);
