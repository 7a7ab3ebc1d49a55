/* To whom, in which conversation, about what: decided, and still so. */
#include "agent/post/followup.h"

#include "agent/post/outbox.h"
#include "agent/rules/rung.h"
#include "agent/rules/touch.h"
#include "agent/safe.h"
#include "store/address.h"
#include "store/draft.h"
#include "store/recipient.h"
#include "store/touch.h"
#include "store/verdict.h"

#define DAY 86400

void followup_plan_clear(struct followup_plan *plan)
{
	g_clear_pointer(&plan->address, g_free);
}

gboolean followup_concerns(struct store *store,
			   const struct store_message *message,
			   gint64 person_id, gint64 *address_id_out,
			   GError **error)
{
	g_autoptr(GArray) recipients = NULL;
	int best_role = N_ADDRESS_ROLES;
	gint64 owner = 0;

	*address_id_out = 0;
	if (!message->personal)
		return TRUE;
	if (message->direction == DIRECTION_IN) {
		if (!store_address_get_person(store, message->address_id,
					      &owner, error))
			return FALSE;
		*address_id_out = owner == person_id ? message->address_id : 0;
		return TRUE;
	}
	recipients = store_recipient_list(store, message->message_key, error);
	for (guint i = 0; recipients && i < recipients->len; i++) {
		const struct store_recipient *item =
		    &g_array_index(recipients, struct store_recipient, i);

		if (item->role < ADDRESS_TO || item->role > ADDRESS_BCC ||
		    item->role >= best_role)
			continue;
		if (!store_address_get_person(store, item->address_id, &owner,
					      error))
			return FALSE;
		if (owner != person_id)
			continue;
		*address_id_out = item->address_id;
		best_role = item->role;
	}
	return recipients != NULL;
}

gboolean followup_find_last(struct store *store, gint64 person_id, gint64 now,
			    gint64 *at_out, gint64 *source_out, GError **error)
{
	g_autoptr(GArray) touches =
	    store_touch_list_by_person(store, person_id, error);

	*at_out = *source_out = 0;
	for (guint i = touches ? touches->len : 0; i-- > 0;) {
		const struct store_touch *touch =
		    &g_array_index(touches, struct store_touch, i);

		if (touch->direction == DIRECTION_NONE || touch->at > now)
			continue;
		*at_out = touch->at;
		*source_out = touch->source;
		break;
	}
	return touches != NULL;
}

gboolean followup_is_live(struct store *store, gint64 person_id, gint64 matter,
			  gint64 now, gboolean *live_out, GError **error)
{
	g_autoptr(GPtrArray) verdicts = NULL;

	*live_out = matter == 0;
	if (*live_out)
		return TRUE;
	verdicts = store_verdict_list_by_person(store, person_id, error);
	for (guint i = 0; verdicts && i < verdicts->len; i++) {
		const struct store_verdict *verdict = verdicts->pdata[i];

		/* One that has lapsed since its last rung takes nothing back.
		 */
		*live_out |=
		    verdict->source == matter && verdict->due_at <= now;
	}
	return verdicts != NULL;
}

/* How many rungs are due; a tail counts by its days. */
static void count_rungs(const struct store_verdict *verdict,
			const struct rule_settings *settings, gint64 now,
			struct followup_plan *plan)
{
	struct ladder ladder;
	struct rung last, next;
	guint n = 0;

	if (!ladder_parse(verdict->rungs, (enum reason)verdict->reason,
			  &ladder))
		return;
	ladder_at(&ladder, now, settings, &last, &next);
	while (n < ladder.n && ladder.rungs[n].due_at <= now)
		n++;
	if (n == 0)
		return;
	if (n == ladder.n && ladder.tail_days > 0)
		n += (guint)((last.due_at - ladder.rungs[n - 1].due_at) /
			     ((gint64)ladder.tail_days * DAY));
	plan->rung = n;
	plan->last_rung = next.due_at == 0;
	plan->reason = last.reason;
	plan->matter = verdict->source;
}

/* Of these messages the last that is to or from them. */
static gboolean find_source(struct store *store, gint64 conversation_id,
			    struct followup_plan *plan, GError **error)
{
	g_autoptr(GPtrArray) messages = NULL;

