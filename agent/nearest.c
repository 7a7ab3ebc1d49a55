/* The word that was probably meant: edit distance over short lists. */
#include "agent/nearest.h"

#include <string.h>

/* Longer ones are no typing errors of ours. */
#define WORD_MAX 63

/* Optimal string alignment: Levenshtein with swapped neighbours as one. */
static guint distance(const char *a, const char *b)
{
	guint rows[3][WORD_MAX + 1];
	gsize n = strlen(a), m = strlen(b);
	guint *before = rows[0], *last = rows[1], *row = rows[2];

	for (gsize j = 0; j <= m; j++)
		last[j] = (guint)j;
	memcpy(before, last, sizeof(rows[0]));
	for (gsize i = 1; i <= n; i++) {
		guint *spare = before;

		row[0] = (guint)i;
		for (gsize j = 1; j <= m; j++) {
			guint cost = a[i - 1] != b[j - 1];
			guint best = last[j - 1] + cost;

			best = MIN(best, last[j] + 1);
			best = MIN(best, row[j - 1] + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				best = MIN(best, before[j - 2] + 1);
			row[j] = best;
		}
		before = last;
		last = row;
		row = spare;
	}
	return last[m];
}

const char *nearest_word(const char *typed, const char *const *words)
{
	g_autofree char *lower = g_ascii_strdown(typed, -1);
	gsize length = strlen(lower);
	const char *nearest = NULL;
	guint least = MAX(1, (guint)length / 3) + 1;

	if (length == 0 || length > WORD_MAX)
		return NULL;
	for (; *words; words++) {
		guint d;

		if (strlen(*words) > WORD_MAX)
			continue;
		d = distance(lower, *words);
		/* A beginning is nearer than any mistake but none. */
		if (length >= 2 && g_str_has_prefix(*words, lower))
			d = MIN(d, 1);
		if (d < least) {
			least = d;
			nearest = *words;
		}
	}
	return nearest;
}

const char *nearest_sure(const char *typed, const char *const *words)
{
	g_autofree char *lower = g_ascii_strdown(typed, -1);
	gsize length = strlen(lower);
	const char *nearest = NULL;
	guint n = 0;

	if (length == 0 || length > WORD_MAX)
		return NULL;
	for (; *words; words++) {
		guint d = strlen(*words) > WORD_MAX ? G_MAXUINT
						    : distance(lower, *words);

		if (d == 0)
			return *words;
		if (d == 1) {
			nearest = *words;
			n++;
		}
	}
	return n == 1 ? nearest : NULL;
}
