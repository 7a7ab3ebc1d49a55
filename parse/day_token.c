#include <string.h>

#include "parse/day_token.h"

/* Blanks between two tokens; a table's columns stand further apart. */
#define BLANKS_MAX 40

/* Where a word ends: an apostrophe ends it, marks of accents do not. */
static const char *lex_word(const char *p, struct token *token)
{
	char folded[24] = "";
	gsize n = 0;
	bool known = true;

	token->kind = TOKEN_WORD;
	token->capital = g_ascii_isupper(*p) || (guchar)*p >= 0x80;
	for (;;) {
		gunichar c = g_utf8_get_char(p);
		gunichar f = parse_day_fold(c);

		/* two letters in one */
		if (n + 2 < sizeof(folded) && (f == 0xe6 || f == 0xdf)) {
			folded[n++] = f == 0xe6 ? 'a' : 's';
			f = f == 0xe6 ? 'e' : 's';
		}
		if (!f && c >= '0' && c <= '9')
			f = c;
		else if (!f && (c < 0x300 || c > 0x36f))
			break;
		if (f && (f >= 0x80 || n + 1 >= sizeof(folded)))
			known = false;
		else if (f)
			folded[n++] = (char)f;
		p += g_utf8_skip[(guchar)*p];
	}
	token->word = known ? parse_day_word_find(folded) : NULL;
	return p;
}

/* A number, with the letters of its ordinal. */
static const char *lex_number(const char *p, struct token *token)
{
	static const char *const ordinals[] = {
		"st",  "nd", "rd",	 "th",	     "er",
		"ere", "e",  "eme",	 "de",	     "ste",
		"a",   "o",  "\302\272", "\302\252", "\302\260"
	};

	token->kind = TOKEN_NUMBER;
	for (; g_ascii_isdigit(*p); p++) {
		if (token->digits < 9)
			token->number = token->number * 10 + (guint)(*p - '0');
		token->digits++;
	}
	if (!g_ascii_isalpha(*p) && (guchar)*p < 0x80)
		return p;
	for (gsize i = 0; i < G_N_ELEMENTS(ordinals); i++) {
		gsize length = strlen(ordinals[i]);

		if (!g_ascii_strncasecmp(p, ordinals[i], length) &&
		    !g_ascii_isalnum(p[length]) && (guchar)p[length] < 0x80) {
			token->ordinal = true;
			return p + length;
		}
	}
	/* "2pm", "3x": no day at all.  A quote or dash behind is no letter. */
	if (parse_day_fold(g_utf8_get_char(p)))
		token->digits = 99;
	return p;
}

void parse_day_lex(const char *p, struct token *token)
{
	guint lines = 0, blanks = 0;

	memset(token, 0, sizeof(*token));
	for (;; blanks++) {
		if (*p == '\n' ? ++lines > 1 : blanks > BLANKS_MAX)
			break;
		if (g_ascii_isspace(*p))
			p++;
		else if (!strncmp(p, "\302\240", 2))
			p += 2;
		else if (!strncmp(p, "\342\200\257", 3))
			p += 3;
		else
			break;
	}
	token->spaced = blanks > 0;
	token->start = token->end = p;
	if (!*p || lines > 1 || g_ascii_isspace(*p))
		return;
	if (g_ascii_isdigit(*p)) {
		token->end = lex_number(p, token);
	} else if (parse_day_fold(g_utf8_get_char(p))) {
		token->end = lex_word(p, token);
	} else {
		gunichar c = g_utf8_get_char(p);

		token->kind = TOKEN_SIGN;
		token->sign = c < 0x80 ? (char)c : '?';
		if (c >= 0x2010 && c <= 0x2015)
			token->sign = '-';
		token->end = p + g_utf8_skip[(guchar)*p];
	}
}
