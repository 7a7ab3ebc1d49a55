/*
 * What the new text of a message wants.  The phrases of each sentence are
 * found once; what lies over what, and which day belongs to which promise, is
 * decided here.
 */
#include "parse/intent.h"

#include <string.h>

#include "parse/day_words.h"
#include "parse/phrase.h"
#include "parse/sentence.h"

/* A question is no social one if so many words stand beside the phrase. */
#define BESIDE_SOCIAL 6
/* A longer message may give thanks, but says something else. */
#define CLOSING_WORDS_MAX 40
/* "today or tomorrow", "tomorrow (10/23)": bytes between two days of one. */
#define BETWEEN_DAYS_MAX 6

/* Words between what is asked and its condition. */
#define BESIDE_ASK 2
/* Words of its clause before a day: "by the end of next week I will". */
#define BEFORE_DAY 4

struct reading {
	struct parse_sentences sentences;
	struct parse_phrase_tokens tokens;
	struct parse_phrase_matches matches;
	gint32 written;
	enum parse_day_order order;
	struct parse_intent *out;
	char later[PARSE_SENTENCE_MAX + 1]; /* a no for now */
	gint32 question_day;		    /* as asks_day, of the question */
	guint words;
};

static bool overlaps(const struct parse_phrase_match *one,
		     const struct parse_phrase_match *two)
{
	return one->from < two->to && two->from < one->to;
}

static bool is_denied(const struct reading *reading,
		      const struct parse_phrase_match *match,
		      enum parse_phrase_section denial)
{
	for (guint i = 0; i < reading->matches.n; i++)
		if (reading->matches.match[i].section == denial &&
		    overlaps(match, &reading->matches.match[i]))
			return true;
	return false;
}

/* What opens and what closes a quotation; a '"' and a “ do either. */
static const struct quote_mark {
	const char *text;
	bool opens, closes;
} quote_marks[] = {
	{ "\"", true, true }, { "``", true, false }, { "''", false, true },
	{ "“", true, true },  { "”", false, true },  { "„", true, false },
	{ "«", true, false }, { "»", false, true },
};

static const struct quote_mark *quote_mark_at(const char *p)
{
	for (gsize i = 0; i < G_N_ELEMENTS(quote_marks); i++)
		if (g_str_has_prefix(p, quote_marks[i].text))
			return &quote_marks[i];
	return NULL;
}

/* Behind the next mark, NULL when there is none before `end`. */
static const char *next_quote(const char *p, const char *end,
			      const struct quote_mark **mark_out)
{
	for (; *p && p < end; p = parse_phrase_next_char(p)) {
		*mark_out = quote_mark_at(p);
		if (*mark_out)
			return p + strlen((*mark_out)->text);
	}
	return NULL;
}

/*
 * Whether it is told what somebody said: ``We will call,'' he said.  What
 * closes behind a comma or a stop was opened sentences ago.
 */
static bool is_quoted(const struct reading *reading,
		      const struct parse_phrase_match *match)
{
	const char *text = reading->sentences.text, *p = text, *next;
	const char *start = text + reading->tokens.token[match->from].start;
	const char *end = text + reading->sentences.length;
	const struct quote_mark *mark;
	bool any = false, open = false;

	for (; (next = next_quote(p, start, &mark)); p = next) {
		open = open ? !mark->closes : mark->opens;
		any = true;
	}
	next = next_quote(start, end, &mark);
	if (!next || !mark->closes)
		return false;
	return open ||
	       (!any && strchr(",.!", next[-1 - (gssize)strlen(mark->text)]));
}

/* The first phrase of a section that no phrase of the other lies over. */
static const struct parse_phrase_match *find(const struct reading *reading,
					     enum parse_phrase_section section,
					     enum parse_phrase_section denial)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == section &&
		    !is_denied(reading, match, denial) &&
		    !is_quoted(reading, match))
			return match;
	}
	return NULL;
}

/* Whether a cut at `p` falls between two characters. */
static const char *cut_before(const char *text, const char *p)
{
	const char *word = p;

	while (p > text && ((guchar)*p & 0xc0) == 0x80)
		p--;
	while (word > text && *word != ' ' && word + 40 > p)
		word--;
	return *word == ' ' && word > text ? word : p;
}

/*
 * Keep the sentence, or as much of it as there is room for: its beginning, if
 * that holds the phrase, else what begins at the clause of the phrase.
 */
