/* The touches of one event. */
#include "agent/derive/meeting.h"

#include "agent/rules/touch.h"
#include "agent/derive/tie.h"
#include "agent/derive/touches.h"
#include "store/address.h"
#include "store/copy.h"
#include "store/message.h"
#include "store/person.h"
#include "store/touch.h"

/* Of an invitation that does not say when it ends. */
#define USUAL_LENGTH 3600

/* What all messages of an event come to. */
struct meeting {
	gint64 start, end; /* G_MININT64: not known */
	gboolean asked, cancelled, declined;
	GArray *with;	 /* gint64 address_id: who was asked, and who asks */
	GArray *without; /* gint64 address_id: who declined */
	struct store_touch touch;
};

typedef struct meeting meeting_t;

static void meeting_clear(struct meeting *meeting)
{
	g_array_unref(meeting->with);
	g_array_unref(meeting->without);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(meeting_t, meeting_clear)

gint64 meeting_event(const struct record_facts *facts)
{
	g_autofree char *name = NULL;

	if (facts->kind != KIND_CALENDAR || !*facts->event_uid)
		return 0;
	name = g_strdup_printf("event %s\n%s", facts->event_uid,
			       facts->event_recurrence);
	return tie_hash(name);
}

static gboolean is_word(const char *text, const char *word)
{
	return g_ascii_strcasecmp(text, word) == 0;
}

static gboolean find(const GArray *ids, gint64 id, guint *i_out)
{
	for (guint i = 0; i < ids->len; i++)
		if (g_array_index(ids, gint64, i) == id) {
			*i_out = i;
			return TRUE;
		}
	return FALSE;
}

static void put_id(GArray *ids, gint64 id, gboolean in)
{
	guint i;

	if (find(ids, id, &i)) {
		if (!in)
			g_array_remove_index(ids, i);
	} else if (in) {
		g_array_append_val(ids, id);
	}
}

/* ---- one message after the other ---- */

static void set_time(struct meeting *meeting, const struct record_facts *facts)
{
	meeting->start = facts->event_start;
	meeting->end = facts->event_end;
}

/* Invited, or invited anew: to another time, with others. */
static gboolean hear_request(const struct meeting_context *context,
			     struct meeting *meeting,
			     const struct store_message *message,
			     const struct record_facts *facts, GError **error)
{
	set_time(meeting, facts);
	meeting->asked = TRUE;
	meeting->cancelled = FALSE;
	g_array_set_size(meeting->with, 0);
	if (message->direction == DIRECTION_IN && message->address_id)
		put_id(meeting->with, message->address_id, TRUE);
	for (guint i = 0; i < facts->event_attendees.n; i++) {
		g_autofree char *lower =
		    g_utf8_strdown(facts->event_attendees.texts[i], -1);
		gint64 id;

		if (!*lower || identities_have(context->identities, lower))
			continue;
		if (!store_address_ensure(context->store, lower, "", 0, &id,
					  error))
			return FALSE;
		put_id(meeting->with, id, TRUE);
	}
	return TRUE;
}

static void hear_reply(struct meeting *meeting,
		       const struct store_message *message,
		       const struct record_facts *facts)
{
	gboolean declined = is_word(facts->event_answer, "declined");

	if (message->direction == DIRECTION_OUT) {
		meeting->declined = declined;
		return;
	}
	if (!message->address_id)
		return;
	put_id(meeting->without, message->address_id, declined);
	/* The user's own invitation may be gone. */
	if (meeting->asked)
		return;
	set_time(meeting, facts);
	put_id(meeting->with, message->address_id, TRUE);
}

static gboolean hear_message(const struct meeting_context *context,
			     struct meeting *meeting,
			     const struct store_message *message,
			     GError **error)
{
	g_autoptr(store_copy) copy = NULL;
	struct record_facts facts;
	const char *why;

	if (!store_copy_find(context->store, message->copy_id, &copy, error))
		return FALSE;
	if (!copy ||
	    !record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   context->scratch, &facts, &why))
		return TRUE;
	if (is_word(facts.event_method, "request"))
		return hear_request(context, meeting, message, &facts, error);
	if (is_word(facts.event_method, "reply"))
		hear_reply(meeting, message, &facts);
	else if (is_word(facts.event_method, "cancel"))
		meeting->cancelled = TRUE;
	return TRUE;
}

static gboolean hear_all(const struct meeting_context *context,
			 struct meeting *meeting, const GPtrArray *messages,
			 GError **error)
{
	for (guint i = 0; i < messages->len; i++)
		if (!hear_message(context, meeting, messages->pdata[i], error))
			return FALSE;
	return TRUE;
}

