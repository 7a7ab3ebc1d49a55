/*
 * Which matters a digest has already named: a matter is named once a rung,
 * then counted and not repeated.
 */
#pragma once

#include <glib.h>

#include "store/store.h"

struct named;
typedef struct named named;

/*
 * From the digests that were delivered, but for that of the local day
 * `except` ("2026-03-09", may be NULL).
 */
struct named *named_read(struct store *store, const char *except,
			 GError **error);
void named_free(struct named *named);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(named, named_free)

/*
 * Whether that was at `since`, a rung, or after it.  `source` is the touch that
 * the matter rests on, `reason` an enum reason.
 */
gboolean named_has(const struct named *named, gint64 source,
		   const char *address, int reason, gint64 since);

/* When the last of these digests was written, 0 for none. */
gint64 named_get_last(const struct named *named);