static void keep(const struct reading *reading,
		 const struct parse_phrase_match *match,
		 char out[PARSE_SENTENCE_MAX + 1])
{
	static const char dots[] = "…";
	const gsize mark = sizeof(dots) - 1;
	const struct parse_phrase_token *token = reading->tokens.token;
	const char *text = reading->sentences.text, *end;
	gsize length = reading->sentences.length, room = PARSE_SENTENCE_MAX;
	guint at = match ? match->from : 0;

	out[0] = '\0';
	if (match && length > room && token[match->to - 1].end > room - mark) {
		while (at > 0 && !token[at].clause)
			at--;
		if (token[match->to - 1].end + 2 * mark >
		    token[at].start + room)
			at = match->from;
		if (token[at].start) {
			text += token[at].start;
			length -= token[at].start;
			g_strlcpy(out, dots, PARSE_SENTENCE_MAX + 1);
			room -= mark;
			out += mark;
		}
	}
	if (length <= room) {
		memcpy(out, text, length + 1);
		return;
	}
	end = cut_before(text, text + room - mark);
	memcpy(out, text, (gsize)(end - text));
	memcpy(out + (end - text), dots, sizeof(dots));
}

static void keep_first(const struct reading *reading,
		       const struct parse_phrase_match *match,
		       char out[PARSE_SENTENCE_MAX + 1])
{
	if (match && !*out)
		keep(reading, match, out);
}

/* The words that are of no phrase that takes a question back. */
static guint count_beside(const struct reading *reading, bool *social_out)
{
	guint64 covered[(PARSE_PHRASE_TOKENS_MAX + 63) / 64] = { 0 };
	guint beside = 0;

	*social_out = false;
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section != PARSE_PHRASE_SOCIAL &&
		    match->section != PARSE_PHRASE_NOT_ASK)
			continue;
		*social_out = true;
		for (guint j = match->from; j < match->to; j++)
			covered[j / 64] |= G_GUINT64_CONSTANT(1) << (j % 64);
	}
	for (guint j = 0; j < reading->tokens.n; j++)
		beside += !(covered[j / 64] >> (j % 64) & 1);
	return beside;
}

static void read_question(struct reading *reading)
{
	const struct parse_phrase_match *match;
	bool social;
	guint beside;

	match = find(reading, PARSE_PHRASE_QUESTION, PARSE_PHRASE_NOT_ASK);
	if (!match && !reading->sentences.asks)
		return;
	beside = count_beside(reading, &social);
	if (reading->tokens.n && (!social || beside >= BESIDE_SOCIAL))
		keep(reading, match, reading->out->question);
}

/* What a day is to the phrase beside it. */
enum closeness {
	CLOSENESS_NONE,	  /* it is of something else */
	CLOSENESS_BEFORE, /* "tomorrow I will send" */
	CLOSENESS_AFTER,
	CLOSENESS_BY, /* "by Friday" */
};

/* Whether a phrase of this section stands right before a word. */
static bool stands_before(const struct reading *reading,
			  enum parse_phrase_section section, guint at,
			  guint between)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == section && match->to <= at &&
		    match->to + between >= at)
			return true;
	}
	return false;
}

static bool is_broken(const struct reading *reading, guint from, guint to)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == PARSE_PHRASE_BREAK &&
		    match->from >= from && match->from < to)
			return true;
	}
	return false;
}

static guint token_at(const struct reading *reading, gsize offset)
{
	guint at = 0;

	while (at < reading->tokens.n &&
	       reading->tokens.token[at].end <= offset)
		at++;
	return at;
}

/* "Monday to Friday" are the days on which an office is open. */
static bool is_every_week(const struct parse_days *days)
{
	gsize length = (gsize)(days->end - days->start), n = 0;
	const struct day_word *word;
	char name[16];

	if (days->to - days->from != 4 || parse_day_weekday(days->from) != 1)
		return false;
	while (n < length && n < sizeof(name) - 1 &&
	       g_ascii_isalpha(days->start[n])) {
		name[n] = g_ascii_tolower(days->start[n]);
		n++;
	}
	name[n] = '\0';
	word = parse_day_word_find(name);
	return word && word->means & WEEKDAY;
}

/* "by 5pm", "within 30 days": whether the last day is said from here on. */
static bool is_by(const struct reading *reading, guint from)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == PARSE_PHRASE_BY && match->from <= from &&
		    match->to >= from)
			return true;
	}
	return false;
}

/* Whether a day is of something else, or past. */
static bool is_other_day(const struct reading *reading,
			 const struct parse_days *days)
{
	const char *text = reading->sentences.text;
	guint at = token_at(reading, (gsize)(days->start - text));

	if (days->to < reading->written || is_every_week(days))
		return true;
	/* "Monday's notes", "der Termin vom Montag". */
	return *days->end == '\'' || g_str_has_prefix(days->end, "’") ||
	       stands_before(reading, PARSE_PHRASE_OTHER_DAY, at, 0);
}

