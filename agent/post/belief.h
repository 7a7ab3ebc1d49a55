/*
 * Whether a copy of a mail shows that the user wrote it to themselves.
 *
 * From can be forged, and forwarding shows a Message-ID to others.  A copy in a
 * Sent folder is believed, where strangers put nothing; elsewhere only what the
 * user's own server vouches for (agent/letters/auth_results.h).
 */
#pragma once

#include "agent/border/record.h"
#include "agent/config.h"
#include "store/copy.h"

struct belief;
typedef struct belief belief;

/* Borrows the account. */
struct belief *belief_new(const struct config *config,
			  const struct config_account *account);
void belief_free(struct belief *belief);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(belief, belief_free)

/*
 * From one of the user's addresses alone, to one of them, by hand, and there.
 * The facts lend from the copy and the belief, until its next call.
 */
gboolean belief_holds(struct belief *belief, const struct store_copy *copy,
		      struct record_facts *facts_out);

/* In a Sent folder, and no draft. */
gboolean belief_is_sent(const struct store_copy *copy);
/* Where mail lies that has come, and that the user did not throw away. */
gboolean belief_is_received(const struct store_copy *copy);
