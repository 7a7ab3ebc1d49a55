/*
 * Any bytes as a new text, the whole of a mail and a name: the signature lies
 * within them, and its numbers are clean.
 */
#include <string.h>

#include "parse/gist.h"
#include "parse/phone.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const struct parse_phones *phones)
{
	g_assert_cmpuint(phones->n, <=, PARSE_PHONES_MAX);
	for (guint i = 0; i < phones->n; i++) {
		const char *number = phones->numbers[i];
		guint digits = 0;

		g_assert_cmpuint(strlen(number), <=, PARSE_PHONE_MAX);
		g_assert_true(g_utf8_validate(number, -1, NULL));
		for (const char *p = number; *p; p++) {
			g_assert_true((guchar)*p >= 0x20 && *p != 0x7f);
			digits += g_ascii_isdigit(*p);
		}
		g_assert_cmpuint(digits, >=, 5);
	}
}

/* The first line is the name, the rest the mail; above the bar is new. */
int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *name =
	    g_utf8_make_valid((const char *)data, (gssize)size);
	char *whole = name + strcspn(name, "\n");
	g_autofree char *new_text = NULL;
	struct parse_phones phones = { .n = 0 };
	struct parse_signer signer;
	const char *start = NULL;
	gsize length = 0, at;

	if (*whole)
		*whole++ = '\0';
	new_text = g_strndup(whole, strcspn(whole, "|"));
	parse_signer_init(&signer, name, name);
	at = parse_signature_find(new_text, &signer);
	g_assert_cmpuint(at, <=, strlen(new_text));
	parse_phones_read(new_text + at, strlen(new_text) - at, &signer,
			  &phones);
	if (parse_signature_behind(whole, new_text, &signer, &start, &length)) {
		g_assert_true(start >= whole &&
			      length <= strlen(whole) - (gsize)(start - whole));
		parse_phones_read(start, length, &signer, &phones);
	}
	check(&phones);
	g_assert_cmpuint(parse_gist_count(new_text, at), <=, PARSE_WORDS_MAX);
	g_assert_cmpuint(parse_gist_hash(new_text), <=, G_MAXINT64);
	parse_gist_unsubscribes(name, new_text, 0);
	parse_gist_is_exit(name);
	return 0;
}
