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
	KEY_TAG,
	KEY_ORGANISATION,
	KEY_SILENT,
	KEY_DUE,
	KEY_TOUCHES,
	KEY_EXCHANGES,
	KEY_ATTEMPTS,
	KEY_NOS,
	KEY_CADENCE,
	KEY_TRACKED,
	KEY_NAMED,
	KEY_IS,
	KEY_SORT,
	N_KEYS,
	KEY_WORD = N_KEYS /* of a plain word */
};

#define A_NUMBER "a number such as 3, <3 or >=7"

const struct query_field query_fields[] = {
	[KEY_STAGE] = { "stage", "lead, contacted, engaged, customer, lost or "
				 "none" },
	[KEY_BALL] = { "ball", "yours, theirs or nobody" },
	[KEY_REASON] = { "reason", "why somebody is stalled: you-owe, "
				   "they-owe, ..." },
	[KEY_TAG] = { "tag", "a tag that you gave" },
	[KEY_ORGANISATION] = { "organisation", "a part of its name" },
	[KEY_SILENT] = { "silent", "a span such as >14d, 3w, 2m or <1y" },
	[KEY_DUE] = { "due", "today, or a span such as <7d or >2w" },
	[KEY_TOUCHES] = { "touches", A_NUMBER },
	[KEY_EXCHANGES] = { "exchanges", A_NUMBER },
	[KEY_ATTEMPTS] = { "attempts", A_NUMBER },
	[KEY_NOS] = { "nos", A_NUMBER },
	[KEY_CADENCE] = { "cadence", "the name of one" },
	[KEY_TRACKED] = { "tracked", "yes or no" },
	[KEY_NAMED] = { "named", "yes or no: today" },
	[KEY_IS] = { "is", "contact, sighting, tracked, colleague, named, "
			   "waiting, silent or muted" },
	[KEY_SORT] = { "sort", "name, last, silence, touches, exchanges, "
			       "attempts or due" },
	[N_KEYS] = { NULL, NULL },
};

static const char *const sort_names[] = {
	[QUERY_SORT_NAME] = "name",
	[QUERY_SORT_LAST] = "last",
	[QUERY_SORT_SILENCE] = "silence",
	[QUERY_SORT_TOUCHES] = "touches",
	[QUERY_SORT_EXCHANGES] = "exchanges",
	[QUERY_SORT_ATTEMPTS] = "attempts",
	[QUERY_SORT_DUE] = "due",
	[N_QUERY_SORTS] = NULL,
};

enum property {
	IS_CONTACT,
	IS_SIGHTING,
	IS_TRACKED,
	IS_COLLEAGUE,
	IS_NAMED,
	IS_WAITING,
	IS_SILENT,
	IS_MUTED,
	N_PROPERTIES
};

static const char *const property_names[] = {
	[IS_CONTACT] = "contact", [IS_SIGHTING] = "sighting",
	[IS_TRACKED] = "tracked", [IS_COLLEAGUE] = "colleague",
	[IS_NAMED] = "named",	  [IS_WAITING] = "waiting",
	[IS_SILENT] = "silent",	  [IS_MUTED] = "muted",
	[N_PROPERTIES] = NULL,
};

static const char *const truth_names[] = { "no", "yes", NULL };

/* Other spellings of a key. */
static const struct {
	const char *name;
	enum key key;
} aliases[] = {
	{ "organization", KEY_ORGANISATION },
	{ "org", KEY_ORGANISATION },
};

/* Silent for so long is silent: dormant, as the design has it. */
#define SILENT_DAYS 90

struct term {
	enum key key;
	gboolean negated;
	gboolean begins; /* "or" stands before it */
	enum compare compare;
	gint64 number; /* a number, seconds, or the word's place in its enum */
	char *text;    /* case-folded; NULL for the others */
};

struct query {
	GArray *terms; /* struct term */
	enum query_sort sort;
	gboolean words;
};

static void clear_term(gpointer data)
{
	struct term *term = data;

	g_free(term->text);
}

