/*
 * What the user's programs are told, and when: somebody new has written, an
 * answer that was owed has come, a matter has become due.  Each is written down
 * before a program is started, so it is told once at most, whatever dies.
 *
 * Only news counts: mail that came, and mornings that were, after the baseline,
 * after the setting was first seen, after a restore, and in the last three
 * days.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/hook.h"
#include "agent/rules/stall.h"
#include "store/store.h"

struct announcer;
typedef struct announcer announcer;

/*
 * Borrows all.  tells: who is new is told on standard error where no program
 * is set for that.
 */
struct announcer *announcer_new(struct store *store,
				const struct config *config,
				struct hooks *hooks, gboolean tells);
void announcer_free(struct announcer *announcer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(announcer, announcer_free)

/*
 * Hand what is news to the hooks, at most once a second; not within a
 * transaction.  To be called when every mailbox that is open has been read and
 * everybody is judged.
 */
gboolean announcer_look(struct announcer *announcer, gint64 now,
			GError **error);

/* When to look again, in milliseconds; -1: when something has come. */
int announcer_get_timeout(const struct announcer *announcer);

/*
 * Whether the incoming touch with this source is an answer that was owed: the
 * user had the last word, not long ago, and it was more than thanks; or it
 * settles a matter that was theirs.  Of colleagues only such matters count.
 * *since_out is when it became their turn.
 */
gboolean announce_is_answer(const struct facts *facts, gint64 source,
			    gint64 *since_out);

/* What one program is told. */
struct announcement {
	enum hook hook;
	const char *contact, *address, *organisation, *phone;
	enum reason reason; /* REASON_NONE: of an answer */
	enum channel channel;
	const char *sentence, *quote, *subject, *mid;
	gint64 at;	 /* when they wrote, or of the rung */
	gint64 since_at; /* when it began to wait */
	enum stage stage;
	gboolean tracked;
	gint64 touches_out, touches_in, exchanges, attempts;
};

/*
 * The object as tend-json(5) has it; the caller owns it.  no_sentence: nothing
 * that a mail says is in it but its subject.
 */
char *announcement_format(const struct announcement *announcement,
			  gboolean no_sentence);
