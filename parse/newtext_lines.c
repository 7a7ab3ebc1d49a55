/*
 * Which lines the author wrote.
 *
 * One way down over the lines: what opens somebody else's words is found by
 * the words of mailers (newtext_words.c), and what follows is taken off.  When
 * nothing of the author's stands above, there is no telling, and it stays.
 */
#include <string.h>

#include "parse/newtext.h"
#include "parse/newtext_private.h"

#define LINES_MAX 8192
#define ATTRIBUTION_LINES 5
#define ATTRIBUTION_MAX 400
#define HEADER_LINES 24
#define SIGNATURE_LINES 15
#define DASHES_MAX 16

enum kind { EMPTY, TEXT, QUOTE, CUT };

struct line {
	struct newtext_span span;
	enum kind kind;
	bool contained; /* HTML says that it is quoted */
	bool named;	/* HTML says that it is a signature */
	bool loose;	/* it may be a quote, or indented */
	bool bare;	/* the same, where nothing tells of a quote */
	bool dropped;
	guint lines;   /* of the "On ... wrote:" that starts here */
	gsize foreign; /* where in the line that starts */
};

struct cutter {
	struct line *lines;
	guint n;
	bool marked;	 /* bytes of NEWTEXT_* may stand before lines */
	bool has_text;	 /* something of the author's was seen */
	bool attributed; /* and "wrote:", for the quote that comes */
	bool quotes;	 /* somewhere it says whom it quotes */
	guint dashes;	 /* lines "--" that were none of a signature */
};

static struct newtext_span trim(struct newtext_span span)
{
	while (span.length && g_ascii_isspace(*span.text)) {
		span.text++;
		span.length--;
	}
	while (span.length && g_ascii_isspace(span.text[span.length - 1]))
		span.length--;
	return span;
}

static bool is(struct newtext_span span, const char *text)
{
	return span.length == strlen(text) &&
	       !memcmp(span.text, text, span.length);
}

/* "C>" and "Richard>" are quotes of old programs, if two lines agree. */
static enum kind kind_of(struct newtext_span span)
{
	struct newtext_span core = trim(span);

	if (!core.length || is(core, "\xe1\x90\xa7"))
		return EMPTY;
	if (*core.text == '>' && core.text - span.text <= 3)
		return QUOTE;
	return TEXT;
}

static void split(struct cutter *cutter, const char *text, gsize length)
{
	const char *end = text + length;

	for (const char *p = text; p < end && cutter->n < LINES_MAX;) {
		struct line *line = &cutter->lines[cutter->n++];
		const char *newline = memchr(p, '\n', (gsize)(end - p));
		const char *stop = newline ? newline : end;
		char mark = *p;

		/* What is too much for lines is one long last line. */
		if (cutter->n == LINES_MAX)
			stop = end;
		line->span = (struct newtext_span){ p, (gsize)(stop - p) };
		if (stop > p && stop[-1] == '\r')
			line->span.length--;
		p = stop + 1;
		if (cutter->marked && line->span.length && mark > 0 &&
		    mark <= NEWTEXT_LAST) {
			line->span.text++;
			line->span.length--;
			line->contained = mark != NEWTEXT_NAMED;
			line->named = mark == NEWTEXT_NAMED;
			line->loose = mark == NEWTEXT_LOOSE;
			line->bare = mark == NEWTEXT_BARE;
		}
		line->kind = kind_of(line->span);
		line->loose = line->loose && line->kind == TEXT;
		line->bare = line->bare && line->kind == TEXT;
		if (line->contained && mark == NEWTEXT_CUT)
			line->kind = CUT;
		else if (line->contained && line->kind == TEXT)
			line->kind = QUOTE;
		else if (newtext_is_arrowed(line->span))
			line->kind = TEXT;
	}
}

static guint next_full(const struct cutter *cutter, guint i)
{
	while (i < cutter->n && cutter->lines[i].kind == EMPTY)
		i++;
	return i;
}

static bool is_quote_at(const struct cutter *cutter, guint i)
{
	i = next_full(cutter, i);
	return i < cutter->n && (cutter->lines[i].kind == QUOTE ||
				 *trim(cutter->lines[i].span).text == '|');
}

/* A line of strokes alone. */
static bool is_rule(struct newtext_span span)
{
	struct newtext_span core = trim(span);

	if (core.length < 2)
		return false;
	for (gsize i = 0; i < core.length; i++) {
		if (!strchr("-_=*#~+", core.text[i]))
			return false;
	}
	return true;
}

