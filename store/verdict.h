/*
 * Verdicts: who waits for what, since when, and when it is due.  Derived.
 * A verdict stays true as the clock moves: it holds its due and lapse times.
 */
#pragma once

#include "store/store.h"

struct store_verdict {
	gint64 person_id;
	gint64 conversation_id; /* 0: the person, not a conversation */
	int reason;		/* enum reason */
	gint64 since_at;	/* when it began to wait */
	gint64 due_at;		/* the first rung */
	gint64 lapse_at;	/* closed from then on */
	const char *rungs;	/* agent/rules/rung.h */
	gint64 source;		/* the touch that it rests on */
	const char *sentence;	/* why, in words */
	const char *quote;	/* the mail's own sentence, or "" */
	/* Filled by the lists only. */
	const char *name;    /* of the person */
	const char *address; /* the person's with most mail */
	const char *organisation;
	const char *phone;
	gboolean tracked, colleague;
	const char *subject; /* of the message that is the source, or "" */
	const char *mid;
};

typedef struct store_verdict store_verdict;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_verdict, g_free)

/* All of a person's verdicts are now these n. */
gboolean store_verdict_replace(struct store *store, gint64 person_id,
			       const struct store_verdict *verdicts, guint n,
			       GError **error);

/*
 * struct store_verdict that had not lapsed at `since`, by reason, due_at,
 * address and conversation: whatever may be named from then on, or waits.
 */
GPtrArray *store_verdict_list_open(struct store *store, gint64 since,
				   GError **error);
GPtrArray *store_verdict_list_by_person(struct store *store, gint64 person_id,
					GError **error);
