/* Make a message of its copies, and touches of the message. */
#include "agent/derive/derive.h"

#include <string.h>

#include "agent/derive/automatic.h"
#include "agent/derive/draft.h"
#include "agent/derive/meeting.h"
#include "agent/derive/office.h"
#include "agent/derive/proof.h"
#include "agent/rules/words.h"
#include "agent/derive/tie.h"
#include "agent/derive/touches.h"
#include "agent/derive/twin.h"
#include "store/address.h"
#include "store/conversation.h"
#include "store/message.h"
#include "store/person.h"
#include "store/recipient.h"

struct derive {
	struct store *store;
	struct record_scratch *scratch;
	struct draft *draft;
	GArray *targets; /* gint64: what ties it to a conversation */
	GArray *late;	 /* gint64 keys, whose time is to be derived anew */
	GArray *loose;	 /* gint64 conversations, to be tied anew */
	GArray *written; /* gint64 addresses, whom the user wrote to, or not */
	GArray *events;	 /* struct changed_event, whose touches to derive */
	GArray *before;	 /* struct store_recipient, as they were */
	GString *evidence; /* of the message that is being made */
};

/* An event, and a message that has come to it, or changed, or left it. */
struct changed_event {
	gint64 event, message_key;
};

struct derive *derive_new(struct store *store,
			  const struct identities *identities,
			  guint max_recipients, struct ruling *ruling)
{
	struct derive *derive = g_new0(struct derive, 1);

	derive->store = store;
	derive->draft = draft_new(store, identities, max_recipients, ruling);
	derive->scratch = record_scratch_new();
	derive->targets = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->late = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->loose = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->written = g_array_new(FALSE, FALSE, sizeof(gint64));
	derive->events =
	    g_array_new(FALSE, FALSE, sizeof(struct changed_event));
	derive->before =
	    g_array_new(FALSE, FALSE, sizeof(struct store_recipient));
	derive->evidence = g_string_new(NULL);
	return derive;
}

void derive_free(struct derive *derive)
{
	if (!derive)
		return;
	record_scratch_free(derive->scratch);
	draft_free(derive->draft);
	g_array_unref(derive->targets);
	g_array_unref(derive->late);
	g_array_unref(derive->loose);
	g_array_unref(derive->written);
	g_array_unref(derive->events);
	g_array_unref(derive->before);
	g_string_free(derive->evidence, TRUE);
	g_free(derive);
}

static gboolean decode(struct derive *derive, const struct store_copy *copy,
		       struct record_facts *facts_out, GError **error)
{
	const char *why;

	if (record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			  derive->scratch, facts_out, &why))
		return TRUE;
	g_set_error(error, STORE_ERROR, STORE_ERROR_CORRUPT,
		    "copy %" G_GINT64_FORMAT " in '%s' is damaged (%s); "
		    "run 'tend sync' with a fresh database",
		    copy->copy_id, store_get_path(derive->store), why);
	return FALSE;
}

static void forget_last(struct derive *derive)
{
	draft_begin(derive->draft);
	g_array_set_size(derive->targets, 0);
}

/* What one copy adds to its message. */
static gboolean add_copy(struct derive *derive, const struct store_copy *copy,
			 const struct record_facts *facts, GError **error)
{
	tie_add_ids(derive->targets, facts);
	return draft_add_copy(derive->draft, copy, facts, error);
}

static gboolean take_back(struct derive *derive,
			  const struct store_message *row, GError **error)
{
	struct store *store = derive->store;
	g_autoptr(GArray) recipients =
	    store_recipient_list(store, row->message_key, error);

	if (!recipients || !touches_tally(store, row, recipients, -1, error) ||
	    !touches_take_back(store, row, recipients, error))
		return FALSE;
	office_note(row, recipients, derive->written);
	g_array_set_size(derive->before, 0);
	g_array_append_vals(derive->before, recipients->data, recipients->len);
	return store_recipient_clear(store, row->message_key, error);
}

/*
 * Whoever else has a part in the conversation may be judged otherwise now:
 * somebody has answered for them, say.  On a first reading all are dirty.
 */
static gboolean mark_others(struct derive *derive,
			    const struct store_message *row, gboolean indexed,
			    GError **error)
{
	return !indexed || row->kind != KIND_HUMAN ||
	       store_person_mark_conversation(derive->store,
					      row->conversation_id, error);
}