static bool ends_open(struct newtext_span span)
{
	struct newtext_span core = trim(span);
	gsize n = core.length;

	while (n && (core.text[n - 1] == '*' || core.text[n - 1] == '_'))
		n--;
	return n && (core.text[n - 1] == ':' ||
		     (n > 3 && !memcmp(core.text + n - 3, "：", 3)));
}

static gsize join(const struct cutter *cutter, guint from, guint to, char *out)
{
	gsize n = 0;

	for (guint i = from; i <= to; i++) {
		struct newtext_span core = trim(cutter->lines[i].span);

		while (core.length && cutter->lines[i].kind == QUOTE &&
		       strchr("> ", *core.text)) {
			core.text++;
			core.length--;
		}
		if (!core.length)
			continue;
		if (n + core.length + 1 > ATTRIBUTION_MAX)
			return 0;
		if (n)
			out[n++] = ' ';
		memcpy(out + n, core.text, core.length);
		n += core.length;
	}
	return n;
}

static guint count_words(struct newtext_span text)
{
	guint n = 0;

	for (gsize i = 0; i < text.length; i++)
		n += text.text[i] != ' ' && (!i || text.text[i - 1] == ' ');
	return n;
}

static bool starts_iso(struct newtext_span text)
{
	const char *p = text.text;

	return text.length > 10 && (p[0] == '2' || p[0] == '1') &&
	       g_ascii_isdigit(p[1]) && g_ascii_isdigit(p[2]) &&
	       g_ascii_isdigit(p[3]) && (p[4] == '-' || p[4] == '/') &&
	       g_ascii_isdigit(p[5]);
}

/* "On" and its like in the languages that have one. */
static bool starts_on(struct newtext_span text)
{
	static const char *const words[] = {
		"On ",	    "Am ",	  "Le ",   "El ",  "Em ",     "Il ",
		"Op ",	    "Den ",	  "På ",   "Dne ", "W dniu ", "Dnia ",
		"At ",	    "Dana ",	  "Em ",   "Pe ",  "La ",     "Ngày ",
		"Vào ",	    "Pada ",	  "Στις ", "Dia ", "De ",     "In ",
		"Quoting ", "Le\xc2\xa0",
	};

	while (text.length && strchr("-*_ \t", *text.text)) {
		text.text++;
		text.length--;
	}
	for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
		gsize n = strlen(words[i]);

		if (text.length > n && !memcmp(text.text, words[i], n))
			return true;
	}
	return false;
}

/* Does a sentence end within?  "Sept. 3" and "J. Lee" end none. */
static bool has_sentence(struct newtext_span text)
{
	guint letters = 0;

	for (gsize i = 0; i + 2 < text.length; i++) {
		const char *p = text.text + i;

		if (letters >= 5 && strchr(".!?", *p) && p[1] == ' ' &&
		    g_ascii_isupper(p[2]))
			return true;
		letters = g_ascii_islower(*p) ? letters + 1 : 0;
	}
	return false;
}

/* Is this "On Monday Ann Lee wrote:", in any language, and nothing else? */
static bool is_attribution(struct newtext_span text, bool quote_follows)
{
	struct newtext_span core = trim(text);
	bool dashes = core.length > 2 && core.text[core.length - 1] == '-';
	bool colon = ends_open(core);
	const char *at = memchr(core.text, '@', core.length);
	bool year = newtext_has_year(core), hour = newtext_has_time(core);
	const char *verb = newtext_find_wrote(core);
	gsize behind;

	if (quote_follows && colon && count_words(core) <= 12 &&
	    (newtext_is_quoting(core) || newtext_is_saying(core)))
		return true;
	if (!verb) {
		if (starts_iso(core) &&
		    ((at && (colon || core.text[core.length - 1] == '>')) ||
		     newtext_find(core, " GMT")))
			return count_words(core) <= 14;
		if (!colon || !at)
			return false;
		return (year && hour && memchr(core.text, '<', core.length)) ||
		       (quote_follows && (year || hour));
	}
	if (!colon && !dashes)
		return false;
	if (!quote_follows && newtext_find(core, " i wrote"))
		return false;
	behind = (gsize)(core.text + core.length - verb);
	if (!quote_follows && has_sentence(core))
		return false;
	if (behind <= 24 && !memchr(verb, ' ', behind - 1 - (dashes ? 6 : 0)))
		return year || hour || at ||
		       (quote_follows && count_words(core) <= 12);
	if (quote_follows)
		return year || hour || at;
	return year && hour && (at || count_words(core) <= 14);
}

