/* Drafts in the mailbox: which there are to be. */
#include "agent/post/drafts.h"

#include <string.h>

#include "agent/derive/tie.h"
#include "agent/error.h"
#include "agent/post/outbox.h"
#include "agent/tell.h"
#include "agent/templates.h"
#include "store/account.h"
#include "store/digest.h"
#include "store/message.h"

/* ---- one more ---- */

static gboolean is_named(const struct store_folder *folder, const char *name)
{
	return g_ascii_strcasecmp(folder->display, name) == 0 ||
	       (strlen(name) == folder->name.length &&
		memcmp(name, folder->name.data, folder->name.length) == 0);
}

static const struct store_folder *choose_folder(
    const GPtrArray *folders, const struct config_account *account)
{
	const struct store_folder *best = NULL;

	for (char **name = account->drafts; name && *name; name++)
		for (guint i = 0; i < folders->len; i++)
			if (is_named(folders->pdata[i], *name))
				return folders->pdata[i];
	for (guint i = 0; i < folders->len; i++) {
		const struct store_folder *folder = folders->pdata[i];

		/* One of files is a path. */
		if (folder->role == FOLDER_DRAFTS &&
		    !g_str_has_prefix(folder->display, "/") &&
		    (!best || strlen(folder->display) < strlen(best->display)))
			best = folder;
	}
	return best;
}

gboolean drafts_find_folder(struct store *store,
			    const struct config_account *account,
			    struct store_folder **folder_out, GError **error)
{
	g_autoptr(store_account) row = NULL;
	g_autoptr(GPtrArray) folders = NULL;
	const struct store_folder *folder;

	*folder_out = NULL;
	if (!store_account_find(store, account->name, &row, error))
		return FALSE;
	if (!row)
		return TRUE;
	folders = store_folder_list(store, row->account_id, error);
	if (!folders)
		return FALSE;
	folder = choose_folder(folders, account);
	return !folder ||
	       store_folder_find(store, folder->folder_id, folder_out, error);
}

gboolean drafts_find_waiting(struct store *store, gint64 person_id,
			     struct store_draft **draft_out, GError **error)
{
	g_autoptr(GPtrArray) drafts =
	    store_draft_list_by_person(store, person_id, error);

	*draft_out = NULL;
	for (guint i = 0; drafts && i < drafts->len; i++) {
		const struct store_draft *draft = drafts->pdata[i];

		if (draft->fate == STORE_DRAFT_OPEN &&
		    draft->state != STORE_OUTBOX_REFUSED)
			return store_draft_find(store, draft->outbox_id,
						draft_out, error);
	}
	return drafts != NULL;
}

gboolean drafts_add(struct store *store, const struct config *config,
		    const struct followup_plan *plan,
		    const struct followup *followup,
		    const struct store_folder *folder, gint64 now,
		    gint64 *outbox_id_out, GError **error)
{
	g_autofree char *mid = NULL, *boundary = NULL;
	struct store_outbox letter = {
		.account_id = folder->account_id,
		.template = "draft",
		.day = "",
		.folder = folder->name,
		.written_at = now,
		.zone = outbox_zone(config, now),
		.note = "",
	};
	struct store_draft draft = {
		.address = plan->address,
		.source = plan->source,
		.matter = plan->matter,
		.reason = (int)plan->reason,
		.rung = plan->rung,
		.angle = plan->angle->name,
		.last_at = plan->last_at,
		.last_source = plan->last_source,
	};

	/* It goes out as the user's own: its id does not tell of tend. */
	if (!outbox_make_names("", followup_get_from(followup), &mid, &boundary,
			       error))
		return FALSE;
	letter.mid = mid;
	letter.boundary = boundary;
	if (!store_outbox_add(store, &letter, &draft.outbox_id, error) ||
	    !store_draft_add(store, &draft, error))
		return FALSE;
	*outbox_id_out = draft.outbox_id;
	return TRUE;
}

gboolean drafts_fill(struct store *store, const struct config *config,
		     const struct store_outbox *row,
		     struct followup **followup_out,
		     struct record_letter *record_out, GError **error)
{
	g_autoptr(store_draft) draft = NULL;
	g_autoptr(followup) followup = NULL;
	g_autoptr(GError) bad = NULL;
	const struct angle *angle;

