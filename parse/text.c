/* From a stranger's bytes to text that can be stored and shown. */
#include "parse/text.h"

#include <string.h>

#include "parse/private.h"

/* What is decoded of one value: more than any cap on the result needs. */
#define DECODE_MAX 8192

static bool is_dropped(gunichar c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	       (c >= 0x202a && c <= 0x202e) || /* these two turn the line */
	       (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static bool is_plain(const char *text, gsize length)
{
	bool blank = true;

	for (gsize i = 0; i < length; i++) {
		if (text[i] < 0x20 || text[i] >= 0x7f ||
		    (blank && text[i] == ' '))
			return false;
		blank = text[i] == ' ';
	}
	return !blank;
}

void parse_text_clean(const char *value, gsize length, gsize max, GString *out)
{
	const char *end = value + length;
	bool blank = true;

	g_string_truncate(out, 0);
	if (length <= max && is_plain(value, length)) {
		g_string_append_len(out, value, (gssize)length);
		return;
	}

	for (const char *p = value; p < end;) {
		gunichar c = (guchar)*p;
		gsize n = 1;

		if (c >= 0x80) {
			c = g_utf8_get_char_validated(p, end - p);
			if (c >= 0x110000)
				c = 0xfffd;
			else
				n = (gsize)(parse_next_char(p) - p);
		}
		p += n;
		if ((c >= '\t' && c <= '\r') || c == 0x2028 || c == 0x2029)
			c = ' ';
		if ((c == ' ' && blank) || is_dropped(c))
			continue;
		if (out->len + (gsize)g_unichar_to_utf8(c, NULL) > max)
			break;
		g_string_append_unichar(out, c);
		blank = c == ' ';
	}
	if (out->len && out->str[out->len - 1] == ' ')
		g_string_truncate(out, out->len - 1);
}

/* `value` as UTF-8 when `charset` says how, else NULL. */
static char *convert(const char *value, const char *charset)
{
	if (!*charset)
		return NULL;
	return g_convert(value, -1, "UTF-8", charset, NULL, NULL, NULL);
}

void parse_text_decode(const char *value, gsize length, const char *charset,
		       gsize max, GString *out)
{
	bool ascii = true;
	bool escape = false;
	bool encoded = false;

	length = MIN(length, DECODE_MAX);
	for (gsize i = 0; i < length; i++) {
		ascii = ascii && !(value[i] & 0x80);
		escape = escape || value[i] == 0x1b;
		encoded =
		    encoded || (value[i] == '?' && i && value[i - 1] == '=');
	}
	if (ascii && !escape && !encoded) {
		parse_text_clean(value, length, max, out);
		return;
	}

	g_autofree char *text = g_strndup(value, length);
	/* ISO-2022-JP and its relatives are all ASCII with escapes in it. */
	if (escape || (!ascii && !g_utf8_validate(text, -1, NULL))) {
		char *converted = convert(text, charset);

		if (converted) {
			g_free(text);
			text = converted;
		}
	}
	g_autofree char *decoded = g_mime_utils_header_decode_text(NULL, text);
	parse_text_clean(decoded, strlen(decoded), max, out);
}
