/* The quoted header: "On ... wrote:", Outlook's block, Notes' lines. */
#include "parse/quoted.h"

#include <string.h>

#include "parse/date.h"
#include "parse/newtext_private.h"
#include "parse/quoted_when.h"

/* A line of a quoted header is no longer; "On ... wrote:" may take three. */
#define LINE_MAX_BYTES 400
#define WROTE_LINES 3
#define BLOCK_LINES 14
#define INSIDE_LINES 12
/* Lines of a block that are no field: addresses go on in them. */
#define OTHERS_MAX 8
/* So far below the first field of a block its From may stand. */
#define FROM_BELOW 4
#define NAME_WORDS 8
#define NAME_MAX_BYTES 100
/* A whole text's headers tried, so that no text is read twice over. */
#define TRIES_MAX 400

struct line {
	const char *start;
	gsize length;
};

struct lines {
	struct line *items;
	guint n;
	guint tries;
	gint32 written;
};

static const char *const wrote[] = {
	"wrote",    "writes",	  " said",	"schrieb",     "geschrieben",
	"écrit",    "escribió",	  "escribio",	"scritto",     "scrisse",
	"schreef",  "geschreven", "skrev",	"escreveu",    "napisał",
	"pisze",    "napsal",	  "píše",	"написа",      "пишет",
	"пише",	    "yazdı",	  "yazmış",	"kirjoitti",   "írta",
	"έγραψε",   "a scris",	  "напиша",	"wrote",       "är skrev",
	"写道",	    "寫道",	  "書きました", "のメール",    "작성",
	"님이",	    "đã viết",	  "menulis",	"va escriure", "napísal",
	"rašė",	    "kirjutas",	  "napisao",	"skrifaði",    "napisal",
	"כתב",	    "كتب",	  "typed",	"napisan",     "napisala",
	"kirjutas", "rakstīj",	  "تمت كتابة",
};

enum label { LABEL_NONE, LABEL_FROM, LABEL_DATE, LABEL_TO, LABEL_SUBJECT };

/* Words on the line above a mail that is sent on. */
static const char *const forwards[] = {
	"forwarded",	  "weitergeleitet",
	"transféré",	  "reenviado",
	"inoltrato",	  "doorgestuurd",
	"vidarebefordra", "videresendt",
	"przekazan",	  "přeposlan",
	"пересыла",	  "переслан",
	"iletilen",	  "encaminhad",
	"välitetty",	  "továbbított",
	"προωθημ",	  "转发",
	"轉寄",		  "転送",
	"전달",		  "begin forwarded",
	"reenviad",	  "пересланн",
};

/* ---- lines ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static struct line trim(const char *start, gsize length)
{
	while (length && (is_blank(*start) || *start == '*'))
		start++, length--;
	while (length >= 2 && !memcmp(start, "\xc2\xa0", 2))
		start += 2, length -= 2;
	while (length &&
	       (is_blank(start[length - 1]) || start[length - 1] == '*'))
		length--;
	return (struct line){ start, length };
}

static struct line *split(const char *text, gsize length, guint *n_out)
{
	GArray *lines = g_array_new(FALSE, FALSE, sizeof(struct line));

	for (gsize at = 0; at < length;) {
		const char *end = memchr(text + at, '\n', length - at);
		gsize size = end ? (gsize)(end - text) - at : length - at;
		struct line line = trim(text + at, size);

		g_array_append_val(lines, line);
		at += size + 1;
	}
	*n_out = lines->len;
	return (struct line *)(void *)g_array_free(lines, FALSE);
}

/* Its text in lower case, or NULL when it is too long; the caller frees. */
static char *lower(const struct line *line)
{
	return line->length > LINE_MAX_BYTES
		   ? NULL
		   : g_utf8_strdown(line->start, (gssize)line->length);
}

/* ---- names and addresses ---- */

static void keep(char *out, gsize size, const char *start, gsize length)
{
	const char *end;
	gsize n = 0;

	for (gsize i = 0; i < length && n + 1 < size; i++)
		if ((guchar)start[i] >= 0x20 && start[i] != 0x7f)
			out[n++] = start[i];
	out[n] = '\0';
	if (!g_utf8_validate(out, (gssize)n, &end))
		out[end - out] = '\0';
}

static bool in_address(char c)
{
	return g_ascii_isalnum(c) || (c && strchr(".!#$%&*+/=?^_`{|}~-", c)) ||
	       (guchar)c >= 0x80;
}

