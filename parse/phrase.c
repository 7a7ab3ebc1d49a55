/*
 * Finding phrases: the words of a sentence are numbered, each word leads to
 * the phrases that begin with it, and each of these is run over what follows,
 * all its gaps at once.  A phrase has no more than 31 words, so this is linear.
 */
#include "parse/phrase.h"

#include <string.h>

#include "parse/day_words.h"

/* Longer words are in no phrase. */
#define WORD_MAX 31

static const struct parse_phrase_word *find_word(const char *text)
{
	guint letter = (guint)(text[0] - 'a');
	guint low = letter < 26 ? parse_phrase_letters[letter] : 0;
	guint high = letter < 26 ? parse_phrase_letters[letter + 1]
				 : n_parse_phrase_words;

	while (low < high) {
		guint middle = low + (high - low) / 2;
		int order = strcmp(text, parse_phrase_words[middle].text);

		if (order == 0)
			return &parse_phrase_words[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* A word being read, in small letters without accents. */
struct spelling {
	char text[WORD_MAX + 1];
	gsize length;
};

static void spell(struct spelling *spelling, const char *letters, gsize length)
{
	if (spelling->length + length > WORD_MAX) {
		/* No word any more. */
		spelling->length = WORD_MAX;
		spelling->text[0] = '\0';
		return;
	}
	memcpy(spelling->text + spelling->length, letters, length);
	spelling->length += length;
	spelling->text[spelling->length] = '\0';
}

static const char *spell_letter(struct spelling *spelling, const char *p)
{
	gunichar c, letter;
	char bytes[6];

	if ((guchar)*p < 0x80) {
		bytes[0] = g_ascii_tolower(*p);
		if (!g_ascii_isalnum(*p))
			return NULL;
		spell(spelling, bytes, 1);
		return p + 1;
	}
	c = g_utf8_get_char(p);
	letter = parse_day_fold(c);
	if (c == 0xdf)
		spell(spelling, "ss", 2);
	else if (c == 0x153)
		spell(spelling, "oe", 2);
	else if (letter)
		spell(spelling, bytes, (gsize)g_unichar_to_utf8(letter, bytes));
	else
		return NULL;
	return parse_phrase_next_char(p);
}

/* The bytes of an apostrophe between letters, however it is typed. */
static gsize apostrophe(const char *p)
{
	gunichar c = *p == '\'' || *p == '`' ? '\''
		     : (guchar)*p >= 0x80    ? g_utf8_get_char(p)
					     : 0;

	if (c != '\'' && c != 0x2019 && c != 0x2018 && c != 0xb4 && c != 0x2bc)
		return 0;
	return (gsize)(parse_phrase_next_char(p) - p);
}

static const char *read_word(const char *p, struct spelling *out)
{
	const char *next;

	out->length = 0;
	out->text[0] = '\0';
	while (*p && (next = spell_letter(out, p)))
		p = next;
	return p;
}

static bool ends_chunk(char c)
{
	return !c || c == ' ' || c == '\t' || c == '\r' || c == '\n' ||
	       c == '<' || c == '>' || c == '"';
}

/* "http://", "www.", "mailto:", and whatever has an @ in it. */
static bool is_address(const char *chunk, gsize length, gsize at, gsize colon)
{
	if (at < length)
		return true;
	if (colon < MIN(length, 10) && g_str_has_prefix(chunk + colon, "://"))
		return true;
	return g_ascii_strncasecmp(chunk, "www.", 4) == 0 ||
	       (colon == 6 && !g_ascii_strncasecmp(chunk, "mailto", 6));
}

const char *parse_phrase_skip_address(const char *chunk)
{
	const char *end = chunk;
	gsize at = G_MAXSIZE, colon = G_MAXSIZE, length;

	for (; !ends_chunk(*end); end++) {
		if (*end == '@' && at == G_MAXSIZE)
			at = (gsize)(end - chunk);
		if (*end == ':' && colon == G_MAXSIZE)
			colon = (gsize)(end - chunk);
	}
	length = (gsize)(end - chunk);
	if (length < 4 || !is_address(chunk, length, at, colon))
		return NULL;
	/* The stops behind it are of the sentence. */
	while (end > chunk + 1 && strchr(".,;:!?)]'", end[-1]))
		end--;
	return end;
}

static void add(struct parse_phrase_tokens *out, guint16 word, gsize start,
		gsize end, bool clause)
{
	if (out->n == PARSE_PHRASE_TOKENS_MAX)
		return;
	out->token[out->n++] = (struct parse_phrase_token){
		.word = word,
		.clause = clause,
		.start = (guint16)start,
		.end = (guint16)end,
	};
}

/* Add what a word stands for; says whether a clause goes on behind it. */
static bool add_word(struct parse_phrase_tokens *out,
		     const struct parse_phrase_word *word, gsize start,
		     gsize end, bool clause)
{
	add(out, word ? word->id : 0, start, end, clause);
	for (guint i = 0; word && i < G_N_ELEMENTS(word->more); i++)
		if (word->more[i])
			add(out, word->more[i], start, end, false);
	return clause && word && word->link;
}

/* A word, or the sign for a number of several digits. */
static const struct parse_phrase_word *find_spelling(
    const struct spelling *spelling)
{
	const struct parse_phrase_word *word = find_word(spelling->text);

	if (word || spelling->length < 3 ||
	    strspn(spelling->text, "0123456789") != spelling->length)
		return word;
	return find_word("000");
}

/* "don't" is looked up whole, then "j'envoie" in two, then "lee's" as "'s". */
static const char *split_word(const char *text, const char *p, bool *clause,
			      struct parse_phrase_tokens *out)
{
	struct spelling one, two, whole;
	const char *start = p, *end = read_word(p, &one), *tail;
	gsize mark = *end ? apostrophe(end) : 0;
	const struct parse_phrase_word *word;

	tail = mark ? read_word(end + mark, &two) : end;
	if (tail > end + mark && mark) {
		whole = one;
		spell(&whole, "'", 1);
		spell(&whole, two.text, strlen(two.text));
		word = find_word(whole.text);
		if (word) {
			*clause = add_word(out, word, (gsize)(start - text),
					   (gsize)(tail - text), *clause);
			return tail;
		}
		*clause =
		    add_word(out, find_word(one.text), (gsize)(start - text),
			     (gsize)(end - text), *clause);
		whole.length = 0;
		spell(&whole, "'", 1);
		spell(&whole, two.text, strlen(two.text));
		word = find_word(whole.text);
		word = word ? word : find_word(two.text);
		*clause = add_word(out, word, (gsize)(end + mark - text),
				   (gsize)(tail - text), *clause);
		return tail;
	}
	*clause = add_word(out, find_spelling(&one), (gsize)(start - text),
			   (gsize)(end - text), *clause);
	return end;
}

/* Signs behind which a new part of the sentence begins. */
static bool parts(const char *p)
{
	gunichar c;

	if (strchr(",;:()[]\"!?", *p))
		return true;
	if (*p == '-' || *p == '.')
		return p[1] == ' ' || p[1] == p[0];
	if ((guchar)*p < 0x80)
		return false;
	c = g_utf8_get_char(p);
	return c == 0x2013 || c == 0x2014 || c == 0x201c || c == 0x201d ||
	       c == 0xbf || c == 0xa1 || c == 0x2026 || c == 0xab ||
	       c == 0xbb || c == 0x201e;
}

void parse_phrase_split(const char *sentence, bool asks,
			struct parse_phrase_tokens *out)
{
	const char *p = sentence;
	bool clause = true, chunk = true;

	out->n = 0;
	out->asks = asks;
	while (*p && p - sentence < G_MAXUINT16 &&
	       out->n < PARSE_PHRASE_TOKENS_MAX) {
		struct spelling letter = { .length = 0 };
		const char *end = chunk ? parse_phrase_skip_address(p) : NULL;

		/* A bracket before an address, but not one of many. */
		chunk = *p == ' ' || *p == '<' ||
			(*p == '(' && p > sentence && p[-1] == ' ');
		if (end) {
			add(out, 0, (gsize)(p - sentence),
			    (gsize)(end - sentence), clause);
			clause = false;
			p = end;
			continue;
		}
		if (spell_letter(&letter, p)) {
			p = split_word(sentence, p, &clause, out);
			continue;
		}
		clause |= parts(p);
		p = parse_phrase_next_char(p);
	}
}

static bool set_has(guint id, guint16 word)
{
	const struct parse_phrase_set *set;
	const guint16 *words;
	guint low = 0, high;

	if (id == PARSE_PHRASE_ANY)
		return true;
	set = &parse_phrase_sets[id];
	words = parse_phrase_set_words + set->first;
	high = set->n;
	if (high == 1)
		return words[0] == word;
	while (low < high) {
		guint middle = low + (high - low) / 2;

		if (words[middle] == word)
			return true;
		if (words[middle] < word)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

/* Every item that may come next, those that can be left out passed over. */
static guint32 reach(guint32 optional, guint32 state)
{
	for (guint32 more = state; more;) {
		more = (more & optional) << 1 & ~state;
		state |= more;
	}
	return state;
}

/*
 * The token behind the longest match that begins here, 0 for none.  Each bit
 * of the state is an item that may come next; the one behind the last is the
 * end of the phrase.
 */
static guint run(const struct parse_phrase *phrase,
		 const struct parse_phrase_tokens *tokens, guint at)
{
	const guint16 *items = parse_phrase_items + phrase->item;
	guint32 state = reach(phrase->optional, 1u << 1);
	guint32 done = 1u << phrase->n_items;
	guint found = 0;

	/* Most phrases that begin with a word end at their second. */
	if (state == 1u << 1 && state != done &&
	    (at + 1 >= tokens->n ||
	     !set_has(items[1], tokens->token[at + 1].word)))
		return 0;

	for (guint i = at + 1; state; i++) {
		guint32 next = 0;

		if (state & done &&
		    (!(phrase->flags & PARSE_PHRASE_AT_END) || i == tokens->n))
			found = i;
		if (i >= tokens->n)
			break;
		for (guint32 rest = state & (done - 1); rest;
		     rest &= rest - 1) {
			guint j = (guint)__builtin_ctz(rest);

			if (set_has(items[j], tokens->token[i].word))
				next |= 1u << (j + 1);
		}
		state = reach(phrase->optional, next);
	}
	return found;
}

static void find_at(const struct parse_phrase_tokens *tokens, guint at,
		    struct parse_phrase_matches *out)
{
	guint word = tokens->token[at].word;
	guint32 end = parse_phrase_starts_at[word + 1];

	for (guint32 i = parse_phrase_starts_at[word]; i < end; i++) {
		guint pattern = parse_phrase_starts[i];
		const struct parse_phrase *phrase = &parse_phrases[pattern];
		guint to;

		if ((phrase->flags & PARSE_PHRASE_AT_CLAUSE &&
		     !tokens->token[at].clause) ||
		    (phrase->flags & PARSE_PHRASE_IN_QUESTION && !tokens->asks))
			continue;
		to = run(phrase, tokens, at);
		if (!to || out->n == PARSE_PHRASE_MATCHES_MAX)
			continue;
		out->match[out->n++] = (struct parse_phrase_match){
			.section = phrase->section,
			.from = at,
			.to = to,
			.pattern = pattern,
		};
	}
}

void parse_phrase_find(const struct parse_phrase_tokens *tokens,
		       struct parse_phrase_matches *out)
{
	out->n = 0;
	for (guint i = 0; i < tokens->n; i++)
		if (tokens->token[i].word)
			find_at(tokens, i, out);
}
