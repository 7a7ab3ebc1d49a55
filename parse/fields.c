/* The header fields that a message is judged by, each found once. */
#include "parse/fields.h"

#include <string.h>

/* clang-format off */
static const struct {
	guint8 length;
	const char *name;
} names[N_PARSE_FIELD_IDS] = {
#define NAME(id, text) [id] = { sizeof(text) - 1, text }
	NAME(PARSE_FROM, "From"),
	NAME(PARSE_SENDER, "Sender"),
	NAME(PARSE_REPLY_TO, "Reply-To"),
	NAME(PARSE_TO, "To"),
	NAME(PARSE_CC, "Cc"),
	NAME(PARSE_BCC, "Bcc"),
	NAME(PARSE_RESENT_FROM, "Resent-From"),
	NAME(PARSE_SUBJECT, "Subject"),
	NAME(PARSE_DATE, "Date"),
	NAME(PARSE_MESSAGE_ID, "Message-ID"),
	NAME(PARSE_IN_REPLY_TO, "In-Reply-To"),
	NAME(PARSE_REFERENCES, "References"),
	NAME(PARSE_RETURN_PATH, "Return-Path"),
	NAME(PARSE_CONTENT_TYPE, "Content-Type"),
	NAME(PARSE_CONTENT_CLASS, "Content-Class"),
	NAME(PARSE_AUTO_SUBMITTED, "Auto-Submitted"),
	NAME(PARSE_PRECEDENCE, "Precedence"),
	NAME(PARSE_LIST_ID, "List-Id"),
	NAME(PARSE_LIST_POST, "List-Post"),
	NAME(PARSE_LIST_UNSUBSCRIBE, "List-Unsubscribe"),
	NAME(PARSE_LIST_UNSUBSCRIBE_POST, "List-Unsubscribe-Post"),
	NAME(PARSE_FEEDBACK_ID, "Feedback-ID"),
	NAME(PARSE_AUTHENTICATION_RESULTS, "Authentication-Results"),
	NAME(PARSE_DELIVERED_TO, "Delivered-To"),
	NAME(PARSE_X_FAILED_RECIPIENTS, "X-Failed-Recipients"),
	NAME(PARSE_X_AUTOREPLY, "X-Autoreply"),
	NAME(PARSE_X_AUTORESPOND, "X-Autorespond"),
	NAME(PARSE_X_AUTORESPONSE, "X-Autoresponse"),
	NAME(PARSE_X_AUTO_RESPONSE_SUPPRESS, "X-Auto-Response-Suppress"),
	NAME(PARSE_X_INBOX_RULES_LOOP, "X-MS-Exchange-Inbox-Rules-Loop"),
	NAME(PARSE_X_APPLE_ACTION, "X-Apple-Action"),
	NAME(PARSE_X_LOOP, "X-Loop"),
	NAME(PARSE_X_MAILER, "X-Mailer"),
#undef NAME
};
/* clang-format on */

const char *parse_fields_name(enum parse_field_id id)
{
	return names[id].name;
}

static enum parse_field_id find(const struct parse_field *field)
{
	guint id;

	for (id = 0; id < N_PARSE_FIELD_IDS; id++) {
		if (names[id].length == field->name_length &&
		    !((names[id].name[0] ^ field->name[0]) & ~0x20) &&
		    !g_ascii_strncasecmp(names[id].name, field->name,
					 field->name_length))
			break;
	}
	return (enum parse_field_id)id;
}

void parse_fields_init(struct parse_fields *fields, GStringChunk *chunk,
		       GString *line, const char *bytes, gsize length)
{
	struct parse_splitter splitter;
	struct parse_field field;

	memset(fields->first, 0, sizeof(fields->first));
	memset(fields->texts, 0, sizeof(fields->texts));
	fields->n_repeated = 0;
	fields->chunk = chunk;
	fields->line = line;

	parse_splitter_init(&splitter, bytes, length);
	while (parse_splitter_next(&splitter, &field)) {
		enum parse_field_id id = find(&field);

		if (id == N_PARSE_FIELD_IDS)
			continue;
		if (!fields->first[id].name) {
			fields->first[id] = field;
		} else if (fields->n_repeated < PARSE_FIELDS_REPEATED_MAX) {
			fields->repeated[fields->n_repeated].id = id;
			fields->repeated[fields->n_repeated].field = field;
			fields->n_repeated++;
		}
	}
}

const char *parse_fields_get(struct parse_fields *fields,
			     enum parse_field_id id)
{
	if (!fields->first[id].name)
		return "";
	if (!fields->texts[id]) {
		parse_field_unfold(&fields->first[id], fields->line);
		fields->texts[id] =
		    g_string_chunk_insert_len(fields->chunk, fields->line->str,
					      (gssize)fields->line->len);
	}
	return fields->texts[id];
}
