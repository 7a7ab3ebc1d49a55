/* Words as people type them. */
#include "agent/letters/answer_words.h"

#include <string.h>

/* Longer numbers are none of a list's. */
#define LARGEST 9999

struct word {
	char *raw;
	char *plain;
	gboolean glued; /* to the one before */
};

struct answer_words {
	GArray *words; /* struct word */
};

static void clear_word(gpointer data)
{
	struct word *word = data;

	g_free(word->raw);
	g_free(word->plain);
}

/* Without what stands around a word: quotes, list marks, a full stop. */
static char *make_plain(const char *raw)
{
	static const char before[] = "'\"`*_(#";
	static const char after[] = "'\"`*_).:!?";
	g_autofree char *lower = g_utf8_strdown(raw, -1);
	char *from = lower + strspn(lower, before);
	gsize n = strlen(from);

	while (n && strchr(after, from[n - 1]))
		n--;
	return g_strndup(from, n);
}

static void add(struct answer_words *words, GString *text, gboolean glued)
{
	if (!answer_is_token(text->str)) {
		const struct word word = { g_strdup(text->str),
					   make_plain(text->str), glued };

		g_array_append_val(words->words, word);
	}
	g_string_truncate(text, 0);
}

/* Phones make curly quotes of straight ones, and long dashes. */
static gunichar straighten(gunichar c)
{
	switch (c) {
	case 0x2018:
	case 0x2019:
	case 0x201a:
		return '\'';
	case 0x201c:
	case 0x201d:
	case 0x201e:
	case 0xab:
	case 0xbb:
		return '"';
	case 0x2010:
	case 0x2011:
	case 0x2012:
	case 0x2013:
	case 0x2014:
	case 0x2212:
		return '-';
	case 0x2022:
		return '*';
	default:
		return c;
	}
}

static gboolean is_shown(gunichar c)
{
	GUnicodeType type = g_unichar_type(c);

	return type != G_UNICODE_CONTROL && type != G_UNICODE_FORMAT;
}

struct answer_words *answer_words_new(const char *line)
{
	struct answer_words *words = g_new0(struct answer_words, 1);
	g_autoptr(GString) text = g_string_new(NULL);
	gboolean glued = FALSE;

	words->words = g_array_new(FALSE, FALSE, sizeof(struct word));
	g_array_set_clear_func(words->words, clear_word);
	for (const char *p = line; *p; p += g_utf8_skip[(guchar)*p]) {
		gunichar c = straighten(g_utf8_get_char(p));
		gboolean blank = g_unichar_isspace(c);
		gboolean mark = c == ',' || c == ';';

		if ((blank || mark) && text->len) {
			add(words, text, glued);
			glued = TRUE;
		}
		if (blank) {
			glued = FALSE;
		} else if (mark) {
			g_string_append_unichar(text, c);
			add(words, text, glued);
			glued = TRUE;
		} else if (is_shown(c)) {
			g_string_append_unichar(text, c);
		}
	}
	if (text->len)
		add(words, text, glued);
	return words;
}

void answer_words_free(struct answer_words *words)
{
	if (!words)
		return;
	g_array_unref(words->words);
	g_free(words);
}

guint answer_words_count(const struct answer_words *words)
{
	return words->words->len;
}

static const struct word *get(const struct answer_words *words, guint i)
{
	return &g_array_index(words->words, struct word, i);
}

const char *answer_words_get(const struct answer_words *words, guint i)
{
	return i < words->words->len ? get(words, i)->plain : NULL;
}

char *answer_words_join(const struct answer_words *words, guint from, guint n,
			gboolean plain)
{
	GString *text = g_string_new(NULL);

	for (guint i = from; i < from + n && i < words->words->len; i++) {
		const struct word *word = get(words, i);

		if (i > from && !word->glued)
			g_string_append_c(text, ' ');
		g_string_append(text, plain ? word->plain : word->raw);
	}
	return g_string_free(text, FALSE);
}

