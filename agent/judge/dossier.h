/*
 * All that is known of one person, read at once: for the commands that show
 * them.  Judged again from the facts, as agent/judge/judge.h does it, so that
 * what is not stored can be shown: the history of the stage, who answered for
 * them.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/said/hear.h"
#include "agent/rules/rung.h"
#include "agent/rules/stall.h"
#include "agent/rules/summary.h"
#include "agent/rules/terms.h"
#include "agent/judge/ruling.h"
#include "store/message.h"
#include "store/person.h"
#include "store/store.h"
#include "store/verdict.h"

struct dossier {
	struct store_person *person;
	GPtrArray *addresses; /* struct store_address */
	GPtrArray *sayings;   /* struct store_saying that hold, as said */
	GPtrArray *verdicts;  /* struct store_verdict, most pressing first */
	GArray *touches;      /* struct touch, those without direction too */
	GArray *stages;	      /* struct stage_change */
	struct rule_settings settings;
	struct hear *hear;  /* from whom `heard` lends */
	struct heard heard; /* the sum of the sayings */
	struct ruling *ruling;
	struct summary summary;
	struct terms terms; /* on which they are kept in touch with */
	gint64 answered_by; /* source of a colleague's answer, or 0 */
	gint64 now;
};

typedef struct dossier dossier;

/* Takes the person, also when it fails; borrows from config. */
struct dossier *dossier_read(struct store *store, const struct config *config,
			     struct store_person *person, GError **error);
void dossier_free(struct dossier *dossier);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(dossier, dossier_free)

/* As the rules want them; lends. */
struct facts dossier_facts(const struct dossier *dossier);

/* Where a verdict stands: rungs with due_at 0 are none. */
void dossier_stand(const struct dossier *dossier,
		   const struct store_verdict *verdict, struct rung *last_out,
		   struct rung *next_out);

/*
 * The sentence of a message for which `sign` stands ("" if none is kept), and
 * the message itself, NULL if there is none; the caller owns both.
 */
gboolean dossier_find_sentence(struct store *store, gint64 source,
			       enum sign sign,
			       struct store_message **message_out,
			       char **sentence_out, GError **error);
