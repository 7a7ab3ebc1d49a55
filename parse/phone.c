/* The telephone numbers of a signature: one way along each of its lines. */
#include "parse/phone.h"

#include <string.h>

#include "parse/day_words.h"
#include "parse/private.h"

#define LINES_READ 24
#define LINE_BYTES 400
#define GROUPS_MAX 8

enum label {
	LABEL_NONE,
	LABEL_PHONE,
	LABEL_FAX, /* or whatever else nobody answers */
};

/* In small letters without accents; sorted by what they say, not by name. */
static const char *const phone_words[] = {
	"tel",	   "telephone", "telefon",   "telefoon", "telefono", "telefone",
	"phone",   "ph",	"fon",	     "fone",	 "cell",     "cellular",
	"mobile",  "mobil",	"mobiel",    "mob",	 "movil",    "handy",
	"funk",	   "gsm",	"natel",     "direct",	 "direkt",   "direto",
	"directo", "diretto",	"durchwahl", "dial",	 "office",   "work",
	"home",	   "main",	"desk",	     "voice",	 "line",     "buro",
	"buero",   "zentrale",	"standard",  "portable", "port",     "cel",
	"celular", "cellulare", "telemovel", "telm",	 "tlm",	     "kom",
	"komorka", "komorkowy", "toll",	     "free",	 "hotline",  "number",
	"nr",	   "no",	"numero",    "t",	 "p",	     "m",
	"c",	   "d",		"o",	     "h",	 "w",
};

static const char *const fax_words[] = {
	"fax",	     "telefax",	 "facsimile",	"telecopie",
	"telecopia", "telecopy", "telecopieur", "faks",
	"f",	     "pager",	 "pgr",		"beeper",
};

static const char *const extension_words[] = {
	"extension", "ext", "x", "dw", "poste", "anexo", "ramal", "wew",
};

/* "713-853-0685 or 713-853-0686": one label for both. */
static const char *const joining_words[] = {
	"or", "and", "oder", "und", "ou", "et",
	"o",  "y",   "e",    "of",  "en", "lub",
};

struct line {
	const struct parse_signer *signer;
	struct parse_phones *out;
	const char *p, *end;
	enum label label;
	guint others; /* words of something else, since the last divider */
};

static bool is_listed(const char *const *list, gsize n, const char *word)
{
	for (gsize i = 0; i < n; i++)
		if (!strcmp(list[i], word))
			return true;
	return false;
}

#define IS_ONE_OF(list, word) is_listed(list, G_N_ELEMENTS(list), word)

/* The letters at `p`, small and plain; their end. */
static const char *take_letters(const char *p, const char *end, char out[24])
{
	gsize n = 0;

	while (p < end && g_unichar_isalpha(g_utf8_get_char(p))) {
		gunichar c = parse_day_fold(g_utf8_get_char(p));

		if (n + 7 < 24)
			n += (gsize)g_unichar_to_utf8(
			    c ? c : g_utf8_get_char(p), out + n);
		p = parse_next_char(p);
	}
	out[n] = '\0';
	return p;
}

static enum label label_of(const char *word)
{
	if (IS_ONE_OF(fax_words, word))
		return LABEL_FAX;
	return IS_ONE_OF(phone_words, word) ? LABEL_PHONE : LABEL_NONE;
}

/* ---- the form of a number ---- */

struct form {
	guint n; /* groups of digits */
	guint lengths[GROUPS_MAX];
	char signs[GROUPS_MAX]; /* behind each group but the last */
	guint digits;
	char first;
};

static void measure(const char *p, const char *end, struct form *out)
{
	*out = (struct form){ .first = *p };
	for (bool inside = false; p < end; p++) {
		if (!g_ascii_isdigit(*p)) {
			if (inside && out->n <= GROUPS_MAX)
				out->signs[out->n - 1] = *p;
			inside = false;
			continue;
		}
		out->n += !inside;
		inside = true;
		out->digits++;
		if (out->n <= GROUPS_MAX)
			out->lengths[out->n - 1]++;
	}
}

static bool is_date(const struct form *form)
{
	const guint *lengths = form->lengths;

	/* An hour may stand behind it. */
	if (form->n < 3 || form->n > 4 || form->signs[0] != form->signs[1] ||
	    lengths[1] > 2 ||
	    (form->n == 4 && (form->signs[0] == ' ' || form->signs[2] != ' ')))
		return false;
	return (lengths[0] == 4 && lengths[2] <= 2) ||
	       (lengths[0] <= 2 && (lengths[2] == 4 || lengths[2] <= 2));
}

