/* What any text wants: the first byte turns the calendar. */
#include <string.h>

#include "parse/intent.h"
#include "parse/sentence.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void check(const char *evidence)
{
	g_assert_true(g_utf8_validate(evidence, -1, NULL));
	g_assert_cmpuint(strlen(evidence), <=, PARSE_SENTENCE_MAX);
	g_assert_null(strchr(evidence, '\n'));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
	g_autofree char *raw = g_strndup((const char *)data, size);
	g_autofree char *text = g_utf8_make_valid(raw, -1);
	gint32 written = parse_day_make(2020, 1, 1) + (size ? data[0] : 0) * 9;
	struct parse_sentences sentences;
	struct parse_intent intent;

	parse_sentences_init(&sentences, text);
	while (parse_sentences_next(&sentences)) {
		g_assert_cmpuint(sentences.length, >, 0);
		g_assert_cmpuint(sentences.length, ==, strlen(sentences.text));
	}
	parse_intent_read(text, written, size % 3, &intent);
	check(intent.asks);
	check(intent.question);
	check(intent.delivers);
	check(intent.no);
	check(intent.stop);
	check(intent.closing);
	check(intent.praise);
	if (!*intent.asks && !*intent.question)
		g_assert_cmpint(intent.asks_day, ==, PARSE_DAY_NONE);
	if (intent.asks_day != PARSE_DAY_NONE)
		g_assert_cmpint(intent.asks_day, >=, written);
	for (guint i = 0; i < intent.n_promises; i++) {
		const struct parse_promise *promise = &intent.promises[i];

		check(promise->sentence);
		g_assert_true((promise->from == PARSE_DAY_NONE) ==
			      (promise->to == PARSE_DAY_NONE));
		g_assert_cmpint(promise->from, <=, promise->to);
	}
	return 0;
}
