/*
 * A digest as it was written into the outbox: whoever asks for it again gets
 * the same letter, whatever has happened since.
 */
#pragma once

#include "agent/config.h"
#include "agent/letters/digest.h"
#include "store/outbox.h"
#include "store/store.h"

struct written;
typedef struct written written;

/* Borrows the row, and of the configuration nothing. */
struct written *written_read(struct store *store, const struct config *config,
			     const struct config_account *account,
			     const struct store_outbox *row, GError **error);
void written_free(struct written *written);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(written, written_free)

/* Ready to be rendered; lends. */
const struct digest *written_get_digest(const struct written *written);
