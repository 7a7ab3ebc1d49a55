/* What somebody wrote, as a quote below an answer to it. */
#include "parse/quote.h"

#include <string.h>

#include "parse/message.h"
#include "parse/newtext.h"
#include "parse/private.h"

#define MARK "> "

/* A word that is longer is broken too: no line may be without end. */
#define WORD_MAX 400

struct quoting {
	GString *out;
	guint lines;
	guint blank; /* lines that wait for one that is not */
};

/* What moves, hides or turns around what stands beside it. */
static bool is_dropped(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad ||
	       (c >= 0x200b && c <= 0x200f && c != 0x200c && c != 0x200d) ||
	       (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
	       c == 0xfeff || (c >= 0xfff0 && c <= 0xfffb) ||
	       (c >= 0xe0000 && c <= 0xe0fff);
}

/* A line in valid UTF-8, its trailing blanks off. */
static char *clean_line(const char *line, gsize length)
{
	g_autofree char *valid = g_utf8_make_valid(line, (gssize)length);
	GString *out = g_string_sized_new(length);

	for (const char *p = valid; *p; p = parse_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '\t')
			c = ' ';
		if (!is_dropped(c))
			g_string_append_unichar(out, c);
	}
	while (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
	return g_string_free(out, FALSE);
}

static bool put(struct quoting *quoting, const char *text, gsize length)
{
	if (length == 0) {
		quoting->blank++;
		return true;
	}
	/* Two blank lines say no more than one, and none comes first. */
	if (quoting->lines == 0)
		quoting->blank = 0;
	if (quoting->lines + (quoting->blank > 0) >= PARSE_QUOTE_LINES) {
		g_string_append(quoting->out, MARK "[...]\n");
		return false;
	}
	if (quoting->blank > 0) {
		g_string_append(quoting->out, ">\n");
		quoting->lines++;
		quoting->blank = 0;
	}
	/* What is a quote in the quote stays one: ">> ". */
	g_string_append(quoting->out, *text == '>' ? ">" : MARK);
	g_string_append_len(quoting->out, text, (gssize)length);
	g_string_append_c(quoting->out, '\n');
	quoting->lines++;
	return true;
}

/* How many bytes of the text go into a line. */
static gsize fit(const char *text)
{
	const char *space = NULL, *p = text;

	for (glong n = 0; *p; n++, p = parse_next_char(p)) {
		if (*p == ' ' && p > text)
			space = p;
		if (n >= PARSE_QUOTE_COLUMNS - 2 && space)
			return (gsize)(space - text);
		if (n >= WORD_MAX)
			break;
	}
	return (gsize)(p - text);
}

static bool put_line(struct quoting *quoting, const char *line)
{
	do {
		gsize n = fit(line);

		if (!put(quoting, line, n))
			return false;
		line += n;
		line += strspn(line, " ");
	} while (*line);
	return true;
}

bool parse_quote_text(const char *text, GString *out)
{
	struct quoting quoting = { .out = out };
	bool more = true;

	while (more && *text) {
		gsize length = strcspn(text, "\n");
		g_autofree char *line = clean_line(text, length);

		more = put_line(&quoting, line);
		text += length + (text[length] == '\n');
	}
	return quoting.lines > 0;
}

bool parse_quote(const char *bytes, gsize length, const char *message_id,
		 GString *out)
{
	g_autoptr(parse_message) message = parse_message_new();
	g_autoptr(GString) whole = g_string_new(NULL);
	g_autoptr(GString) text = g_string_new(NULL);

	if (!*message_id)
		return false;
	parse_message_headers(message, bytes, length);
	if (strcmp(message->message_id, message_id) != 0)
		return false;
	parse_newtext_read(bytes, MIN(length, PARSE_BODY_MAX), whole, text);
	return parse_quote_text(text->str, out);
}
