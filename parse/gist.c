/* What a new text is without being read. */
#include "parse/gist.h"

#include <string.h>

#include "parse/phrase.h"
#include "parse/private.h"
#include "parse/sentence.h"

/* A mail that only unsubscribes has no more words, a greeting among them. */
#define UNSUBSCRIBE_WORDS_MAX 15
/* Under a subject that says it: a name, or what a program adds. */
#define BELOW_SUBJECT_MAX 5
/* Sentences of the text that are looked at. */
#define SENTENCES_MAX 6

guint parse_gist_count(const char *text, gsize length)
{
	const char *end = text + length;
	guint n = 0;
	bool word = false;

	for (const char *p = text; p < end && n < PARSE_WORDS_MAX;
	     p = parse_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isspace(c)) {
			word = false;
		} else if (!word && g_unichar_isalnum(c)) {
			word = true;
			n++;
		}
	}
	return n;
}

/* FNV-1a, as in key.c: nobody gains by two texts that are alike. */
guint64 parse_gist_hash(const char *text)
{
	g_autofree char *folded = g_utf8_casefold(text, -1);
	guint64 hash = G_GUINT64_CONSTANT(0xcbf29ce484222325);
	bool any = false, blank = false;

	for (const char *p = folded; *p; p = parse_next_char(p)) {
		const char *next = parse_next_char(p);

		if (g_unichar_isspace(g_utf8_get_char(p))) {
			blank = any;
			continue;
		}
		if (blank)
			hash = (hash ^ ' ') * G_GUINT64_CONSTANT(0x100000001b3);
		for (const char *byte = p; byte < next; byte++)
			hash = (hash ^ (guint8)*byte) *
			       G_GUINT64_CONSTANT(0x100000001b3);
		any = true;
		blank = false;
	}
	hash &= G_MAXINT64;
	return any ? MAX(hash, 1) : 0;
}

static bool has_phrase(const char *sentence)
{
	struct parse_phrase_tokens tokens;
	struct parse_phrase_matches matches;

	parse_phrase_split(sentence, false, &tokens);
	parse_phrase_find(&tokens, &matches);
	for (guint i = 0; i < matches.n; i++)
		if (matches.match[i].section == PARSE_PHRASE_UNSUBSCRIBE)
			return true;
	return false;
}

static bool says_in_text(const char *text)
{
	struct parse_sentences sentences;

	parse_sentences_init(&sentences, text);
	for (guint n = 0; n < SENTENCES_MAX && parse_sentences_next(&sentences);
	     n++)
		if (!sentences.asks && has_phrase(sentences.text))
			return true;
	return false;
}

/* "Re: unsubscribe" is what somebody says to it. */
static bool says_in_subject(const char *subject)
{
	gsize length = strcspn(subject, ":");

	return (!subject[length] || length > 4) && has_phrase(subject);
}

bool parse_gist_unsubscribes(const char *subject, const char *text, guint words)
{
	if (words > UNSUBSCRIBE_WORDS_MAX)
		return false;
	return (words <= BELOW_SUBJECT_MAX && says_in_subject(subject)) ||
	       says_in_text(text);
}

bool parse_gist_is_exit(const char *address)
{
	static const char *const words[] = {
		"unsubscribe", "unsub",	   "signoff",	"leave",
		"optout",      "abmelden", "abmeldung",
	};
	const char *end = address + strcspn(address, "@");

	for (const char *p = address; p < end;) {
		gsize length = 0;

		while (p + length < end && g_ascii_isalpha(p[length]))
			length++;
		for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
			if (length == strlen(words[i]) &&
			    !g_ascii_strncasecmp(p, words[i], length))
				return true;
		p += MAX(length, 1);
	}
	return false;
}
