/*
 * The telephone numbers of a signature, as they are written there.
 *
 * A number stands by itself, behind the word for it ("Tel.:", "mobile"), or
 * behind the author's name; faxes, pagers, dates and the numbers of houses and
 * companies are none.
 */
#pragma once

#include <stdbool.h>

#include "parse/signature.h"

#define PARSE_PHONES_MAX 4
#define PARSE_PHONE_MAX 40 /* bytes, without the NUL */

struct parse_phones {
	guint n;
	char numbers[PARSE_PHONES_MAX][PARSE_PHONE_MAX + 1];
};

/*
 * Add the numbers in the lines of a signature (valid UTF-8); what is there
 * already is not added again.
 */
void parse_phones_read(const char *text, gsize length,
		       const struct parse_signer *signer,
		       struct parse_phones *out);