void query_free(struct query *query)
{
	if (query == NULL)
		return;
	g_array_unref(query->terms);
	g_free(query);
}

enum query_sort query_get_sort(const struct query *query)
{
	return query->sort;
}

gboolean query_has_words(const struct query *query)
{
	return query->words;
}

/* ---- what a value may be ---- */

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
	case KEY_TRACKED:
	case KEY_NAMED:
		return truth_names;
	case KEY_IS:
		return property_names;
	case KEY_SORT:
		return sort_names;
	case KEY_TAG:
	case KEY_ORGANISATION:
	case KEY_CADENCE:
	case KEY_SILENT:
	case KEY_DUE:
	case KEY_TOUCHES:
	case KEY_EXCHANGES:
	case KEY_ATTEMPTS:
	case KEY_NOS:
	case N_KEYS:
		break;
	}
	return NULL;
}

static gboolean takes_text(enum key key)
{
	return key == KEY_TAG || key == KEY_ORGANISATION || key == KEY_CADENCE;
}

static gboolean takes_span(enum key key)
{
	return key == KEY_SILENT || key == KEY_DUE;
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

/*
 * "silent:14d" is a question for whoever is silent that long, "due:7d" for
 * whoever comes due until then.
 */
static enum compare usual_compare(enum key key)
{
	if (key == KEY_SILENT)
		return COMPARE_MORE_OR_EQUAL;
	return key == KEY_DUE ? COMPARE_LESS_OR_EQUAL : COMPARE_EQUAL;
}

static gboolean read_number(struct term *term, const char *text)
{
	char *end = NULL;
	guint64 number;
	gint64 unit = 1;

	term->compare = usual_compare(term->key);
	if (term->key == KEY_DUE && g_ascii_strcasecmp(text, "today") == 0)
		return TRUE;
	text = read_compare(text, &term->compare);
	if (!g_ascii_isdigit(*text))
		return FALSE;
	number = g_ascii_strtoull(text, &end, 10);
	if (number > 1000000)
		return FALSE;
	if (takes_span(term->key) ? !read_unit(end, &unit) : *end != '\0')
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

/* Tags stand between spaces, so that one is not a part of another. */
static gboolean read_text(struct term *term, const char *text)
{
	g_autofree char *folded = g_utf8_casefold(text, -1);

	if (*text == '\0' || (term->key == KEY_TAG && strchr(text, ' ')))
		return FALSE;
	term->text = term->key == KEY_TAG ? g_strconcat(" ", folded, " ", NULL)
					  : g_steal_pointer(&folded);
	return TRUE;
}

static gboolean read_value(struct term *term, const char *value)
{
	const char *const *words = words_of(term->key);

	if (words != NULL)
		return read_word(term, words, value);
	return takes_text(term->key) ? read_text(term, value)
				     : read_number(term, value);
}

/* ---- errors ---- */

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

/* "stage, ball and sort" */
static char *list_keys(void)
{
	GString *list = g_string_new(NULL);

	for (guint i = 0; i < N_KEYS; i++)
		g_string_append_printf(list, "%s%s",
				       i == 0		? ""
				       : i + 1 < N_KEYS ? ", "
							: " and ",
				       query_fields[i].name);
	return g_string_free(list, FALSE);
}

static gboolean fail_key(const char *key, const char *value, GError **error)
{
	const char *names[N_KEYS + 1];
	g_autofree char *list = list_keys();
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
			    "there is no '%s:' in a query; there are %s", key,
			    list);
	return FALSE;
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

/* ---- terms ---- */

static enum key find_key(const char *name)
{
	for (guint i = 0; i < N_KEYS; i++)
		if (g_ascii_strcasecmp(query_fields[i].name, name) == 0)
			return (enum key)i;
	for (gsize i = 0; i < G_N_ELEMENTS(aliases); i++)
		if (g_ascii_strcasecmp(aliases[i].name, name) == 0)
			return aliases[i].key;
	return N_KEYS;
}

static gboolean fail_sort(GError **error)
{
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    "'sort:' is no condition; leave out 'not' and '-' "
		    "before it");
	return FALSE;
}

static gboolean add_key(struct query *query, struct term *term, const char *key,
			const char *value, GError **error)
{
	term->key = find_key(key);
	if (term->key == N_KEYS)
		return fail_key(key, value, error);
	if (!read_value(term, value))
		return fail_value(term, value, error);
	if (term->key != KEY_SORT) {
		g_array_append_val(query->terms, *term);
		return TRUE;
	}
	if (term->negated)
		return fail_sort(error);
	query->sort = (enum query_sort)term->number;
	return TRUE;
}

static gboolean add_plain(struct query *query, struct term *term,
			  const char *word, GError **error)
{
	if (!fail_colon(word, error))
		return FALSE;
	term->key = KEY_WORD;
	term->text = g_utf8_casefold(word, -1);
	g_array_append_val(query->terms, *term);
	query->words = TRUE;
	return TRUE;
}

/* One term, its quotes taken away: `quoted` if it began with one. */
struct token {
	GString *text;
	gboolean quoted;
};

static gboolean add_token(struct query *query, const struct token *token,
			  gboolean negated, gboolean begins, GError **error)
{
	const char *word = token->text->str;
	struct term term = { .negated = negated, .begins = begins };
	const char *colon;

	if (!token->quoted && *word == '-' && word[1] != '\0') {
		term.negated = !negated;
		word++;
	}
	colon = token->quoted ? NULL : strchr(word, ':');
	if (colon != NULL && colon > word) {
		g_autofree char *key = g_strndup(word, (gsize)(colon - word));

		return add_key(query, &term, key, colon + 1, error);
	}
	return add_plain(query, &term, word, error);
}

/* Where the next term ends; NULL if a quote is left open, or at the end. */
static const char *next_token(const char *text, struct token *token,
			      char *open_out)
{
	char quote = '\0';

	*open_out = '\0';
	text += strspn(text, " \t\n");
	if (*text == '\0')
		return NULL;
	g_string_truncate(token->text, 0);
	token->quoted = *text == '"' || *text == '\'';
	for (; *text != '\0'; text++) {
		/* An apostrophe within a word is one: O'Neill. */
		gboolean opens =
		    *text == '"' || (*text == '\'' &&
				     (token->text->len == 0 ||
				      g_str_has_suffix(token->text->str, ":")));

		if (quote == '\0' && strchr(" \t\n", *text))
			break;
		if (quote == '\0' && opens)
			quote = *text;
		else if (quote != '\0' && *text == quote)
			quote = '\0';
		else
			g_string_append_c(token->text, *text);
	}
	*open_out = quote;
	return quote == '\0' ? text : NULL;
}

static gboolean is_operator(const struct token *token, const char *name)
{
	return !token->quoted &&
	       g_ascii_strcasecmp(token->text->str, name) == 0;
}

static gboolean fail_or(GError **error)
{
	g_set_error(
	    error, TEND_ERROR, TEND_ERROR_USAGE,
	    "nothing stands before 'or' in the query; name what may "
	    "hold too, or put the word into quotes of its own: '\"or\"'");
	return FALSE;
}

/* The operators wait for the term that they stand before. */
static gboolean read_terms(struct query *query, const char *text,
			   GError **error)
{
	g_autoptr(GString) buffer = g_string_new(NULL);
	struct token token = { buffer, FALSE };
	gboolean negated = FALSE, begins = FALSE;
	char open;

	while ((text = next_token(text, &token, &open)) != NULL) {
		if (is_operator(&token, "and"))
			continue;
		if (is_operator(&token, "not")) {
			negated = !negated;
			continue;
		}
		if (is_operator(&token, "or")) {
			if (query->terms->len == 0)
				return fail_or(error);
			begins = TRUE;
			continue;
		}
		if (buffer->len > 0 &&
		    !add_token(query, &token, negated, begins, error))
			return FALSE;
		negated = begins = FALSE;
	}
	if (open == '\0' && !negated && !begins)
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
		    open != '\0' ? "a quote is not closed in the query; put "
				   "another at the end of the term"
		    : negated	 ? "nothing follows 'not' in the query; name "
				   "what is not to hold"
				 : "nothing follows 'or' in the query; name "
				   "what may hold instead");
	return FALSE;
}