char **answer_words_list(const struct answer_words *words, guint from, guint n)
{
	char **list = g_new0(char *, n + 1);

	for (guint i = 0; i < n && from + i < words->words->len; i++)
		list[i] = g_strdup(get(words, from + i)->plain);
	return list;
}

gboolean answer_words_has_colon(const struct answer_words *words, guint i)
{
	const char *before, *word;

	if (i == 0 || i >= words->words->len)
		return FALSE;
	before = get(words, i - 1)->raw;
	word = get(words, i)->raw;
	return g_str_has_suffix(before, ":") || strchr(",-\"'(", *word);
}

static gboolean read_number(const char **p, guint *number_out)
{
	guint number = 0;

	if (!g_ascii_isdigit(**p))
		return FALSE;
	for (; g_ascii_isdigit(**p); (*p)++)
		number = MIN(number * 10 + (guint)(**p - '0'), LARGEST + 1);
	*number_out = number;
	return number >= 1 && number <= LARGEST;
}

gboolean answer_words_range(const char *word, guint *from_out, guint *to_out)
{
	if (!word || !read_number(&word, from_out))
		return FALSE;
	*to_out = *from_out;
	if (*word == '\0')
		return TRUE;
	word++;
	return word[-1] == '-' && read_number(&word, to_out) && *word == '\0' &&
	       *from_out <= *to_out;
}

/* A smiley, a thumb, an arrow. */
static gboolean is_picture(const char *word)
{
	for (const char *p = word; *p; p += g_utf8_skip[(guchar)*p]) {
		gunichar c = g_utf8_get_char(p);

		if (c < 0x80 || g_unichar_isalnum(c))
			return FALSE;
	}
	return TRUE;
}

gboolean answer_is_filler(const char *word)
{
	static const char *const words[] = {
		"",	     "-",	  "*",
		"+",	     "please",	  "pls",
		"plz",	     "thanks",	  "thx",
		"thank",     "you",	  "hi",
		"hello",     "hey",	  "dear",
		"tend",	     "ok",	  "okay",
		"good",	     "morning",	  "evening",
		"cheers",    "best",	  "kind",
		"regards",   "many",	  "so",
		"just",	     "now",	  "danke",
		"bitte",     "hallo",	  "moin",
		"gruss",     "gruß",	  "grüße",
		"lg",	     "vg",	  "mfg",
		"bye",	     "there",	  "mit",
		"viele",     "liebe",	  "beste",
		"herzliche", "grüßen",	  "gruesse",
		"merci",     "bonjour",	  "cordialement",
		"saludos",   "gracias",	  "saluti",
		"grazie",    "groeten",	  "bedankt",
		"yours",     "sincerely",
	};

	if (!word)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
		if (g_str_equal(word, words[i]))
			return TRUE;
	return g_str_has_prefix(word, "freundliche") || is_picture(word);
}

gboolean answer_is_end(const struct answer_words *words)
{
	static const char *const beginnings[] = {
		">",	       "--",	       "__",
		"sent from ",  "get outlook ", "gesendet ",
		"von meinem ", "envoyé ",      "enviado ",
		"inviato da ", "verzonden ",
	};
	g_autofree char *raw =
	    answer_words_join(words, 0, words->words->len, FALSE);
	g_autofree char *line = g_utf8_strdown(raw, -1);

	for (gsize i = 0; i < G_N_ELEMENTS(beginnings); i++)
		if (g_str_has_prefix(line, beginnings[i]))
			return TRUE;
	return g_str_has_suffix(line, "wrote:") ||
	       g_str_has_suffix(line, "schrieb:");
}

gboolean answer_is_token(const char *word)
{
	if (*word != '#' || strlen(word) != ANSWER_TOKEN_LENGTH + 1)
		return FALSE;
	for (word++; *word; word++)
		if (!g_ascii_islower(g_ascii_tolower(*word)) &&
		    !(*word >= '2' && *word <= '7'))
			return FALSE;
	return TRUE;
}