static bool is_network(const struct form *form)
{
	if (form->n != 4)
		return false;
	for (guint i = 0; i < 4; i++)
		if (form->lengths[i] > 3 || (i < 3 && form->signs[i] != '.'))
			return false;
	return true;
}

/* Without a word for it, only the form tells a number from another. */
static bool has_form(const struct form *form)
{
	if (form->first == '+')
		return true;
	if (form->n < 2 || is_date(form) || is_network(form))
		return false;
	if (form->n > 2 || form->first == '(' || form->first == '0')
		return true;
	/* "853-0685", but no two years, and no "77002-1234". */
	return strchr("-.", form->signs[0]) && form->lengths[0] == 3 &&
	       form->lengths[1] == 4;
}

static bool is_number(const char *p, const char *end, bool labelled)
{
	struct form form;

	measure(p, end, &form);
	if (form.n > GROUPS_MAX || form.digits > 15)
		return false;
	if (labelled)
		return form.digits >= 5;
	return form.digits >= 7 && has_form(&form);
}

/* The end of what may be a number, behind its last digit. */
static const char *end_of_digits(const char *p, const char *end)
{
	const char *last = p;

	for (p += *p == '+' || *p == '('; p < end; p++) {
		if (g_ascii_isdigit(*p))
			last = p + 1;
		else if (!strchr(" .-/()+", *p) ||
			 (*p == '+' && p[-1] != '(') ||
			 (p[-1] == ' ' && strchr(" /", *p)))
			break;
	}
	return last;
}

/* "ext. 12", "x12" behind a number belong to it. */
static const char *skip_extension(const char *p, const char *end)
{
	const char *at = p, *digits;
	char word[24];

	while (at < end && strchr(" ,.(-", *at))
		at++;
	at = take_letters(at, end, word);
	if (!IS_ONE_OF(extension_words, word))
		return p;
	while (at < end && strchr(" .:", *at))
		at++;
	digits = at;
	while (at < end && g_ascii_isdigit(*at))
		at++;
	return at > digits && at - digits <= 6 ? at : p;
}

/* ---- a line ---- */

static void digits_of(const char *p, const char *end, char *out)
{
	for (; p < end; p++)
		if (g_ascii_isdigit(*p))
			*out++ = *p;
	*out = '\0';
}

static void add(struct line *line, const char *start, const char *end)
{
	char digits[PARSE_PHONE_MAX + 1], old[PARSE_PHONE_MAX + 1];
	struct parse_phones *out = line->out;
	gsize length = (gsize)(end - start);

	/* "(+49 30 123)": the bracket is not the number's. */
	if (*start == '(' && !memchr(start, ')', length)) {
		start++;
		length--;
	}
	if (length > PARSE_PHONE_MAX || out->n == PARSE_PHONES_MAX)
		return;
	digits_of(start, end, digits);
	for (guint i = 0; i < out->n; i++) {
		digits_of(out->numbers[i],
			  out->numbers[i] + strlen(out->numbers[i]), old);
		if (!strcmp(digits, old))
			return;
	}
	memcpy(out->numbers[out->n], start, length);
	out->numbers[out->n++][length] = '\0';
}

static bool is_divider(char c)
{
	return c == '|' || c == ',' || c == ';' || c == '\t' || c == '/';
}

/*
 * What is said behind a number, as far as the next divider or digit: "(fax)"
 * names it, "office:" the next one.
 */
static enum label look_behind(const struct line *line, const char *p,
			      bool *others_out)
{
	enum label found = LABEL_NONE;

	*others_out = false;
	while (p < line->end && !is_divider(*p) && !g_ascii_isdigit(*p) &&
	       *p != '+') {
		char word[24];
		const char *behind = take_letters(p, line->end, word);
		enum label label;

		if (behind == p) {
			if (p[0] == ' ' && p + 1 < line->end && p[1] == ' ')
				break;
			p = parse_next_char(p);
			continue;
		}
		p = behind;
		label = label_of(word);
		if (label == LABEL_NONE) {
			*others_out |= !IS_ONE_OF(joining_words, word);
			break;
		}
		if (p < line->end && strchr(":.", *p))
			break;
		/* "853 1234 Fax 853 1235": the word is of what follows. */
		while (p < line->end && *p == ' ')
			p++;
		if (p < line->end &&
		    (g_ascii_isdigit(*p) || *p == '+' || *p == '('))
			break;
		found = label;
	}
	return found;
}

