/* Which persons `tend list` is about. */
#include "agent/query.h"

#include <string.h>

#include "agent/error.h"
#include "agent/nearest.h"

#define DAY (24 * 60 * 60)

enum compare {
	COMPARE_EQUAL,
	COMPARE_LESS,
	COMPARE_LESS_OR_EQUAL,
	COMPARE_MORE,
	COMPARE_MORE_OR_EQUAL,
};

enum key {
	KEY_STAGE,
	KEY_BALL,
	KEY_REASON,
	KEY_SILENT,
	KEY_TOUCHES,
	KEY_EXCHANGES,
	KEY_SORT,
	N_KEYS
};

const struct query_field query_fields[] = {
	[KEY_STAGE] = { "stage", "lead, contacted, engaged, customer, lost or "
				 "none" },
	[KEY_BALL] = { "ball", "yours, theirs or nobody" },
	[KEY_REASON] = { "reason", "why somebody is stalled: you-owe, "
				   "they-owe, ..." },
	[KEY_SILENT] = { "silent", "a span such as >14d, 3w, 2m or <1y" },
	[KEY_TOUCHES] = { "touches", "a number such as 3, <3 or >=7" },
	[KEY_EXCHANGES] = { "exchanges", "a number such as 3, <3 or >=7" },
	[KEY_SORT] = { "sort", "name, last, silence, touches or exchanges" },
	[N_KEYS] = { NULL, NULL },
};

static const char *const sort_names[] = {
	[QUERY_SORT_NAME] = "name",	      [QUERY_SORT_LAST] = "last",
	[QUERY_SORT_SILENCE] = "silence",     [QUERY_SORT_TOUCHES] = "touches",
	[QUERY_SORT_EXCHANGES] = "exchanges", [N_QUERY_SORTS] = NULL,
};

struct term {
	enum key key;
	enum compare compare;
	gint64 number; /* a number, seconds, or the word's place in its enum */
};

struct query {
	GPtrArray *words; /* case-folded */
	GArray *terms;	  /* struct term */
	enum query_sort sort;
};

void query_free(struct query *query)
{
	if (query == NULL)
		return;
	g_ptr_array_unref(query->words);
	g_array_unref(query->terms);
	g_free(query);
}

enum query_sort query_get_sort(const struct query *query)
{
	return query->sort;
}

gboolean query_has_words(const struct query *query)
{
	return query->words->len > 0;
}

/* The words that a key takes, in the order of their enum. */
static const char *const *words_of(enum key key)
{
	static const char *stages[N_STAGES + 1], *balls[N_BALLS + 1],
	    *reasons[N_REASONS + 1];

	for (guint i = 0; i < N_STAGES; i++)
		stages[i] = stage_name((enum stage)i);
	for (guint i = 0; i < N_BALLS; i++)
		balls[i] = ball_name((enum ball)i);
	for (guint i = 0; i < N_REASONS; i++)
		reasons[i] = reason_name((enum reason)i);
	switch (key) {
	case KEY_STAGE:
		return stages;
	case KEY_BALL:
		return balls;
	case KEY_REASON:
		return reasons;
	case KEY_SORT:
		return sort_names;
	case KEY_SILENT:
	case KEY_TOUCHES:
	case KEY_EXCHANGES:
	case N_KEYS:
		break;
	}
	return NULL;
}

static const char *read_compare(const char *text, enum compare *compare_out)
{
	static const struct {
		const char *sign;
		enum compare compare;
	} signs[] = {
		{ ">=", COMPARE_MORE_OR_EQUAL },
		{ "<=", COMPARE_LESS_OR_EQUAL },
		{ ">", COMPARE_MORE },
		{ "<", COMPARE_LESS },
		{ "=", COMPARE_EQUAL },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (!g_str_has_prefix(text, signs[i].sign))
			continue;
		*compare_out = signs[i].compare;
		return text + strlen(signs[i].sign);
	}
	return text;
}

/* A month is 30 days and a year 365: silence is no calendar. */
static gboolean read_unit(const char *text, gint64 *seconds_out)
{
	static const struct {
		const char *name;
		gint64 days;
	} units[] = {
		{ "", 1 }, { "d", 1 }, { "w", 7 }, { "m", 30 }, { "y", 365 },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(units); i++)
		if (g_str_equal(units[i].name, text)) {
			*seconds_out = units[i].days * DAY;
			return TRUE;
		}
	return FALSE;
}

static gboolean read_number(struct term *term, const char *text)
{
	char *end = NULL;
	guint64 number;
	gint64 unit = 1;

	/* "silent:14d" is a question for whoever is silent that long. */
	term->compare =
	    term->key == KEY_SILENT ? COMPARE_MORE_OR_EQUAL : COMPARE_EQUAL;
	text = read_compare(text, &term->compare);
	if (!g_ascii_isdigit(*text))
		return FALSE;
	number = g_ascii_strtoull(text, &end, 10);
	if (number > 1000000)
		return FALSE;
	if (term->key == KEY_SILENT ? !read_unit(end, &unit) : *end != '\0')
		return FALSE;
	term->number = (gint64)number * unit;
	return TRUE;
}

