/* The one place that text from mail passes on its way to a person. */
#include "agent/safe.h"

#include <string.h>

/* Marks that stack on one character: real scripts need three or four. */
#define MOST_MARKS 6

/* RFC 5321 section 4.5.3.1.3, without the angle brackets. */
#define ADDRESS_MAX 254

/* g_utf8_next_char() without its cast, which drops const. */
static const char *next_char(const char *p)
{
	return p + g_utf8_skip[(guchar)*p];
}

struct range {
	gunichar first, last;
};

static gboolean in_ranges(gunichar c, const struct range *ranges, gsize n)
{
	for (gsize i = 0; i < n; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return TRUE;
	return FALSE;
}

/* What moves a cursor or ends a line. */
static gboolean is_control(gunichar c)
{
	static const struct range controls[] = {
		{ 0x00, 0x1f },
		{ 0x7f, 0x9f },
		{ 0x2028, 0x2029 },
	};

	return in_ranges(c, controls, G_N_ELEMENTS(controls));
}

/*
 * Format characters that are seen: signs of Arabic, Syriac and Kaithi that
 * stand before a number.  All others show nothing, or turn around what stands
 * beside them.
 */
static gboolean is_sign(gunichar c)
{
	static const struct range signs[] = {
		{ 0x600, 0x605 },     { 0x6dd, 0x6dd }, { 0x70f, 0x70f },
		{ 0x890, 0x891 },     { 0x8e2, 0x8e2 }, { 0x110bd, 0x110bd },
		{ 0x110cd, 0x110cd },
	};

	return in_ranges(c, signs, G_N_ELEMENTS(signs));
}

static gboolean is_joiner(gunichar c)
{
	return c == 0x200c || c == 0x200d;
}

/* "As text" and "as a picture": the only two selectors that people type. */
static gboolean is_selector(gunichar c)
{
	return c == 0xfe0e || c == 0xfe0f;
}

/* What shows nothing, wherever it stands. */
static gboolean is_hidden(gunichar c)
{
	/* Those that are no format characters by their class. */
	static const struct range hidden[] = {
		{ 0x34f, 0x34f },   { 0x115f, 0x1160 },	  { 0x17b4, 0x17b5 },
		{ 0x180b, 0x180f }, { 0x2065, 0x2065 },	  { 0x3164, 0x3164 },
		{ 0xfdd0, 0xfdef }, { 0xfe00, 0xfe0d },	  { 0xffa0, 0xffa0 },
		{ 0xfff0, 0xfffb }, { 0xe0000, 0xe0fff },
	};

	if (g_unichar_type(c) == G_UNICODE_FORMAT)
		return !is_sign(c) && !is_joiner(c);
	return in_ranges(c, hidden, G_N_ELEMENTS(hidden)) ||
	       (c & 0xfffe) == 0xfffe;
}

/* The blank of Braille is a symbol by its class. */
static gboolean is_blank(gunichar c)
{
	return c == 0x2800 || g_unichar_isspace(c);
}

static gboolean is_zero_width(gunichar c)
{
	return g_unichar_iszerowidth(c) && !is_sign(c);
}

/* Some take a column, and stand on another character all the same. */
static gboolean is_mark(gunichar c)
{
	return is_zero_width(c) || g_unichar_ismark(c);
}

/* Scripts whose letters change with a joiner behind them. */
static gboolean script_joins(gunichar c)
{
	switch ((int)g_unichar_get_script(c)) {
	case G_UNICODE_SCRIPT_ARABIC:
	case G_UNICODE_SCRIPT_BENGALI:
	case G_UNICODE_SCRIPT_DEVANAGARI:
	case G_UNICODE_SCRIPT_GUJARATI:
	case G_UNICODE_SCRIPT_GURMUKHI:
	case G_UNICODE_SCRIPT_KANNADA:
	case G_UNICODE_SCRIPT_KHMER:
	case G_UNICODE_SCRIPT_MALAYALAM:
	case G_UNICODE_SCRIPT_MONGOLIAN:
	case G_UNICODE_SCRIPT_MYANMAR:
	case G_UNICODE_SCRIPT_ORIYA:
	case G_UNICODE_SCRIPT_SINHALA:
	case G_UNICODE_SCRIPT_SYRIAC:
	case G_UNICODE_SCRIPT_TAMIL:
	case G_UNICODE_SCRIPT_TELUGU:
		return TRUE;
	default:
		return FALSE;
	}
}

static gboolean is_picture(gunichar c)
{
	switch ((int)g_unichar_type(c)) {
	case G_UNICODE_OTHER_SYMBOL:
	case G_UNICODE_MATH_SYMBOL:
	case G_UNICODE_MODIFIER_SYMBOL: /* the colour of a skin */
		return c >= 0x80;
	default:
		return FALSE;
	}
}

/* Has this joiner or selector, behind `before`, anything to do? */
static gboolean is_needed(gunichar c, gunichar before)
{
	if (is_selector(c))
		return is_picture(before) ||
		       (before < 0x80
			    ? before > 0 && strchr("0123456789#*", (int)before)
			    : before >= 0x2000 && g_unichar_ispunct(before));
	return script_joins(before) ||
	       (c == 0x200d && (is_picture(before) || before == 0xfe0f));
}

static GString *clean(const char *text)
{
	g_autofree char *valid = NULL;
	GString *out;
	gunichar before = 0; /* what was appended last */
	guint marks = 0;

	if (text == NULL)
		return g_string_new("");
	valid = g_utf8_make_valid(text, -1);
	out = g_string_sized_new(strlen(valid));
	for (const char *p = valid; *p != '\0'; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (is_hidden(c))
			continue;
		if ((is_joiner(c) || is_selector(c)) && !is_needed(c, before))
			continue;
		if (is_control(c) || c == 0x2800)
			c = ' ';
		marks = is_mark(c) ? marks + 1 : 0;
		/* One with nothing to stand on would mark what is ours. */
		if (marks > MOST_MARKS ||
		    (marks > 0 && (before == 0 || is_blank(before))))
			continue;
		g_string_append_unichar(out, c);
		before = c;
	}
	return out;
}

char *safe_terminal(const char *text)
{
	return g_string_free(clean(text), FALSE);
}

static guint columns(gunichar c)
{
	if (is_zero_width(c))
		return 0;
	return g_unichar_iswide(c) ? 2 : 1;
}

guint safe_width(const char *safe)
{
	guint width = 0;

	for (; *safe != '\0'; safe = next_char(safe))
		width += columns(g_utf8_get_char(safe));
	return width;
}

gsize safe_fit(const char *safe, guint width)
{
	const char *p = safe;
	guint used = 0;

	for (; *p != '\0'; p = next_char(p)) {
		used += columns(g_utf8_get_char(p));
		if (used > width)
			break;
	}
	return (gsize)(p - safe);
}

/* Where to break a text of which `fits` bytes fit. */
static gsize break_at(const char *safe, gsize fits)
{
	const char *p = safe + fits;
	gsize at = fits;

	while (at > 0 && safe[at] != ' ')
		at--;
	if (at > 0)
		return at;
	/* Not between a character and its marks, if that can be. */
	while (p > safe && is_mark(g_utf8_get_char(p)))
		p = g_utf8_find_prev_char(safe, p);
	if (p != NULL && p > safe)
		return (gsize)(p - safe);
	/* One character at the least, however narrow it is. */
	p = safe;
	do
		p = next_char(p);
	while (*p != '\0' && is_mark(g_utf8_get_char(p)));
	return (gsize)(p - safe);
}

char *safe_wrap(const char *safe, guint width, guint indent)
{
	GString *out = g_string_new(NULL);

	while (safe[safe_fit(safe, width)] != '\0') {
		gsize fits = break_at(safe, safe_fit(safe, width));
		const char *rest = safe + fits + strspn(safe + fits, " ");

		while (fits > 1 && safe[fits - 1] == ' ')
			fits--;
		g_string_append_len(out, safe, (gssize)fits);
		if (*rest != '\0')
			g_string_append_printf(out, "\n%*s", (int)indent, "");
		safe = rest;
	}
	g_string_append(out, safe);
	return g_string_free(out, FALSE);
}

char *safe_column(const char *text, guint width)
{
	GString *out = clean(text);
	guint used = safe_width(out->str);

	if (used > width) {
		g_string_truncate(
		    out, safe_fit(out->str, width > 0 ? width - 1 : 0));
		if (width > 0)
			g_string_append(out, "…");
		used = safe_width(out->str);
	}
	for (; used < width; used++)
		g_string_append_c(out, ' ');
	return g_string_free(out, FALSE);
}

/*
 * Links.  Mail clients make them of whatever looks like one, also in escaped
 * HTML and in plain text, so what looks like one is spelt otherwise.
 */

/*
 * What may stand in a host's name: letters, digits and marks of any script,
 * and pictures, of which there are such names.
 */
static gboolean is_label_char(gunichar c)
{
	if (c < 0x80)
		return c == '-' || g_ascii_isalnum((char)c);
	return is_joiner(c) || (!g_unichar_isspace(c) &&
				(is_picture(c) || !g_unichar_ispunct(c)));
}

/* Bytes of the dot that begins at p, 0: it is none. */
static gsize dot_length(const char *p)
{
	/* Ideographic, full-width and half-width; browsers take them all. */
	static const char *const dots[] = { ".", "。", "．", "｡" };

	for (gsize i = 0; i < G_N_ELEMENTS(dots); i++)
		if (g_str_has_prefix(p, dots[i]))
			return strlen(dots[i]);
	return 0;
}

/* Last labels that name a sort of file and no domain. */
static gboolean is_file_ending(const char *label, gsize length)
{
	static const char *const endings[] = {
		"csv", "doc",  "docx", "eml",  "gif", "htm", "html",
		"ics", "jpeg", "jpg",  "js",   "odp", "ods", "odt",
		"pdf", "png",  "ppt",  "pptx", "rtf", "tif", "tiff",
		"txt", "vcf",  "xls",  "xlsx", "xml",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
		if (strlen(endings[i]) == length &&
		    g_ascii_strncasecmp(endings[i], label, length) == 0)
			return TRUE;
	return FALSE;
}

/*
 * Two letters and more, or an IDN in its ASCII form; what follows ASCII
 * letters may be no part of it to a client: "example.org-x".  `ascii`: nothing
 * else will do, since sentences of other scripts end with such a dot too.
 */
static gboolean is_top_label(const char *label, const char *end, gboolean ascii)
{
	const char *p = label;
	guint n = 0;

	if (end - label > 4 && g_ascii_strncasecmp(label, "xn--", 4) == 0)
		return TRUE;
	while (p < end && g_ascii_isalpha(*p))
		p++;
	if (p == end)
		return p - label >= 2;
	if (ascii)
		return p - label >= 2 && *p == '-';
	if (p - label >= 2 && !g_ascii_isdigit(*p))
		return TRUE;
	for (p = label; p < end; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c < 0x80 ? !g_ascii_isalpha((char)c) : g_unichar_isdigit(c))
			return FALSE;
		n += !g_unichar_ismark(c);
	}
	return n >= 2;
}

/* 10.0.0.1 is a host as well, whatever parts it from what is around it. */
static gboolean begins_with_ip_address(const char *p, const char *end)
{
	for (guint i = 0; i < 4; i++) {
		guint digits = 0;

		if (i > 0 && (p == end || *p++ != '.'))
			return FALSE;
		for (; p < end && g_ascii_isdigit(*p); p++)
			digits++;
		if (digits < 1 || digits > 3)
			return FALSE;
	}
	return p == end || !g_ascii_isalnum(*p);
}

/* The end of a run of labels and single dots that begins at start. */
static const char *find_host_end(const char *start)
{
	const char *p = start, *end = start;

	while (*p != '\0') {
		gsize dot = dot_length(p);

		if (dot == 0 && is_label_char(g_utf8_get_char(p))) {
			p = next_char(p);
			end = p;
		} else if (dot > 0 && p == end && p > start) {
			p += dot;
		} else {
			break;
		}
	}
	return end;
}

/* Would a client link this label, which begins behind a dot? */
static gboolean links(const char *label, const char *end, gboolean ascii)
{
	const char *p = label;

	while (p < end && dot_length(p) == 0)
		p = next_char(p);
	return is_top_label(label, p, ascii) &&
	       !(p == end && is_file_ending(label, (gsize)(end - label)));
}

static gboolean is_www(const char *p, const char *end)
{
	return end - p > 4 && g_ascii_strncasecmp(p, "www.", 4) == 0;
}

/* `mail`: an "@" stands before it. */
static gboolean is_host(const char *host, const char *end, gboolean mail)
{
	for (const char *p = host; p < end; p = next_char(p)) {
		gsize dot = dot_length(p);
		gboolean begins = p == host || !g_ascii_isalnum(p[-1]);

		if (begins &&
		    (begins_with_ip_address(p, end) || is_www(p, end)))
			return TRUE;
		if (dot > 0 && (mail || links(p + dot, end, dot > 1)))
			return TRUE;
	}
	return FALSE;
}

static void append_host(GString *out, const char *host, const char *end,
			gboolean mail)
{
	gboolean link = is_host(host, end, mail);

	for (const char *p = host; p < end; p = next_char(p)) {
		gsize dot = dot_length(p);

		if (link && dot > 0)
			g_string_append_printf(out, "[%.*s]", (int)dot, p);
		else
			g_string_append_len(out, p, next_char(p) - p);
	}
}

static gboolean ends_with_scheme(const char *start, const char *end)
{
	/* Of those whose "//" may be missing. */
	static const char *const schemes[] = {
		"about",      "callto",	     "cid",    "data",	 "facetime",
		"file",	      "ftp",	     "geo",    "http",	 "https",
		"im",	      "imap",	     "intent", "irc",	 "jabber",
		"javascript", "ldap",	     "magnet", "mailto", "maps",
		"market",     "mid",	     "news",   "nntp",	 "search-ms",
		"sip",	      "sips",	     "skype",  "sms",	 "smsto",
		"ssh",	      "steam",	     "tel",    "tg",	 "urn",
		"vbscript",   "view-source", "viber",  "webcal", "whatsapp",
		"xmpp",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
		gssize length = (gssize)strlen(schemes[i]);
		const char *scheme = end - length;

		if (end - start >= length &&
		    g_ascii_strncasecmp(scheme, schemes[i], (gsize)length) ==
			0 &&
		    (scheme == start || !g_ascii_isalnum(scheme[-1])))
			return TRUE;
	}
	return FALSE;
}

/* ms-word:, ms-windows-store: and so on. */
static gboolean ends_with_ms(const char *start, const char *end)
{
	for (const char *p = end; p > start; p--) {
		if (!g_ascii_isalnum(p[-1]) && p[-1] != '-')
			break;
		if (g_ascii_strncasecmp(p - 1, "ms-", 3) == 0 &&
		    (p - 1 == start || !g_ascii_isalnum(p[-2])))
			return TRUE;
	}
	return FALSE;
}

/* Does a link's scheme end with the colon at p? */
static gboolean is_scheme_colon(const char *start, const char *p)
{
	if (p == start)
		return FALSE;
	if (g_str_has_prefix(p, "://"))
		return TRUE;
	if (p[1] == '\0' || g_unichar_isspace(g_utf8_get_char(p + 1)))
		return FALSE;
	return ends_with_scheme(start, p) || ends_with_ms(start, p);
}

/* Between two words: ann@acme, but not "meet @8". */
static gboolean is_mail_at(const char *start, const char *p)
{
	const char *before = p > start ? g_utf8_find_prev_char(start, p) : NULL;

	return before != NULL &&
	       (is_label_char(g_utf8_get_char(before)) ||
		strchr(".!#$%&*+/=?^_`{|}~", *before) != NULL) &&
	       is_label_char(g_utf8_get_char(p + 1));
}

static GString *without_links(const char *text)
{
	g_autoptr(GString) in = clean(text);
	GString *out = g_string_sized_new(in->len);
	const char *p = in->str;
	gboolean mail = FALSE;

	while (*p != '\0') {
		const char *next = find_host_end(p);

		if (next > p) {
			append_host(out, p, next, mail);
			mail = FALSE;
			p = next;
			continue;
		}
		mail = *p == '@' && is_mail_at(in->str, p);
		next = next_char(p);
		if (mail || (*p == ':' && is_scheme_colon(in->str, p))) {
			g_string_append_printf(out, "[%c]", *p);
		} else if (g_str_has_prefix(p, "\\\\")) {
			/* \\server\share is opened by some. */
			g_string_append(out, "[\\]");
		} else {
			g_string_append_len(out, p, next - p);
		}
		p = next;
	}
	return out;
}

char *safe_mail_text(const char *text)
{
	return g_string_free(without_links(text), FALSE);
}

static char *with_entities(const char *text)
{
	GString *out = g_string_sized_new(strlen(text));

	for (; *text != '\0'; text++) {
		switch (*text) {
		case '&':
			g_string_append(out, "&amp;");
			break;
		case '<':
			g_string_append(out, "&lt;");
			break;
		case '>':
			g_string_append(out, "&gt;");
			break;
		case '"':
			g_string_append(out, "&quot;");
			break;
		case '\'':
			g_string_append(out, "&#39;");
			break;
		default:
			g_string_append_c(out, *text);
		}
	}
	return g_string_free(out, FALSE);
}

char *safe_html(const char *text)
{
	g_autoptr(GString) unlinked = without_links(text);

	return with_entities(unlinked->str);
}

char *safe_html_attribute(const char *text)
{
	g_autoptr(GString) cleaned = clean(text);

	return with_entities(cleaned->str);
}

/*
 * Would a spreadsheet compute what begins here?  It looks past spaces, some
 * past quotes, and takes the full-width signs as well.
 */
static gboolean is_formula(const char *text)
{
	while (is_blank(g_utf8_get_char(text)) ||
	       (*text != '\0' && strchr("\"'`", *text) != NULL))
		text = next_char(text);
	switch (g_utf8_get_char(text)) {
	case '=':
	case '+':
	case '-':
	case '@':
	case 0x2212: /* minus */
	case 0xff1d:
	case 0xff0b:
	case 0xff0d:
	case 0xff20:
		return TRUE;
	default:
		return FALSE;
	}
}

/*
 * Where a comma is the decimal point, a spreadsheet parts cells at semicolons,
 * and then our quotes do not hold what is behind one.
 */
char *safe_csv(const char *text)
{
	g_autoptr(GString) in = clean(text);
	GString *cell = g_string_new("\"");

	if (is_formula(in->str))
		g_string_append_c(cell, '\'');
	for (const char *p = in->str; *p != '\0'; p++) {
		g_string_append_c(cell, *p);
		if (*p == '"')
			g_string_append_c(cell, '"');
		else if (*p == ';' && is_formula(p + 1))
			g_string_append_c(cell, '\'');
	}
	g_string_append_c(cell, '"');
	return g_string_free(cell, FALSE);
}

char *safe_header(const char *text)
{
	g_autoptr(GString) in = clean(text);
	GString *out = g_string_sized_new(in->len);
	guint n = 0;
	gboolean space = FALSE;

	for (const char *p = in->str; *p != '\0'; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isspace(c)) {
			space = n > 0;
			continue;
		}
		/*
		 * "=?utf-8?q?=0D=0A?=" in plain sight is no encoded word, and
		 * must not become one: a composer leaves ASCII as it is.
		 */
		if (c == '?' && !space && g_str_has_suffix(out->str, "="))
			space = TRUE;
		if (n + space + 1 > SAFE_HEADER_CHARS)
			break;
		if (space)
			g_string_append_c(out, ' ');
		g_string_append_unichar(out, c);
		n += space + 1;
		space = FALSE;
	}
	return g_string_free(out, FALSE);
}