static void take_number(struct line *line)
{
	const char *start = line->p;
	const char *end = end_of_digits(start, line->end);
	enum label label = line->label, behind;
	bool others;

	line->p = MAX(end, start + 1);
	if (!is_number(start, end, label == LABEL_PHONE)) {
		line->others++;
		line->label = LABEL_NONE;
		return;
	}
	end = skip_extension(end, line->end);
	line->p = end;
	behind = look_behind(line, end, &others);
	line->label = LABEL_NONE;
	if (label == LABEL_NONE)
		label = behind;
	if (label == LABEL_FAX ||
	    (label == LABEL_NONE && (line->others || others)))
		return;
	add(line, start, end);
}

/* Whether one label goes on to the next number. */
static bool is_joined(const struct line *line)
{
	const char *p = line->p;
	char word[24];

	while (p < line->end && strchr(" /&", *p))
		p++;
	if (p == line->end || g_ascii_isdigit(*p) || strchr("+(", *p))
		return p < line->end &&
		       memchr(line->p, '/', (gsize)(p - line->p));
	p = take_letters(p, line->end, word);
	while (p < line->end && *p == ' ')
		p++;
	return IS_ONE_OF(joining_words, word) && p < line->end &&
	       (g_ascii_isdigit(*p) || strchr("+(", *p));
}

static gsize chunk_length(const struct line *line)
{
	const char *p = line->p;

	while (p < line->end && !strchr(" |,;\t", *p))
		p++;
	return (gsize)(p - line->p);
}

/* An address of mail or of the web: it says nothing of numbers. */
static bool skip_address(struct line *line)
{
	gsize length = chunk_length(line);

	if (!memchr(line->p, '@', length) &&
	    g_ascii_strncasecmp(line->p, "www.", MIN(length, 4)) != 0 &&
	    !g_strstr_len(line->p, (gssize)length, "://"))
		return false;
	line->p += length;
	line->label = LABEL_NONE;
	line->others = 0;
	return true;
}

static void take_word(struct line *line)
{
	const char *start = line->p;
	char word[24];
	enum label label;

	if (skip_address(line))
		return;
	line->p = take_letters(start, line->end, word);
	label = label_of(word);
	/* "Tel/Fax: ..." is answered, too. */
	if (label == LABEL_FAX && line->label == LABEL_PHONE &&
	    start[-1] == '/')
		label = LABEL_PHONE;
	if (label != LABEL_NONE) {
		line->label = label;
		return;
	}
	if (parse_signer_has(line->signer, start, (gsize)(line->p - start)) ||
	    IS_ONE_OF(joining_words, word))
		return;
	line->label = LABEL_NONE;
	line->others++;
}

static bool starts_number(const struct line *line)
{
	const char *p = line->p;

	if (*p == '(')
		p++;
	if (p < line->end && *p == '+')
		p++;
	return p < line->end && g_ascii_isdigit(*p);
}

static void take(struct line *line)
{
	const char *p = line->p;
	enum label before = line->label;

	if (starts_number(line)) {
		take_number(line);
		if (is_joined(line))
			line->label = before;
	} else if (g_unichar_isalpha(g_utf8_get_char(p))) {
		take_word(line);
	} else {
		if (is_divider(*p) || (*p == ' ' && p[1] == ' '))
			line->others = 0;
		line->p = parse_next_char(p);
	}
}

/* Blanks and dashes of any sort are plain ones; bullets divide. */
static void flatten(const char *text, gsize length, GString *out)
{
	g_string_truncate(out, 0);
	for (const char *p = text; p < text + length && out->len < LINE_BYTES;
	     p = parse_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == 0x2022 || c == 0xb7 || c == 0x2502)
			g_string_append_c(out, '|');
		else if (c >= 0x2010 && c <= 0x2015)
			g_string_append_c(out, '-');
		else if (c != '\t' && g_unichar_isspace(c))
			g_string_append_c(out, ' ');
		else
			g_string_append_unichar(out, c);
	}
}

void parse_phones_read(const char *text, gsize length,
		       const struct parse_signer *signer,
		       struct parse_phones *out)
{
	g_autoptr(GString) flat = g_string_new(" ");
	const char *end = text + length;

	for (guint n = 0; text < end && n < LINES_READ; n++) {
		const char *newline = memchr(text, '\n', (gsize)(end - text));
		const char *stop = newline ? newline : end;
		struct line line = { .signer = signer, .out = out };

		flatten(text, (gsize)(stop - text), flat);
		/* There is always one before, to look back at. */
		g_string_prepend_c(flat, ' ');
		line.p = flat->str;
		line.end = flat->str + flat->len;
		while (line.p < line.end)
			take(&line);
		text = stop + 1;
	}
}
