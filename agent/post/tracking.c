/* Flags that the user sets. */
#include "agent/post/tracking.h"

#include "agent/border/words.h"
#include "agent/derive/identities.h"
#include "agent/post/marks.h"
#include "agent/rules/words.h"
#include "agent/settle.h"
#include "agent/tell.h"
#include "store/address.h"
#include "store/flagging.h"
#include "store/mark.h"
#include "store/message.h"
#include "store/recipient.h"
#include "store/saying.h"

struct tracking {
	const struct plan *plan;
	struct identities *identities;
	struct wishes *wishes; /* NULL: not looked */
	gint64 batch;	       /* of the message at hand, 0: nothing said */
	gboolean said;	       /* anything */
};

typedef struct tracking tracking_t;

static void tracking_clear(struct tracking *tracking)
{
	identities_free(tracking->identities);
	wishes_free(tracking->wishes);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(tracking_t, tracking_clear)

static gboolean track(struct tracking *tracking, gint64 address_id,
		      const struct store_message *message, GError **error)
{
	struct store *store = tracking->plan->store;
	g_autoptr(store_address) address = NULL;
	g_autofree char *text = NULL;
	struct store_saying saying = {
		.said_at = tracking->plan->now,
		.at = tracking->plan->now,
		.verb = "track",
		.word = "",
	};
	gint64 ignored;

	if (!store_address_find_by_id(store, address_id, &address, error))
		return FALSE;
	if (!address || identities_have(tracking->identities, address->address))
		return TRUE;
	if (!tracking->batch &&
	    !store_saying_new_batch(store, &tracking->batch, error))
		return FALSE;
	text = g_strdup_printf("you flagged: %s", message->subject);
	saying.address = address->address;
	saying.text = text;
	saying.batch = tracking->batch;
	tracking->said = TRUE;
	return store_saying_add(store, &saying, &ignored, error);
}

static gboolean track_recipients(struct tracking *tracking,
				 const struct store_message *message,
				 GError **error)
{
	g_autoptr(GArray) list = store_recipient_list(
	    tracking->plan->store, message->message_key, error);

	for (guint i = 0; list && i < list->len; i++) {
		const struct store_recipient *recipient =
		    &g_array_index(list, struct store_recipient, i);

		if (recipient->role == ADDRESS_TO &&
		    !track(tracking, recipient->address_id, message, error))
			return FALSE;
	}
	return list != NULL;
}

/* *batch_out is 0 when nobody is tracked by it. */
static gboolean track_people(struct tracking *tracking, gint64 message_key,
			     gint64 *batch_out, GError **error)
{
	g_autoptr(store_message) message = NULL;
	gboolean ok = TRUE;

	tracking->batch = 0;
	if (!store_message_find(tracking->plan->store, message_key, &message,
				error))
		return FALSE;
	if (message && message->personal && message->direction == DIRECTION_OUT)
		ok = track_recipients(tracking, message, error);
	else if (message && message->personal && message->address_id)
		ok = track(tracking, message->address_id, message, error);
	*batch_out = tracking->batch;
	return ok;
}

/* Whether this tend would mark the message with that flag itself. */
static gboolean is_wished(struct tracking *tracking, gint64 message_key,
			  guint which, gboolean *wished_out, GError **error)
{
	*wished_out = FALSE;
	if (!(marks_of_mode(tracking->plan->config->flag) & which))
		return TRUE;
	if (!tracking->wishes)
		tracking->wishes = wishes_new(tracking->plan, error);
	if (!tracking->wishes)
		return FALSE;
	*wished_out = wishes_have(tracking->wishes, message_key);
	return TRUE;
}

/*
 * A mark that is over: what came with a new copy came from there; what was
 * seen to change after it is the user's.
 */
static gboolean is_open(const struct store_mark *mark,
			const struct store_flagging *flagging)
{
	if (!mark)
		return FALSE;
	if (mark->state != STORE_MARK_CLEARED &&
	    mark->state != STORE_MARK_DISMISSED)
		return TRUE;
	return flagging->fresh;
}

static gboolean has_come(const struct store_flagging *flagging,
			 const char *flag)
{
	return flagging->gone_at == 0 &&
	       marks_has(flagging->flags, flagging->keywords, flag) &&
	       !marks_has(flagging->flags_before, flagging->keywords_before,
			  flag);
}

static gboolean take(struct tracking *tracking,
		     const struct store_flagging *flagging, const char *flag,
		     guint which, GError **error)
{
	struct store *store = tracking->plan->store;
	g_autoptr(store_mark) before = NULL;
	gboolean wished;
	struct store_mark mark = {
		.message_key = flagging->message_key,
		.flag = flag,
		.folder_id = flagging->folder_id,
		.uidvalidity = flagging->uidvalidity,
		.uid = flagging->uid,
		.since_at = tracking->plan->now,
		.note = "",
	};

	if (!has_come(flagging, flag))
		return TRUE;
	if (!store_mark_find(store, flagging->message_key, flag, &before,
			     error) ||
	    !is_wished(tracking, flagging->message_key, which, &wished, error))
		return FALSE;
	if (is_open(before, flagging) || wished)
		return TRUE;
	if (!track_people(tracking, flagging->message_key, &mark.batch, error))
		return FALSE;
	mark.state = STORE_MARK_TRACKED;
	return !mark.batch || store_mark_put(store, &mark, error);
}

static gboolean take_all(struct tracking *tracking, const GPtrArray *list,
			 GError **error)
{
	const struct plan *plan = tracking->plan;
	guint which = marks_of_mode(plan->config->track_flag);

	for (guint i = 0; i < list->len; i++) {
		const struct store_flagging *flagging = list->pdata[i];

		if ((which & MARKS_KEYWORD && *plan->config->keyword &&
		     !take(tracking, flagging, plan->config->keyword,
			   MARKS_KEYWORD, error)) ||
		    (which & MARKS_SYSTEM &&
		     !take(tracking, flagging, MARKS_FLAGGED, MARKS_SYSTEM,
			   error)) ||
		    !store_flagging_delete(plan->store, flagging->flagging_id,
					   error))
			return FALSE;
	}
	return TRUE;
}

gboolean tracking_plan(const struct plan *plan, GError **error)
{
	g_auto(GStrv) own = config_list_identities(plan->config);
	g_auto(tracking_t) tracking = { .plan = plan };
	g_autoptr(GPtrArray) seen =
	    store_flagging_list(plan->store, plan->account_id, error);
	g_autoptr(GPtrArray) list = NULL;
	g_autoptr(store_transaction) transaction = NULL;

	if (!seen)
		return FALSE;
	if (seen->len == 0)
		return TRUE;
	tracking.identities = identities_new((const char *const *)own);
	transaction = store_transaction_new(plan->store, error);
	if (!transaction)
		return FALSE;
	/* Once more: somebody may have been forgotten meanwhile. */
	list = store_flagging_list(plan->store, plan->account_id, error);
	if (!list || !take_all(&tracking, list, error) ||
	    !store_transaction_commit(transaction, error))
		return FALSE;
	g_clear_pointer(&transaction, store_transaction_free);
	return !tracking.said || settle_end(plan->store, plan->config, error);
}
