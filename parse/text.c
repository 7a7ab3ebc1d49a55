/*
 * From a stranger's bytes to text that can be stored and shown.
 *
 * Encoded words are decoded here and not by GMime: 3.2.13 loses what follows
 * the padding of one base64 word in the next, which is how most mailers write
 * a long subject.  GMime knows what charsets are called in mail.
 */
#include "parse/text.h"

#include <errno.h>
#include <string.h>

#include "parse/private.h"

/* What is decoded of one value: more than any cap on the result needs. */
#define DECODE_MAX 8192

/* Longest name of a charset. */
#define CHARSET_MAX 63

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

/* Convert what fits into a piece; NULL asks for what was held back. */
static bool convert_piece(iconv_t converter, char **in, gsize *length,
			  GString *out)
{
	char piece[512];
	char *to = piece;
	gsize room = sizeof(piece);
	gsize result = iconv(converter, in, length, &to, &room);
	bool fine = result != (gsize)-1 || errno == E2BIG;

	g_string_append_len(out, piece, to - piece);
	return fine;
}

/*
 * Append the bytes in UTF-8.  False when nobody knows the charset, and also,
 * with `strict`, when they are not all in it; otherwise such a byte is shown
 * as U+FFFD.
 */
static bool convert(const char *bytes, gsize length, const char *charset,
		    bool strict, GString *out)
{
	iconv_t converter = g_mime_iconv_open("UTF-8", charset);
	char *in = (char *)(guintptr)bytes;
	gsize before = out->len;
	bool whole = true;

	if (converter == (iconv_t)-1)
		return false;
	while (length && (whole || !strict)) {
		if (convert_piece(converter, &in, &length, out))
			continue;
		whole = false;
		g_string_append_unichar(out, 0xfffd);
		in++;
		length--;
	}
	/* Some charsets hold the last character back until asked. */
	convert_piece(converter, NULL, NULL, out);
	g_mime_iconv_close(converter);
	if (!whole && strict)
		g_string_truncate(out, before);
	return whole || !strict;
}

/* Bytes that nobody says the charset of, or not rightly. */
static void guess(const char *bytes, gsize length, const char *charset,
		  GString *out)
{
	if (g_utf8_validate(bytes, (gssize)length, NULL)) {
		g_string_append_len(out, bytes, (gssize)length);
		return;
	}
	if (*charset && convert(bytes, length, charset, true, out))
		return;
	convert(bytes, length, "windows-1252", false, out);
}

static void append_text(const char *bytes, gsize length, const char *charset,
			GString *out)
{
	/* ISO-2022-JP and its relatives are all ASCII with escapes in it. */
	if (*charset && memchr(bytes, 0x1b, length) &&
	    convert(bytes, length, charset, true, out))
		return;
	guess(bytes, length, charset, out);
}

/* One "=?charset?B?payload?=", RFC 2047 section 2. */
struct word {
	char charset[CHARSET_MAX + 1];
	char encoding; /* 'b' or 'q' */
	const char *payload;
	gsize length;
	const char *end; /* behind the word */
};

static bool read_word(const char *p, const char *end, struct word *word)
{
	gsize n = 0;

	if (end - p < 2 || p[0] != '=' || p[1] != '?')
		return false;
	for (p += 2; p < end && *p != '?' && *p != '*'; p++) {
		if (n == CHARSET_MAX || *p <= ' ' || *p >= 0x7f)
			return false;
		word->charset[n++] = *p;
	}
	word->charset[n] = '\0';
	while (p < end && *p != '?') /* a language, RFC 2231 section 5 */
		p++;
	if (!n || end - p < 3 || p[2] != '?')
		return false;
	word->encoding = g_ascii_tolower(p[1]);
	if (word->encoding != 'b' && word->encoding != 'q')
		return false;

	word->payload = p + 3;
	/* Blanks do not belong inside, but some mailers leave them. */
	for (p = word->payload; end - p >= 2; p++) {
		if (p[0] == '?' && p[1] == '=') {
			word->length = (gsize)(p - word->payload);
			word->end = p + 2;
			return true;
		}
		if (p[0] == '=' && p[1] == '?' && end - p > 2 && p[2] != '=')
			return false;
	}
	return false;
}