/* May it start where this line does? */
static bool may_start(struct newtext_span span)
{
	struct newtext_span core = trim(span);
	struct newtext_span head = { core.text, MIN(core.length, 80) };
	const char *at = memchr(core.text, '@', core.length);
	const char *angle = memchr(core.text, '<', core.length);

	if (!core.length || *core.text == '<' ||
	    (core.length > 7 && !memcmp(core.text, "mailto:", 7)))
		return false;
	if (newtext_has_time(head) || newtext_has_year(head))
		return true;
	return at &&
	       ((angle && angle < at) || !memchr(core.text, '>', core.length));
}

/* "reply On Wed, Apr 4, ...": where the foreign part of the line starts. */
static gsize find_shared(struct newtext_span span)
{
	static const char *const days[] = {
		"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun",
		"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
		"Aug", "Sep", "Oct", "Nov", "Dec",
	};
	bool letters = false;

	if (starts_on(span))
		return 0;
	for (gsize i = 0; i + 8 < span.length; i++) {
		const char *p = span.text + i;

		if (letters && !memcmp(p, "On ", 3) &&
		    (p[-1] == ' ' || p[-1] == '-')) {
			if (g_ascii_isdigit(p[3]))
				return i;
			for (guint k = 0; k < G_N_ELEMENTS(days); k++) {
				if (!memcmp(p + 3, days[k], 3))
					return i;
			}
		}
		letters = letters || g_ascii_isalpha(*p) || (*p & 0x80);
	}
	return 0;
}

/*
 * Below "wrote:" some quote with another stroke, "| " or ") ", or with the
 * name of who wrote, "Ann> ".  The length of such a prefix, or 0.
 */
static gsize measure_prefix(struct newtext_span core)
{
	gsize n = 0;

	if (core.length && strchr("|):}%", *core.text))
		return 1;
	while (n < core.length && n < 12 && g_ascii_isalpha(core.text[n]))
		n++;
	return n && n < core.length && core.text[n] == '>' ? n + 1 : 0;
}

static void mark_strokes(struct cutter *cutter, guint i)
{
	struct newtext_span prefix;
	guint seen = 0, end;

	i = next_full(cutter, i);
	if (i >= cutter->n || cutter->lines[i].kind != TEXT)
		return;
	prefix = trim(cutter->lines[i].span);
	prefix.length = measure_prefix(prefix);
	if (!prefix.length)
		return;
	for (end = i; end < cutter->n; end++) {
		struct line *line = &cutter->lines[end];
		struct newtext_span core = trim(line->span);

		if (line->kind == EMPTY)
			continue;
		if (line->kind != TEXT || core.length < prefix.length ||
		    memcmp(core.text, prefix.text, prefix.length) != 0)
			break;
		seen++;
	}
	if (seen < 2 && prefix.length == 1 && *prefix.text != '|')
		return;
	for (; i < end; i++) {
		if (cutter->lines[i].kind == TEXT)
			cutter->lines[i].kind = QUOTE;
	}
}

/* Look for the start of what may end in line `to`. */
static void mark_attribution(struct cutter *cutter, guint to)
{
	bool quote_follows = is_quote_at(cutter, to + 1);
	char text[ATTRIBUTION_MAX];
	struct line *first = NULL;
	guint found = to;

	for (guint i = to, seen = 0; seen < ATTRIBUTION_LINES; i--, seen++) {
		struct line *line = &cutter->lines[i];
		struct newtext_span joined = { text, 0 };
		struct newtext_span core = trim(line->span);

		if (line->kind == EMPTY) {
			const struct line *below = &cutter->lines[i + 1];
			/* One mailer leaves a line empty before "<". */
			if (i == to || *trim(below->span).text != '<')
				break;
		} else if ((line->kind == TEXT || i == to) && !line->lines) {
			joined.length = join(cutter, i, to, text);
			if (!joined.length)
				break;
			if (is_attribution(joined, quote_follows)) {
				if (may_start(core)) {
					first = line;
					found = i;
					break;
				}
				if (i == to && *core.text != '<') {
					first = line;
					found = i;
				}
			}
		} else {
			break;
		}
		if (!i)
			break;
	}
	if (!first)
		return;
	if (found > 0 && !starts_on(first->span)) {
		struct line *above = &cutter->lines[found - 1];
		struct newtext_span head = { above->span.text,
					     MIN(above->span.length, 60) };

		if (above->kind == TEXT && above->span.length < 120 &&
		    starts_on(above->span) &&
		    (newtext_has_year(head) || newtext_has_time(head)) &&
		    !ends_open(above->span)) {
			first = above;
			found--;
		}
	}
	first->lines = to - found + 1;
	cutter->quotes = true;
	mark_strokes(cutter, to + 1);
	first->foreign = find_shared(first->span);
}

