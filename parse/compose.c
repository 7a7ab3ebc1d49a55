/*
 * A letter that tend itself wrote, as bytes to APPEND.
 *
 * GMime writes the header and encodes the parts; what goes into it was made
 * one clean line before.  The boundary is always set by hand: GMime 3.2.13
 * loops when it must invent one while it encodes.
 */
#include "parse/compose.h"

#include <string.h>

#include "parse/address.h"
#include "parse/ids.h"
#include "parse/message.h"
#include "parse/private.h"
#include "parse/text.h"

/* Longest boundary; RFC 2046 section 5.1.1. */
#define BOUNDARY_MAX 70

/* Longer ones would be folded, and found by no search. */
#define LABEL_MAX 60

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

/*
 * One clean line: controls, line ends among them, cannot come through, and what
 * looks like an encoded word (RFC 2047) does not any more: GMime leaves it as
 * it is, and the reader would see what it stands for.
 */
static char *clean(const char *value, gsize max)
{
	GString *line = g_string_new(NULL);

	value = or_empty(value);
	parse_text_clean(value, strlen(value), max, line);
	g_string_replace(line, "=?", "= ?", 0);
	return g_string_free(line, FALSE);
}

static void add_mailbox(GMimeMessage *message, GMimeAddressType type,
			const char *name, const char *address)
{
	InternetAddress *mailbox =
	    internet_address_mailbox_new(*name ? name : NULL, address);

	internet_address_set_charset(mailbox, "utf-8");
	internet_address_list_add(g_mime_message_get_addresses(message, type),
				  mailbox);
	g_object_unref(mailbox);
}

/* Nothing that is not an address by our own reading goes into To. */
static void set_people(GMimeMessage *message, const struct parse_letter *letter)
{
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct parse_address));
	GStringChunk *texts = g_string_chunk_new(512);
	g_autofree char *name = clean(letter->from_name, PARSE_NAME_MAX);
	const char *from = or_empty(letter->from);
	const char *to = or_empty(letter->to);
	guint n = 0;

	parse_address_list(from, strlen(from), "", PARSE_ROLE_FROM, texts,
			   list);
	parse_address_list(to, strlen(to), "", PARSE_ROLE_TO, texts, list);
	for (guint i = 0; i < list->len; i++) {
		const struct parse_address *address =
		    &g_array_index(list, struct parse_address, i);

		if (address->role == PARSE_ROLE_TO)
			add_mailbox(message, GMIME_ADDRESS_TYPE_TO,
				    address->name, address->address);
		else if (n++ == 0)
			add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, name,
				    address->address);
	}
	g_string_chunk_free(texts);
}

/* "<a@example.org> <b@example.org>" of ids in any form. */
static char *bracket_ids(const char *ids)
{
	GStringChunk *texts = g_string_chunk_new(512);
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	GString *value = g_string_new(NULL);
	g_autofree char *line = clean(ids, PARSE_FIELD_MAX);

	parse_id_list(line, PARSE_REFERENCES_MAX, texts, list);
	for (guint i = 0; i < list->len; i++)
		g_string_append_printf(value, "%s<%s>", i ? " " : "",
				       (const char *)list->pdata[i]);
	g_string_chunk_free(texts);
	return g_string_free(value, FALSE);
}

static void set_ids(GMimeMessage *message, const struct parse_letter *letter)
{
	GMimeObject *object = GMIME_OBJECT(message);
	g_autofree char *id = bracket_ids(letter->message_id);
	g_autofree char *parent = bracket_ids(letter->in_reply_to);
	g_autofree char *references = bracket_ids(letter->references);
	g_autofree char *label = clean(letter->label, LABEL_MAX);

	g_mime_object_set_header(object, "Message-ID", id, NULL);
	if (*parent)
		g_mime_object_set_header(object, "In-Reply-To", parent, NULL);
	if (*references)
		g_mime_object_set_header(object, "References", references,
					 NULL);
	if (*label)
		g_mime_object_set_header(object, PARSE_COMPOSE_LABEL, label,
					 NULL);
}

static void set_date(GMimeMessage *message, const struct parse_letter *letter)
{
	int zone = CLAMP(letter->zone, -14 * 60, 14 * 60);
	g_autofree char *name =
	    g_strdup_printf("%c%02d:%02d", zone < 0 ? '-' : '+', ABS(zone) / 60,
			    ABS(zone) % 60);
	g_autoptr(GTimeZone) offset = g_time_zone_new_identifier(name);
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(letter->date);
	g_autoptr(GDateTime) date = NULL;

	if (utc && offset)
		date = g_date_time_to_timezone(utc, offset);
	if (date)
		g_mime_message_set_date(message, date);
}

