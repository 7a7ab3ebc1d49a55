/*
 * What a new text is without being read: how long it is, which it is, and
 * whether it only asks a list to be taken off.
 */
#pragma once

#include <stdbool.h>

#include <glib.h>

#define PARSE_WORDS_MAX 1000

/* What is no sign alone is no word; up to PARSE_WORDS_MAX. */
guint parse_gist_count(const char *text, gsize length);

/*
 * Equal for texts that differ in blanks and case alone; 0 for none, and never
 * above G_MAXINT64.
 */
guint64 parse_gist_hash(const char *text);

/* By the subject and the whole of the text, which has so many words. */
bool parse_gist_unsubscribes(const char *subject, const char *text,
			     guint words);

/* An address that takes nothing else: leave-news@, news-unsubscribe@. */
bool parse_gist_is_exit(const char *address);
