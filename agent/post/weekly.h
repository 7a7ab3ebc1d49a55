/*
 * The week's report as a letter: what it lists is written down in its rows
 * (store/digest.h), so that an answer's number always means the same line; its
 * figures are counted when it is rendered, as of the time at which it was
 * written.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "store/outbox.h"
#include "store/store.h"

/* As agent/post/schedule.h says it. */
gboolean weekly_add(struct store *store, const struct config *config,
		    const struct config_account *account, gint64 now,
		    gboolean *added_out, const char **why_not_out,
		    GError **error);

/* The letter of such a row, answered at `address`; the caller owns the texts.
 */
gboolean weekly_render(struct store *store, const struct config *config,
		       const char *address, const struct store_outbox *row,
		       char **subject_out, char **text_out, char **html_out,
		       GError **error);
