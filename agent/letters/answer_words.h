/* The words of a line that the user typed on a phone.  Pure. */
#pragma once

#include <glib.h>

struct answer_words;
typedef struct answer_words answer_words;

/*
 * Valid UTF-8.  "," and ";" are words of their own; marks that show nothing
 * and tokens (answer_token) are none.
 */
struct answer_words *answer_words_new(const char *line);
void answer_words_free(struct answer_words *words);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(answer_words, answer_words_free)

guint answer_words_count(const struct answer_words *words);

/*
 * In lower case, without quotes around it and a full stop or colon behind it;
 * lent.  NULL behind the last.
 */
const char *answer_words_get(const struct answer_words *words, guint i);

/* n of them as one text, as typed or as above; the caller owns it. */
char *answer_words_join(const struct answer_words *words, guint from, guint n,
			gboolean plain);
/* The same as a list. */
char **answer_words_list(const struct answer_words *words, guint from, guint n);

/* Whether a text is set off before word i: by ":", ",", a dash or a quote. */
gboolean answer_words_has_colon(const struct answer_words *words, guint i);

/* "3", or "1-4"; FALSE for what is none, NULL too. */
gboolean answer_words_range(const char *word, guint *from_out, guint *to_out);

/* What people say around what they mean; NULL is not. */
gboolean answer_is_filler(const char *word);

/* Quotes, signatures and attributions: nothing of the user's follows. */
gboolean answer_is_end(const struct answer_words *words);

/* A word made of the letters of tokens, as long as one, behind a "#". */
#define ANSWER_TOKEN_LENGTH 10
gboolean answer_is_token(const char *word);