static gboolean read_word(struct term *term, const char *const *words,
			  const char *text)
{
	for (gint64 i = 0; words[i] != NULL; i++)
		if (g_ascii_strcasecmp(words[i], text) == 0) {
			term->number = i;
			return TRUE;
		}
	return FALSE;
}

static gboolean fail_value(const struct term *term, const char *value,
			   GError **error)
{
	const char *name = query_fields[term->key].name;
	const char *const *words = words_of(term->key);
	const char *near = words != NULL ? nearest_word(value, words) : NULL;

	if (near != NULL)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s:%s' is no query; did you mean '%s:%s'?", name,
			    value, name, near);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s:%s' is no query; after '%s:' comes %s", name,
			    value, name, query_fields[term->key].help);
	return FALSE;
}

static gboolean fail_key(const char *key, const char *value, GError **error)
{
	const char *names[N_KEYS + 1];
	const char *near;

	for (guint i = 0; i <= N_KEYS; i++)
		names[i] = query_fields[i].name;
	near = nearest_word(key, names);
	if (near != NULL)
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no '%s:' in a query; did you mean "
			    "'%s:%s'?",
			    key, near, value);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "there is no '%s:' in a query; there are stage, "
			    "ball, reason, silent, touches, exchanges and "
			    "sort",
			    key);
	return FALSE;
}

static gboolean add_term(struct query *query, const char *key,
			 const char *value, GError **error)
{
	struct term term = { .key = KEY_STAGE };
	const char *const *words;

	while (term.key < N_KEYS &&
	       g_ascii_strcasecmp(query_fields[term.key].name, key) != 0)
		term.key++;
	if (term.key == N_KEYS)
		return fail_key(key, value, error);
	words = words_of(term.key);
	if (words != NULL ? !read_word(&term, words, value)
			  : !read_number(&term, value))
		return fail_value(&term, value, error);
	if (term.key == KEY_SORT)
		query->sort = (enum query_sort)term.number;
	else
		g_array_append_val(query->terms, term);
	return TRUE;
}

/* "ball=yours", "silent>2w": a field's name, and no colon behind it. */
static gboolean fail_colon(const char *word, GError **error)
{
	gsize length = strcspn(word, "=<>");

	if (word[length] == '\0')
		return TRUE;
	for (guint i = 0; i <= KEY_SORT; i++) {
		const char *name = query_fields[i].name;

		if (strlen(name) != length ||
		    g_ascii_strncasecmp(name, word, length) != 0)
			continue;
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "'%s' is no query; did you mean '%s:%s'?", word,
			    name, word + length + (word[length] == '='));
		return FALSE;
	}
	return TRUE;
}

static gboolean add_word(struct query *query, const char *word, GError **error)
{
	const char *colon = strchr(word, ':');

	if (colon != NULL && colon > word) {
		g_autofree char *key = g_strndup(word, (gsize)(colon - word));

		return add_term(query, key, colon + 1, error);
	}
	if (!fail_colon(word, error))
		return FALSE;
	g_ptr_array_add(query->words, g_utf8_casefold(word, -1));
	return TRUE;
}

struct query *query_parse(const char *text, GError **error)
{
	g_autoptr(query) query = g_new0(struct query, 1);
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_auto(GStrv) words = g_strsplit_set(valid, " \t\n", -1);

	query->words = g_ptr_array_new_with_free_func(g_free);
	query->terms = g_array_new(FALSE, FALSE, sizeof(struct term));
	for (gsize i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0' && !add_word(query, words[i], error))
			return NULL;
	return g_steal_pointer(&query);
}

static gboolean compare(gint64 is, const struct term *term)
{
	switch (term->compare) {
	case COMPARE_EQUAL:
		return is == term->number;
	case COMPARE_LESS:
		return is < term->number;
	case COMPARE_LESS_OR_EQUAL:
		return is <= term->number;
	case COMPARE_MORE:
		return is > term->number;
	case COMPARE_MORE_OR_EQUAL:
		return is >= term->number;
	}
	g_assert_not_reached();
}

static gboolean term_holds(const struct term *term,
			   const struct query_person *person, gint64 now)
{
	switch (term->key) {
	case KEY_STAGE:
		return (gint64)person->stage == term->number;
	case KEY_BALL:
		return (gint64)person->ball == term->number;
	case KEY_REASON:
		return (gint64)person->reason == term->number;
	case KEY_SILENT:
		/* Nobody is silent who was never heard of. */
		return person->last_at != 0 &&
		       compare(now - person->last_at, term);
	case KEY_TOUCHES:
		return compare(person->touches, term);
	case KEY_EXCHANGES:
		return compare(person->exchanges, term);
	case KEY_SORT:
	case N_KEYS:
		break;
	}
	g_assert_not_reached();
}

gboolean query_holds(const struct query *query,
		     const struct query_person *person, gint64 now)
{
	for (guint i = 0; i < query->words->len; i++)
		if (strstr(person->folded, query->words->pdata[i]) == NULL)
			return FALSE;
	for (guint i = 0; i < query->terms->len; i++)
		if (!term_holds(&g_array_index(query->terms, struct term, i),
				person, now))
			return FALSE;
	return TRUE;
}
