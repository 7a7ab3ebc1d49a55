/* Bytes of a file as UTF-8, block by block. */
#include "parse/reader.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

enum form { FORM_UNKNOWN, FORM_BYTES, FORM_UTF16LE, FORM_UTF16BE };

struct parse_reader {
	int fd;		    /* or -1: bytes */
	const char *memory; /* what is left of them */
	gsize left;

	enum form form;
	int error;
	bool ended;
	bool after_cr;
	guint line;

	char raw[PARSE_READER_BLOCK];
	gsize held; /* bytes of raw that are half a character */
	GString *text;
	gsize at; /* what of text is taken */
};

struct parse_reader *parse_reader_new(int fd)
{
	struct parse_reader *reader = g_new0(struct parse_reader, 1);

	reader->fd = fd;
	reader->line = 1;
	reader->text = g_string_sized_new(PARSE_READER_BLOCK);
	return reader;
}

struct parse_reader *parse_reader_new_bytes(const char *bytes, gsize length)
{
	struct parse_reader *reader = parse_reader_new(-1);

	reader->memory = bytes;
	reader->left = length;
	return reader;
}

void parse_reader_free(struct parse_reader *reader)
{
	if (!reader)
		return;
	g_string_free(reader->text, TRUE);
	g_free(reader);
}

/* Up to `room` bytes; 0 at the end. */
static gsize take_raw(struct parse_reader *reader, char *out, gsize room)
{
	gsize got = 0;

	if (reader->fd < 0) {
		got = MIN(room, reader->left);
		if (got)
			memcpy(out, reader->memory, got);
		reader->memory += got;
		reader->left -= got;
		return got;
	}
	while (got < room) {
		gssize n = read(reader->fd, out + got, room - got);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			reader->error = errno;
		if (n <= 0)
			break;
		got += (gsize)n;
	}
	return got;
}

/* By its mark; else half of the first bytes being NUL says it too. */
static enum form form_of(const guchar *raw, gsize length, gsize *mark_out)
{
	*mark_out = 0;
	if (length >= 3 && !memcmp(raw, "\xef\xbb\xbf", 3)) {
		*mark_out = 3;
		return FORM_BYTES;
	}
	if (length >= 2 && raw[0] == 0xff && raw[1] == 0xfe) {
		*mark_out = 2;
		return FORM_UTF16LE;
	}
	if (length >= 2 && raw[0] == 0xfe && raw[1] == 0xff) {
		*mark_out = 2;
		return FORM_UTF16BE;
	}
	if (length >= 4 && raw[0] && !raw[1] && raw[2] && !raw[3])
		return FORM_UTF16LE;
	if (length >= 4 && !raw[0] && raw[1] && !raw[2] && raw[3])
		return FORM_UTF16BE;
	return FORM_BYTES;
}

static gunichar unit_at(const struct parse_reader *reader, gsize i)
{
	guchar a = (guchar)reader->raw[i], b = (guchar)reader->raw[i + 1];

	return reader->form == FORM_UTF16LE ? a | (gunichar)b << 8
					    : b | (gunichar)a << 8;
}

/* Returns how many bytes were used: an odd one, or half a pair, is held. */
static gsize decode_utf16(struct parse_reader *reader, gsize from, gsize end)
{
	gsize i = from;

	while (i + 1 < end) {
		gunichar c = unit_at(reader, i);

		if (c >= 0xd800 && c < 0xdc00 && i + 3 >= end && !reader->ended)
			break;
		if (c >= 0xd800 && c < 0xdc00 && i + 3 < end &&
		    unit_at(reader, i + 2) >= 0xdc00 &&
		    unit_at(reader, i + 2) < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) +
			    (unit_at(reader, i + 2) - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = 0xfffd;
		}
		g_string_append_unichar(reader->text, c);
		i += 2;
	}
	return i;
}

static void fill(struct parse_reader *reader)
{
	gsize room = sizeof reader->raw - reader->held;
	gsize got = take_raw(reader, reader->raw + reader->held, room);
	gsize end = reader->held + got, from = 0;

	reader->ended = got < room;
	g_string_truncate(reader->text, 0);
	reader->at = 0;
	if (reader->form == FORM_UNKNOWN)
		reader->form = form_of((guchar *)reader->raw, end, &from);
	if (reader->form == FORM_BYTES) {
		g_string_append_len(reader->text, reader->raw + from,
				    (gssize)(end - from));
		return;
	}
	from = decode_utf16(reader, from, end);
	reader->held = end - from;
	memmove(reader->raw, reader->raw + from, reader->held);
}

static bool ready(struct parse_reader *reader)
{
	while (reader->at == reader->text->len) {
		if (reader->ended)
			return false;
		fill(reader);
	}
	return true;
}

int parse_reader_get(struct parse_reader *reader)
{
	char c;

	do {
		if (!ready(reader))
			return -1;
		c = reader->text->str[reader->at++];
	} while (c == '\n' && reader->after_cr &&
		 (reader->after_cr = false, true));
	reader->after_cr = c == '\r';
	if (c == '\r')
		c = '\n';
	reader->line += c == '\n';
	return (guchar)c;
}

bool parse_reader_line(struct parse_reader *reader, gsize max, GString *out)
{
	int c = parse_reader_get(reader);

	g_string_truncate(out, 0);
	if (c < 0)
		return false;
	for (; c >= 0 && c != '\n'; c = parse_reader_get(reader))
		if (out->len < max)
			g_string_append_c(out, (char)c);
	return true;
}

guint parse_reader_get_line(const struct parse_reader *reader)
{
	return reader->line;
}

const char *parse_reader_peek(struct parse_reader *reader, gsize *length_out)
{
	*length_out = 0;
	if (!ready(reader))
		return "";
	*length_out = reader->text->len - reader->at;
	return reader->text->str + reader->at;
}

int parse_reader_get_error(const struct parse_reader *reader)
{
	return reader->error;
}
