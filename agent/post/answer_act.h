/*
 * Do what an answer says: the same sayings that the commands write, all of one
 * answer in one breath, so that one `tend undo` takes it back.
 */
#pragma once

#include "agent/config.h"
#include "agent/letters/answer.h"
#include "store/outbox.h"
#include "store/store.h"

struct answer_deed {
	struct store *store;
	const struct config *config;
	const struct store_outbox *letter; /* the digest or report */
	gint64 at;			   /* when it was written, */
	gint64 now;			   /* and when it acts */
};

/*
 * Say it all, in the caller's transaction; nobody is judged yet.  *batch_out
 * is 0 when nothing came of it.  *outcome_out tells of each command in a line
 * of its own, plain text from mail; the caller owns it.
 */
gboolean answer_act(const struct answer_deed *deed, const struct answer *answer,
		    gint64 *batch_out, char **outcome_out, GError **error);
