/* The one place that text from mail passes on its way to a person. */
#include "agent/safe.h"

#include <string.h>

/* Marks that stack on one character: real scripts need three or four. */
#define MOST_MARKS 6

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
 * What shows nothing, or turns around what stands beside it.  The two
 * joiners U+200C and U+200D are left out: Persian and emoji need them.
 */
static gboolean is_hidden(gunichar c)
{
	static const struct range hidden[] = {
		{ 0xad, 0xad },	      { 0x34f, 0x34f },	  { 0x61c, 0x61c },
		{ 0x115f, 0x1160 },   { 0x17b4, 0x17b5 }, { 0x180b, 0x180f },
		{ 0x200b, 0x200b },   { 0x200e, 0x200f }, { 0x202a, 0x202e },
		{ 0x2060, 0x206f },   { 0x3164, 0x3164 }, { 0xfdd0, 0xfdef },
		{ 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 }, { 0xfff0, 0xfffb },
		{ 0xe0000, 0xe0fff },
	};

	return in_ranges(c, hidden, G_N_ELEMENTS(hidden)) ||
	       (c & 0xfffe) == 0xfffe;
}

static GString *clean(const char *text)
{
	g_autofree char *valid = NULL;
	GString *out;
	guint marks = 0;

	if (text == NULL)
		return g_string_new("");
	valid = g_utf8_make_valid(text, -1);
	out = g_string_sized_new(strlen(valid));
	for (const char *p = valid; *p != '\0'; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (is_hidden(c))
			continue;
		marks = g_unichar_iszerowidth(c) ? marks + 1 : 0;
		if (marks <= MOST_MARKS)
			g_string_append_unichar(out, is_control(c) ? ' ' : c);
	}
	return out;
}

char *safe_terminal(const char *text)
{
	return g_string_free(clean(text), FALSE);
}

static guint columns(gunichar c)
{
	if (g_unichar_iszerowidth(c))
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
	gsize at = fits;

	while (at > 0 && safe[at] != ' ')
		at--;
	if (at > 0)
		return at;
	/* One character at the least, however narrow it is. */
	return fits > 0 ? fits : (gsize)(next_char(safe) - safe);
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

static gboolean is_label_char(gunichar c)
{
	return c == '-' || g_unichar_isalnum(c);
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

/* Two letters and more, or an IDN in its ASCII form. */
static gboolean is_top_label(const char *label, const char *end)
{
	guint n = 0;

	if (end - label > 4 && g_ascii_strncasecmp(label, "xn--", 4) == 0)
		return TRUE;
	for (const char *p = label; p < end; p = next_char(p), n++)
		if (!g_unichar_isalpha(g_utf8_get_char(p)))
			return FALSE;
	return n >= 2 && !is_file_ending(label, (gsize)(end - label));
}

/* The end of a run of labels and single dots that begins at start. */
static const char *find_host_end(const char *start)
{
	const char *p = start, *end = start;

	while (*p != '\0') {
		if (is_label_char(g_utf8_get_char(p))) {
			p = next_char(p);
			end = p;
		} else if (*p == '.' && p == end && p > start) {
			p++;
		} else {
			break;
		}
	}
	return end;
}

static void append_host(GString *out, const char *host, const char *end)
{
	const char *last_dot = g_strrstr_len(host, end - host, ".");
	gboolean link =
	    last_dot != NULL && (is_top_label(last_dot + 1, end) ||
				 g_ascii_strncasecmp(host, "www.", 4) == 0);

	for (const char *p = host; p < end; p++) {
		if (link && *p == '.')
			g_string_append(out, "[.]");
		else
			g_string_append_c(out, *p);
	}
}

/* Does a link's scheme end with the colon at p? */
static gboolean is_scheme_colon(const char *start, const char *p)
{
	static const char *const schemes[] = {
		"callto", "data", "javascript", "magnet", "mailto",
		"news",	  "sip",  "sms",	"tel",	  "xmpp",
	};

	if (p > start && strncmp(p, "://", 3) == 0)
		return TRUE;
	for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++) {
		gssize length = (gssize)strlen(schemes[i]);

		if (p - start >= length &&
		    g_ascii_strncasecmp(p - length, schemes[i],
					(gsize)length) == 0)
			return TRUE;
	}
	return FALSE;
}

static GString *without_links(const char *text)
{
	g_autoptr(GString) in = clean(text);
	GString *out = g_string_sized_new(in->len);
	const char *p = in->str;

	while (*p != '\0') {
		const char *next = find_host_end(p);

		if (next > p) {
			append_host(out, p, next);
			p = next;
			continue;
		}
		next = next_char(p);
		if (*p == ':' && is_scheme_colon(in->str, p))
			g_string_append(out, "[:]");
		else
			g_string_append_len(out, p, next - p);
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

/* Spreadsheets look past spaces, and take the full-width signs as well. */
static gboolean is_formula(const char *text)
{
	while (g_unichar_isspace(g_utf8_get_char(text)))
		text = next_char(text);
	switch (g_utf8_get_char(text)) {
	case '=':
	case '+':
	case '-':
	case '@':
	case 0xff1d:
	case 0xff0b:
	case 0xff0d:
	case 0xff20:
		return TRUE;
	default:
		return FALSE;
	}
}

char *safe_csv(const char *text)
{
	g_autoptr(GString) cell = clean(text);

	if (is_formula(cell->str))
		g_string_prepend_c(cell, '\'');
	g_string_replace(cell, "\"", "\"\"", 0);
	g_string_prepend_c(cell, '"');
	g_string_append_c(cell, '"');
	return g_string_free(g_steal_pointer(&cell), FALSE);
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

gboolean safe_is_address(const char *address)
{
	const char *at;

	if (address == NULL || !g_utf8_validate(address, -1, NULL))
		return FALSE;
	at = strchr(address, '@');
	if (at == NULL || at == address || at[1] == '\0' ||
	    strchr(at + 1, '@') != NULL)
		return FALSE;
	for (const char *p = address; *p != '\0'; p = next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_isalnum(c) &&
		    (c >= 0x80 || strchr("!#$&'*+-=^_`{|}~.@", (int)c) == NULL))
			return FALSE;
	}
	return TRUE;
}

char *safe_mailto_part(const char *text)
{
	g_autoptr(GString) cleaned = clean(text);

	return g_uri_escape_string(cleaned->str, "@", FALSE);
}
