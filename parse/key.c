/* Which message this is, whatever folder or file it was found in. */
#include "parse/key.h"

#include <string.h>

#include "parse/private.h"

/* A text and its end, so that no two lists of texts look the same. */
static void add_text(GString *bytes, const char *text)
{
	g_string_append_len(bytes, text, (gssize)strlen(text) + 1);
}

/*
 * An unfolded value with its blanks single: relays fold a field anew, and
 * some turn its tabs into blanks.
 */
static void add_field(GString *bytes, struct parse_fields *fields,
		      enum parse_field_id id)
{
	bool blank = false;

	for (const char *p = parse_fields_get(fields, id); *p; p++) {
		if (parse_is_blank(*p)) {
			blank = true;
			continue;
		}
		if (blank)
			g_string_append_c(bytes, ' ');
		blank = false;
		g_string_append_c(bytes, *p);
	}
	g_string_append_c(bytes, '\0');
}

static void add_from(GString *bytes, const struct parse_message *message)
{
	const struct parse_address *from;

	if (message->addresses->len) {
		from =
		    &g_array_index(message->addresses, struct parse_address, 0);
		for (const char *p = from->address;
		     *p && from->role == PARSE_ROLE_FROM; p++)
			g_string_append_c(bytes, g_ascii_tolower(*p));
	}
	g_string_append_c(bytes, '\0');
}

static guint64 first_bits(const GString *bytes)
{
	GChecksum *checksum = g_checksum_new(G_CHECKSUM_SHA256);
	guint8 digest[32];
	gsize length = sizeof(digest);
	guint64 bits = 0;

	g_checksum_update(checksum, (const guchar *)bytes->str,
			  (gssize)bytes->len);
	g_checksum_get_digest(checksum, digest, &length);
	g_checksum_free(checksum);
	for (guint i = 0; i < 8; i++)
		bits = bits << 8 | digest[i];
	bits &= G_MAXINT64;
	return bits ? bits : 1;
}

/*
 * The day that a message says it is of in front of the hash, so that mail of
 * one time lies together in an index: a store reads mail by time.
 */
static guint64 with_day(guint64 hash, gint64 date)
{
	gint64 day = date == PARSE_DATE_NONE ? 0 : date / (24 * 60 * 60);

	return MAX((guint64)CLAMP(day, 0, 0xffff) << 47 | hash >> 16, 1);
}

guint64 parse_key(const struct parse_message *message,
		  struct parse_fields *fields)
{
	static const enum parse_field_id stand_ins[] = {
		PARSE_FROM, PARSE_TO,	   PARSE_CC,
		PARSE_DATE, PARSE_SUBJECT, PARSE_IN_REPLY_TO,
	};
	GString *bytes = message->scratch->text;
	char date[24];

	g_string_truncate(bytes, 0);
	if (*message->message_id) {
		add_text(bytes, "id");
		add_text(bytes, message->message_id);
		add_from(bytes, message);
		g_snprintf(date, sizeof(date), "%" G_GINT64_FORMAT,
			   message->date);
		add_text(bytes, date);
		return with_day(first_bits(bytes), message->date);
	}
	add_text(bytes, "fields");
	for (guint i = 0; i < G_N_ELEMENTS(stand_ins); i++)
		add_field(bytes, fields, stand_ins[i]);
	return with_day(first_bits(bytes), message->date);
}

/*
 * FNV-1a, 64 bits.  This orders copies of one message among each other, and
 * nobody gains anything by making two alike, so it need only be quick.
 */
static guint64 mix(guint64 hash, const void *data, gsize length)
{
	const guint8 *bytes = data;

	for (gsize i = 0; i < length; i++)
		hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT(0x100000001b3);
	return hash;
}

static guint64 mix_text(guint64 hash, const char *text)
{
	return mix(hash, text, strlen(text) + 1);
}

static guint64 mix_number(guint64 hash, gint64 number)
{
	guint64 bytes = GUINT64_TO_LE((guint64)number);

	return mix(hash, &bytes, sizeof(bytes));
}

static guint64 mix_texts(guint64 hash, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++)
		hash = mix_text(hash, texts->pdata[i]);
	return mix_text(hash, "");
}

static guint64 mix_intent(guint64 hash, const struct parse_intent *intent)
{
	hash = mix_text(hash, intent->asks);
	hash = mix_text(hash, intent->question);
	hash = mix_text(hash, intent->delivers);
	hash = mix_text(hash, intent->no);
	hash = mix_text(hash, intent->stop);
	hash = mix_text(hash, intent->closing);
	hash = mix_text(hash, intent->praise);
	hash = mix_number(hash, intent->asks_day);
	for (guint i = 0; i < intent->n_promises; i++) {
		const struct parse_promise *promise = &intent->promises[i];

		hash = mix_number(hash, promise->by_reader);
		hash = mix_number(hash, promise->from);
		hash = mix_number(hash, promise->to);
		hash = mix_text(hash, promise->sentence);
	}
	return hash;
}

/* What only the body tells. */
static guint64 mix_body(guint64 hash, const struct parse_message *message)
{
	const struct parse_event *event = &message->event;

	hash = mix_text(hash, message->status);
	hash = mix_number(hash, message->delayed);
	hash = mix_text(hash, message->quoted.author);
	hash = mix_number(hash, message->quoted.at);
	hash = mix_number(hash, message->quoted.local);
	hash = mix_number(hash, message->quoted.forwarded);
	hash = mix_text(hash, message->quoted.subject);
	hash = mix_intent(hash, &message->intent);
	hash = mix_number(hash, message->absence.state);
	hash = mix_number(hash, message->absence.back);
	hash = mix_text(hash, message->absence.stand_in);
	hash = mix_text(hash, message->absence.sentence);
	hash = mix_text(hash, event->method);
	hash = mix_text(hash, event->uid);
	hash = mix_text(hash, event->recurrence_id);
	hash = mix_number(hash, event->start);
	hash = mix_number(hash, event->end);
	hash = mix_text(hash, event->answer);
	for (guint i = 0; i < message->phones.n; i++)
		hash = mix_text(hash, message->phones.numbers[i]);
	hash = mix_number(hash, message->words);
	hash = mix_number(hash, (gint64)message->text);
	hash = mix_number(hash, message->unsubscribe);
	return event->attendees ? mix_texts(hash, event->attendees) : hash;
}

guint64 parse_content(const struct parse_message *message)
{
	guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);

	hash = mix_text(hash, message->message_id);
	hash = mix_number(hash, message->date);
	hash = mix_number(hash, message->zone);
	hash = mix_text(hash, message->subject);
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		hash = mix_number(hash, address->role);
		hash = mix_text(hash, address->name);
		hash = mix_text(hash, address->address);
	}
	hash = mix_number(hash, message->recipients);
	hash = mix_texts(hash, message->in_reply_to);
	hash = mix_texts(hash, message->references);
	hash = mix_number(hash, message->kind);
	hash = mix_text(hash, message->evidence);
	hash = mix_text(hash, message->list_id);
	hash = mix_text(hash, message->auth_results);
	hash = mix_number(hash, message->body_wanted);
	hash = mix_number(hash, message->body_read);
	hash = mix_text(hash, message->about);
	hash = mix_number(hash, message->hard);
	if (message->body_read)
		hash = mix_body(hash, message);
	return hash & G_MAXINT64;
}
