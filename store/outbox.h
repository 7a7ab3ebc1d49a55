/*
 * The outbox: what tend wants in the mailbox.  A row holds the ingredients
 * of a letter, never its text.
 */
#pragma once

#include "store/store.h"

enum store_outbox_state {
	STORE_OUTBOX_DUE,
	STORE_OUTBOX_TRIED, /* may have arrived: look before trying again */
	STORE_OUTBOX_DONE,
	STORE_OUTBOX_REFUSED, /* the server said no; the note says why */
};

struct store_outbox {
	gint64 outbox_id;
	gint64 account_id;
	const char *template; /* digest, report, draft, mark */
	const char *day;      /* local day of a digest or report, or "" */
	enum store_outbox_state state;
	struct store_bytes folder; /* as the server spells it */
	const char *mid;	   /* its Message-ID, unguessable */
	const char *boundary;
	gint64 older;		     /* matters counted, not named */
	gint64 written_at;	     /* its Date */
	int zone;		     /* minutes east of UTC */
	gint64 uidvalidity, uidnext; /* of the folder before the try */
	gint64 uid;		     /* where it lies, 0: unknown */
	/* Why it was refused; of one that is done, who put it there if it was
	 * not this tend, else "". */
	const char *note;
};

typedef struct store_outbox store_outbox;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_outbox, g_free)

/*
 * Add a letter that is due; outbox_id, state and what follows zone are
 * ignored.  When this account already has this template for this day,
 * nothing is added and *outbox_id_out is 0: one digest a day.  One that the
 * server refused in another folder does not count: it goes.
 */
gboolean store_outbox_add(struct store *store,
			  const struct store_outbox *outbox,
			  gint64 *outbox_id_out, GError **error);
gboolean store_outbox_find(struct store *store, gint64 outbox_id,
			   struct store_outbox **outbox_out, GError **error);
gboolean store_outbox_find_by_mid(struct store *store, const char *mid,
				  struct store_outbox **outbox_out,
				  GError **error);
gboolean store_outbox_find_by_day(struct store *store, gint64 account_id,
				  const char *template, const char *day,
				  struct store_outbox **outbox_out,
				  GError **error);
/* struct store_outbox, due or tried, oldest first */
GPtrArray *store_outbox_list_open(struct store *store, gint64 account_id,
				  GError **error);
/* The newest `limit` done of a template, newest first; account 0: all */
GPtrArray *store_outbox_list_done(struct store *store, gint64 account_id,
				  const char *template, guint limit,
				  GError **error);

/*
 * When the last of a template that this tend itself delivered was written, of
 * those before `before`; 0: there is none.
 */
gboolean store_outbox_last_written(struct store *store, gint64 account_id,
				   const char *template, gint64 before,
				   gint64 *at_out, GError **error);

/*
 * Whether mail that was written from `since` on has a Message-ID as tend makes
 * them, and not this one: another tend writes to a mailbox that we read.
 */
gboolean store_outbox_has_other(struct store *store, gint64 since,
				gboolean *has_out, GError **error);

/*
 * Digests and reports that may lie in a mailbox and were written from `since`
 * on: what the user may answer.  The newest first.
 */
GPtrArray *store_outbox_list_answerable(struct store *store, gint64 since,
					GError **error);

/* To be committed before the first byte of an APPEND. */
gboolean store_outbox_set_tried(struct store *store, gint64 outbox_id,
				gint64 uidvalidity, gint64 uidnext,
				GError **error);
/*
 * In a store that was brought back, what is due may have been delivered by the
 * state that was lost: it counts as tried, since its folder was last read.
 */
gboolean store_outbox_doubt_due(struct store *store, GError **error);
gboolean store_outbox_set_done(struct store *store, gint64 outbox_id,
			       gint64 uidvalidity, gint64 uid, GError **error);
/* Done, by another tend: `note` says so, and its letter lies there. */
gboolean store_outbox_set_theirs(struct store *store, gint64 outbox_id,
				 gint64 uidvalidity, gint64 uid,
				 const char *note, GError **error);
gboolean store_outbox_set_refused(struct store *store, gint64 outbox_id,
				  const char *note, GError **error);