struct query *query_parse(const char *text, GError **error)
{
	g_autoptr(query) query = g_new0(struct query, 1);
	g_autofree char *valid = g_utf8_make_valid(text, -1);

	query->terms = g_array_new(FALSE, FALSE, sizeof(struct term));
	g_array_set_clear_func(query->terms, clear_term);
	if (!read_terms(query, valid, error))
		return NULL;
	return g_steal_pointer(&query);
}

gboolean query_is_negated(const char *word)
{
	static const char *const options[] = { "config",	 "debug",
					       "help",		 "json",
					       "version",	 "sightings",
					       "format-version", NULL };

	if (word[0] != '-' || word[1] == '-' || word[1] == '\0')
		return FALSE;
	/* "-s" is an option, and "-json" was meant as one. */
	return strchr(word, ':') != NULL ||
	       (word[2] != '\0' && !g_strv_contains(options, word + 1));
}

/* ---- does it hold ---- */

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

static gboolean has_text(const char *text, const struct term *term)
{
	g_autofree char *folded = NULL;

	if (text == NULL)
		return FALSE;
	folded = g_utf8_casefold(text, -1);
	return term->key == KEY_CADENCE ? g_str_equal(folded, term->text)
					: strstr(folded, term->text) != NULL;
}

static gboolean has_property(enum property property,
			     const struct query_person *person, gint64 now)
{
	switch (property) {
	case IS_CONTACT:
		return person->contact;
	case IS_SIGHTING:
		return !person->contact;
	case IS_TRACKED:
		return person->tracked;
	case IS_COLLEAGUE:
		return person->colleague;
	case IS_NAMED:
		return person->named;
	case IS_WAITING:
		return person->waiting;
	case IS_SILENT:
		return person->last_at != 0 &&
		       now - person->last_at >= SILENT_DAYS * DAY;
	case IS_MUTED:
		return person->muted;
	case N_PROPERTIES:
		break;
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
	case KEY_TAG:
		return has_text(person->tags, term);
	case KEY_ORGANISATION:
		return has_text(person->organisation, term);
	case KEY_CADENCE:
		return has_text(person->cadence, term);
	case KEY_SILENT:
		/* Nobody is silent who was never heard of. */
		return person->last_at != 0 &&
		       compare(now - person->last_at, term);
	case KEY_DUE:
		return person->due_at != 0 &&
		       compare(person->due_at - now, term);
	case KEY_TOUCHES:
		return compare(person->touches, term);
	case KEY_EXCHANGES:
		return compare(person->exchanges, term);
	case KEY_ATTEMPTS:
		return compare(person->attempts, term);
	case KEY_NOS:
		return compare(person->nos, term);
	case KEY_TRACKED:
		return !person->tracked == !term->number;
	case KEY_NAMED:
		return !person->named == !term->number;
	case KEY_IS:
		return has_property((enum property)term->number, person, now);
	case KEY_WORD:
		return strstr(person->folded, term->text) != NULL;
	case KEY_SORT:
		break;
	}
	g_assert_not_reached();
}

gboolean query_holds(const struct query *query,
		     const struct query_person *person, gint64 now)
{
	gboolean holds = TRUE;

	for (guint i = 0; i < query->terms->len; i++) {
		const struct term *term =
		    &g_array_index(query->terms, struct term, i);

		if (term->begins && holds)
			return TRUE;
		if (term->begins)
			holds = TRUE;
		if (holds)
			holds = term_holds(term, person, now) ^ term->negated;
	}
	return holds;
}