/* Whom it is a touch with, and when. */
static void conclude(const struct meeting_context *context,
		     struct meeting *meeting, const GPtrArray *messages)
{
	const struct store_message *first =
	    messages->len ? messages->pdata[0] : NULL;
	gint64 end = meeting->end > meeting->start
			 ? meeting->end
			 : meeting->start + USUAL_LENGTH;

	for (guint i = meeting->with->len; i-- > 0;) {
		gint64 id = g_array_index(meeting->with, gint64, i);
		guint ignored;

		if (find(meeting->without, id, &ignored))
			g_array_remove_index(meeting->with, i);
	}
	if (!first || meeting->cancelled || meeting->declined ||
	    meeting->start == G_MININT64 || end <= 0 ||
	    meeting->with->len > context->max_recipients) {
		g_array_set_size(meeting->with, 0);
		return;
	}
	meeting->touch = (struct store_touch){
		.at = end,
		.source = first->message_key,
		.direction = DIRECTION_BOTH,
		.channel = CHANNEL_MEETING,
		.recipients = MAX(meeting->with->len, 1),
		.conversation_id = first->conversation_id,
		.day = TOUCH_NO_DAY,
		.ask_day = TOUCH_NO_DAY,
	};
}

/* ---- what is there already ---- */

static gboolean is_wanted(const struct meeting *meeting,
			  const GArray *person_ids,
			  const struct store_touch *old)
{
	const struct store_touch *touch = &meeting->touch;
	guint ignored;

	return find(person_ids, old->person_id, &ignored) &&
	       old->at == touch->at && old->source == touch->source &&
	       old->recipients == touch->recipients &&
	       old->conversation_id == touch->conversation_id;
}

/* What is as it should be stays, so that nobody is judged anew for it. */
static gboolean forget_old(const struct meeting_context *context,
			   const struct meeting *meeting,
			   const GArray *person_ids, gint64 source,
			   GError **error)
{
	g_autoptr(GArray) rows = store_touch_list_by_source(
	    context->store, source, CHANNEL_MEETING, error);
	gboolean ignored;

	if (!rows)
		return FALSE;
	for (guint i = 0; i < rows->len; i++) {
		const struct store_touch *row =
		    &g_array_index(rows, struct store_touch, i);

		if (!is_wanted(meeting, person_ids, row) &&
		    (!store_touch_delete(context->store, row->person_id,
					 row->at, row->source, &ignored,
					 error) ||
		     !store_person_mark_dirty(context->store, row->person_id,
					      error)))
			return FALSE;
	}
	return TRUE;
}

static gboolean list_persons(const struct meeting_context *context,
			     const struct meeting *meeting, GArray *ids,
			     GError **error)
{
	for (guint i = 0; i < meeting->with->len; i++) {
		gint64 id = g_array_index(meeting->with, gint64, i), person_id;

		if (!store_address_get_person(context->store, id, &person_id,
					      error))
			return FALSE;
		if (person_id)
			put_id(ids, person_id, TRUE);
	}
	return TRUE;
}

static gboolean add_new(const struct meeting_context *context,
			const struct meeting *meeting, GError **error)
{
	for (guint i = 0; i < meeting->with->len; i++) {
		gint64 id = g_array_index(meeting->with, gint64, i), person_id;
		gboolean there = FALSE;

		if (!store_address_get_person(context->store, id, &person_id,
					      error) ||
		    (person_id &&
		     !store_touch_has(context->store, person_id,
				      meeting->touch.at, meeting->touch.source,
				      &there, error)))
			return FALSE;
		if (!there && !touches_add_one(context->store, &meeting->touch,
					       id, TRUE, context->late, error))
			return FALSE;
	}
	return TRUE;
}

gboolean meeting_derive(const struct meeting_context *context, gint64 event,
			gint64 key, GError **error)
{
	g_auto(meeting_t) meeting = {
		.start = G_MININT64,
		.end = G_MININT64,
		.with = g_array_new(FALSE, FALSE, sizeof(gint64)),
		.without = g_array_new(FALSE, FALSE, sizeof(gint64)),
	};
	g_autoptr(GArray) ids = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GPtrArray) messages =
	    store_message_list_by_event(context->store, event, error);

	if (!messages || !hear_all(context, &meeting, messages, error))
		return FALSE;
	conclude(context, &meeting, messages);
	if (!list_persons(context, &meeting, ids, error) ||
	    !forget_old(context, &meeting, ids, key, error))
		return FALSE;
	for (guint i = 0; i < messages->len; i++) {
		const struct store_message *message = messages->pdata[i];

		if (!forget_old(context, &meeting, ids, message->message_key,
				error))
			return FALSE;
	}
	return add_new(context, &meeting, error);
}
