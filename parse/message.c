/* What one mail says of itself: plain facts from bytes. */
#include "config.h"

#include "parse/message.h"

#include <string.h>

#include "parse/body.h"
#include "parse/ids.h"
#include "parse/key.h"
#include "parse/private.h"
#include "parse/text.h"
#include "parse/value.h"

const guint32 parse_version = PARSE_VERSION;

/* In-Reply-To is a list by grammar; more than these are nobody's parents. */
#define IN_REPLY_TO_MAX 10

struct parse_message *parse_message_new(void)
{
	struct parse_message *message = g_new0(struct parse_message, 1);
	struct parse_scratch *scratch = g_new0(struct parse_scratch, 1);

	message->addresses =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_address));
	message->in_reply_to = g_ptr_array_new();
	message->references = g_ptr_array_new();
	message->scratch = scratch;
	scratch->texts = g_string_chunk_new(8192);
	scratch->line = g_string_sized_new(1024);
	scratch->text = g_string_sized_new(1024);
	return message;
}

void parse_message_free(struct parse_message *message)
{
	if (!message)
		return;
	parse_event_clear(&message->event);
	g_array_free(message->addresses, TRUE);
	g_ptr_array_free(message->in_reply_to, TRUE);
	g_ptr_array_free(message->references, TRUE);
	g_string_chunk_free(message->scratch->texts);
	g_string_free(message->scratch->line, TRUE);
	g_string_free(message->scratch->text, TRUE);
	g_free(message->scratch);
	g_free(message);
}

static void reset(struct parse_message *message)
{
	parse_event_clear(&message->event);
	g_string_chunk_clear(message->scratch->texts);
	g_array_set_size(message->addresses, 0);
	g_ptr_array_set_size(message->in_reply_to, 0);
	g_ptr_array_set_size(message->references, 0);
	*message = (struct parse_message){
		.message_id = "",
		.date = PARSE_DATE_NONE,
		.subject = "",
		.addresses = message->addresses,
		.in_reply_to = message->in_reply_to,
		.references = message->references,
		.list_id = "",
		.auth_results = "",
		.evidence = "",
		.about = "",
		.status = "",
		.new_text = "",
		.quoted = { .at = PARSE_DATE_NONE },
		.intent = { .asks_day = PARSE_DAY_NONE },
		.absence = { .back = PARSE_DAY_NONE },
		.event = { .start = PARSE_DATE_NONE, .end = PARSE_DATE_NONE },
		.scratch = message->scratch,
	};
}

/* A field cut at its cap ends inside an address: leave that one out. */
static gsize whole_length(const struct parse_field *field, const char *value)
{
	gsize length = strlen(value);
	const char *comma;

	if (!field->cut)
		return length;
	comma = memrchr(value, ',', length);
	return comma ? (gsize)(comma - value) : 0;
}

static guint read_role(struct parse_message *message, enum parse_field_id id,
		       enum parse_role role, const char *charset)
{
	struct parse_scratch *scratch = message->scratch;
	struct parse_fields *fields = &scratch->fields;
	const char *value = parse_fields_get(fields, id);

	if (!*value)
		return 0;
	return parse_address_list(
	    value, whole_length(&fields->first[id], value), charset, role,
	    scratch->texts, message->addresses);
}

/* To, Cc or Bcc: some programs write a field for each recipient. */
static guint read_recipients(struct parse_message *message,
			     enum parse_field_id id, enum parse_role role,
			     const char *charset)
{
	struct parse_scratch *scratch = message->scratch;
	const struct parse_fields *fields = &scratch->fields;
	guint n = read_role(message, id, role, charset);

	for (guint i = 0; i < fields->n_repeated; i++) {
		const struct parse_field *field = &fields->repeated[i].field;

		if (fields->repeated[i].id != id)
			continue;
		parse_field_unfold(field, scratch->line);
		n += parse_address_list(
		    scratch->line->str, whole_length(field, scratch->line->str),
		    charset, role, scratch->texts, message->addresses);
	}
	return n;
}

static void read_people(struct parse_message *message, const char *charset)
{
	guint to, cc;

	read_role(message, PARSE_FROM, PARSE_ROLE_FROM, charset);
	read_role(message, PARSE_SENDER, PARSE_ROLE_SENDER, charset);
	read_role(message, PARSE_REPLY_TO, PARSE_ROLE_REPLY_TO, charset);
	to = read_recipients(message, PARSE_TO, PARSE_ROLE_TO, charset);
	cc = read_recipients(message, PARSE_CC, PARSE_ROLE_CC, charset);
	read_recipients(message, PARSE_BCC, PARSE_ROLE_BCC, charset);
	read_role(message, PARSE_RESENT_FROM, PARSE_ROLE_RESENT_FROM, charset);
	read_role(message, PARSE_X_FAILED_RECIPIENTS, PARSE_ROLE_FAILED,
		  charset);
	message->recipients = to + cc;
}