/* "> wrote:", the rest of an address in angles, is no quote. */
static bool is_broken_off(const struct cutter *cutter, guint i)
{
	struct newtext_span core = trim(cutter->lines[i].span), above;

	if (!i || cutter->lines[i].contained || core.length > 40 ||
	    !ends_open(core) || cutter->lines[i - 1].kind != TEXT ||
	    (core.length > 2 && !newtext_find_wrote(core)))
		return false;
	above = trim(cutter->lines[i - 1].span);
	return above.length < 100 && memchr(above.text, '@', above.length);
}

static void mark_attributions(struct cutter *cutter)
{
	for (guint i = 0; i < cutter->n; i++) {
		struct line *line = &cutter->lines[i];
		struct newtext_span core;

		if (line->kind == QUOTE && is_broken_off(cutter, i))
			mark_attribution(cutter, i);
		if (line->kind != TEXT || line->span.length > ATTRIBUTION_MAX)
			continue;
		core = trim(line->span);
		if (newtext_is_arrowed(core)) {
			line->lines = 1;
			cutter->quotes = true;
		} else if (ends_open(core)) {
			mark_attribution(cutter, i);
		} else if (core.text[core.length - 1] == '-') {
			if (core.length > 20 && newtext_find_wrote(core))
				mark_attribution(cutter, i);
		} else if (starts_iso(core)) {
			guint to = i;

			if (core.text[core.length - 1] == '<' &&
			    i + 1 < cutter->n)
				to++;
			if (cutter->lines[to].kind == TEXT)
				mark_attribution(cutter, to);
		}
	}
}

static bool has_evidence(struct newtext_span span)
{
	return memchr(span.text, '@', span.length) || newtext_has_time(span);
}

static enum newtext_label label_of(const struct cutter *cutter, guint i)
{
	struct newtext_span span = cutter->lines[i].span;
	enum newtext_label label = newtext_label(span);

	/* In HTML of Notes the fields are cells, without a colon. */
	if (label == NEWTEXT_LABEL_NONE && cutter->marked)
		label = newtext_bare_label(span);
	return label;
}

static guint count_fields(guint labels)
{
	return !!(labels & NEWTEXT_LABEL_FROM) +
	       !!(labels & NEWTEXT_LABEL_DATE) + !!(labels & NEWTEXT_LABEL_TO) +
	       !!(labels & NEWTEXT_LABEL_SUBJECT);
}

/*
 * Lotus Notes writes name and hour above its "To:": the first line of these,
 * or i.
 */
static guint find_notes(const struct cutter *cutter, guint i)
{
	guint at = i;

	for (guint seen = 0; at > 0 && seen < 4; seen++) {
		const struct line *line = &cutter->lines[--at];
		struct newtext_span core = trim(line->span);
		struct newtext_span head = { core.text, MIN(core.length, 12) };

		if (line->kind == EMPTY)
			continue;
		if (line->kind != TEXT || line->dropped || core.length > 140)
			return i;
		if (!newtext_has_time(core) || !newtext_has_year(core))
			continue;
		if (!newtext_has_time(head))
			return at;
		/* The date alone: the name stands above. */
		for (guint names = 0; at > 0 && names < 2; names++) {
			const struct line *name = &cutter->lines[at - 1];
			struct newtext_span text = trim(name->span);

			if (!names && at > 1 && name->kind == EMPTY &&
			    has_evidence(cutter->lines[at - 2].span)) {
				at--;
				continue;
			}
			if (name->kind != TEXT || text.length > 70 ||
			    strchr(".!?:,", text.text[text.length - 1]))
				break;
			at--;
		}
		return at;
	}
	return i;
}