/* Valid UTF-8 with LF at line ends and no control but TAB. */
static GString *clean_text(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(or_empty(text), -1);
	GString *out = g_string_new(NULL);

	for (const char *p = valid; *p; p++) {
		if ((guchar)*p >= 0x20 || *p == '\n' || *p == '\t')
			g_string_append_c(out, *p);
	}
	if (out->len && out->str[out->len - 1] != '\n')
		g_string_append_c(out, '\n');
	return out;
}

/* A leaf of UTF-8 in quoted-printable, whatever is in it. */
static GMimeObject *make_text(const char *subtype, const char *text)
{
	GMimePart *part = g_mime_part_new_with_type("text", subtype);
	g_autoptr(GString) content = clean_text(text);
	GMimeStream *stream =
	    g_mime_stream_mem_new_with_buffer(content->str, content->len);
	GMimeDataWrapper *wrapper = g_mime_data_wrapper_new_with_stream(
	    stream, GMIME_CONTENT_ENCODING_DEFAULT);

	g_mime_part_set_content(part, wrapper);
	g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset",
						 "utf-8");
	g_mime_part_set_content_encoding(
	    part, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
	g_object_unref(wrapper);
	g_object_unref(stream);
	return GMIME_OBJECT(part);
}

/* RFC 2046's characters only; never empty, or GMime would invent one. */
static char *make_boundary(const char *wanted)
{
	GString *boundary = g_string_new(NULL);

	for (const char *p = or_empty(wanted); *p; p++) {
		if ((g_ascii_isalnum(*p) || strchr("'()+_,-./:=?", *p)) &&
		    boundary->len < BOUNDARY_MAX)
			g_string_append_c(boundary, *p);
	}
	if (!boundary->len)
		g_string_assign(boundary, "=_tend");
	return g_string_free(boundary, FALSE);
}

/*
 * Not g_mime_multipart_new_with_subtype: it invents a boundary first, from
 * /dev/urandom, and to open a file is death in a locked worker.
 */
static GMimeMultipart *make_alternative(const char *boundary)
{
	GMimeMultipart *both = g_object_new(GMIME_TYPE_MULTIPART, NULL);
	GMimeContentType *type =
	    g_mime_content_type_new("multipart", "alternative");

	g_mime_object_set_content_type(GMIME_OBJECT(both), type);
	g_mime_multipart_set_boundary(both, boundary);
	g_object_unref(type);
	return both;
}

static GMimeObject *make_body(const struct parse_letter *letter)
{
	GMimeObject *text = make_text("plain", letter->text);
	GMimeMultipart *both;
	GMimeObject *html;
	g_autofree char *boundary = NULL;

	if (!*or_empty(letter->html))
		return text;

	boundary = make_boundary(letter->boundary);
	both = make_alternative(boundary);
	html = make_text("html", letter->html);
	g_mime_multipart_add(both, text);
	g_mime_multipart_add(both, html);
	g_object_unref(text);
	g_object_unref(html);
	return GMIME_OBJECT(both);
}

GBytes *parse_compose(const struct parse_letter *letter)
{
	GMimeMessage *message = g_mime_message_new(TRUE);
	GMimeFormatOptions *format = g_mime_format_options_new();
	g_autofree char *subject = clean(letter->subject, PARSE_SUBJECT_MAX);
	GMimeStream *stream = g_mime_stream_mem_new();
	GMimeObject *body = make_body(letter);
	GByteArray *bytes = g_byte_array_new();

	set_people(message, letter);
	g_mime_message_set_subject(message, subject, "utf-8");
	set_date(message, letter);
	set_ids(message, letter);
	if (!letter->draft)
		g_mime_object_set_header(GMIME_OBJECT(message),
					 "Auto-Submitted", "auto-generated",
					 NULL);
	g_mime_object_set_header(GMIME_OBJECT(message), "MIME-Version", "1.0",
				 NULL);
	g_mime_message_set_mime_part(message, body);

	g_mime_format_options_set_newline_format(format,
						 GMIME_NEWLINE_FORMAT_DOS);
	g_mime_stream_mem_set_byte_array(GMIME_STREAM_MEM(stream), bytes);
	g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
	g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);

	g_mime_format_options_free(format);
	g_object_unref(stream);
	g_object_unref(body);
	g_object_unref(message);
	return g_byte_array_free_to_bytes(bytes);
}
