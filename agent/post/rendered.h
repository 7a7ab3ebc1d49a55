/*
 * A row of the outbox as the record that the worker carries out, rendered from
 * its ingredients: a digest, a report or a draft.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/config.h"
#include "store/store.h"

struct rendered;
typedef struct rendered rendered;

/* That there is no such row is a failure, too: it was forgotten meanwhile. */
struct rendered *rendered_new(struct store *store, const struct config *config,
			      const struct config_account *account,
			      gint64 outbox_id, GError **error);
void rendered_free(struct rendered *rendered);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(rendered, rendered_free)

/* Lends. */
const struct record_letter *rendered_get_record(
    const struct rendered *rendered);

/* It quotes a message of which it is not known that no worker dies of it. */
gboolean rendered_quotes_unread(const struct rendered *rendered);
