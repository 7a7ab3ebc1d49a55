/* Translate parse/'s facts into the border's, field by field. */
#include "agent/worker/facts.h"

/* The two tables of words are one, written down on each side of a wall. */
G_STATIC_ASSERT((int)PARSE_KIND_HUMAN == (int)KIND_HUMAN);
G_STATIC_ASSERT((int)PARSE_KIND_REPORT == (int)KIND_REPORT);
G_STATIC_ASSERT((int)N_PARSE_KINDS == (int)N_KINDS);
G_STATIC_ASSERT((int)PARSE_ROLE_FAILED == (int)ADDRESS_FAILED);
G_STATIC_ASSERT((int)N_PARSE_ROLES == (int)N_ADDRESS_ROLES);

struct facts_writer {
	GArray *addresses; /* struct record_address */
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

struct record_bytes facts_write(struct facts_writer *writer,
				const struct parse_message *message)
{
	const struct record_facts facts = {
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
		.list_id = message->list_id,
		.auth_results = message->auth_results,
		.recipients = message->recipients,
		.body_wanted = message->body_wanted,
		.body_read = message->body_read,
		.about = message->about,
		.hard = message->hard,
	};

	g_byte_array_set_size(writer->payload, 0);
	record_encode(RECORD_FACTS, &facts, writer->payload);
	return (struct record_bytes){
		(const char *)writer->payload->data,
		writer->payload->len,
	};
}
