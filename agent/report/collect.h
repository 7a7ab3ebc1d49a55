/* The report's figures, collected from the store. */
#pragma once

#include "agent/config.h"
#include "agent/judge/naming.h"
#include "agent/report/figures.h"
#include "store/store.h"

/* At most so many lines in each of the lists that can be answered. */
#define COLLECT_CLOSE 25
#define COLLECT_TRACK 5
#define COLLECT_WAITING 10

/*
 * As of `now`, for the period since `since`.  Figures of the past come from
 * touches, whatever is "now" from what was judged last.  Borrows config.
 */
struct report *report_collect(struct store *store, const struct config *config,
			      gint64 since, gint64 now, GError **error);
void report_free(struct report *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(report, report_free)

/*
 * How many matters a report of `now` has to close or waiting, shown or not,
 * without those that `skip` holds for.
 */
typedef gboolean (*report_skip_func)(const struct naming_item *item,
				     gconstpointer data);
gboolean report_count_backlog(struct store *store, const struct config *config,
			      gint64 now, report_skip_func skip,
			      gconstpointer data, guint *n_out, GError **error);

/* A report of nothing, to be filled. Borrows the zone. */
struct report *report_new(gint64 since, gint64 now, GTimeZone *zone);
/* The text as the report owns it; NULL is "". */
const char *report_text_of(struct report *report, const char *text);