/* ---- time, and what depends on it ---- */

/*
 * Never before what it answers: clocks differ, and an answer that seems to
 * come first would turn the ball around.  During a first reading, without
 * indexes, this is left to derive_settle.
 */
static gboolean set_time(struct derive *derive, struct store_message *row,
			 GError **error)
{
	gboolean indexed;
	gint64 at = 0;

	if (!row->parent)
		return TRUE;
	if (!store_is_indexed(derive->store, &indexed, error))
		return FALSE;
	if (indexed && !store_message_find_time(derive->store, row->parent,
						row->message_key, &at, error))
		return FALSE;
	row->at = MAX(row->at, at);
	return TRUE;
}

/* Its answers follow when its time has changed. */
static gboolean note_answers(struct derive *derive,
			     const struct store_message *row, gint64 before,
			     GError **error)
{
	g_autoptr(GArray) keys = NULL;
	gboolean indexed;

	if (!row->target || row->at == before)
		return TRUE;
	if (!store_is_indexed(derive->store, &indexed, error))
		return FALSE;
	if (!indexed)
		return TRUE;
	keys = store_message_list_answers(derive->store, row, before, error);
	if (!keys)
		return FALSE;
	g_array_append_vals(derive->late, keys->data, keys->len);
	return TRUE;
}

/* ---- whom it answers ---- */

/*
 * A sales program's mail looks like a mailing: what answers the user is a
 * person's.  Without indexes this is left to derive_settle.
 */
static gboolean judge_answer(struct derive *derive, struct store_message *row,
			     const struct record_facts *facts, gboolean indexed,
			     GError **error)
{
	gboolean own = FALSE;

	if (!facts->bulk_only || row->kind != KIND_NEWSLETTER || !indexed)
		return TRUE;
	if (!store_message_find_sent(derive->store, row->parent, DIRECTION_OUT,
				     &own, error))
		return FALSE;
	if (!own)
		return TRUE;
	g_string_printf(derive->evidence, "answers your mail; %s",
			facts->evidence);
	row->kind = KIND_HUMAN;
	row->evidence = derive->evidence->str;
	return TRUE;
}

/* Its answers are judged by whether it is the user's own. */
static gboolean note_judged(struct derive *derive, gint64 target, gboolean was,
			    gboolean is, gboolean indexed, GError **error)
{
	g_autoptr(GArray) keys = NULL;

	if (!target || was == is || !indexed)
		return TRUE;
	keys = store_message_list_of_kind(
	    derive->store, target, is ? KIND_NEWSLETTER : KIND_HUMAN, error);
	if (!keys)
		return FALSE;
	g_array_append_vals(derive->late, keys->data, keys->len);
	return TRUE;
}

/* Of a crowd nobody looks whether it is the same. */
#define COMPARED_MAX 64

static gboolean same_recipients(const GArray *a, const GArray *b)
{
	if (a->len != b->len || a->len > COMPARED_MAX)
		return FALSE;
	for (guint i = 0, j; i < a->len; i++) {
		const struct store_recipient *x =
		    &g_array_index(a, struct store_recipient, i);

		for (j = 0; j < b->len; j++) {
			const struct store_recipient *y =
			    &g_array_index(b, struct store_recipient, j);

			if (x->address_id == y->address_id &&
			    x->role == y->role)
				break;
		}
		if (j == b->len)
			return FALSE;
	}
	return TRUE;
}

static void note_event(struct derive *derive, const struct store_message *row)
{
	struct changed_event changed;

	if (!row || !row->event)
		return;
	changed = (struct changed_event){ row->event, row->message_key };
	g_array_append_val(derive->events, changed);
}

/* What rests on there being this mail, or on what it is. */
static gboolean note_others(struct derive *derive,
			    const struct store_message *known,
			    const struct store_message *row, gboolean moved,
			    gboolean indexed, GError **error)
{
	struct store *store = derive->store;
	GArray *late = derive->late;

	if (!indexed)
		return TRUE;
	note_event(derive, known);
	if (!known || !row || known->event != row->event)
		note_event(derive, row);
	return twin_list_changed(store, known, row, late, error) &&
	       automatic_list_changed(store, known, row, late, error) &&
	       proof_list_changed(store, known, row, moved, late, error);
}