/* The first address of a text. */
static bool find_address(const char *text, gsize length, const char **start_out,
			 gsize *length_out)
{
	for (gsize at = 1; at + 1 < length; at++) {
		gsize from = at, to = at + 1;

		if (text[at] != '@')
			continue;
		while (from > 0 && at - from < 64 && in_address(text[from - 1]))
			from--;
		while (to < length && to - at < 190 &&
		       (g_ascii_isalnum(text[to]) || text[to] == '.' ||
			text[to] == '-'))
			to++;
		while (to > at + 1 && !g_ascii_isalnum(text[to - 1]))
			to--;
		if (from == at || !memchr(text + at, '.', to - at))
			continue;
		*start_out = text + from;
		*length_out = to - from;
		return true;
	}
	return false;
}

/* Quotes, commas, dashes and the like around a name. */
static struct line trim_name(const char *start, gsize length)
{
	static const char marks[] = " \t\r\n\"'`,;:<>()[]-|*";
	const char *inside;

	while (length && strchr(marks, *start))
		start++, length--;
	while (length && strchr(marks, start[length - 1]))
		length--;
	inside = length ? memchr(start, '<', length) : NULL;
	if (inside && inside > start)
		return trim_name(start, (gsize)(inside - start));
	inside = length ? memchr(start, '[', length) : NULL;
	if (inside && inside > start)
		return trim_name(start, (gsize)(inside - start));
	return (struct line){ start, length };
}

/* A longer one is prose. */
static bool may_be_name(const struct line *name)
{
	guint words = 1;

	for (gsize i = 0; i < name->length; i++)
		words += name->start[i] == ' ';
	return words <= NAME_WORDS && name->length <= NAME_MAX_BYTES;
}

static bool set_author(struct parse_quoted *out, const char *start,
		       gsize length)
{
	const char *address;
	gsize size;
	struct line name;

	if (find_address(start, length, &address, &size)) {
		keep(out->author, sizeof(out->author), address, size);
		for (char *p = out->author; *p; p++)
			*p = g_ascii_tolower(*p);
		return true;
	}
	name = trim_name(start, length);
	if (!may_be_name(&name))
		return false;
	keep(out->author, sizeof(out->author), name.start, name.length);
	return *out->author != '\0';
}

static bool set_when(struct parse_quoted *out, const char *text, gint32 written,
		     struct parse_when *when)
{
	if (!parse_when_read(text, written, when))
		return false;
	out->at = when->at;
	out->local = when->local;
	return true;
}

/* ---- "On ... wrote:" ---- */

static const char *find_wrote(const char *text, gsize *length_out)
{
	const char *best = NULL;

	for (gsize i = 0; i < G_N_ELEMENTS(wrote); i++) {
		const char *at = strstr(text, wrote[i]);

		if (at && (!best || at > best)) {
			best = at;
			*length_out = strlen(wrote[i]);
		}
	}
	return best;
}

/* Small words between the time and the name. */
static struct line skip_small(struct line name)
{
	static const char *const words[] = {
		"at",	"um",	     "uhr",  "om",    "kl",  "kl.",
		"by",	"o",	     "à",    "a",     "las", "ore",
		"alle", "hrs",	     "hat",  "ha",    "has", "pm",
		"am",	"tarihinde", "saat", "в",     "г.",  "de",
		"le",	"el",	     "il",   "на",    "der", "den",
		"dne",	"v",	     "klo",  "του",   "się", "użytkownik",
		"user", "utc",	     "gmt",  "(gmt)", "h",   "from",
	};

	for (;;) {
		const char *space = memchr(name.start, ' ', name.length);
		gsize first = space ? (gsize)(space - name.start) : 0;
		bool small = first && (g_ascii_isdigit(*name.start) ||
				       *name.start == '+');

		for (gsize i = 0; i < G_N_ELEMENTS(words) && !small; i++)
			small =
			    first && strlen(words[i]) == first &&
			    !g_ascii_strncasecmp(words[i], name.start, first);
		if (!small)
			return name;
		name = trim_name(name.start + first, name.length - first);
	}
}

/* Whether the next line that is not empty is quoted. */
static bool is_quoted_below(const struct lines *lines, guint i)
{
	for (guint k = i + 1; k < lines->n && k < i + 4; k++)
		if (lines->items[k].length)
			return *lines->items[k].start == '>' ||
			       *lines->items[k].start == '|';
	return false;
}