	if (!store_draft_find(store, row->outbox_id, &draft, error))
		return FALSE;
	if (!draft) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
			    "a draft vanished from the outbox");
		return FALSE;
	}
	followup =
	    followup_read(store, config, draft->address, draft->source, error);
	if (!followup)
		return FALSE;
	angle = angle_find(draft->angle);
	if (!angle)
		angle = &angles[0];
	if (!followup_compose(followup, angle, row->written_at, &bad)) {
		tell("%s; until then the one that is built in is taken",
		     bad->message);
		followup_compose_built_in(followup, angle, row->written_at);
	}
	if (!followup_fill(followup, store, row, record_out, error))
		return FALSE;
	*followup_out = g_steal_pointer(&followup);
	return TRUE;
}

/* ---- taking back ---- */

/* Whether the user sent it as it is: a mail with its id, and no draft. */
static gboolean was_sent(struct store *store, const struct store_draft *draft,
			 gboolean *sent_out, GError **error)
{
	g_autoptr(GPtrArray) messages = store_message_list_by_mid(
	    store, tie_hash(draft->mid), draft->mid, error);

	*sent_out = FALSE;
	for (guint i = 0; messages && i < messages->len; i++) {
		const struct store_message *message = messages->pdata[i];

		*sent_out |=
		    message->personal && message->direction == DIRECTION_OUT;
	}
	return messages != NULL;
}

/* Whether anything has happened that makes it needless. */
static gboolean is_needless(const struct plan *plan,
			    const struct store_draft *draft, gint64 person_id,
			    gboolean *needless_out, GError **error)
{
	gint64 at, source;
	gboolean live;

	if (!followup_find_last(plan->store, person_id, plan->now, &at, &source,
				error) ||
	    !followup_is_live(plan->store, person_id, draft->matter, plan->now,
			      &live, error))
		return FALSE;
	*needless_out =
	    !live || (at > draft->last_at && source != draft->last_source);
	return TRUE;
}

/* In the caller's transaction. */
static gboolean unwish(struct store *store, const struct store_draft *draft,
		       gint64 now, GError **error)
{
	switch (draft->state) {
	case STORE_OUTBOX_DUE:
		/* Not a byte of it has left. */
		return store_draft_delete(store, draft->outbox_id, error);
	case STORE_OUTBOX_TRIED:
		/* When it is known where it lies. */
		return TRUE;
	case STORE_OUTBOX_DONE:
	case STORE_OUTBOX_REFUSED:
		break;
	}
	return store_draft_set_fate(store, draft->outbox_id,
				    draft->uid && *draft->hash
					? STORE_DRAFT_UNWANTED
					: STORE_DRAFT_KEPT,
				    now, error);
}

static gboolean judge_one(const struct plan *plan,
			  const struct store_draft *draft, GError **error)
{
	g_autoptr(store_person) person = NULL;
	gboolean sent, needless;

	if (!was_sent(plan->store, draft, &sent, error))
		return FALSE;
	if (sent)
		return store_draft_set_fate(plan->store, draft->outbox_id,
					    STORE_DRAFT_SENT, plan->now, error);
	if (!store_person_find_by_address(plan->store, draft->address, &person,
					  error))
		return FALSE;
	if (!person)
		return TRUE;
	return is_needless(plan, draft, person->person_id, &needless, error) &&
	       (!needless || unwish(plan->store, draft, plan->now, error));
}

gboolean drafts_take_back(const struct plan *plan, GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(GPtrArray) drafts = store_draft_list_by_fate(
	    plan->store, plan->account_id, STORE_DRAFT_OPEN, error);

	if (!drafts || drafts->len == 0)
		return drafts != NULL;
	transaction = store_transaction_new(plan->store, error);
	if (!transaction)
		return FALSE;
	for (guint i = 0; i < drafts->len; i++)
		if (!judge_one(plan, drafts->pdata[i], error))
			return FALSE;
	return store_transaction_commit(transaction, error);
}

/* ---- each morning ---- */

/* Where the user is to write; of what came back the address is wrong. */
static gboolean wants_draft(enum reason reason)
{
	switch (reason) {
	case REASON_PROMISED:
	case REASON_YOU_OWE:
	case REASON_NEW:
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
	case REASON_QUIET:
	case REASON_ASK_REFERRAL:
		return TRUE;
	case REASON_NONE:
	case REASON_UNDELIVERED:
	case N_REASONS:
		break;
	}
	return FALSE;
}

/* It waits, or is on its way, since this morning. */
static gboolean is_todays(const struct plan *plan,
			  const struct store_draft *draft)
{
	g_autofree char *today = outbox_day(plan->config, plan->now);
	g_autofree char *day = outbox_day(plan->config, draft->written_at);

	return draft->fate == STORE_DRAFT_OPEN && g_str_equal(day, today);
}

