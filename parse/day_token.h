/* The words, numbers and signs of a text, as day_text.c asks for them. */
#pragma once

#include <stdbool.h>
#include <string.h>

#include "parse/day_words.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_NUMBER,
	TOKEN_SIGN,
};

struct token {
	enum token_kind kind;
	const char *start, *end;
	bool spaced;		     /* blanks stand before it */
	bool ordinal;		     /* "4th", "1er" */
	bool capital;		     /* begins with a capital */
	guint number, digits;	     /* of a number */
	char sign;		     /* of a sign; any dash is '-' */
	const struct day_word *word; /* of a word that is known */
};

/* The token at or after `p`; a blank line is the end of the text. */
void parse_day_lex(const char *p, struct token *out);

static inline bool means(const struct token *token, guint32 bits)
{
	return token->kind == TOKEN_WORD && token->word &&
	       (token->word->means & bits);
}

static inline bool is_sign(const struct token *token, const char *signs)
{
	return token->kind == TOKEN_SIGN && strchr(signs, token->sign);
}