/*
 * Some programs put the address of an author where an id belongs: it would tie
 * all that they ever wrote.
 */
static void drop_addresses(const struct parse_message *message, GPtrArray *ids)
{
	for (guint i = ids->len; i-- > 0;) {
		const char *id = ids->pdata[i];

		for (guint j = 0; j < message->addresses->len; j++) {
			const struct parse_address *address = &g_array_index(
			    message->addresses, struct parse_address, j);

			if (g_ascii_strcasecmp(address->address, id))
				continue;
			g_ptr_array_remove_index(ids, i);
			break;
		}
	}
}

static void read_ids(struct parse_message *message)
{
	struct parse_scratch *scratch = message->scratch;
	struct parse_fields *fields = &scratch->fields;

	message->message_id = parse_id_first(
	    parse_fields_get(fields, PARSE_MESSAGE_ID), scratch->texts);
	parse_id_parents(parse_fields_get(fields, PARSE_IN_REPLY_TO),
			 IN_REPLY_TO_MAX, scratch->texts, message->in_reply_to);
	parse_id_list(parse_fields_get(fields, PARSE_REFERENCES),
		      PARSE_REFERENCES_MAX, scratch->texts,
		      message->references);
	drop_addresses(message, message->in_reply_to);
	drop_addresses(message, message->references);
}

/* RFC 2919: a description, then the id in brackets. */
static void read_list_id(struct parse_message *message)
{
	struct parse_scratch *scratch = message->scratch;
	const char *value = parse_fields_get(&scratch->fields, PARSE_LIST_ID);
	const char *start = strrchr(value, '<');
	gsize length;

	start = start ? start + 1 : value;
	length = strcspn(start, ">");
	parse_text_clean(start, length, PARSE_LIST_ID_MAX, scratch->text);
	message->list_id = parse_keep(scratch->texts, scratch->text);
}

static void read_texts(struct parse_message *message, const char *charset)
{
	struct parse_scratch *scratch = message->scratch;
	struct parse_fields *fields = &scratch->fields;
	const char *results;

	if (parse_fields_has(fields, PARSE_SUBJECT)) {
		const char *subject = parse_fields_get(fields, PARSE_SUBJECT);

		parse_text_decode(subject, strlen(subject), charset,
				  PARSE_SUBJECT_MAX, scratch->text);
		message->subject = parse_keep(scratch->texts, scratch->text);
	}
	if (parse_fields_has(fields, PARSE_LIST_ID))
		read_list_id(message);
	if (parse_fields_has(fields, PARSE_AUTHENTICATION_RESULTS)) {
		results =
		    parse_fields_get(fields, PARSE_AUTHENTICATION_RESULTS);
		parse_text_clean(results, strlen(results), PARSE_RESULTS_MAX,
				 scratch->text);
		message->auth_results =
		    parse_keep(scratch->texts, scratch->text);
	}
}

void parse_message_headers(struct parse_message *message, const char *bytes,
			   gsize length)
{
	struct parse_scratch *scratch = message->scratch;
	struct parse_fields *fields = &scratch->fields;
	char charset[PARSE_TOKEN_MAX + 1] = "";

	reset(message);
	parse_fields_init(fields, scratch->texts, scratch->line, bytes, length);

	/* Raw 8-bit header text is mostly in the charset of the body. */
	if (parse_fields_has(fields, PARSE_CONTENT_TYPE))
		parse_value_param(parse_fields_get(fields, PARSE_CONTENT_TYPE),
				  "charset", charset);
	read_people(message, charset);
	read_ids(message);
	read_texts(message, charset);
	if (parse_fields_has(fields, PARSE_DATE)) {
		const char *date = parse_fields_get(fields, PARSE_DATE);

		parse_date(date, strlen(date), &message->date, &message->zone);
	}

	parse_kind_judge(message, fields);
	message->key = parse_key(message, fields);
	message->content = parse_content(message);
}

void parse_message_body(struct parse_message *message, const char *bytes,
			gsize length)
{
	const char *evidence = message->evidence;

	parse_body_read(message, bytes, MIN(length, PARSE_BODY_MAX));
	message->evidence_in_body = message->evidence != evidence;
	message->body_read = true;
	message->content = parse_content(message);
}

const char *parse_message_author(const struct parse_message *message)
{
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		if (address->role == PARSE_ROLE_FROM)
			return address->address;
	}
	return "";
}
