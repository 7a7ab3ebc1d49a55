/* Translate parse/'s facts into the border's, field by field. */
#include "agent/worker/facts.h"

#include "parse/who.h"

/* The two tables of words are one, written down on each side of a wall. */
G_STATIC_ASSERT((int)PARSE_KIND_HUMAN == (int)KIND_HUMAN);
G_STATIC_ASSERT((int)PARSE_KIND_REPORT == (int)KIND_REPORT);
G_STATIC_ASSERT((int)N_PARSE_KINDS == (int)N_KINDS);
G_STATIC_ASSERT((int)PARSE_ROLE_FAILED == (int)ADDRESS_FAILED);
G_STATIC_ASSERT((int)N_PARSE_ROLES == (int)N_ADDRESS_ROLES);
G_STATIC_ASSERT((int)PARSE_ABSENCE_DATED == (int)ABSENCE_DATED);
G_STATIC_ASSERT(PARSE_WORDS_MAX == BORDER_WORDS_MAX);
G_STATIC_ASSERT((int)PARSE_ABSENCE_LEFT == (int)ABSENCE_LEFT);

struct facts_writer {
	GArray *addresses; /* struct record_address */
	struct record_promise promises[PARSE_PROMISES_MAX];
	const char *phones[PARSE_PHONES_MAX];
	struct parse_who who;
	GByteArray *payload;
};

struct facts_writer *facts_writer_new(void)
{
	struct facts_writer *writer = g_new0(struct facts_writer, 1);

	writer->addresses =
	    g_array_new(FALSE, FALSE, sizeof(struct record_address));
	writer->payload = g_byte_array_new();
	return writer;
}

void facts_writer_free(struct facts_writer *writer)
{
	if (!writer)
		return;
	g_array_unref(writer->addresses);
	g_byte_array_unref(writer->payload);
	g_free(writer);
}

static struct record_texts texts(const GPtrArray *list)
{
	return (struct record_texts){ (void *)list->pdata, list->len };
}

static struct record_addresses addresses(struct facts_writer *writer,
					 const GArray *list)
{
	g_array_set_size(writer->addresses, 0);
	for (guint i = 0; i < list->len; i++) {
		const struct parse_address *from =
		    &g_array_index(list, struct parse_address, i);
		const struct record_address to = {
			.role = from->role,
			.name = from->name,
			.address = from->address,
		};

		g_array_append_val(writer->addresses, to);
	}
	return (struct record_addresses){
		(void *)writer->addresses->data,
		writer->addresses->len,
	};
}

static struct record_promises promises(struct facts_writer *writer,
				       const struct parse_intent *intent)
{
	for (guint i = 0; i < intent->n_promises; i++) {
		const struct parse_promise *from = &intent->promises[i];

		writer->promises[i] = (struct record_promise){
			.by_reader = from->by_reader,
			.from = from->from,
			.to = from->to,
			.sentence = from->sentence,
		};
	}
	return (struct record_promises){ writer->promises, intent->n_promises };
}

static struct record_texts phones(struct facts_writer *writer,
				  const struct parse_phones *from)
{
	for (guint i = 0; i < from->n; i++)
		writer->phones[i] = from->numbers[i];
	return (struct record_texts){ writer->phones, from->n };
}

/* The author, where From is not. */
static void write_author(struct facts_writer *writer,
			 struct record_facts *facts,
			 const struct parse_message *message)
{
	struct parse_who *who = &writer->who;

	parse_who_read(message, who);
	facts->author_office = who->role;
	if (who->why != PARSE_WHO_VIA && who->why != PARSE_WHO_REPLY_TO)
		return;
	facts->author = who->address;
	facts->author_name = who->name;
}

/* What only the body tells. */
static void write_body(struct facts_writer *writer, struct record_facts *facts,
		       const struct parse_message *message)
{
	const struct parse_quoted *quoted = &message->quoted;
	const struct parse_intent *intent = &message->intent;
	const struct parse_absence *absence = &message->absence;
	const struct parse_event *event = &message->event;

	facts->quoted_author = quoted->author;
	facts->quoted_at = quoted->at;
	facts->quoted_local = quoted->local;
	facts->quoted_forward = quoted->forwarded;
	facts->quoted_subject = quoted->subject;
	facts->asks = intent->asks;
	facts->question = intent->question;
	facts->delivers = intent->delivers;
	facts->no = intent->no;
	facts->stop = intent->stop;
	facts->closing = intent->closing;
	facts->promises = promises(writer, intent);
	facts->praise = intent->praise;
	facts->asks_day = intent->asks_day;
	facts->phones = phones(writer, &message->phones);
	facts->absence = (guint32)absence->state;
	facts->back = absence->back;
	facts->stand_in = absence->stand_in;
	facts->absence_sentence = absence->sentence;
	facts->event_method = event->method;
	facts->event_uid = event->uid;
	facts->event_recurrence = event->recurrence_id;
	facts->event_start = event->start;
	facts->event_end = event->end;
	facts->event_answer = event->answer;
	if (event->attendees)
		facts->event_attendees = texts(event->attendees);
}

struct record_bytes facts_write(struct facts_writer *writer,
				const struct parse_message *message)
{
	struct record_facts facts = {
		.version = parse_version,
		.key = message->key,
		.content = message->content,
		.message_id = message->message_id,
		.date = message->date,
		.zone = message->zone,
		.subject = message->subject,
		.addresses = addresses(writer, message->addresses),
		.in_reply_to = texts(message->in_reply_to),
		.references = texts(message->references),
		.kind = (guint32)message->kind,
		.evidence = message->evidence,
		.evidence_in_body = message->evidence_in_body,
		.list_id = message->list_id,
		.auth_results = message->auth_results,
		.recipients = message->recipients,
		.body_wanted = message->body_wanted,
		.body_read = message->body_read,
		.about = message->about,
		.hard = message->hard,
		.status = message->status,
		.delayed = message->delayed,
		.bulk_only = message->bulk_only,
		.words = message->words,
		.text = message->text,
		.unsubscribe = message->unsubscribe,
	};

	write_author(writer, &facts, message);
	write_body(writer, &facts, message);
	g_byte_array_set_size(writer->payload, 0);
	record_encode(RECORD_FACTS, &facts, writer->payload);
	return (struct record_bytes){
		(const char *)writer->payload->data,
		writer->payload->len,
	};
}