static void decode_q(const struct word *word, GString *out)
{
	const char *end = word->payload + word->length;

	for (const char *p = word->payload; p < end; p++) {
		if (*p == '_') {
			g_string_append_c(out, ' ');
		} else if (*p == '=' && end - p > 2 && g_ascii_isxdigit(p[1]) &&
			   g_ascii_isxdigit(p[2])) {
			g_string_append_c(
			    out, (char)(g_ascii_xdigit_value(p[1]) * 16 +
					g_ascii_xdigit_value(p[2])));
			p += 2;
		} else {
			g_string_append_c(out, *p);
		}
	}
}

static void decode_b(const struct word *word, GString *out)
{
	gsize before = out->len;
	gint state = 0;
	guint save = 0;
	gsize n;

	g_string_set_size(out, before + word->length / 4 * 3 + 3);
	n = g_base64_decode_step(word->payload, word->length,
				 (guchar *)out->str + before, &state, &save);
	g_string_set_size(out, before + n);
}

/*
 * The words from *at on that belong together: some mailers split a character
 * between two, so their bytes are joined before they are converted.
 */
static void append_words(const char **at, const char *end, struct word *word,
			 GString *bytes, GString *out)
{
	char charset[CHARSET_MAX + 1];

	g_strlcpy(charset, word->charset, sizeof(charset));
	g_string_truncate(bytes, 0);
	do {
		const char *next = word->end;

		if (word->encoding == 'q')
			decode_q(word, bytes);
		else
			decode_b(word, bytes);
		*at = word->end;
		while (next < end && parse_is_blank(*next))
			next++;
		if (!read_word(next, end, word))
			break;
		*at = next; /* blanks between words are not text */
	} while (!g_ascii_strcasecmp(word->charset, charset));

	if (!g_ascii_strcasecmp(charset, "utf-8") ||
	    !convert(bytes->str, bytes->len, charset, false, out))
		guess(bytes->str, bytes->len, "", out);
}

static void decode_words(const char *value, gsize length, const char *charset,
			 GString *out)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	const char *end = value + length;
	const char *text = value;
	struct word word;

	for (const char *p = value; p < end;) {
		if (*p != '=' || !read_word(p, end, &word)) {
			p++;
			continue;
		}
		append_text(text, (gsize)(p - text), charset, out);
		append_words(&p, end, &word, bytes, out);
		text = p;
	}
	append_text(text, (gsize)(end - text), charset, out);
}

void parse_text_decode(const char *value, gsize length, const char *charset,
		       gsize max, GString *out)
{
	bool plain = true;

	length = MIN(length, DECODE_MAX);
	for (gsize i = 0; i < length && plain; i++)
		plain = !(value[i] & 0x80) && value[i] != 0x1b &&
			!(value[i] == '?' && i && value[i - 1] == '=');
	if (plain) {
		parse_text_clean(value, length, max, out);
		return;
	}

	g_autoptr(GString) text = g_string_sized_new(length);
	decode_words(value, length, charset, text);
	parse_text_clean(text->str, text->len, max, out);
}

void parse_text_convert(const char *bytes, gsize length, const char *charset,
			GString *out)
{
	gsize before = out->len;
	const char *bad;

	if (!g_utf8_validate(bytes, (gssize)length, &bad) &&
	    bytes + length - bad <= 3 && (*bad & 0xc0) == 0xc0 &&
	    (gsize)(bytes + length - bad) < (gsize)g_utf8_skip[(guchar)*bad] &&
	    !memchr(bad, '\0', (gsize)(bytes + length - bad)))
		length = (gsize)(bad - bytes);
	append_text(bytes, length, charset, out);
	for (gsize i = before; i < out->len; i++) {
		if (!out->str[i])
			out->str[i] = ' ';
	}
	if (!g_utf8_validate(out->str + before, (gssize)(out->len - before),
			     NULL)) {
		g_autofree char *valid = g_utf8_make_valid(
		    out->str + before, (gssize)(out->len - before));

		g_string_truncate(out, before);
		g_string_append(out, valid);
	}
}