/* Its row and recipients; its conversation is found when these are there. */
static gboolean write_row(struct derive *derive, struct store_message *row,
			  const GArray *recipients,
			  const struct store_message *known, GError **error)
{
	if (known ? !store_message_update(derive->store, row, error)
		  : !store_message_insert(derive->store, row, error))
		return FALSE;
	for (guint i = 0; i < recipients->len; i++) {
		const struct store_recipient *item =
		    &g_array_index(recipients, struct store_recipient, i);

		if (!store_recipient_add(derive->store, row->message_key,
					 item->address_id, item->role, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean find_conversation(struct derive *derive,
				  struct store_message *row,
				  const struct record_facts *facts,
				  gboolean indexed, GError **error)
{
	GArray *targets = derive->targets;

	return (!indexed ||
		tie_cut_ids(derive->store, row, facts, targets, error)) &&
	       tie_add_clues(derive->store, row, indexed, targets, error) &&
	       store_conversation_of(
		   derive->store, (const gint64 *)(void *)targets->data,
		   targets->len, &row->conversation_id, error);
}

static void note_loose_conversation(struct derive *derive,
				    gint64 conversation_id)
{
	guint n = derive->loose->len;

	if (!n ||
	    g_array_index(derive->loose, gint64, n - 1) != conversation_id)
		g_array_append_val(derive->loose, conversation_id);
}

/*
 * A clue that changed may have tied it to others, and a break undoes ties:
 * then all of the conversation is tied anew, by derive_flush.
 */
static gboolean note_loose(struct derive *derive,
			   const struct store_message *row,
			   const struct store_message *known, GError **error)
{
	gboolean loose = FALSE;

	if (known)
		loose = !tie_keeps_clue(&known->clue, &row->clue) ||
			known->direction != row->direction ||
			known->address_id != row->address_id;
	else if (!tie_is_broken(derive->store, row, &loose, error))
		return FALSE;
	if (loose)
		note_loose_conversation(derive, row->conversation_id);
	return TRUE;
}

/* The number of who wrote it, as the signature has it. */
static gboolean note_phone(struct derive *derive,
			   const struct store_message *row,
			   const struct record_facts *facts, gint64 wrote_at,
			   GError **error)
{
	return !facts->phones.n || row->direction != DIRECTION_IN ||
	       !row->address_id || !derive->draft->in_mail ||
	       (row->kind != KIND_HUMAN && row->kind != KIND_LIST) ||
	       store_address_note_phone(derive->store, row->address_id,
					facts->phones.texts[0], wrote_at,
					error);
}

/* Write the message and all that it does.  Facts are the best copy's. */
static gboolean put(struct derive *derive, const struct record_facts *facts,
		    const struct store_message *known, GError **error)
{
	struct draft *draft = derive->draft;
	struct store_message *row = &draft->row;
	g_autoptr(GArray) recipients = NULL;
	gint64 wrote_at = row->at, proves;
	gboolean indexed;

	draft_read(draft, facts);
	row->subject = facts->subject;
	row->mid = facts->message_id;
	row->target = *facts->message_id ? tie_hash(facts->message_id) : 0;
	row->parent = tie_parent(facts);
	if (!store_is_indexed(derive->store, &indexed, error) ||
	    (indexed && !automatic_find_failed(derive->store, draft, error)))
		return FALSE;
	recipients = draft_list_recipients(draft);
	tie_read_clue(facts, wrote_at, draft_find_party(draft), row,
		      &row->clue);
	if (!set_time(derive, row, error) ||
	    !judge_answer(derive, row, facts, indexed, error))
		return FALSE;
	row->office = facts->author_office && row->direction == DIRECTION_IN;
	row->in_sent = draft->in_sent && row->direction == DIRECTION_IN &&
		       row->kind == KIND_HUMAN;
	/* Without indexes an office is left to derive_settle. */
	row->personal = draft_is_personal(draft) && (indexed || !row->office);
	row->event = draft->in_mail ? meeting_event(facts) : 0;
	row->text = twin_hash(draft, facts);
	if (!office_judge(derive->store, row, error) ||
	    (indexed && !twin_judge(derive->store, row, error)))
		return FALSE;
	proves = proof_read(draft, facts);
	if (!note_phone(derive, row, facts, wrote_at, error))
		return FALSE;
	/* With indexes there are ties to be looked for, which need the row. */
	if (indexed && !write_row(derive, row, recipients, known, error))
		return FALSE;
	if (!find_conversation(derive, row, facts, indexed, error))
		return FALSE;
	office_note(row, recipients, derive->written);
	if (indexed ? !store_message_update(derive->store, row, error)
		    : !write_row(derive, row, recipients, known, error))
		return FALSE;
	return (!indexed || note_loose(derive, row, known, error)) &&
	       touches_tally(derive->store, row, recipients, 1, error) &&
	       touches_add(derive->store, draft, indexed, derive->late,
			   error) &&
	       (!indexed || automatic_add(derive->store, draft, error)) &&
	       (!indexed || proof_add_touch(derive->store, row, proves,
					    derive->late, error)) &&
	       mark_others(derive, row, indexed, error) &&
	       note_judged(derive, row->target,
			   known && known->direction == DIRECTION_OUT,
			   row->direction == DIRECTION_OUT, indexed, error) &&
	       note_others(derive, known, row,
			   !same_recipients(derive->before, recipients),
			   indexed, error) &&
	       note_answers(derive, row, known ? known->at : 0, error);
}

/* ---- one copy, or many ---- */

static gboolean derive_first(struct derive *derive,
			     const struct store_copy *copy,
			     const struct record_facts *facts, GError **error)
{
	forget_last(derive);
	if (!add_copy(derive, copy, facts, error))
		return FALSE;
	derive->draft->row = (struct store_message){
		.message_key = copy->message_key,
		.copy_id = copy->copy_id,
		.copies = 1,
		.at = draft_time(facts, copy->internal_at),
		.kind = (int)facts->kind,
		.evidence = facts->evidence,
	};
	return put(derive, facts, NULL, error);
}

/* A copy among others of its message. */
struct seen {
	const struct store_copy *copy;
	guint64 content;
};

/* The one whose fields count comes first. */
static int best_first(gconstpointer a, gconstpointer b)
{
	const struct seen *x = a, *y = b;
	int whole = (y->copy->body == STORE_BODY_READ) -
		    (x->copy->body == STORE_BODY_READ);
	int rank =
	    draft_folder_rank(x->copy->role) - draft_folder_rank(y->copy->role);

	/* A header tells less than the same mail's body, wherever that lies. */
	if (whole)
		return whole;
	if (rank)
		return rank;
	if (x->content != y->content)
		return x->content < y->content ? -1 : 1;
	return x->copy->copy_id < y->copy->copy_id ? -1 : 1;
}

struct merge {
	GArray *seen;	 /* struct seen */
	gint64 received; /* the earliest INTERNALDATE, 0: none is known */
	gboolean direct; /* a copy came directly, not through a list */
};

static gboolean look_at(struct derive *derive, struct merge *merge,
			const struct store_copy *copy, GError **error)
{
	struct record_facts facts;
	struct seen seen;

	if (!decode(derive, copy, &facts, error))
		return FALSE;
	if (copy->internal_at > 0 &&
	    (!merge->received || copy->internal_at < merge->received))
		merge->received = copy->internal_at;
	merge->direct |= facts.kind == KIND_HUMAN;
	seen = (struct seen){ copy, facts.content };
	g_array_append_val(merge->seen, seen);
	return TRUE;
}

/* In the order of the copies' worth, so that it does not matter who came when.
 */
static gboolean add_copies(struct derive *derive, const GArray *seen,
			   GError **error)
{
	forget_last(derive);
	for (guint i = 0; i < seen->len; i++) {
		const struct store_copy *copy =
		    g_array_index(seen, struct seen, i).copy;
		struct record_facts facts;

		if (!decode(derive, copy, &facts, error) ||
		    !add_copy(derive, copy, &facts, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean derive_all(struct derive *derive, const GPtrArray *copies,
			   struct store_message *known, GError **error)
{
	g_autoptr(GArray) seen = g_array_new(FALSE, FALSE, sizeof(struct seen));
	struct merge merge = { .seen = seen };
	const struct store_copy *best;
	struct record_facts facts;
	gboolean freed; /* from the list that only other copies came through */

	for (guint i = 0; i < copies->len; i++)
		if (!look_at(derive, &merge, g_ptr_array_index(copies, i),
			     error))
			return FALSE;
	g_array_sort(seen, best_first);
	best = g_array_index(seen, struct seen, 0).copy;
	if (!add_copies(derive, seen, error) ||
	    !decode(derive, best, &facts, error))
		return FALSE;
	freed = facts.kind == KIND_LIST && merge.direct;
	derive->draft->row = (struct store_message){
		.message_key = best->message_key,
		.copy_id = best->copy_id,
		.copies = copies->len,
		.at = draft_time(&facts, merge.received),
		.kind = freed ? KIND_HUMAN : (int)facts.kind,
		.evidence = freed ? "" : facts.evidence,
	};
	return put(derive, &facts, known, error);
}

/* No copy is left. */
static gboolean forget(struct derive *derive, const struct store_message *known,
		       GError **error)
{
	const struct store_message gone = { .target = known->target,
					    .message_key = known->message_key };

	return store_message_delete(derive->store, known->message_key, error) &&
	       note_judged(derive, known->target,
			   known->direction == DIRECTION_OUT, FALSE, TRUE,
			   error) &&
	       note_others(derive, known, NULL, TRUE, TRUE, error) &&
	       note_answers(derive, &gone, known->at, error);
}

static gboolean derive_again(struct derive *derive, gint64 message_key,
			     gboolean *is_new_out, GError **error)
{
	g_autoptr(store_message) known = NULL;
	g_autoptr(GPtrArray) copies = NULL;

	*is_new_out = FALSE;
	if (!store_message_find(derive->store, message_key, &known, error))
		return FALSE;
	if (known && !take_back(derive, known, error))
		return FALSE;
	copies = store_copy_list_by_message(derive->store, message_key, error);
	if (!copies)
		return FALSE;
	if (copies->len == 0)
		return !known || forget(derive, known, error);
	*is_new_out = known == NULL;
	return derive_all(derive, copies, known, error);
}

/*
 * What else is to be derived anew when a message has been.  It ends: a time
 * that moved moves its answers', but only ever later; whether an answer is a
 * person's rests on whose mail it answers, which is read from headers alone;
 * and whether an office's mail is personal rests on the user's own, which is
 * no office's, and is listed only while it is not what it should be; a
 * twin changes the next one after it alone, which moves no time.
 */
static gboolean derive_late(struct derive *derive, GError **error)
{
	gboolean ignored;

	while (derive->late->len) {
		gint64 key =
		    g_array_index(derive->late, gint64, derive->late->len - 1);

		g_array_set_size(derive->late, derive->late->len - 1);
		if (!derive_again(derive, key, &ignored, error))
			return FALSE;
	}
	return TRUE;
}

/* Offices' mail, now that the user has written there, or has not any more. */
static gboolean derive_written(struct derive *derive, GError **error)
{
	gboolean indexed;

	if (!store_is_indexed(derive->store, &indexed, error))
		return FALSE;
	/* Without indexes all is left to derive_settle. */
	if (!indexed)
		g_array_set_size(derive->written, 0);
	while (derive->written->len)
		if (!office_list_changed(derive->store, derive->written,
					 derive->late, error) ||
		    !derive_late(derive, error))
			return FALSE;
	return TRUE;
}

static gboolean derive_events(struct derive *derive, GError **error)
{
	const struct meeting_context context = {
		.store = derive->store,
		.identities = derive->draft->identities,
		.max_recipients = derive->draft->max_recipients,
		.scratch = derive->scratch,
		.late = derive->late,
	};

	while (derive->events->len) {
		struct changed_event changed =
		    g_array_index(derive->events, struct changed_event,
				  derive->events->len - 1);

		g_array_set_size(derive->events, derive->events->len - 1);
		if (!meeting_derive(&context, changed.event,
				    changed.message_key, error))
			return FALSE;
	}
	return TRUE;
}

/* What the last message left to be done at once. */
static gboolean finish(struct derive *derive, GError **error)
{
	do {
		if (!derive_late(derive, error) ||
		    !derive_written(derive, error) ||
		    !derive_events(derive, error))
			return FALSE;
	} while (derive->late->len || derive->written->len);
	return TRUE;
}

gboolean derive_message(struct derive *derive, gint64 message_key,
			gboolean *is_new_out, GError **error)
{
	return derive_again(derive, message_key, is_new_out, error) &&
	       finish(derive, error);
}

gboolean derive_automatic(struct derive *derive, gint64 person_id,
			  GError **error)
{
	gboolean indexed;

	if (!store_is_indexed(derive->store, &indexed, error))
		return FALSE;
	return !indexed ||
	       (automatic_list(derive->store, person_id, derive->late, error) &&
		finish(derive, error));
}

gboolean derive_conversation(struct derive *derive, gint64 message_key,
			     GError **error)
{
	g_autoptr(store_message) message = NULL;

	if (!store_message_find(derive->store, message_key, &message, error))
		return FALSE;
	if (message)
		note_loose_conversation(derive, message->conversation_id);
	return TRUE;
}

/* ---- tying anew ---- */

static gboolean retie(struct derive *derive, GError **error)
{
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));
	gboolean ignored;

	if (!tie_undo(derive->store, derive->loose, keys, error))
		return FALSE;
	for (guint i = 0; i < keys->len; i++)
		if (!derive_again(derive, g_array_index(keys, gint64, i),
				  &ignored, error))
			return FALSE;
	return finish(derive, error);
}

gboolean derive_flush(struct derive *derive, GError **error)
{
	while (derive->loose->len)
		if (!retie(derive, error))
			return FALSE;
	return TRUE;
}

/* ---- after a first reading ---- */

static gboolean settle_times(struct derive *derive, GError **error)
{
	for (;;) {
		g_autoptr(GArray) keys =
		    store_message_list_early_answers(derive->store, error);

		if (!keys)
			return FALSE;
		if (keys->len == 0)
			return TRUE;
		g_array_append_vals(derive->late, keys->data, keys->len);
		if (!derive_late(derive, error))
			return FALSE;
	}
}

static gboolean settle_answers(struct derive *derive, GError **error)
{
	g_autoptr(GArray) keys = store_message_list_answering(
	    derive->store, KIND_NEWSLETTER, DIRECTION_OUT, error);

	if (!keys)
		return FALSE;
	g_array_append_vals(derive->late, keys->data, keys->len);
	return derive_late(derive, error);
}

static gboolean settle_twins(struct derive *derive, GError **error)
{
	g_autoptr(GArray) keys = store_message_list_twins(derive->store, error);

	if (!keys)
		return FALSE;
	g_array_append_vals(derive->late, keys->data, keys->len);
	return derive_late(derive, error);
}

static gboolean settle_proofs(struct derive *derive, GError **error)
{
	return proof_settle(derive->store, derive->late, error) &&
	       derive_late(derive, error);
}

static gboolean settle_events(struct derive *derive, GError **error)
{
	g_autoptr(GArray) events =
	    store_message_list_events(derive->store, error);

	if (!events)
		return FALSE;
	for (guint i = 0; i < events->len; i++) {
		const struct changed_event changed = {
			g_array_index(events, gint64, i), 0
		};

		g_array_append_val(derive->events, changed);
	}
	return finish(derive, error);
}

static gboolean settle_automatic(struct derive *derive, GError **error)
{
	return automatic_list(derive->store, 0, derive->late, error) &&
	       derive_late(derive, error);
}

static gboolean settle_breaks(struct derive *derive, GError **error)
{
	g_autoptr(GArray) keys = tie_list_breaks(derive->store, error);

	if (!keys)
		return FALSE;
	for (guint i = 0; i < keys->len; i++)
		if (!derive_conversation(derive, g_array_index(keys, gint64, i),
					 error))
			return FALSE;
	return TRUE;
}

gboolean derive_settle(struct derive *derive, GError **error)
{
	return tie_settle(derive->store, error) &&
	       settle_answers(derive, error) && settle_times(derive, error) &&
	       office_list_all(derive->store, derive->written, error) &&
	       derive_written(derive, error) && settle_twins(derive, error) &&
	       settle_proofs(derive, error) && settle_events(derive, error) &&
	       settle_automatic(derive, error) &&
	       settle_breaks(derive, error) && derive_flush(derive, error) &&
	       store_conversation_settle(derive->store, error);
}

gboolean derive_copy(struct derive *derive, const struct store_copy *copy,
		     const struct record_facts *facts, gboolean *is_new_out,
		     GError **error)
{
	g_autoptr(store_message) known = NULL;

	if (!store_message_find(derive->store, copy->message_key, &known,
				error))
		return FALSE;
	if (known)
		return derive_message(derive, copy->message_key, is_new_out,
				      error);
	*is_new_out = TRUE;
	return derive_first(derive, copy, facts, error) &&
	       finish(derive, error);
}
