/* A text, sentence by sentence. */
#include "parse/sentence.h"

#include <string.h>

#include "parse/day_words.h"
#include "parse/phrase.h"

/*
 * Lines as long as this are wrapped, or a paragraph each: a shorter one ends
 * a sentence where the next begins with a capital.
 */
#define WRAPPED_MIN 50
#define WRAPPED_MAX 100
/* An empty bracket or a number behind this many is no sentence. */
#define BLANKS_MIN 3

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static const char *skip_blanks(const char *p)
{
	for (;;) {
		if (is_blank(*p))
			p++;
		else if ((guchar)p[0] == 0xc2 && (guchar)p[1] == 0xa0)
			p += 2;
		else
			return p;
	}
}

static bool is_upper(const char *p)
{
	return (guchar)*p < 0x80 ? g_ascii_isupper(*p)
				 : g_unichar_isupper(g_utf8_get_char(p));
}

static bool is_lower(const char *p)
{
	return (guchar)*p < 0x80 ? g_ascii_islower(*p)
				 : g_unichar_islower(g_utf8_get_char(p));
}

/* Fields of a header that a mailer copied into the text. */
static bool is_field(const char *line)
{
	static const char *const names[] = {
		"From",	  "Sent",  "To",    "Cc",      "Bcc",	   "Subject",
		"Date",	  "Von",   "An",    "Betreff", "Gesendet", "De",
		"Envoyé", "À",	   "Objet", "Enviado", "Para",	   "Asunto",
		"Author", "Datum", "Fecha",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		gsize length = strlen(names[i]);

		if (g_ascii_strncasecmp(line, names[i], length) == 0 &&
		    (line[length] == ':' ||
		     g_str_has_prefix(line + length, " :")))
			return true;
	}
	return false;
}

/*
 * A row of a table: several cells with much room between.  Some leave as much
 * between their sentences.
 */
static bool is_row(const char *line, gsize length)
{
	guint gaps = 0, bars = 0, blanks = 0;
	char last = '\0';

	for (gsize i = 0; i < length; i++) {
		if (line[i] == '|')
			bars++;
		if (line[i] == ' ' || line[i] == '\t') {
			blanks += line[i] == '\t' ? BLANKS_MIN : 1;
			continue;
		}
		if (i && blanks >= BLANKS_MIN && line[i] != '\r' &&
		    last != '.' && last != '!' && last != '?')
			gaps++;
		blanks = 0;
		last = line[i];
	}
	return gaps >= 2 || bars >= 2;
}

/* A line that nobody said: a quote, a rule, a row, a field. */
static bool is_no_sentence(const char *line, gsize length)
{
	gsize words = 0;

	if (*line == '>' || is_field(line) || is_row(line, length))
		return true;
	for (gsize i = 0; i < length && !words; i++)
		words += (guchar)line[i] >= 0x80 || g_ascii_isalnum(line[i]) ||
			 line[i] == '?';
	return words == 0;
}

/* "- ", "3) ", "b. ": what stands before an item of a list. */
static const char *skip_bullet(const char *line)
{
	const char *p = line;

	if (strchr("-*+o", *p) && *p && is_blank(p[1]))
		return skip_blanks(p + 1);
	if (g_str_has_prefix(p, "•") || g_str_has_prefix(p, "·") ||
	    g_str_has_prefix(p, "–"))
		return skip_blanks(parse_phrase_next_char(p));
	while (g_ascii_isdigit(*p) && p - line < 3)
		p++;
	if (p == line && g_ascii_isalpha(*p))
		p++;
	if (p > line && *p == ')' && is_blank(p[1]))
		return skip_blanks(p + 1);
	if (p > line && g_ascii_isdigit(*line) && *p == '.' && is_blank(p[1]))
		return skip_blanks(p + 1);
	return line;
}

static void append(struct parse_sentences *s, const char *bytes, gsize length)
{
	if (s->length + length > PARSE_SENTENCE_TEXT_MAX)
		return;
	memcpy(s->text + s->length, bytes, length);
	s->length += length;
	s->text[s->length] = '\0';
}

static void append_blank(struct parse_sentences *s)
{
	if (s->length && s->text[s->length - 1] != ' ')
		append(s, " ", 1);
}