/* Labels between single dots. */
static gboolean is_domain(const char *domain)
{
	gunichar before = '.';

	for (const char *p = domain; *p != '\0'; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (c == '.' ? before == '.'
			     : !g_unichar_isalnum(c) && c != '-' && c != '_')
			return FALSE;
		before = c;
	}
	return before != '.';
}

/* Nothing in it is hidden or changed. */
static gboolean is_clean(const char *text)
{
	g_autoptr(GString) cleaned = clean(text);

	return g_str_equal(cleaned->str, text);
}

gboolean safe_is_address(const char *address)
{
	const char *at;

	if (address == NULL || strlen(address) > ADDRESS_MAX ||
	    !is_clean(address))
		return FALSE;
	at = strchr(address, '@');
	if (at == NULL || at == address || *address == '-' ||
	    !is_domain(at + 1))
		return FALSE;
	for (const char *p = address; p < at; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (is_www(p, at) || (!g_unichar_isalnum(c) &&
				      (c >= 0x80 || strchr("!#$&'*+-=^_`{|}~.",
							   (int)c) == NULL)))
			return FALSE;
	}
	return TRUE;
}

char *safe_mailto_part(const char *text)
{
	g_autoptr(GString) cleaned = clean(text);

	return g_uri_escape_string(cleaned->str, "@", FALSE);
}
