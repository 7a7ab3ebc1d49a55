/* What this author wrote in this message: which part, and its decoding. */
#include "parse/newtext.h"

#include <string.h>

#include "parse/newtext_private.h"
#include "parse/part.h"
#include "parse/private.h"
#include "parse/text.h"

static bool is_blank_text(const char *text, gsize length)
{
	for (gsize i = 0; i < length; i++) {
		if (!g_ascii_isspace(text[i]))
			return false;
	}
	return true;
}

/* Some mailers put a sentence about HTML where the text should be. */
static bool is_unusable(const GString *text)
{
	static const char *const excuses[] = {
		"not support html",	"does not display html",
		"html-enabled",		"html enabled",
		"html compatible",	"html-compatible",
		"view this message in", "view this email in",
		"in html format",	"capable of html",
		"html capable",		"html-format",
		"html-ansicht",		"html-fähig",
		"format html",		"formato html",
	};
	g_autofree char *lower = NULL;

	if (is_blank_text(text->str, text->len))
		return true;
	if (text->len > 400)
		return false;
	lower = g_ascii_strdown(text->str, (gssize)text->len);
	for (guint i = 0; i < G_N_ELEMENTS(excuses); i++) {
		if (strstr(lower, excuses[i]))
			return true;
	}
	return g_str_has_prefix(g_strstrip(lower), "<html") ||
	       g_str_has_prefix(lower, "<!doctype html");
}

/*
 * Join what format=flowed broke, RFC 3676: a line that ends in a blank goes on
 * in the next one of the same quote depth; "-- " never does.
 */
static void join_flowed(const GString *text, bool delsp, GString *out)
{
	const char *p = text->str, *end = p + text->len;
	bool open = false;
	gsize open_depth = 0;

	while (p < end) {
		const char *newline = memchr(p, '\n', (gsize)(end - p));
		const char *stop = newline ? newline : end;
		const char *next = newline ? newline + 1 : end;
		gsize depth = 0;

		if (stop > p && stop[-1] == '\r')
			stop--;
		while (p + depth < stop && p[depth] == '>')
			depth++;
		const char *line = p + depth;
		if (line < stop && *line == ' ')
			line++;
		bool dashes = stop - line == 3 && !memcmp(line, "-- ", 3);

		if (open && (depth != open_depth || dashes)) {
			g_string_append_c(out, '\n');
			open = false;
		}
		if (!open) {
			g_string_append_len(out, p, (gssize)depth);
			if (depth)
				g_string_append_c(out, ' ');
		}
		bool soft = stop > line && stop[-1] == ' ' && !dashes;
		g_string_append_len(out, line,
				    stop - line - (soft && delsp ? 1 : 0));
		open = soft;
		open_depth = depth;
		if (!soft)
			g_string_append_c(out, '\n');
		p = next;
	}
}

gsize newtext_skip_unseen(const char *text)
{
	const guchar *p = (const guchar *)text;

	if (p[0] == 0xef)
		return p[1] == 0xbb && p[2] == 0xbf ? 3 : 0;
	if (p[0] != 0xe2)
		return 0;
	if (p[1] == 0x81)
		return p[2] >= 0xa6 && p[2] <= 0xa9 ? 3 : 0;
	if (p[1] != 0x80)
		return 0;
	if (p[2] == 0x8b || p[2] == 0x8e || p[2] == 0x8f)
		return 3;
	return p[2] >= 0xaa && p[2] <= 0xae ? 3 : 0;
}

/* Lines end in LF alone; the text is valid UTF-8 without other controls. */
static void clean_lines(const GString *text, GString *out)
{
	for (gsize i = 0; i < text->len; i++) {
		guchar c = (guchar)text->str[i];
		gsize unseen = newtext_skip_unseen(text->str + i);

		if (unseen) {
			i += unseen - 1;
			continue;
		}

		if (c == '\r') {
			if (i + 1 >= text->len || text->str[i + 1] != '\n')
				g_string_append_c(out, '\n');
		} else if (c >= 0x20 || c == '\n') {
			g_string_append_c(out, (char)c);
		} else if (c == '\t' || c == '\f' || c == '\v') {
			g_string_append_c(out, c == '\t' ? '\t' : ' ');
		}
	}
}

struct reader {
	GString *line;	/* the Content-Type unfolded */
	GString *bytes; /* of a part, decoded */
	GString *text;	/* the same in UTF-8 */
	GString *html;
	bool flowed, delsp;
	bool has_text, has_html;
};

static void read_part(struct reader *reader, const struct parse_part *part,
		      gsize max, GString *out)
{
	char charset[PARSE_TOKEN_MAX + 1] = "";
	struct parse_part head = *part;

	/* Base64 makes four bytes of three; quoted-printable nine of three. */
	if (*head.encoding)
		head.length = MIN(head.length, 3 * max);
	else
		head.length = MIN(head.length, max);
	g_string_truncate(reader->line, 0);
	if (part->content_type.name) {
		parse_field_unfold(&part->content_type, reader->line);
		parse_value_param(reader->line->str, "charset", charset);
	}
	parse_part_decode(&head, reader->bytes);
	g_string_truncate(out, 0);
	parse_text_convert(reader->bytes->str, MIN(reader->bytes->len, max),
			   charset, out);
}

static void read_plain(struct reader *reader, const struct parse_part *part)
{
	char value[PARSE_TOKEN_MAX + 1];

	read_part(reader, part, NEWTEXT_PLAIN_MAX, reader->text);
	parse_value_param(reader->line->str, "format", value);
	reader->flowed = !g_ascii_strcasecmp(value, "flowed");
	parse_value_param(reader->line->str, "delsp", value);
	reader->delsp = !g_ascii_strcasecmp(value, "yes");
	reader->has_text = !is_unusable(reader->text);
}

void parse_newtext_read(const char *bytes, gsize length, GString *whole_out,
			GString *new_out)
{
	g_autoptr(GString) line = g_string_new(NULL);
	g_autoptr(GString) raw = g_string_new(NULL);
	g_autoptr(GString) text = g_string_new(NULL);
	g_autoptr(GString) html = g_string_new(NULL);
	struct reader reader = {
		.line = line, .bytes = raw, .text = text, .html = html
	};
	struct parse_parts parts;
	struct parse_part part;

	g_string_truncate(whole_out, 0);
	g_string_truncate(new_out, 0);
	parse_parts_init(&parts, bytes, length);
	while (!reader.has_text && parse_parts_next(&parts, &part)) {
		if (part.attached)
			continue;
		if (!strcmp(part.type, "text/plain") ||
		    !strcmp(part.type, "text"))
			read_plain(&reader, &part);
		else if (!strcmp(part.type, "text/html") && !reader.has_html) {
			read_part(&reader, &part, PARSE_HTML_MAX, html);
			reader.has_html = !is_blank_text(html->str, html->len);
		}
	}
	if (!reader.has_text && !reader.has_html && text->len &&
	    (g_strstr_len(text->str, 200, "<html") ||
	     g_strstr_len(text->str, 200, "<HTML"))) {
		g_string_append_len(html, text->str, (gssize)text->len);
		reader.has_html = true;
	}
	if (!reader.has_text && reader.has_html) {
		parse_newtext_html(html->str, html->len, whole_out, new_out);
		return;
	}
	if (reader.flowed) {
		g_string_truncate(raw, 0);
		join_flowed(text, reader.delsp, raw);
		clean_lines(raw, whole_out);
	} else {
		clean_lines(text, whole_out);
	}
	parse_newtext_plain(whole_out->str, whole_out->len, new_out);
}
