/*
 * Forgetting somebody for good: out of the facts, too.
 *
 * A mail that names nobody else but the user is dropped; out of one that names
 * several their address and name are taken, and texts that have them.  Ingest
 * does the same to whatever comes later (agent/said/forgotten.h), so it does
 * not matter which came first.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "agent/said/forgotten.h"
#include "agent/derive/identities.h"
#include "store/store.h"

/* What becomes of a mail. */
enum forget_fate {
	FORGET_KEEP,	/* it names nobody who was forgotten */
	FORGET_CHANGED, /* the facts are without them now */
	FORGET_DROP,	/* it is all theirs */
};

struct forget;
typedef struct forget forget;

/* Borrows both.  One for many mails: it lends what the facts then hold. */
struct forget *forget_new(const struct forgotten *forgotten,
			  const struct identities *identities);
void forget_free(struct forget *forget);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(forget, forget_free)

/* A whole name, to be taken out of mail that does not name their address. */
void forget_add_name(struct forget *forget, const char *name);

/* Changed in place; texts lend from `forget` until the next call. */
enum forget_fate forget_strip(struct forget *forget,
			      struct record_facts *facts);

/* What was removed, for the user's eyes. */
struct forget_counts {
	gint64 addresses, dropped, changed, sayings;
};

/*
 * Forget these addresses (const char *) and whoever has them, in a
 * transaction of its own, and have nothing left of them in the file.
 */
gboolean forget_addresses(struct store *store, const struct config *config,
			  const GPtrArray *addresses, const char *name,
			  gint64 now, struct forget_counts *counts_out,
			  GError **error);

/*
 * The same of everybody in the store who was forgotten by then (see
 * forgotten_merge): it was brought back from before.
 */
gboolean forget_again(struct store *store, const struct config *config,
		      gint64 now, struct forget_counts *counts_out,
		      GError **error);
