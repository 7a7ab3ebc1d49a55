/*
 * A running tend-worker, seen from tend: started by exec on one end of a
 * socket pair, and ended with it.  A worker never outlives its link, and its
 * death is seen as LINK_DEAD with a sentence, never as a hang.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"

struct link;
typedef struct link link_t;

/*
 * Start the worker at `path` and send it `setup`.  The setup's secret is
 * wiped from the channel once it has left; wiping the caller's own copy is up
 * to the caller.
 */
struct link *link_open(const char *path, const struct record_setup *setup,
		       GError **error);

/* End the worker, whatever it does, and free the link. */
void link_free(struct link *link);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(link_t, link_free)

/* To poll for POLLIN. */
int link_get_fd(const struct link *link);

/* FALSE when the worker is gone. */
gboolean link_put(struct link *link, enum record_type type, const void *fields);
gboolean link_put_fd(struct link *link, enum record_type type,
		     const void *fields, int fd);

enum link_state {
	LINK_RECORD, /* *record_out is filled, lent until the next call */
	LINK_QUIET,  /* nothing came in time */
	LINK_DEAD,   /* ended, or was ended for breaking the border's rules */
};

/* The next record, waiting up to `milliseconds` for it; -1 for ever. */
enum link_state link_next(struct link *link, int milliseconds,
			  struct record *record_out);

/* After LINK_DEAD: what the worker died of, for a message; never NULL. */
const char *link_get_obituary(struct link *link);