/* How many lines the quoted header that starts here has: 0 for none. */
static guint measure_header(const struct cutter *cutter, guint i, bool *notes)
{
	guint labels = 0, last = i, loose = 0, n;
	bool evidence = false, after_gap;
	enum newtext_label first = label_of(cutter, i);

	*notes = false;
	if (first == NEWTEXT_LABEL_NONE || first == NEWTEXT_LABEL_OTHER ||
	    first == NEWTEXT_LABEL_CC)
		return 0;
	for (guint j = i; j < cutter->n && j < i + HEADER_LINES; j++) {
		const struct line *line = &cutter->lines[j];
		enum newtext_label label = NEWTEXT_LABEL_NONE;

		if (line->kind == CUT ||
		    (line->kind == QUOTE && !cutter->lines[i].contained))
			break;
		if (line->kind != EMPTY)
			label = label_of(cutter, j);
		if (label != NEWTEXT_LABEL_NONE) {
			if (count_fields(labels) >= 3 && (labels & label) &&
			    label == first)
				break;
			labels |= label;
			last = j;
			loose = 0;
		} else if (++loose > (line->kind == EMPTY ? 1u : 4u)) {
			break;
		}
		evidence |=
		    label != NEWTEXT_LABEL_NONE && has_evidence(line->span);
	}
	evidence |= labels & NEWTEXT_LABEL_SUBJECT;
	after_gap = i == 0 || cutter->lines[i - 1].kind == EMPTY ||
		    cutter->lines[i - 1].dropped ||
		    is_rule(cutter->lines[i - 1].span);
	n = count_fields(labels);
	if (evidence && n >= 3)
		*notes = first == NEWTEXT_LABEL_TO;
	else if (n >= 2 && (first == NEWTEXT_LABEL_TO))
		*notes = true;
	else if (!(evidence && n == 2 && after_gap &&
		   first != NEWTEXT_LABEL_SUBJECT &&
		   has_evidence(cutter->lines[i].span)))
		return 0;
	if (*notes && n == 2 && find_notes(cutter, i) == i)
		return 0;
	return last - i + 1;
}

static void drop(struct cutter *cutter, guint from, guint to)
{
	for (guint i = from; i < to; i++)
		cutter->lines[i].dropped = true;
}

/* Does the block say itself whose it is? */
static bool names_author(const struct cutter *cutter, guint from, guint to)
{
	char text[ATTRIBUTION_MAX];
	guint seen = 0;

	for (guint i = from; i < to && seen < 4; i++) {
		struct newtext_span joined = { text, 0 };

		if (cutter->lines[i].kind != QUOTE)
			continue;
		seen++;
		joined.length = join(cutter, i, MIN(i + 1, to - 1), text);
		if (joined.length &&
		    (newtext_find_wrote(joined) || newtext_is_original(joined)))
			return newtext_has_time(joined) ||
			       memchr(text, '@', joined.length) ||
			       newtext_is_original(joined);
	}
	return false;
}

/* The end of the quote that starts at i. */
static guint end_quote(const struct cutter *cutter, guint i)
{
	guint end = i;

	for (guint at = i; at < cutter->n; at++) {
		const struct line *line = &cutter->lines[at];

		if (line->kind == QUOTE) {
			end = at + 1;
			continue;
		}
		if (line->kind == EMPTY)
			continue;
		/* A link that a mailer broke out of the quote. */
		struct newtext_span core = trim(line->span);
		if (line->kind == TEXT && at == end && at + 1 < cutter->n &&
		    cutter->lines[at + 1].kind == QUOTE &&
		    core.text[core.length - 1] == '>' &&
		    strchr("<(", *core.text))
			continue;
		break;
	}
	return end;
}

/* The end of the signature whose "--" is line i, or i when it is none. */
static guint end_signature(const struct cutter *cutter, guint i)
{
	bool standard = is(cutter->lines[i].span, "-- ");
	guint full = 0, at;
	bool notes;

	if (!standard && cutter->dashes)
		return i;
	for (at = i + 1; at < cutter->n; at++) {
		const struct line *line = &cutter->lines[at];

		/* A ruler, whose other half this is. */
		if (!standard && is(trim(line->span), "--") &&
		    next_full(cutter, at + 1) < cutter->n)
			return i;
		if (line->kind == CUT || line->kind == QUOTE || line->lines ||
		    newtext_is_original(line->span) ||
		    measure_header(cutter, at, &notes))
			break;
		full += line->kind == TEXT;
		/* A header costs: do not measure it under long ones. */
		if (full > (standard ? 60u : SIGNATURE_LINES))
			return standard ? cutter->n : i;
	}
	return at;
}