/* "3.06.2026, 09:14, Ann Lee <ann@example.org>:", as Russian mailers have it */
static bool read_verbless(const struct lines *lines, const char *text,
			  bool quoted_below, struct parse_quoted *out)
{
	struct newtext_span span = { text, strlen(text) };
	struct parse_when when;
	const char *address;
	gsize size;

	if (span.length > 200 || newtext_label(span) != NEWTEXT_LABEL_NONE ||
	    !find_address(text, span.length, &address, &size) ||
	    !(quoted_below || (address > text && address[-1] == '<')))
		return false;
	if (!set_when(out, text, lines->written, &when) &&
	    !(quoted_below && newtext_is_quoting(span)))
		return false;
	return set_author(out, address, size);
}

/* GroupWise: ">>> Ann Lee <ann@example.org> 06/03/24 9:14 AM >>>" */
static bool read_arrowed(const struct lines *lines, guint i,
			 struct parse_quoted *out)
{
	const struct line *line = &lines->items[i];
	g_autofree char *text = NULL;
	struct parse_when when;

	if (!newtext_is_arrowed(
		(struct newtext_span){ line->start, line->length }))
		return false;
	text = g_strndup(line->start, line->length);
	if (!set_when(out, text, lines->written, &when) || when.start < 4)
		return false;
	return set_author(out, text + 4, when.start - 4);
}

static bool read_wrote_text(const struct lines *lines, const char *text,
			    bool quoted_below, struct parse_quoted *out)
{
	g_autofree char *down = g_utf8_strdown(text, -1);
	struct parse_when when;
	gsize verb_length = 0, length = strlen(text);
	const char *verb = find_wrote(down, &verb_length);
	const char *address;
	struct line before, after;
	gsize at, size, end;

	if (!verb)
		return read_verbless(lines, text, quoted_below, out);
	at = (gsize)(verb - down);
	/* Lower case of other length: the verb is told in the text itself. */
	if (strlen(down) != length)
		return false;
	end = at + verb_length;
	if (!set_when(out, text, lines->written, &when)) {
		/* "Ann Lee wrote:" */
		if (!quoted_below || length > 120)
			return false;
		return set_author(out, text, at);
	}
	if (find_address(text, length, &address, &size))
		return set_author(out, address, size);
	while (end < length && (guchar)text[end] >= 0x80)
		end++;
	after = trim_name(text + end, length - end);
	if (when.start < at && when.end <= at)
		before = trim_name(text + when.end, at - when.end);
	else
		before = trim_name(text, MIN(at, when.start));
	before = skip_small(before);
	if (when.start < at && after.length > 2)
		return set_author(out, after.start, after.length);
	if (before.length)
		return set_author(out, before.start, before.length);
	/* "Ann Lee, on 2 March 2026 at 09:14, wrote:" */
	before = trim_name(text, MIN(at, when.start));
	return set_author(out, before.start, before.length);
}

static bool ends_attribution(const struct line *line)
{
	static const char wide[] = "：";

	return line->length &&
	       (line->start[line->length - 1] == ':' ||
		(line->length >= 3 &&
		 !memcmp(line->start + line->length - 3, wide, 3)));
}

/* Its last line is i; it may begin up to two lines above. */
static bool read_wrote(const struct lines *lines, guint i,
		       struct parse_quoted *out)
{
	bool below = is_quoted_below(lines, i);

	if (!ends_attribution(&lines->items[i]))
		return false;
	for (guint n = 1; n <= WROTE_LINES && n <= i + 1; n++) {
		g_autoptr(GString) text = g_string_new(NULL);
		const struct line *first = &lines->items[i + 1 - n];

		if (!first->length || first->length > LINE_MAX_BYTES ||
		    *first->start == '>')
			break;
		for (guint k = i + 1 - n; k <= i; k++) {
			g_string_append_len(text, lines->items[k].start,
					    (gssize)lines->items[k].length);
			if (k < i)
				g_string_append_c(text, ' ');
		}
		/* One line with a verb but without a day may go on above. */
		if (read_wrote_text(lines, text->str, below, out) &&
		    (out->at != PARSE_DATE_NONE || n == WROTE_LINES ||
		     i + 1 == n || !lines->items[i - n].length))
			return true;
		if (*out->author && out->at == PARSE_DATE_NONE) {
			/* The lines above are prose: keep what it says. */
			struct parse_quoted more = *out;

			more.at = PARSE_DATE_NONE;
			*more.author = '\0';
			if (n < WROTE_LINES) {
				g_string_prepend_c(text, ' ');
				g_string_prepend_len(
				    text, lines->items[i - n].start,
				    (gssize)MIN(lines->items[i - n].length,
						LINE_MAX_BYTES));
				if (read_wrote_text(lines, text->str, below,
						    &more) &&
				    more.at != PARSE_DATE_NONE)
					*out = more;
			}
			return true;
		}
	}
	return false;
}

