/* The words of a verdict. */
#include "agent/judge/sentence.h"

#include "agent/rules/subject.h"
#include "store/words.h"

/* Longer subjects are cut at a word: one line of a letter, not of a novel. */
#define SUBJECT_CHARS 60

static const char *promise_of(const struct record_facts *facts,
			      gboolean by_reader)
{
	for (guint i = 0; i < facts->promises.n; i++)
		if (!facts->promises.items[i].by_reader == !by_reader)
			return facts->promises.items[i].sentence;
	return "";
}

const char *sentence_of(const struct record_facts *facts, enum sign sign)
{
	switch (sign) {
	case SIGN_ASKS:
		return facts->asks;
	case SIGN_QUESTION:
		return facts->question;
	case SIGN_DELIVERS:
		return facts->delivers;
	case SIGN_NO:
		return facts->no;
	case SIGN_STOP:
		return facts->stop;
	case SIGN_CLOSING:
		return facts->closing;
	case SIGN_PRAISE:
		return facts->praise;
	case SIGN_PROMISE:
		return promise_of(facts, FALSE);
	case SIGN_ASKED_FOR:
		return promise_of(facts, TRUE);
	case SIGN_ABSENT:
	case SIGN_LEFT:
		return facts->absence_sentence;
	case SIGN_BOUNCED:
		return facts->evidence_in_body ? facts->evidence : "";
	case SIGN_READ:
	case SIGN_WORDS:
	case SIGN_FORWARD:
	case SIGN_DERIVED:
	case SIGN_REPLY:
	case SIGN_ACCEPTED:
	case SIGN_DELAYED:
	case SIGN_ANSWERED:
	case SIGN_COLLEAGUE:
	case SIGN_PASSED_ON:
	case SIGN_SHORT:
	case SIGN_CUSTOMER:
	case SIGN_LOST:
	case SIGN_TRACK:
		break;
	}
	return "";
}

static char *shorten(const char *subject)
{
	g_autofree char *valid = g_utf8_make_valid(subject, -1);
	const char *end, *space;

	g_strstrip(valid);
	if (g_utf8_strlen(valid, -1) <= SUBJECT_CHARS)
		return g_steal_pointer(&valid);
	end = g_utf8_offset_to_pointer(valid, SUBJECT_CHARS);
	space = g_strrstr_len(valid, end - valid, " ");
	if (space != NULL && space - valid > SUBJECT_CHARS / 2)
		end = space;
	return g_strdup_printf("%.*s…", (int)(end - valid), valid);
}

/* "Re:" alone is about nothing. */
static gboolean is_about_something(const char *subject)
{
	g_autoptr(GString) base = g_string_new(NULL);
	g_autoptr(GString) list = g_string_new(NULL);
	gboolean reply;

	subject_read(subject, base, list, &reply);
	return base->len > 0;
}

static char *join(const struct verdict *verdict,
		  const struct store_words *words)
{
	g_autofree char *subject = shorten(
	    words && is_about_something(words->subject) ? words->subject : "");

	return g_strconcat(verdict->sentence, *subject ? " about \"" : "",
			   subject, *subject ? "\"" : "", verdict->rest, NULL);
}

/* NULL for none; `words` may be. */
static char *quote_of(const struct store_words *words, enum sign sign,
		      struct record_scratch *scratch)
{
	struct record_facts facts;
	const char *why;

	if (!words ||
	    !record_decode(RECORD_FACTS, words->facts.data, words->facts.length,
			   scratch, &facts, &why))
		return NULL;
	return g_strdup(sentence_of(&facts, sign));
}

gboolean sentence_make(struct store *store, const struct verdict *verdict,
		       gboolean no_quote, struct record_scratch *scratch,
		       char **sentence_out, char **quote_out, GError **error)
{
	gboolean quotes =
	    verdict->quote && verdict->quote_source > 0 && !no_quote;
	gboolean same = verdict->quote_source == verdict->source;
	g_autoptr(store_words) words = NULL;
	g_autoptr(store_words) quoted = NULL;
	char *quote = NULL;

	if (verdict->source > 0 &&
	    !store_words_find(store, verdict->source, quotes && same, &words,
			      error))
		return FALSE;
	if (quotes && !same &&
	    !store_words_find(store, verdict->quote_source, TRUE, &quoted,
			      error))
		return FALSE;
	if (quotes)
		quote =
		    quote_of(same ? words : quoted, verdict->quote, scratch);
	*sentence_out = join(verdict, words);
	*quote_out = quote ? quote : g_strdup("");
	return TRUE;
}