/* Advertisements and the words of a list below strokes, at the end. */
static bool is_trailer(const struct cutter *cutter, guint i)
{
	guint full = 0;
	bool linked = false, listed = false;
	struct newtext_span core = trim(cutter->lines[i].span);

	if (core.length < 20 || !strchr("_-=", *core.text))
		return false;
	for (guint at = i + 1; at < cutter->n; at++) {
		struct newtext_span span = cutter->lines[at].span;

		if (cutter->lines[at].kind != TEXT)
			continue;
		if (++full > 8)
			return false;
		linked |=
		    newtext_find(span, "http") || newtext_find(span, "www.");
		listed |= newtext_find(span, "mailing list") ||
			  newtext_find(span, "unsubscribe") ||
			  newtext_find(span, "listinfo") ||
			  newtext_find(span, "groups.io links");
	}
	return full && (listed || (linked && full <= 5 && *core.text == '_'));
}

static bool is_disclaimer(const struct cutter *cutter, guint i)
{
	const struct newtext_span *span = &cutter->lines[i].span;
	const char *end;
	guint at = i;

	if (i && cutter->lines[i - 1].kind == TEXT &&
	    !is_rule(cutter->lines[i - 1].span))
		return false;
	while (at + 1 < cutter->n && at < i + 12 &&
	       cutter->lines[at + 1].kind == TEXT)
		at++;
	end = cutter->lines[at].span.text + cutter->lines[at].span.length;
	return newtext_is_disclaimer((struct newtext_span){
	    span->text, MIN((gsize)(end - span->text), 1500) });
}

/* What stands below a disclaimer is its, up to somebody else's words. */
static guint end_disclaimer(const struct cutter *cutter, guint i)
{
	while (i < cutter->n && cutter->lines[i].kind != QUOTE &&
	       cutter->lines[i].kind != CUT && !cutter->lines[i].lines)
		i++;
	return i;
}

/* Judge line i; returns the next line to be judged. */
static guint take_line(struct cutter *cutter, guint i)
{
	struct line *line = &cutter->lines[i];
	struct newtext_span core = trim(line->span);
	guint end;
	bool notes;

	if (line->lines) {
		end = i + line->lines;
		if (line->foreign) {
			line->span.length = line->foreign;
			while (line->span.length &&
			       strchr("- ",
				      line->span.text[line->span.length - 1]))
				line->span.length--;
			cutter->has_text = true;
			drop(cutter, i + 1, end);
		} else {
			drop(cutter, i, end);
		}
		cutter->attributed = true;
		if (cutter->has_text && !is_quote_at(cutter, end)) {
			drop(cutter, end, cutter->n);
			return cutter->n;
		}
		return end;
	}
	if (is(core, "-----BEGIN PGP SIGNATURE-----")) {
		drop(cutter, i, cutter->n);
		return cutter->n;
	}
	if (is(core, "-----BEGIN PGP SIGNED MESSAGE-----")) {
		/* With "Hash:" and its like, up to an empty line. */
		for (end = i; end < cutter->n && end < i + 4 &&
			      cutter->lines[end].kind == TEXT;
		     end++)
			cutter->lines[end].dropped = true;
		return end;
	}
	if (newtext_is_original(line->span)) {
		if (cutter->has_text) {
			drop(cutter, i, cutter->n);
			return cutter->n;
		}
		/* Only sent on: all of it is the mail, save its header. */
		guint head = next_full(cutter, i + 1);
		end = head < cutter->n && cutter->lines[head].kind == TEXT
			  ? measure_header(cutter, head, &notes)
			  : 0;
		if (!end)
			return i + 1;
		drop(cutter, i, head + end);
		return head + end;
	}
	if (newtext_is_limit(core)) {
		drop(cutter, i, cutter->has_text ? cutter->n : i + 1);
		return cutter->has_text ? cutter->n : i + 1;
	}
	end = measure_header(cutter, i, &notes);
	if (end) {
		if (cutter->has_text) {
			guint from = notes ? find_notes(cutter, i) : i;

			drop(cutter, from, cutter->n);
			return cutter->n;
		}
		return i + end;
	}
	if ((is(line->span, "-- ") || is(core, "--") || is(core, "- --")) &&
	    cutter->has_text && cutter->dashes < DASHES_MAX) {
		end = end_signature(cutter, i);
		cutter->dashes += end == i;
		drop(cutter, i, end);
		return MAX(end, i + 1);
	}
	if (is_rule(core)) {
		if (cutter->has_text && is_trailer(cutter, i)) {
			drop(cutter, i, cutter->n);
			return cutter->n;
		}
		return i + 1;
	}
	if (newtext_is_footer(core)) {
		line->dropped = true;
		return i + 1;
	}
	if (cutter->has_text && is_disclaimer(cutter, i)) {
		end = end_disclaimer(cutter, i);
		drop(cutter, i, end);
		return end;
	}
	cutter->has_text = true;
	return i + 1;
}