/* A name, maybe with an address, without the "on" behind it. */
static struct line cut_on(const char *start, gsize length)
{
	struct line name = trim(start, length);

	if (name.length > 3 &&
	    !g_ascii_strncasecmp(name.start + name.length - 3, " on", 3))
		name = trim(name.start, name.length - 3);
	return name;
}

/* ---- a block of fields ---- */

/* Memos have "Re:" for their subject. */
static enum label label_of(const struct line *line, struct line *value_out)
{
	struct newtext_span span = { line->start, line->length };
	const char *colon = memchr(line->start, ':', MIN(line->length, 40));
	const char *wide =
	    g_strstr_len(line->start, (gssize)MIN(line->length, 40), "：");
	gsize size, mark = 1;

	if (wide && (!colon || wide < colon)) {
		colon = wide;
		mark = 3;
	}
	if (!colon || *line->start == '>')
		return LABEL_NONE;
	size = (gsize)(colon - line->start);
	*value_out = trim(colon + mark, line->length - size - mark);
	switch (newtext_label(span)) {
	case NEWTEXT_LABEL_FROM:
		return LABEL_FROM;
	case NEWTEXT_LABEL_DATE:
		return LABEL_DATE;
	case NEWTEXT_LABEL_TO:
	case NEWTEXT_LABEL_CC:
		return LABEL_TO;
	case NEWTEXT_LABEL_SUBJECT:
		return LABEL_SUBJECT;
	case NEWTEXT_LABEL_OTHER:
	case NEWTEXT_LABEL_NONE:
		break;
	}
	return size == 2 && !g_ascii_strncasecmp(line->start, "re", 2)
		   ? LABEL_SUBJECT
		   : LABEL_NONE;
}

/* Whether one of the lines above says that the mail is sent on. */
static bool is_forward(const struct lines *lines, guint i)
{
	for (guint k = i; k > 0 && i - k < 4; k--) {
		g_autofree char *text = lower(&lines->items[k - 1]);

		for (gsize w = 0; text && w < G_N_ELEMENTS(forwards); w++)
			if (strstr(text, forwards[w]))
				return true;
	}
	return false;
}

static void read_subject(const struct line *value, struct parse_quoted *out)
{
	if (!*out->subject)
		keep(out->subject, sizeof(out->subject), value->start,
		     value->length);
}

/* The fields below line i; how many were found of date, to and subject. */
static guint read_fields(const struct lines *lines, guint i,
			 struct parse_quoted *out)
{
	guint found = 0, others = 0;

	for (guint k = i; k < lines->n && k < i + BLOCK_LINES; k++) {
		struct line value;
		enum label label = label_of(&lines->items[k], &value);
		struct parse_when when;
		g_autofree char *text = NULL;

		if (!lines->items[k].length && found)
			break;
		if (label == LABEL_NONE && ++others > OTHERS_MAX)
			break;
		if (label == LABEL_SUBJECT) {
			/* Mostly the last; whatever follows is a field too. */
			read_subject(&value, out);
			found++;
			others = OTHERS_MAX;
			continue;
		}
		found += label == LABEL_TO || label == LABEL_DATE;
		if (label != LABEL_DATE || value.length > LINE_MAX_BYTES ||
		    out->at != PARSE_DATE_NONE)
			continue;
		text = g_strndup(value.start, value.length);
		set_when(out, text, lines->written, &when);
	}
	return found;
}

/* Notes has the time in the same field: "Ann Lee on 03/30/2001 09:33 AM". */
static bool set_from(struct parse_quoted *out, const struct line *value,
		     gint32 written)
{
	gsize length = MIN(value->length, LINE_MAX_BYTES);
	g_autofree char *text = g_strndup(value->start, length);
	struct parse_when when;

	if (set_when(out, text, written, &when) && when.start > 0)
		length = cut_on(value->start, when.start).length;
	return set_author(out, value->start, length);
}

static bool read_block(const struct lines *lines, guint i,
		       struct parse_quoted *out)
{
	struct line value;

	if (label_of(&lines->items[i], &value) != LABEL_FROM ||
	    value.length > LINE_MAX_BYTES)
		return false;
	/* The name stands below, where HTML was a table. */
	if (!value.length && i + 1 < lines->n)
		value = lines->items[i + 1];
	if (!set_from(out, &value, lines->written) ||
	    read_fields(lines, i + 1, out) < 2)
		return false;
	out->forwarded = is_forward(lines, i);
	return true;
}