/* What is to be done, with the newest draft to them at hand. */
enum step { STEP_WRITE, STEP_TAKE_BACK, STEP_NOTHING };

static enum step next_step(const struct store_draft *newest,
			   const struct followup_plan *wish)
{
	if (!newest)
		return STEP_WRITE;
	switch (newest->fate) {
	case STORE_DRAFT_OPEN:
		/* That of an earlier rung makes room for this one's. */
		return STEP_TAKE_BACK;
	case STORE_DRAFT_UNWANTED:
		return STEP_NOTHING;
	case STORE_DRAFT_KEPT:
		/* The user is at it, or has thrown it away. */
		return newest->last_source == wish->last_source ? STEP_NOTHING
								: STEP_WRITE;
	case STORE_DRAFT_WITHDRAWN:
	case STORE_DRAFT_SENT:
		break;
	}
	return STEP_WRITE;
}

static gboolean find_newest(struct store *store, gint64 person_id,
			    struct store_draft **draft_out, GError **error)
{
	g_autoptr(GPtrArray) drafts =
	    store_draft_list_by_person(store, person_id, error);
	const struct store_draft *newest;

	*draft_out = NULL;
	if (!drafts || drafts->len == 0)
		return drafts != NULL;
	newest = drafts->pdata[0];
	return store_draft_find(store, newest->outbox_id, draft_out, error);
}

static gboolean write_one(const struct plan *plan,
			  const struct followup_plan *wish, GError **error)
{
	g_autoptr(store_folder) folder = NULL;
	g_autoptr(followup) followup = followup_read(
	    plan->store, plan->config, wish->address, wish->source, error);
	gint64 ignored;

	if (!followup)
		return FALSE;
	/* Of another account: its own plan will see to it. */
	if (followup_get_account(followup) != plan->account)
		return TRUE;
	if (!drafts_find_folder(plan->store, plan->account, &folder, error))
		return FALSE;
	if (!folder) {
		tell_debug("%s: no folder of drafts", plan->account->name);
		return TRUE;
	}
	templates_remark(wish->angle);
	return drafts_add(plan->store, plan->config, wish, followup, folder,
			  plan->now, &ignored, error);
}

/* In the caller's transaction. */
static gboolean see_to_item(const struct plan *plan,
			    const struct store_digest_item *item,
			    GError **error)
{
	g_auto(followup_plan) wish = { 0 };
	g_autoptr(store_person) person = NULL;
	g_autoptr(store_draft) newest = NULL;
	gboolean live;

	if (!wants_draft((enum reason)item->reason))
		return TRUE;
	if (!store_person_find_by_address(plan->store, item->address, &person,
					  error))
		return FALSE;
	if (!person)
		return TRUE;
	if (!find_newest(plan->store, person->person_id, &newest, error) ||
	    !followup_is_live(plan->store, person->person_id, item->source,
			      plan->now, &live, error))
		return FALSE;
	if (!live || (newest && (newest->account_id != plan->account_id ||
				 is_todays(plan, newest))))
		return TRUE;
	if (!followup_decide(plan->store, plan->config, person, plan->now,
			     &wish, error))
		return FALSE;
	if (!wish.matter || !wish.address)
		return TRUE;
	switch (next_step(newest, &wish)) {
	case STEP_WRITE:
		return write_one(plan, &wish, error);
	case STEP_TAKE_BACK:
		return unwish(plan->store, newest, plan->now, error);
	case STEP_NOTHING:
		break;
	}
	return TRUE;
}

/* Today's digest, wherever it goes; NULL: there is none. */
static gboolean find_digest(const struct plan *plan,
			    struct store_outbox **row_out, GError **error)
{
	const struct config_account *account =
	    outbox_digest_account(plan->config);

	*row_out = NULL;
	return !account ||
	       outbox_find_letter(plan->store, plan->config, account, "digest",
				  plan->now, row_out, error);
}

gboolean drafts_write_morning(const struct plan *plan, GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(store_outbox) digest = NULL;
	g_autoptr(GPtrArray) items = NULL;

	if (!plan->config->morning_drafts)
		return TRUE;
	if (!find_digest(plan, &digest, error))
		return FALSE;
	if (!digest || digest->state == STORE_OUTBOX_REFUSED)
		return TRUE;
	items = store_digest_list_items(plan->store, digest->outbox_id, error);
	if (!items)
		return FALSE;
	transaction = store_transaction_new(plan->store, error);
	if (!transaction)
		return FALSE;
	for (guint i = 0; i < items->len; i++)
		if (!see_to_item(plan, items->pdata[i], error))
			return FALSE;
	return store_transaction_commit(transaction, error);
}
