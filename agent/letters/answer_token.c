/* Tell which letter an answer is to. */
#include <string.h>

#include "agent/letters/answer.h"
#include "agent/letters/answer_words.h"

/* Of the letter's own id, as agent/post/outbox.c makes them. */
#define LETTER_DIGITS 32

/* RFC 4648 section 6, in lower case: nothing that looks like another. */
static const char alphabet[] = "abcdefghijklmnopqrstuvwxyz234567";

char *answer_token(const char *mid)
{
	g_autofree char *seed = g_strconcat("answer ", mid, NULL);
	g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
	GString *token = g_string_new("#");
	guint8 digest[32];
	gsize length = sizeof digest;

	g_checksum_update(checksum, (const guchar *)seed, -1);
	g_checksum_get_digest(checksum, digest, &length);
	for (guint i = 0; i < ANSWER_TOKEN_LENGTH; i++)
		g_string_append_c(token, alphabet[digest[i] % 32]);
	return g_string_free(token, FALSE);
}

gboolean answer_has_token(const char *text, const char *token)
{
	gsize n = strlen(token);

	for (const char *p = strchr(text, '#'); p; p = strchr(p + 1, '#'))
		if (g_ascii_strncasecmp(p, token, n) == 0 &&
		    !g_ascii_isalnum(p[n]))
			return TRUE;
	return FALSE;
}

gboolean answer_is_letter(const char *mid)
{
	static const char prefix[] = "tend.";

	if (!g_str_has_prefix(mid, prefix))
		return FALSE;
	mid += strlen(prefix);
	return strspn(mid, "0123456789abcdef") == LETTER_DIGITS &&
	       mid[LETTER_DIGITS] == '@';
}
