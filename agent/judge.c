/* Ask the rules about everybody who is dirty, and store what they say. */
#include "agent/judge.h"

#include "agent/rules/stall.h"
#include "agent/rules/summary.h"
#include "store/address.h"
#include "store/message.h"
#include "store/person.h"
#include "store/saying.h"
#include "store/touch.h"
#include "store/verdict.h"

/* Persons in one transaction: some tens of milliseconds. */
#define BATCH 500

struct judge {
	struct store *store;
	const struct rule_settings *settings;
	GPtrArray *sayings; /* struct store_saying, all that hold */
	GArray *touches;    /* struct touch, of one person */
};

/* ---- what the user said ---- */

static void hear(struct said *said, const struct store_saying *saying)
{
	if (g_str_equal(saying->verb, "stage"))
		said->contact = said->tracked =
		    stage_parse(saying->word, &said->stage);
	else if (g_str_equal(saying->verb, "log") ||
		 g_str_equal(saying->verb, "track"))
		said->contact = said->tracked = TRUE;
	else if (g_str_equal(saying->verb, "mute"))
		said->muted = TRUE;
	else if (g_str_equal(saying->verb, "done"))
		said->done_at = MAX(said->done_at, saying->at);
	else if (g_str_equal(saying->verb, "snooze"))
		said->snooze_until = MAX(said->snooze_until, saying->at);
}

static void hear_all(const struct judge *judge, const GPtrArray *addresses,
		     struct said *said_out)
{
	*said_out = (struct said){ 0 };
	for (guint i = 0; i < judge->sayings->len; i++) {
		const struct store_saying *saying =
		    g_ptr_array_index(judge->sayings, i);

		for (guint j = 0; j < addresses->len; j++) {
			const struct store_address *address =
			    g_ptr_array_index(addresses, j);

			if (g_str_equal(saying->address, address->address))
				hear(said_out, saying);
		}
	}
}

/* ---- one person ---- */

static gboolean load_touches(struct judge *judge, gint64 person_id,
			     GError **error)
{
	g_autoptr(GArray) rows =
	    store_touch_list_by_person(judge->store, person_id, error);

	if (!rows)
		return FALSE;
	g_array_set_size(judge->touches, 0);
	for (guint i = 0; i < rows->len; i++) {
		const struct store_touch *row =
		    &g_array_index(rows, struct store_touch, i);
		const struct touch touch = {
			.at = row->at,
			.source = row->source,
			.direction = (enum direction)row->direction,
			.channel = (enum channel)row->channel,
			.recipients = (guint)row->recipients,
		};

		g_array_append_val(judge->touches, touch);
	}
	return TRUE;
}

/*
 * Verdicts rest on the open run: tell the rules which conversation each of
 * its touches is in, and what the last one was about.
 */
static gboolean find_open(struct judge *judge, struct store_message **last_out,
			  GError **error)
{
	const struct touch *last = NULL;

	*last_out = NULL;
	for (guint i = judge->touches->len; i > 0; i--) {
		struct touch *touch =
		    &g_array_index(judge->touches, struct touch, i - 1);
		g_autoptr(store_message) message = NULL;

		if (last && touch->direction != last->direction)
			return TRUE;
		if (touch->source > 0 &&
		    !store_message_find(judge->store, touch->source, &message,
					error))
			return FALSE;
		if (message)
			touch->conversation = message->conversation_id;
		if (!last)
			*last_out = g_steal_pointer(&message);
		last = touch;
	}
	return TRUE;
}

static gboolean store_verdicts(struct judge *judge, gint64 person_id,
			       const struct facts *facts, GError **error)
{
	g_autoptr(GPtrArray) verdicts = stall_judge(facts);
	g_autofree struct store_verdict *rows =
	    g_new0(struct store_verdict, verdicts->len + 1);

	for (guint i = 0; i < verdicts->len; i++) {
		const struct verdict *verdict = g_ptr_array_index(verdicts, i);

		rows[i] = (struct store_verdict){
			.person_id = person_id,
			.conversation_id = verdict->conversation,
			.reason = (int)verdict->reason,
			.since_at = verdict->since_at,
			.due_at = verdict->due_at,
			.lapse_at = verdict->lapse_at,
			.source = verdict->source,
			.sentence = verdict->sentence,
		};
	}
	return store_verdict_replace(judge->store, person_id, rows,
				     verdicts->len, error);
}

static const char *best_name(const GPtrArray *addresses)
{
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address =
		    g_ptr_array_index(addresses, i);

		if (*address->name)
			return address->name;
	}
	return "";
}

static gboolean judge_person(struct judge *judge, gint64 person_id,
			     GError **error)
{
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(judge->store, person_id, error);
	g_autoptr(store_message) last = NULL;
	struct summary summary;
	struct said said;
	struct facts facts;
	struct store_person row;

	if (!addresses || !load_touches(judge, person_id, error) ||
	    !find_open(judge, &last, error))
		return FALSE;
	hear_all(judge, addresses, &said);
	if (judge->touches->len == 0 && !said.contact)
		return store_person_delete(judge->store, person_id, error);

	facts = (struct facts){
		.touches = (const struct touch *)(void *)judge->touches->data,
		.n_touches = judge->touches->len,
		.summary = &summary,
		.said = &said,
		.settings = judge->settings,
		.subject = last ? last->subject : NULL,
	};
	summary_make(facts.touches, facts.n_touches, &said, judge->settings,
		     &summary);
	row = (struct store_person){
		.person_id = person_id,
		.name = best_name(addresses),
		.contact = summary.contact,
		.tracked = summary.tracked,
		.stage = (int)summary.stage,
		.ball = (int)summary.ball,
		.touches_out = summary.touches_out,
		.touches_in = summary.touches_in,
		.exchanges = summary.exchanges,
		.attempts = summary.attempts,
		.first_at = summary.first_at,
		.last_at = summary.last_at,
	};
	return store_person_put_summary(judge->store, &row, error) &&
	       store_verdicts(judge, person_id, &facts, error);
}

static gboolean judge_batch(struct judge *judge, const GArray *ids,
			    GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(judge->store, error);

	if (!transaction)
		return FALSE;
	for (guint i = 0; i < ids->len; i++)
		if (!judge_person(judge, g_array_index(ids, gint64, i), error))
			return FALSE;
	return store_transaction_commit(transaction, error);
}

gboolean judge_dirty(struct store *store, const struct rule_settings *settings,
		     GError **error)
{
	g_autoptr(GPtrArray) sayings = store_saying_list(store, NULL, error);
	g_autoptr(GArray) touches =
	    g_array_new(FALSE, FALSE, sizeof(struct touch));
	struct judge judge = { store, settings, sayings, touches };
	gint64 after = 0;

	if (!sayings)
		return FALSE;
	for (;;) {
		g_autoptr(GArray) ids =
		    store_person_list_dirty(store, after, BATCH, error);

		if (!ids)
			return FALSE;
		if (ids->len == 0)
			return TRUE;
		if (!judge_batch(&judge, ids, error))
			return FALSE;
		after = g_array_index(ids, gint64, ids->len - 1);
	}
}
