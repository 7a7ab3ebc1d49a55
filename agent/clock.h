/*
 * The two clocks.
 *
 * Judgements ask clock_now, which TEND_NOW may set for tests and demos.
 * Certificates, deadlines and back-off ask clock_real or the monotonic
 * clock, which nothing sets.
 */
#pragma once

#include <glib.h>

/*
 * Read TEND_NOW: `@SECONDS`, or an ISO 8601 date or date and time (local
 * unless it names a zone; a date alone is its midnight).
 * TEND_ERROR_USAGE for anything else.  Call once, before the others.
 */
gboolean clock_start(GError **error);

/* The time that TEND_NOW's text says, in UTC seconds. */
gboolean clock_parse(const char *text, gint64 *at_out, GError **error);

/* The time of judgements, in UTC seconds. */
gint64 clock_now(void);

/* The time of day, in UTC seconds. */
gint64 clock_real(void);

/* Whether TEND_NOW set the clock. */
gboolean clock_is_set(void);

/* From here on a clock that TEND_NOW set runs, from where it stands: what a
 * watch does. */
void clock_let_run(void);
