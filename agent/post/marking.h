/*
 * What is to become of one flag on one message.  Pure: rows in, one row out.
 *
 * Where.  One place a message: where the user sees it first.  Mail that came
 * is marked in the inbox, sent mail in Sent; where it lies in neither, in a
 * folder of the user's, then in the archive, in All Mail only where it lies
 * nowhere else, and never among drafts, in junk, in the trash or in a folder
 * that only views others.  The place stays until the mail is not there any
 * more; then the mark follows it by its message key.
 *
 * Whose.  A flag is tend's if tend has set it, and "did tend set it?" must be
 * answered after a crash between the STORE and its record, too:
 *
 *	wanted -> the worker looks: it is missing -> tried, committed -> STORE
 *	       -> set; or theirs: somebody had set it when the worker looked
 *
 * Found set after a try of which nothing was heard, it is tend's: it was
 * missing when that try began, milliseconds before.  Found missing then, it is
 * set again: whether it ever stood there for the user to clear nobody can
 * tell, and a stall that is dismissed by mistake is the greater loss.  Found
 * set without a try it is the user's, and is never touched or cleared.  To
 * clear is tried the same way, so that a flag that is missing after such a try
 * is not taken for the user's word.
 *
 * The user's word.  A flag of tend's that is missing where it was set is
 * cleared by the user, and that dismisses the stall.  What is set and what is
 * missing is read from the copy as the store has it: the transaction that
 * records an outcome puts the flag into the copy, and the worker sends its
 * records in the order in which it spoke with the server.  So flags that were
 * read before the STORE are overwritten by its outcome, and flags that come
 * after the outcome were read after the STORE.
 *
 * It is no word of the user's when a clearing of tend's was on its way, nor
 * when the copy itself is gone: mail that was moved, or a folder that was
 * numbered anew, may have lost its flags on the way.  There the flag is set
 * again, once for each place.
 */
#pragma once

#include <glib.h>

#include "store/mark.h"

/* One copy of the message, as the store has it. */
struct marking_copy {
	gint64 folder_id;
	gint64 uidvalidity, uid;
	int role;	  /* enum folder_role of its folder */
	gboolean there;	  /* not gone, and tend reads its folder */
	gboolean flagged; /* it has the flag */
};

struct marking {
	gboolean wished; /* a stall rests on it, and the settings allow this
			    flag */
	gint64 due_at;	 /* when that was last named, or began to wait */
	gboolean sent;	 /* by the user */
	gboolean holds;	 /* what came of the mark was not undone */
	const struct marking_copy *copies;
	gsize n_copies;
	gint64 now;
};

/* A place that cannot be marked is tried again after so long. */
#define MARKING_RETRY (24 * 3600)

enum marking_act {
	MARKING_SAME,	 /* nothing has changed */
	MARKING_PUT,	 /* the row is another one now */
	MARKING_DELETE,	 /* the row is not needed any more */
	MARKING_DISMISS, /* put it, and what rests on the message is done */
	MARKING_UNTRACK, /* delete it, and take back what it said */
};

/* `mark` is changed in place: STORE_MARK_NONE if there is no row. */
enum marking_act marking_decide(const struct marking *marking,
				struct store_mark *mark);