/* Whether the word before a full stop is cut short by it. */
static bool is_short(const struct parse_sentences *s)
{
	static const char shorts[] =
	    " mr mrs ms dr prof st sr jr vs etc e.g i.e approx no nr ca bzw "
	    "usw evtl ggf inkl z.b d.h u.a o.ä mme mlle m sra srta dña ud uds "
	    "vd ext tel fax inc ltd co corp attn dept fig vol pp sept jan feb "
	    "mar apr jun jul aug sep oct nov dec mon tue wed thu fri sat sun "
	    "a.m p.m mio mrd max min art abs str ing dipl hr fr sig ";
	const char *end = s->text + s->length, *start = end;
	char word[12] = " ";
	gsize length;

	while (start > s->text && !strchr(" (\"", start[-1]))
		start--;
	length = (gsize)(end - start);
	/* An initial. */
	if (length == 1 && g_ascii_isupper(*start))
		return *start != 'I';
	if (length == 0 || length > sizeof(word) - 3)
		return false;
	for (gsize i = 0; i < length; i++)
		word[i + 1] = g_ascii_tolower(start[i]);
	word[length + 1] = ' ';
	word[length + 2] = '\0';
	return strstr(shorts, word) != NULL;
}

/* "am 1.12.", "zum 3.": what could be a day, and no year or amount. */
static bool is_day_number(const struct parse_sentences *s)
{
	const char *end = s->text + s->length, *start = end;

	while (start > s->text && g_ascii_isdigit(start[-1]))
		start--;
	return end - start <= 2 &&
	       (start == s->text || start[-1] == ' ' || start[-1] == '.');
}

/* "am 3. Januar", "am 1.12. wieder": a number, not an end. */
static bool is_ordinal(const struct parse_sentences *s, const char *after)
{
	struct day_name {
		char text[16];
	} name = { "" };
	const struct day_word *word;
	gsize n = 0;

	if (!s->length || !g_ascii_isdigit(s->text[s->length - 1]))
		return false;
	while (n < sizeof(name.text) - 1 && (g_ascii_isalpha(after[n]))) {
		name.text[n] = g_ascii_tolower(after[n]);
		n++;
	}
	word = parse_day_word_find(name.text);
	return g_ascii_isdigit(*after) || (word && word->means & MONTH) ||
	       (is_lower(after) && is_day_number(s));
}

/* The quotes and brackets that close behind the stops of a sentence. */
static const char *skip_closers(const char *p)
{
	static const char *const closers[] = { "\"", ")", "]", "*", "'",
					       "”",  "“", "’", "»" };

	for (guint n = 0; n < 4; n++) {
		gsize i = 0;

		while (i < G_N_ELEMENTS(closers) &&
		       !g_str_has_prefix(p, closers[i]))
			i++;
		if (i == G_N_ELEMENTS(closers))
			break;
		p += strlen(closers[i]);
	}
	return p;
}

/* Greek asks with a semicolon, which other languages use for a pause. */
static bool is_greek(const struct parse_sentences *s)
{
	const char *end = s->text + s->length;
	const char *last = g_utf8_find_prev_char(s->text, end);

	return last && g_unichar_get_script(g_utf8_get_char(last)) ==
			   G_UNICODE_SCRIPT_GREEK;
}

static bool is_question_mark(const struct parse_sentences *s, const char *p)
{
	static const char arabic[] = "\330\237", greek[] = "\315\276";

	if (*p == ';')
		return is_greek(s);
	return *p == '?' || g_str_has_prefix(p, arabic) ||
	       g_str_has_prefix(p, greek);
}

static bool has_question_mark(const struct parse_sentences *s, const char *p,
			      const char *end)
{
	while (p < end && !is_question_mark(s, p))
		p = parse_phrase_next_char(p);
	return p < end;
}

/*
 * Whether the stops from `p` to `end` end the sentence; `closed` is behind the
 * brackets that close there.
 */
static bool is_end(const struct parse_sentences *s, const char *p,
		   const char *end, const char *closed)
{
	const char *after = skip_blanks(closed);
	bool mark =
	    has_question_mark(s, p, end) || memchr(p, '!', (gsize)(end - p));

	if (after == closed && *closed && *closed != '\n' && *closed != '<')
		return end - p > 1 && is_upper(closed);
	if (mark)
		return !s->brackets || !is_lower(after);
	if (*after == '\n')
		after = skip_blanks(after + 1);
	if (end - p > 1 || (guchar)*p >= 0x80)
		return !is_lower(after);
	return !is_ordinal(s, after) && !is_short(s);
}

static bool is_stop(const struct parse_sentences *s, const char *p)
{
	return *p == '.' || *p == '!' || is_question_mark(s, p) ||
	       ((guchar)*p >= 0x80 && g_str_has_prefix(p, "…"));
}

/*
 * Take the stops; true when the sentence is over.  A question mark in a
 * quotation or an aside asks nothing.
 */
