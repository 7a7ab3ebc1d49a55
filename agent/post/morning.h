/*
 * What a morning's digest says, collected from the store: who is due and was
 * not named before, in the digest's order.  What is beyond its limit is
 * counted, and what a report would list if it were written now.
 */
#pragma once

#include "agent/config.h"
#include "agent/letters/digest.h"
#include "agent/letters/line.h"
#include "store/store.h"

struct morning;
typedef struct morning morning;

/* From the verdicts that are due at `at`.  Borrows config. */
struct morning *morning_collect(struct store *store,
				const struct config *config, gint64 at,
				GError **error);
void morning_free(struct morning *morning);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(morning, morning_free)

/*
 * Ready to be rendered, but for what only a letter has: its address, `mid`,
 * `answers` and outcomes.  Lends.
 */
const struct digest *morning_get_digest(const struct morning *morning);

/* How much of the mail a letter may show: as it is set, within `evidence`. */
enum line_detail morning_detail(const struct config *config);

/* The day of the report that comes next, today's too, as letters call it. */
GDateWeekday morning_report_day(const struct config *config, gint64 at);

/* The touch that the digest's i-th item rests on. */
gint64 morning_get_source(const struct morning *morning, gsize i);
