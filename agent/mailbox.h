/*
 * One account's mailbox, as tend reads it: a worker on its server, what it
 * sends taken in, what waits in the outbox handed to it.
 *
 * The caller owns the loop: it waits on mailbox_get_fd, or lets mailbox_step
 * wait, and opens the mailbox again when it is over and the remedy allows.
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/ingest.h"
#include "store/store.h"

struct mailbox;
typedef struct mailbox mailbox;

struct mailbox_settings {
	struct store *store;
	const struct config *config;
	const struct config_account *account;
	const char *worker; /* path of tend-worker */
	gboolean watch;	    /* stay after catching up */
	gboolean deep;	    /* read every body */
	gboolean debug;
};

/* Borrows everything in settings. */
struct mailbox *mailbox_new(const struct mailbox_settings *settings,
			    GError **error);
void mailbox_free(struct mailbox *mailbox);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(mailbox, mailbox_free)

/*
 * Get the secret and start a worker.  Fails, without asking the server, with
 * TEND_ERROR_PERMISSION after three refused logins in three hours.
 */
gboolean mailbox_open(struct mailbox *mailbox, GError **error);

/* Hang up.  What was not committed is read again next time. */
void mailbox_close(struct mailbox *mailbox);

/* -1 while it is not open. */
int mailbox_get_fd(const struct mailbox *mailbox);

enum mailbox_state {
	MAILBOX_READING,
	MAILBOX_CAUGHT_UP, /* every header read, everybody judged by it */
	MAILBOX_IDLE,	   /* nothing came in time */
	MAILBOX_OVER,	   /* the worker is gone: mailbox_get_end */
	MAILBOX_FAILED,	   /* tend's own side failed: error is set */
};

/*
 * Wait up to `milliseconds` (-1: for ever) for what the worker sends, and
 * take it in until nothing more has arrived.
 */
enum mailbox_state mailbox_step(struct mailbox *mailbox, int milliseconds,
				GError **error);

/* Why it is over, and what to do. */
struct mailbox_end {
	enum remedy remedy;
	guint seconds;	  /* that the server asked to wait, 0: did not say */
	const char *text; /* a sentence, to be shown as it is */
};

const struct mailbox_end *mailbox_get_end(const struct mailbox *mailbox);

/* So often a worker that died is started again at once, at most. */
enum { MAILBOX_DEATHS = 50 };

/* Whether it is over because the worker died without a word. */
gboolean mailbox_died(const struct mailbox *mailbox);

/*
 * Whether bodies, or what the user answered, are still being read: it begins by
 * itself with MAILBOX_CAUGHT_UP, answers first, then the newest, and everybody
 * is judged again as they come.
 */
gboolean mailbox_is_reading_bodies(const struct mailbox *mailbox);

/*
 * Whether every header has been read and everybody judged by it, with nothing
 * new under way.
 */
gboolean mailbox_is_settled(const struct mailbox *mailbox);

/* Have the worker look for new folders and new mail now; when caught up. */
void mailbox_look(struct mailbox *mailbox);

/* Whether letters or marks are still on their way to the server. */
gboolean mailbox_is_delivering(const struct mailbox *mailbox);

/*
 * Take in now what the user did in the mailbox, such as clearing a flag, so
 * that it counts in what is written next; when caught up.
 */
gboolean mailbox_plan(struct mailbox *mailbox, GError **error);

/* Look into the outbox and hand over what is due; when caught up. */
gboolean mailbox_deliver(struct mailbox *mailbox, GError **error);

const char *mailbox_get_name(const struct mailbox *mailbox);
const struct ingest_counts *mailbox_get_counts(const struct mailbox *mailbox);