/* "Call me on Friday" begins with what is asked. */
static bool begins_with_ask(const struct reading *reading, guint from, guint to)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if ((match->section == PARSE_PHRASE_ASK ||
		     match->section == PARSE_PHRASE_ASKED_FOR) &&
		    match->from >= from && match->from < to)
			return true;
	}
	return false;
}

/* "Early on Friday I will call", not "I got it on Friday and will call". */
static bool is_fronted(const struct reading *reading, guint at)
{
	guint from = MIN(at, reading->tokens.n - 1);

	for (guint n = 0; n <= BEFORE_DAY; n++) {
		if (reading->tokens.token[from].clause)
			return !begins_with_ask(reading, from, at);
		if (from == 0)
			break;
		from--;
	}
	return false;
}

static enum closeness measure(const struct reading *reading,
			      const struct parse_phrase_match *match,
			      const struct parse_days *days)
{
	const char *text = reading->sentences.text;
	guint at = token_at(reading, (gsize)(days->start - text));
	guint behind = token_at(reading, (gsize)(days->end - text));

	if (is_other_day(reading, days))
		return CLOSENESS_NONE;
	if (behind <= match->from)
		return is_fronted(reading, at) &&
			       !is_broken(reading, behind, match->from)
			   ? CLOSENESS_BEFORE
			   : CLOSENESS_NONE;
	if (at >= match->to && is_broken(reading, match->to, at))
		return CLOSENESS_NONE;
	return is_by(reading, at) ||
		       stands_before(reading, PARSE_PHRASE_BY, at, 2)
		   ? CLOSENESS_BY
		   : CLOSENESS_AFTER;
}

/* "after the 15th"; of "after the holidays" the day behind is read. */
static bool is_after(const struct reading *reading,
		     const struct parse_days *days)
{
	const char *text = reading->sentences.text;
	guint at = token_at(reading, (gsize)(days->start - text));

	return days->from == days->to &&
	       stands_before(reading, PARSE_PHRASE_AFTER, at, 0);
}

/* Put the range of days that belongs to a phrase. */
static enum closeness find_days(const struct reading *reading,
				const struct parse_phrase_match *match,
				gint32 *from_out, gint32 *to_out)
{
	enum closeness best = CLOSENESS_NONE;
	const char *p = reading->sentences.text, *end = NULL;
	struct parse_days days;

	*from_out = *to_out = PARSE_DAY_NONE;
	while (parse_days_next(p, reading->written, reading->order, &days)) {
		enum closeness closeness = measure(reading, match, &days);

		p = days.end;
		if (is_after(reading, &days))
			days.from = days.to = days.to + 1;
		if (end && days.start - end <= BETWEEN_DAYS_MAX &&
		    days.from >= *from_out && days.from - *from_out <= 7) {
			*to_out = MAX(*to_out, days.to);
			end = NULL;
			continue;
		}
		end = NULL;
		if (closeness <= best)
			continue;
		best = closeness;
		end = days.end;
		*to_out = days.to;
		*from_out =
		    closeness == CLOSENESS_BY ? reading->written : days.from;
	}
	return best;
}

/* As measure(), of a day that is said by a phrase. */
static bool is_of_phrase(const struct reading *reading,
			 const struct parse_phrase_match *match,
			 const struct parse_phrase_match *day)
{
	if (day->to <= match->from)
		return is_fronted(reading, day->from) &&
		       !is_broken(reading, day->to, match->from);
	return !is_broken(reading, match->to, day->from);
}

/* "this afternoon" is a day, though it names none. */
static enum closeness says(const struct reading *reading,
			   const struct parse_phrase_match *match,
			   enum parse_phrase_section section)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *other =
		    &reading->matches.match[i];

		if (other->section == section &&
		    is_of_phrase(reading, match, other))
			return is_by(reading, other->from) ? CLOSENESS_BY
							   : CLOSENESS_AFTER;
	}
	return CLOSENESS_NONE;
}

/* The last day that the sentence of a question names. */
static gint32 find_last_day(const struct reading *reading)
{
	const char *p = reading->sentences.text;
	gint32 last = PARSE_DAY_NONE;
	struct parse_days days;

	/* "Did you get it on Monday?" is open on Tuesday, too. */
	if (find(reading, PARSE_PHRASE_PAST, N_PARSE_PHRASE_SECTIONS))
		return last;
	while (parse_days_next(p, reading->written, reading->order, &days)) {
		p = days.end;
		if (!is_other_day(reading, &days))
			last = MAX(last, days.to + is_after(reading, &days));
	}
	for (guint i = 0; i < reading->matches.n; i++) {
		enum parse_phrase_section section =
		    reading->matches.match[i].section;

		if (section == PARSE_PHRASE_TOMORROW)
			last = MAX(last, reading->written + 1);
		else if (section == PARSE_PHRASE_TODAY)
			last = MAX(last, reading->written);
	}
	return last;
}