/* A block that begins with the subject or the date. */
static bool read_headed(const struct lines *lines, guint i,
			struct parse_quoted *out)
{
	struct line value;
	enum label label = label_of(&lines->items[i], &value);

	if (label != LABEL_DATE && label != LABEL_SUBJECT)
		return false;
	for (guint k = i + 1; k < lines->n && k <= i + FROM_BELOW; k++) {
		label = label_of(&lines->items[k], &value);
		if (label == LABEL_NONE)
			return false;
		if (label != LABEL_FROM)
			continue;
		if (!set_from(out, &value, lines->written) ||
		    read_fields(lines, i, out) < 2)
			return false;
		out->forwarded = is_forward(lines, i);
		return true;
	}
	return false;
}

/* ---- Notes: "Ann Lee <ann@example.org> on 04/12/2001 08:44:47 AM" ---- */

static bool read_notes(const struct lines *lines, guint i,
		       struct parse_quoted *out)
{
	const struct line *line = &lines->items[i];
	g_autofree char *text = NULL;
	struct line value, name;
	struct parse_when when;
	bool to = false;

	/* "---- Forwarded by ... on ...": the author is below. */
	if (line->length < 8 || line->length > LINE_MAX_BYTES ||
	    *line->start == '-' || *line->start == '_' ||
	    !memchr(line->start, ':', line->length))
		return false;
	for (guint k = i + 1; k < lines->n && k < i + 6 && !to; k++)
		to = label_of(&lines->items[k], &value) == LABEL_TO;
	if (!to)
		return false;
	text = g_strndup(line->start, line->length);
	if (!set_when(out, text, lines->written, &when))
		return false;
	name = cut_on(line->start, when.start);
	/* The day has a line of its own, below the name. */
	for (guint k = i; !name.length && k > 0 && i - k < 3; k--)
		name =
		    trim_name(lines->items[k - 1].start,
			      MIN(lines->items[k - 1].length, LINE_MAX_BYTES));
	if (!name.length || !set_author(out, name.start, name.length))
		return false;
	read_fields(lines, i + 1, out);
	out->forwarded = is_forward(lines, i);
	return true;
}

static void forget(struct parse_quoted *out)
{
	memset(out, 0, sizeof(*out));
	out->at = PARSE_DATE_NONE;
}

/*
 * Apple's mobiles quote the attribution with what it introduces.  One that
 * introduces a deeper quote is of the mail before that.
 */
static bool read_inside(const struct lines *lines, struct parse_quoted *out)
{
	struct line inner[INSIDE_LINES];
	struct lines quote = { .items = inner, .written = lines->written };
	guint i = 0, end = 0;

	while (i < lines->n &&
	       !(lines->items[i].length && *lines->items[i].start == '>'))
		i++;
	for (; i < lines->n && quote.n < INSIDE_LINES; i++) {
		const struct line *line = &lines->items[i];

		if (!line->length || *line->start != '>')
			break;
		inner[quote.n] = trim(line->start + 1, line->length - 1);
		if (inner[quote.n].length && *inner[quote.n].start == '>')
			break;
		quote.n += quote.n || inner[quote.n].length;
	}
	while (end < quote.n && end < WROTE_LINES &&
	       !ends_attribution(&inner[end]))
		end++;
	if (end + 1 >= quote.n || end == WROTE_LINES ||
	    !read_wrote(&quote, end, out))
		return false;
	for (guint k = end + 1; k < quote.n; k++)
		if (inner[k].length)
			return out->at != PARSE_DATE_NONE;
	return false;
}

typedef bool (*reader)(const struct lines *lines, guint i,
		       struct parse_quoted *out);

bool parse_quoted_read(const char *text, gsize length, gint32 written,
		       struct parse_quoted *out)
{
	static const reader readers[] = { read_block, read_headed, read_notes,
					  read_wrote, read_arrowed };
	struct lines lines = { .written = written };
	g_autofree struct line *items = split(text, length, &lines.n);

	lines.items = items;
	for (guint i = 0; i < lines.n && lines.tries < TRIES_MAX; i++) {
		if (!items[i].length ||
		    (*items[i].start == '>' &&
		     !g_str_has_prefix(items[i].start, ">>> ")) ||
		    !(memchr(items[i].start, ':', items[i].length) ||
		      ends_attribution(&items[i])))
			continue;
		lines.tries++;
		for (gsize k = 0; k < G_N_ELEMENTS(readers); k++) {
			forget(out);
			if (readers[k](&lines, i, out))
				return true;
		}
	}
	forget(out);
	if (read_inside(&lines, out))
		return true;
	forget(out);
	return false;
}
