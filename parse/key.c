/* Which message this is, whatever folder or file it was found in. */
#include "parse/key.h"

#include <string.h>

#include "parse/private.h"

/* The first 63 bits of a finished checksum, most significant byte first. */
static guint64 first_bits(GChecksum *checksum)
{
	guint8 digest[32];
	gsize length = sizeof(digest);
	guint64 bits = 0;

	g_checksum_get_digest(checksum, digest, &length);
	for (guint i = 0; i < 8; i++)
		bits = bits << 8 | digest[i];
	bits &= G_MAXINT64;
	return bits ? bits : 1;
}

/* A text and its end, so that no two lists of texts look the same. */
static void add_text(GChecksum *checksum, const char *text)
{
	g_checksum_update(checksum, (const guchar *)text,
			  (gssize)strlen(text) + 1);
}

static void add_number(GChecksum *checksum, gint64 number)
{
	char text[24];

	g_snprintf(text, sizeof(text), "%" G_GINT64_FORMAT, number);
	add_text(checksum, text);
}

/*
 * An unfolded value with its blanks single: relays fold a field anew, and
 * some turn its tabs into blanks.
 */
static void add_field(GChecksum *checksum, struct parse_fields *fields,
		      enum parse_field_id id)
{
	g_autoptr(GString) text = g_string_new(NULL);
	bool blank = false;

	for (const char *p = parse_fields_get(fields, id); *p; p++) {
		if (parse_is_blank(*p)) {
			blank = true;
			continue;
		}
		if (blank)
			g_string_append_c(text, ' ');
		blank = false;
		g_string_append_c(text, *p);
	}
	add_text(checksum, text->str);
}

static void add_from(GChecksum *checksum, const struct parse_message *message)
{
	const struct parse_address *from;
	char address[PARSE_ADDRESS_MAX + 1] = "";

	if (message->addresses->len) {
		from =
		    &g_array_index(message->addresses, struct parse_address, 0);
		if (from->role == PARSE_ROLE_FROM)
			g_strlcpy(address, from->address, sizeof(address));
	}
	for (char *p = address; *p; p++)
		*p = g_ascii_tolower(*p);
	add_text(checksum, address);
}

guint64 parse_key(const struct parse_message *message,
		  struct parse_fields *fields)
{
	static const enum parse_field_id stand_ins[] = {
		PARSE_FROM, PARSE_TO,	   PARSE_CC,
		PARSE_DATE, PARSE_SUBJECT, PARSE_IN_REPLY_TO,
	};
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

	if (*message->message_id) {
		add_text(checksum, "id");
		add_text(checksum, message->message_id);
		add_from(checksum, message);
		add_number(checksum, message->date);
		return first_bits(checksum);
	}
	add_text(checksum, "fields");
	for (guint i = 0; i < G_N_ELEMENTS(stand_ins); i++)
		add_field(checksum, fields, stand_ins[i]);
	return first_bits(checksum);
}

static void add_texts(GChecksum *checksum, const GPtrArray *texts)
{
	for (guint i = 0; i < texts->len; i++)
		add_text(checksum, texts->pdata[i]);
	add_text(checksum, "");
}

guint64 parse_content(const struct parse_message *message)
{
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

	add_text(checksum, message->message_id);
	add_number(checksum, message->date);
	add_number(checksum, message->zone);
	add_text(checksum, message->subject);
	for (guint i = 0; i < message->addresses->len; i++) {
		const struct parse_address *address =
		    &g_array_index(message->addresses, struct parse_address, i);

		add_number(checksum, address->role);
		add_text(checksum, address->name);
		add_text(checksum, address->address);
	}
	add_number(checksum, message->recipients);
	add_texts(checksum, message->in_reply_to);
	add_texts(checksum, message->references);
	add_number(checksum, message->kind);
	add_text(checksum, message->evidence);
	add_text(checksum, message->list_id);
	add_text(checksum, message->auth_results);
	add_number(checksum, message->body_wanted);
	add_number(checksum, message->body_read);
	add_text(checksum, message->about);
	add_number(checksum, message->hard);
	return first_bits(checksum);
}
