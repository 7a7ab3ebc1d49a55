/*
 * Whom to name on this day: where each open verdict stands on its ladder, who
 * stands with whom on one line, and in which order.
 *
 * A matter is named on the morning of a rung, once; between rungs it waits and
 * is only counted.  A contact shows its most pressing one.  Of old friends one
 * a working day has its turn, the longest silent first.
 *
 * The order: by section (the order of reasons), within one the newest rung
 * first, then the longest wait, then the address.  naming_order_text says it.
 */
#pragma once

#include <glib.h>

#include "agent/rules/rung.h"
#include "agent/rules/settings.h"
#include "store/store.h"
#include "store/verdict.h"

struct naming_item {
	const struct store_verdict *verdict; /* lent */
	enum reason reason; /* of the rung: may be another one by now */
	struct rung rung;   /* the latest that is due; due_at 0: none yet */
	struct rung next;   /* and the one after it; due_at 0: none */
	gint32 every;	    /* days between the rungs of its tail, */
	gint32 late_every;  /* and from late_day on; 0: the same */
	gint32 late_day;
	gboolean named; /* today */
	gboolean shown; /* in `tend stalled`: named, or new and unanswered */
	gboolean told; /* by a line above: the same contact, or the same mail */
	GPtrArray *with; /* const struct store_verdict: others on this line */
};

struct naming {
	GPtrArray *verdicts; /* struct store_verdict, from whom items borrow */
	GArray *items;	     /* struct naming_item, named ones first */
	guint n_shown;	     /* lines of `tend stalled` */
	guint n_waiting;     /* lines that wait */
};

typedef struct naming naming;

/*
 * At `now`.  Rungs after `since` are of today: the last time that anybody was
 * told, or 0 for the beginning of the local day.
 */
struct naming *naming_collect(struct store *store,
			      const struct rule_settings *settings, gint64 now,
			      gint64 since, GError **error);
void naming_free(struct naming *naming);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(naming, naming_free)

/* How the item came to its place, in words with numbers; the caller owns it. */
char *naming_order_text(const struct naming_item *item,
			const struct rule_settings *settings);
