/*
 * The user's answers to digests and reports: found among the mail of an
 * account, believed or not, and acted on once.
 *
 * An answer is mail of the user's to themselves that names the letter: by
 * In-Reply-To, by the last of its References, by an earlier answer that it
 * goes on from, or by the token that stands in what a link of the letter
 * prefills (agent/letters/answer.h), which holds where they differ.  Whether it
 * is believed is asked of its copies (agent/post/belief.h), and the text is
 * that of the very copy that is.
 *
 * It crosses the border only when asked for, and nothing of it is kept but a
 * line of what came of each command (store/answer.h).
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "agent/link.h"
#include "store/store.h"

/* An answer holds for so long after the letter, by its own time. */
#define ANSWERS_DAYS 14

struct answers;
typedef struct answers answers;

struct answers_settings {
	struct store *store;
	const struct config *config;
	const struct config_account *account;
	gint64 account_id;
};

struct answers *answers_new(const struct answers_settings *settings);
void answers_free(struct answers *answers);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(answers, answers_free)

/* A session begins: nothing is asked for. */
void answers_begin(struct answers *answers);

/*
 * Ask the worker for the text of the next one at `now` (the clock of
 * judgements), unless it is busy with one.  Without letters that can be
 * answered it costs one statement.
 */
gboolean answers_ask(struct answers *answers, struct link *link, gint64 now,
		     GError **error);
gboolean answers_is_reading(const struct answers *answers);

/* A copy came, which may be the one that was asked for. */
void answers_came(struct answers *answers, const struct record_copy *copy);

/*
 * The request has been answered: act, in a transaction of its own, which must
 * not be open.  *said_out: something was said, so people are to be judged.
 */
gboolean answers_end(struct answers *answers, gint64 now, gboolean *said_out,
		     GError **error);

/*
 * How many lie in this account that would answer a letter and are not believed:
 * of the user's own, where their client keeps no copy in a Sent folder, or of
 * somebody who goes by their name.
 */
gboolean answers_count_doubted(struct answers *answers, gint64 now,
			       guint *count_out, GError **error);

/* ---- the two halves of answers_ask, for it and for tests ---- */

/* The copy whose text is wanted next. */
struct answers_wanted {
	gint64 message_key; /* 0: there is none */
	gint64 folder_id, uidvalidity, uid;
};

gboolean answers_find(struct answers *answers, gint64 now,
		      struct answers_wanted *wanted_out, GError **error);
void answers_expect(struct answers *answers,
		    const struct answers_wanted *wanted);
