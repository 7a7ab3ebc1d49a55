/*
 * The errand of marks: a flag is set or cleared.
 *
 *	wanted, unwanted -> the worker looks -> tried, committed -> STORE
 *			 -> set, cleared; theirs; or held, with a note
 *
 * marking.h says why it looks first.
 */
#include "agent/post/errand.h"

#include <string.h>

#include "agent/border/words.h"
#include "agent/clock.h"
#include "agent/error.h"
#include "agent/post/marks.h"
#include "agent/tell.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/mark.h"
#include "store/message.h"

/* The mail's own Message-ID, and whether it is known at all. */
static gboolean find_name(struct store *store, const struct store_mark *mark,
			  struct store_message **message_out, GError **error)
{
	g_autoptr(store_copy) copy = NULL;

	*message_out = NULL;
	return store_copy_find_by_uid(store, mark->folder_id, mark->uidvalidity,
				      mark->uid, &copy, error) &&
	       (!copy || store_message_find(store, copy->message_key,
					    message_out, error));
}

static gboolean send(struct delivery *delivery, struct link *link,
		     const struct store_mark *mark, gboolean look,
		     GError **error)
{
	g_autoptr(store_message) message = NULL;
	g_autoptr(store_folder) folder = NULL;
	gboolean flagged = g_str_equal(mark->flag, MARKS_FLAGGED);
	struct record_mark record = {
		.item = mark->mark_id,
		.look = look,
		.uidvalidity = (guint32)mark->uidvalidity,
		.uid = (guint32)mark->uid,
		.set = mark->state == STORE_MARK_WANTED,
		.keyword = !flagged,
		.flagged = flagged,
	};

	if (!find_name(delivery->store, mark, &message, error) ||
	    !store_folder_find(delivery->store, mark->folder_id, &folder,
			       error))
		return FALSE;
	/*
	 * Of whom the user had forgotten not even that is kept.  The server
	 * promises that a UID stands for one mail (RFC 9051 section 2.3.1.1),
	 * and all that can be lost is a flag.
	 */
	record.unnamed = message == NULL;
	/* The setting may name another keyword by now. */
	record.old = flagged || g_ascii_strcasecmp(
				    mark->flag, delivery->config->keyword) == 0
			 ? ""
			 : mark->flag;
	record.message_id = message ? message->mid : "";
	record.folder =
	    (struct record_bytes){ folder->name.data, folder->name.length };
	link_put(link, RECORD_MARK, &record);
	return TRUE;
}

static gboolean mark_next(struct delivery *delivery, struct link *link,
			  gint64 *item_out, GError **error)
{
	g_autoptr(store_mark) mark = NULL;

	*item_out = 0;
	if (!store_mark_find_next(delivery->store, delivery->account_id, &mark,
				  error))
		return FALSE;
	if (!mark)
		return TRUE;
	*item_out = mark->mark_id;
	delivery->doubtful = mark->tried;
	return send(delivery, link, mark, !mark->tried, error);
}

static gboolean find(struct delivery *delivery, gint64 item,
		     struct store_mark **mark_out, GError **error)
{
	if (!store_mark_find_by_id(delivery->store, item, mark_out, error))
		return FALSE;
	if (*mark_out && ((*mark_out)->state == STORE_MARK_WANTED ||
			  (*mark_out)->state == STORE_MARK_UNWANTED))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
		    "a mark was settled while the worker was at it");
	return FALSE;
}

static gboolean mark_place(struct delivery *delivery, struct link *link,
			   const struct record_place *place, GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(delivery->store, error);
	g_autoptr(store_mark) mark = NULL;

	if (!transaction || !find(delivery, place->item, &mark, error))
		return FALSE;
	mark->tried = TRUE;
	return store_mark_put(delivery->store, mark, error) &&
	       store_transaction_commit(transaction, error) &&
	       send(delivery, link, mark, FALSE, error);
}

/* What the server has now, so that what it says later is news. */
static gboolean note_in_copy(struct delivery *delivery,
			     const struct store_mark *mark, gboolean set,
			     GError **error)
{
	g_autoptr(store_copy) copy = NULL;
	g_autofree char *keywords = NULL;
	guint flags;
	gint64 ignored;

	if (!store_copy_find_by_uid(delivery->store, mark->folder_id,
				    mark->uidvalidity, mark->uid, &copy, error))
		return FALSE;
	if (!copy || copy->gone_at != 0)
		return TRUE;
	flags = marks_change(copy, mark->flag, set, &keywords);
	return store_copy_set_flags(delivery->store, mark->folder_id,
				    mark->uidvalidity, mark->uid, flags,
				    keywords, &ignored, error);
}

static gboolean settle(struct delivery *delivery, struct store_mark *mark,
		       enum store_mark_state state, gboolean there,
		       GError **error)
{
	mark->state = state;
	mark->since_at = clock_now();
	mark->tried = FALSE;
	mark->note = "";
	return store_mark_put(delivery->store, mark, error) &&
	       note_in_copy(delivery, mark, there, error);
}

/* Not there, or not now: until it lies elsewhere, or a day has passed. */
static gboolean hold(struct delivery *delivery, struct store_mark *mark,
		     const char *note, GError **error)
{
	/* The answer is certain, so nothing was set or cleared by this try. */
	if (!delivery->doubtful)
		mark->tried = FALSE;
	mark->held_at = clock_now();
	mark->note = note;
	return store_mark_put(delivery->store, mark, error);
}

static gboolean mark_end(struct delivery *delivery,
			 const struct record_outcome *outcome, GError **error)
{
	g_autoptr(store_mark) mark = NULL;
	gboolean set;

	if (!find(delivery, outcome->item, &mark, error))
		return FALSE;
	set = mark->state == STORE_MARK_WANTED;
	switch ((enum outcome)outcome->outcome) {
	case OUTCOME_DONE:
		return settle(delivery, mark,
			      set ? STORE_MARK_SET : STORE_MARK_CLEARED, set,
			      error);
	case OUTCOME_THEIRS:
		if (!set)
			return settle(delivery, mark, STORE_MARK_CLEARED, FALSE,
				      error);
		return settle(delivery, mark,
			      delivery->doubtful ? STORE_MARK_SET
						 : STORE_MARK_THEIRS,
			      TRUE, error);
	case OUTCOME_GONE:
		return hold(delivery, mark, "", error);
	case OUTCOME_REFUSED:
	case N_OUTCOMES:
		break;
	}
	tell_debug("%s: a message is not marked: %s", delivery->account->name,
		   outcome->note);
	return hold(delivery, mark, outcome->note, error);
}

const struct errand errand_mark = {
	.next = mark_next,
	.place = mark_place,
	.end = mark_end,
};
