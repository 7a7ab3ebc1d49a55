/*
 * What tend says on standard error: messages, and progress.
 *
 * Messages are lower case, without a full stop, one line each, and begin with
 * "tend: ".  Whatever is told is made safe for a terminal here, so that text
 * from a server may be in it.
 */
#pragma once

#include <glib.h>

void tell(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Only with --debug.  Never give it a secret. */
void tell_debug(const char *format, ...) G_GNUC_PRINTF(1, 2);
void tell_set_debug(gboolean on);

/*
 * Progress of one long job: on a terminal one line that is drawn anew (bar,
 * rate, time left), otherwise a plain line now and then.
 */
typedef struct progress progress_t;

/* `what` is copied: "reading INBOX of work". */
struct progress *progress_new(const char *what);

/* Ends the line with a summary if anything was shown. */
void progress_free(struct progress *progress);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(progress_t, progress_free)

/* total 0: not known. */
void progress_set(struct progress *progress, guint64 done, guint64 total);

/* A message while the line is drawn; the line stays below it. */
void progress_tell(struct progress *progress, const char *format, ...)
    G_GNUC_PRINTF(2, 3);