static void add_promise(struct reading *reading,
			const struct parse_phrase_match *match, bool by_reader,
			gint32 from, gint32 to)
{
	struct parse_intent *out = reading->out;
	struct parse_promise promise = { by_reader, from, to, "" };

	keep(reading, match, promise.sentence);
	for (guint i = 0; i < out->n_promises; i++) {
		struct parse_promise *old = &out->promises[i];

		if (old->by_reader != by_reader ||
		    (strcmp(old->sentence, promise.sentence) != 0 &&
		     (to == PARSE_DAY_NONE || old->to != to)))
			continue;
		/* The same again; the first day that is said is the one. */
		if (old->to == PARSE_DAY_NONE)
			*old = promise;
		return;
	}
	if (out->n_promises < PARSE_PROMISES_MAX)
		out->promises[out->n_promises++] = promise;
}

/* "let me know if": the condition is of what is asked, not of the promise. */
static bool is_of_ask(const struct reading *reading,
		      const struct parse_phrase_match *promise,
		      const struct parse_phrase_match *condition)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == PARSE_PHRASE_ASK &&
		    match->from < condition->from &&
		    (match->from >= promise->to ||
		     match->to + BESIDE_ASK >= condition->from))
			return true;
	}
	return false;
}

/*
 * Whether a promise hangs on something.  One with a day is worth a look on
 * that day all the same.
 */
static bool is_conditional(const struct reading *reading,
			   const struct parse_phrase_match *promise)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == PARSE_PHRASE_IF &&
		    !is_denied(reading, match, PARSE_PHRASE_NOT_IF) &&
		    !is_of_ask(reading, promise, match))
			return true;
	}
	return false;
}

/* Whether a phrase says something without a day, or without a last one. */
static enum closeness least_closeness(enum parse_phrase_section section)
{
	if (section == PARSE_PHRASE_PROMISE)
		return CLOSENESS_NONE;
	return section == PARSE_PHRASE_ASK ? CLOSENESS_BY : CLOSENESS_BEFORE;
}

static void read_promise(struct reading *reading,
			 const struct parse_phrase_match *match)
{
	gint32 from, to;
	enum closeness closeness;
	bool tomorrow;
	bool by_reader = match->section == PARSE_PHRASE_ASKED_FOR ||
			 match->section == PARSE_PHRASE_ASK;

	if (is_denied(reading, match, PARSE_PHRASE_NOT_PROMISE) ||
	    is_quoted(reading, match) ||
	    (by_reader && (is_denied(reading, match, PARSE_PHRASE_NOT_ASK) ||
			   is_denied(reading, match, PARSE_PHRASE_PROMISE))))
		return;
	closeness = find_days(reading, match, &from, &to);
	if (closeness == CLOSENESS_NONE) {
		closeness = says(reading, match, PARSE_PHRASE_TOMORROW);
		tomorrow = closeness != CLOSENESS_NONE;
		if (!tomorrow)
			closeness = says(reading, match, PARSE_PHRASE_TODAY);
		if (closeness != CLOSENESS_NONE)
			from = to = reading->written + tomorrow;
	}
	if (closeness < least_closeness(match->section))
		return;
	/* "Call me right now" is nothing to come back to. */
	if (match->section == PARSE_PHRASE_ASKED_FOR && to <= reading->written)
		return;
	if (!by_reader && to == PARSE_DAY_NONE &&
	    is_conditional(reading, match))
		return;
	add_promise(reading, match, by_reader, from, to);
}

static void read_promises(struct reading *reading)
{
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == PARSE_PHRASE_PROMISE ||
		    match->section == PARSE_PHRASE_PROMISE_DAY ||
		    match->section == PARSE_PHRASE_ASKED_FOR ||
		    match->section == PARSE_PHRASE_ASK)
			read_promise(reading, match);
	}
}

/* The promises of a day ahead, a bit each: "I send you the quote on Monday". */
static guint64 find_ahead(const struct reading *reading)
{
	G_STATIC_ASSERT(PARSE_PHRASE_MATCHES_MAX <= 64);
	guint64 ahead = 0;
	gint32 from, to;

	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if ((match->section == PARSE_PHRASE_PROMISE ||
		     match->section == PARSE_PHRASE_PROMISE_DAY) &&
		    !is_denied(reading, match, PARSE_PHRASE_NOT_PROMISE) &&
		    find_days(reading, match, &from, &to) != CLOSENESS_NONE &&
		    to > reading->written)
			ahead |= G_GUINT64_CONSTANT(1) << i;
	}
	return ahead;
}