/* "From: ..." may stand above the container of what it heads. */
static guint find_sender(const struct cutter *cutter, guint i)
{
	guint at = i;

	while (at > 0 && cutter->lines[at - 1].kind == EMPTY)
		at--;
	if (at > 0 && cutter->lines[at - 1].kind == TEXT &&
	    newtext_label(cutter->lines[at - 1].span) == NEWTEXT_LABEL_FROM &&
	    has_evidence(cutter->lines[at - 1].span))
		return at - 1;
	return i;
}

/*
 * "The manual says:" above a bare blockquote, and more text below, in a mail
 * that quotes nobody: the author cites something.
 */
static bool is_cited(const struct cutter *cutter, guint from, guint end)
{
	guint above = from;

	while (above && cutter->lines[above - 1].kind == EMPTY)
		above--;
	end = next_full(cutter, end);
	return cutter->lines[from].bare && !cutter->quotes && above &&
	       cutter->lines[above - 1].kind == TEXT &&
	       ends_open(cutter->lines[above - 1].span) && end < cutter->n &&
	       cutter->lines[end].kind == TEXT &&
	       !newtext_is_footer(trim(cutter->lines[end].span));
}

static void judge(struct cutter *cutter)
{
	for (guint i = 0; i < cutter->n;) {
		struct line *line = &cutter->lines[i];
		guint end;

		switch (line->kind) {
		case EMPTY:
			i++;
			break;
		case CUT:
			if (cutter->has_text)
				drop(cutter, find_sender(cutter, i), cutter->n);
			line->dropped = true;
			i = cutter->has_text ? cutter->n : i + 1;
			break;
		case QUOTE:
			end = end_quote(cutter, i);
			if ((cutter->has_text && !line->loose &&
			     !is_cited(cutter, i, end)) ||
			    cutter->attributed || names_author(cutter, i, end))
				drop(cutter, i, end);
			cutter->attributed = false;
			i = end;
			break;
		case TEXT:
			i = take_line(cutter, i);
			break;
		}
	}
}

static bool is_idle(const struct line *line)
{
	return line->dropped || line->kind == EMPTY ||
	       (line->kind == TEXT && is_rule(line->span));
}

static void write_lines(const struct cutter *cutter, GString *out)
{
	guint first = 0, end = cutter->n;

	while (end > 0 && is_idle(&cutter->lines[end - 1]))
		end--;
	while (first < end && (cutter->lines[first].dropped ||
			       cutter->lines[first].kind == EMPTY))
		first++;
	for (guint i = first; i < end; i++) {
		const struct line *line = &cutter->lines[i];

		if (line->dropped)
			continue;
		if (line->kind != EMPTY)
			g_string_append_len(out, line->span.text,
					    (gssize)line->span.length);
		g_string_append_c(out, '\n');
	}
	if (out->len && out->str[out->len - 1] == '\n')
		g_string_truncate(out, out->len - 1);
}

void newtext_cut(const char *text, gsize length, bool marked, GString *out)
{
	struct cutter cutter = { .marked = marked };
	guint n = 1;

	g_string_truncate(out, 0);
	length = MIN(length, NEWTEXT_PLAIN_MAX);
	for (gsize i = 0; i < length && n < LINES_MAX; i++)
		n += text[i] == '\n';
	cutter.lines = g_new0(struct line, n);
	split(&cutter, text, length);
	mark_attributions(&cutter);
	judge(&cutter);
	write_lines(&cutter, out);
	g_free(cutter.lines);
}

void parse_newtext_plain(const char *text, gsize length, GString *new_out)
{
	newtext_cut(text, length, false, new_out);
}