	if (!conversation_id)
		return TRUE;
	messages =
	    store_message_list_by_conversation(store, conversation_id, error);
	for (guint i = messages ? messages->len : 0; i-- > 0;) {
		const struct store_message *message = messages->pdata[i];
		g_autoptr(store_address) address = NULL;
		gint64 with;

		if (!followup_concerns(store, message, plan->person_id, &with,
				       error))
			return FALSE;
		if (!with)
			continue;
		if (!store_address_find_by_id(store, with, &address, error))
			return FALSE;
		if (!address || !safe_is_address(address->address))
			continue;
		plan->source = message->message_key;
		plan->address = g_strdup(address->address);
		break;
	}
	return messages != NULL;
}

/* Their last conversation by mail. */
static gboolean find_conversation(struct store *store,
				  struct followup_plan *plan, GError **error)
{
	g_autoptr(GArray) touches =
	    store_touch_list_by_person(store, plan->person_id, error);
	gint64 seen = 0;

	for (guint i = touches ? touches->len : 0; i-- > 0 && !plan->source;) {
		const struct store_touch *touch =
		    &g_array_index(touches, struct store_touch, i);

		if (touch->direction == DIRECTION_NONE ||
		    touch->channel != CHANNEL_EMAIL ||
		    touch->conversation_id == seen)
			continue;
		seen = touch->conversation_id;
		if (!find_source(store, seen, plan, error))
			return FALSE;
	}
	return touches != NULL;
}

/* The address with most mail; "name:..." stands for having none. */
static gboolean find_address(struct store *store, struct followup_plan *plan,
			     GError **error)
{
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(store, plan->person_id, error);

	for (guint i = 0; addresses && i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (safe_is_address(address->address)) {
			plan->address = g_strdup(address->address);
			break;
		}
	}
	return addresses != NULL;
}

static gboolean choose_angle(struct store *store, struct followup_plan *plan,
			     GError **error)
{
	g_autoptr(GPtrArray) drafts =
	    store_draft_list_by_person(store, plan->person_id, error);
	g_autoptr(GPtrArray) past = g_ptr_array_new();
	struct angle_wish wish = {
		.reason = plan->reason,
		.rung = plan->rung,
		.last = plan->last_rung,
		.attempts = plan->attempts,
	};

	for (guint i = 0; drafts && i < drafts->len; i++) {
		const struct store_draft *draft = drafts->pdata[i];

		if (draft->state != STORE_OUTBOX_REFUSED)
			g_ptr_array_add(past, (gpointer)(guintptr)draft->angle);
	}
	wish.past = (const char *const *)(const void *)past->pdata;
	wish.n_past = past->len;
	plan->angle = angle_choose(&wish);
	return drafts != NULL;
}

static gboolean is_users_turn(enum reason reason)
{
	return reason == REASON_PROMISED || reason == REASON_YOU_OWE ||
	       reason == REASON_NEW;
}

/* Also before its first morning the words are the user's. */
static gboolean find_turn(struct store *store, const GPtrArray *verdicts,
			  gint64 now, struct followup_plan *plan,
			  GError **error)
{
	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_verdict *verdict = verdicts->pdata[i];

		if (!is_users_turn((enum reason)verdict->reason) ||
		    verdict->due_at <= now || verdict->lapse_at <= now)
			continue;
		plan->reason = (enum reason)verdict->reason;
		return find_source(store, verdict->conversation_id, plan,
				   error);
	}
	return TRUE;
}

gboolean followup_decide(struct store *store, const struct config *config,
			 const struct store_person *person, gint64 now,
			 struct followup_plan *plan_out, GError **error)
{
	g_auto(followup_plan) plan = {
		.person_id = person->person_id,
		.attempts = (guint)person->attempts,
	};
	g_autoptr(GPtrArray) verdicts =
	    store_verdict_list_by_person(store, person->person_id, error);
	struct rule_settings settings;

	if (!verdicts)
		return FALSE;
	config_rule_settings(config, &settings);
	for (guint i = 0; i < verdicts->len && !plan.rung; i++) {
		const struct store_verdict *verdict = verdicts->pdata[i];

		if (verdict->due_at > now || verdict->lapse_at <= now)
			continue;
		count_rungs(verdict, &settings, now, &plan);
		if (plan.rung &&
		    !find_source(store, verdict->conversation_id, &plan, error))
			return FALSE;
	}
	if ((!plan.rung && !find_turn(store, verdicts, now, &plan, error)) ||
	    (!plan.source && !find_conversation(store, &plan, error)) ||
	    (!plan.address && !find_address(store, &plan, error)) ||
	    !followup_find_last(store, plan.person_id, now, &plan.last_at,
				&plan.last_source, error) ||
	    !choose_angle(store, &plan, error))
		return FALSE;
	*plan_out = plan;
	plan.address = NULL;
	return TRUE;
}