static bool take_stops(struct parse_sentences *s)
{
	const char *p = s->p, *end = p, *closed;
	bool aside = s->quotes % 2 || (s->brackets && s->text[0] != '(');
	bool over;

	while (is_stop(s, end))
		end = parse_phrase_next_char(end);
	closed = skip_closers(end);
	over = is_end(s, p, end, closed);
	if (over) {
		s->asks = s->length && !aside && has_question_mark(s, p, end);
		end = closed;
	}
	append(s, p, (gsize)(end - p));
	s->p = end;
	return over;
}

/* A line is over: is the sentence, too? */
static bool ends_with_line(const struct parse_sentences *s, gsize length,
			   const char *next)
{
	const char *text = skip_blanks(next);

	if (!*text || *text == '\n' || skip_bullet(text) != text)
		return true;
	if (length >= WRAPPED_MIN && length <= WRAPPED_MAX)
		return false;
	/* Lower case goes on, but not behind "Hi Ann,". */
	if (!is_upper(text))
		return length < WRAPPED_MIN / 2 && s->length &&
		       s->text[s->length - 1] == ',';
	return true;
}

static bool is_quote(const char *p)
{
	static const char *const quotes[] = { "“", "”", "„", "«", "»" };

	if ((guchar)*p < 0x80)
		return *p == '"';
	for (gsize i = 0; i < G_N_ELEMENTS(quotes); i++)
		if (g_str_has_prefix(p, quotes[i]))
			return true;
	return false;
}

/* A character, or all letters and digits up to the next that is none. */
static void take_char(struct parse_sentences *s)
{
	const char *next = s->p;

	while (g_ascii_isalnum(*next) && next - s->p < 64)
		next++;
	if (next == s->p) {
		next = parse_phrase_next_char(s->p);
		if (*s->p == '(')
			s->brackets++;
		else if (*s->p == ')' && s->brackets)
			s->brackets--;
		else if (is_quote(s->p))
			s->quotes++;
	}
	append(s, s->p, (gsize)(next - s->p));
	s->p = next;
}

/* What is left of this line; true when a sentence ended in it. */
static bool take_line(struct parse_sentences *s)
{
	bool start = true;

	while (*s->p && *s->p != '\n') {
		const char *blank = skip_blanks(s->p);
		const char *address;

		if (blank != s->p) {
			append_blank(s);
			s->p = blank;
			start = true;
			continue;
		}
		address = start ? parse_phrase_skip_address(s->p) : NULL;
		start = *s->p == '<';
		if (address) {
			append(s, s->p, (gsize)(address - s->p));
			s->p = address;
		} else if (is_stop(s, s->p)) {
			if (take_stops(s))
				return true;
		} else if (s->length > PARSE_SENTENCE_TEXT_MAX - 100) {
			/* Go on as another sentence. */
			return true;
		} else {
			take_char(s);
		}
	}
	return false;
}

void parse_sentences_init(struct parse_sentences *sentences, const char *text)
{
	*sentences = (struct parse_sentences){ .p = text };
}

/*
 * Behind the blanks where a sentence begins or goes on; false where it ends
 * before a line of no sentence, and at the end of the text.
 */
static bool begin_line(struct parse_sentences *s)
{
	for (;;) {
		const char *line = skip_blanks(s->p);
		const char *end = line + strcspn(line, "\n");

		if (!s->inside &&
		    (line == end || is_no_sentence(line, (gsize)(end - line))))
			line = end;
		else if (!s->inside)
			line = skip_bullet(line);
		s->p = line;
		if (!*line)
			return false;
		if (*line != '\n')
			return true;
		s->p++;
		s->inside = false;
		if (s->length)
			return false;
	}
}

static bool finish(struct parse_sentences *s)
{
	while (s->length && s->text[s->length - 1] == ' ')
		s->text[--s->length] = '\0';
	return s->length > 0;
}

bool parse_sentences_next(struct parse_sentences *s)
{
	s->length = s->quotes = s->brackets = 0;
	s->text[0] = '\0';
	s->asks = false;
	while (begin_line(s)) {
		const char *end;

		if (!s->inside)
			s->line = s->p;
		s->inside = true;
		if (take_line(s)) {
			if (finish(s))
				return true;
			continue;
		}
		end = s->p;
		if (*end == '\n')
			s->p++;
		s->inside = false;
		if (ends_with_line(s, (gsize)(end - s->line), s->p) &&
		    finish(s))
			return true;
		append_blank(s);
	}
	return finish(s);
}