static bool is_ahead(const struct reading *reading, guint64 ahead,
		     const struct parse_phrase_match *deliver)
{
	for (guint i = 0; i < reading->matches.n; i++)
		if (ahead >> i & 1 &&
		    overlaps(&reading->matches.match[i], deliver))
			return true;
	return false;
}

/* What is only promised is not delivered yet. */
static const struct parse_phrase_match *find_delivery(
    const struct reading *reading)
{
	guint64 ahead;

	if (!find(reading, PARSE_PHRASE_DELIVER, PARSE_PHRASE_NOT_DELIVER))
		return NULL;
	ahead = find_ahead(reading);
	for (guint i = 0; i < reading->matches.n; i++) {
		const struct parse_phrase_match *match =
		    &reading->matches.match[i];

		if (match->section == PARSE_PHRASE_DELIVER &&
		    !is_denied(reading, match, PARSE_PHRASE_NOT_DELIVER) &&
		    !is_ahead(reading, ahead, match))
			return match;
	}
	return NULL;
}

static void read_ask(struct reading *reading)
{
	struct parse_intent *out = reading->out;
	const struct parse_phrase_match *match;

	if (!*out->asks) {
		match = find(reading, PARSE_PHRASE_ASK, PARSE_PHRASE_NOT_ASK);
		keep_first(reading, match, out->asks);
		if (match)
			out->asks_day = find_last_day(reading);
	}
	if (!*out->question) {
		read_question(reading);
		if (*out->question)
			reading->question_day = find_last_day(reading);
	}
}

/* What is asked, delivered and promised. */
static void read_wants(struct reading *reading)
{
	struct parse_intent *out = reading->out;

	read_ask(reading);
	keep_first(reading, find_delivery(reading), out->delivers);
	read_promises(reading);
}

static void read_sentence(struct reading *reading)
{
	struct parse_intent *out = reading->out;
	const struct parse_sentences *sentences = &reading->sentences;
	const struct parse_phrase_match *stop;

	parse_phrase_split(sentences->text, sentences->asks, &reading->tokens);
	parse_phrase_find(&reading->tokens, &reading->matches);
	reading->words += reading->tokens.n;
	if (find(reading, PARSE_PHRASE_SKIP, N_PARSE_PHRASE_SECTIONS))
		return;
	/* "Please do not write again" is no request that waits. */
	stop = find(reading, PARSE_PHRASE_STOP, PARSE_PHRASE_NOT_NO);
	keep_first(reading, stop, out->stop);
	if (!stop)
		read_wants(reading);
	keep_first(reading,
		   find(reading, PARSE_PHRASE_CLOSING, N_PARSE_PHRASE_SECTIONS),
		   out->closing);
	if (sentences->asks)
		return;
	keep_first(reading,
		   find(reading, PARSE_PHRASE_PRAISE, PARSE_PHRASE_NOT_PRAISE),
		   out->praise);
	keep_first(reading, find(reading, PARSE_PHRASE_NO, PARSE_PHRASE_NOT_NO),
		   out->no);
	keep_first(reading,
		   find(reading, PARSE_PHRASE_LATER, PARSE_PHRASE_NOT_NO),
		   reading->later);
}

/* A day to come back on is more than "not now". */
static bool has_day(const struct parse_intent *intent)
{
	for (guint i = 0; i < intent->n_promises; i++)
		if (intent->promises[i].to != PARSE_DAY_NONE)
			return true;
	return false;
}

void parse_intent_read(const char *text, gint32 written,
		       enum parse_day_order order, struct parse_intent *out)
{
	struct reading reading = { .written = written,
				   .order = order,
				   .out = out,
				   .question_day = PARSE_DAY_NONE };

	*out = (struct parse_intent){ .asks_day = PARSE_DAY_NONE };
	parse_sentences_init(&reading.sentences, text);
	while (parse_sentences_next(&reading.sentences))
		read_sentence(&reading);
	if (!*out->asks)
		out->asks_day = reading.question_day;
	if (!*out->no && !has_day(out))
		g_strlcpy(out->no, reading.later, sizeof(out->no));
	if (reading.words > CLOSING_WORDS_MAX || *out->asks || *out->question ||
	    *out->delivers || *out->no || *out->stop || out->n_promises)
		out->closing[0] = '\0';
}
