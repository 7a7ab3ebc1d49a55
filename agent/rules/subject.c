/* Strip "Re:" in its many spellings. */
#include "agent/rules/subject.h"

#include <string.h>

/* Longer ones are no tags of lists. */
#define TAG_MAX 40

/* Nobody forwards what was forwarded more often. */
#define WRAPS_MAX 8

/* In lower case, as g_utf8_strdown makes it; accents as they are written. */
static const char *const prefixes[] = {
	"re",	"aw",	      "antw", "antwort", "sv",	 "vs",	    "vl",
	"fw",	"fwd",	      "wg",   "tr",	 "rv",	 "rif",	    "r",
	"i",	"enc",	      "res",  "odp",	 "pd",	 "ynt",	    "ilt",
	"vá",	"továbbítás", "ref",  "rép",	 "réf",	 "doorst",  "vb",
	"blt",	"bls",	      "απ",   "σχετ",	 "πρθ",	 "ha",	    "na",
	"回复", "答复",	      "回覆", "转发",	 "轉寄", "返信",    "転送",
	"회신", "전달",	      "отв",  "на",	 "пер",	 "ответ",   "fs",
	"atb",	"yt",	      "trs",  "rsp",	 "mfwd", "videres", "hl",
	"fwrd", "reply",      "تر",   "رد",
};

static void trim(GString *text)
{
	gsize blanks = strspn(text->str, " ");

	g_string_erase(text, 0, (gssize)blanks);
	while (text->len && text->str[text->len - 1] == ' ')
		g_string_truncate(text, text->len - 1);
}

/* The same of what is ASCII; FALSE: it is not. */
static gboolean tidy_ascii(const char *subject, GString *out)
{
	gboolean space = FALSE;

	for (const char *p = subject; *p; p++) {
		if ((guchar)*p >= 0x80)
			return FALSE;
		if (*p <= ' ' || *p == 0x7f) {
			space = TRUE;
			continue;
		}
		if (space && out->len)
			g_string_append_c(out, ' ');
		space = FALSE;
		g_string_append_c(out, g_ascii_tolower(*p));
	}
	return TRUE;
}

/* Lower case, one space between words. */
static void tidy(const char *subject, GString *out)
{
	g_autofree char *down = NULL;
	gboolean space = FALSE;

	g_string_truncate(out, 0);
	if (tidy_ascii(subject, out))
		return;
	g_string_truncate(out, 0);
	down = g_utf8_strdown(subject, -1);
	for (const char *p = down; *p; p += g_utf8_skip[(guchar)*p]) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isspace(c) || g_unichar_iscntrl(c)) {
			space = TRUE;
			continue;
		}
		if (space && out->len)
			g_string_append_c(out, ' ');
		space = FALSE;
		g_string_append_unichar(out, c);
	}
}

/* "[2]", "(2)", "^2", "*2" and blanks; what is behind them. */
static const char *skip_count(const char *p)
{
	p += strspn(p, " ");
	if (*p && strchr("[(^*", *p)) {
		gsize digits = strspn(p + 1, "0123456789");

		if (digits) {
			p += 1 + digits;
			p += *p == ']' || *p == ')';
		}
	}
	return p + strspn(p, " ");
}

/* The bytes of a prefix with its colon, 0: there is none. */
static gsize find_prefix(const char *text)
{
	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		const char *p;

		if (*text != *prefixes[i] ||
		    !g_str_has_prefix(text, prefixes[i]))
			continue;
		p = skip_count(text + strlen(prefixes[i]));
		if (*p == ':')
			return (gsize)(p + 1 - text);
		if (g_str_has_prefix(p, "："))
			return (gsize)(p - text) + strlen("：");
	}
	return 0;
}

/* The bytes of a [tag] that is not all of the subject. */
static gsize find_tag(const char *text)
{
	const char *end;

	if (*text != '[' || g_str_has_prefix(text, "[fwd:"))
		return 0;
	end = strpbrk(text + 1, "[]");
	if (!end || *end != ']' || end - text > TAG_MAX || end == text + 1)
		return 0;
	return end[1 + strspn(end + 1, " ")] ? (gsize)(end + 1 - text) : 0;
}

/* "[fwd: soup]" */
static gboolean cut_wrapped(GString *text)
{
	if (!g_str_has_prefix(text->str, "[fwd:") ||
	    text->str[text->len - 1] != ']')
		return FALSE;
	g_string_truncate(text, text->len - 1);
	g_string_erase(text, 0, (gssize)strlen("[fwd:"));
	return TRUE;
}

static void strip_once(GString *text, GString *list, gboolean *reply_out)
{
	gsize n, at = 0;

	/* By offset: a hostile subject is nothing but prefixes. */
	for (;;) {
		at += strspn(text->str + at, " ");
		if ((n = find_prefix(text->str + at))) {
			*reply_out = TRUE;
		} else if ((n = find_tag(text->str + at))) {
			if (!list->len)
				g_string_append_len(list, text->str + at,
						    (gssize)n);
		} else {
			break;
		}
		at += n;
	}
	g_string_erase(text, 0, (gssize)at);
	trim(text);
	if (g_str_has_suffix(text->str, "(fwd)")) {
		g_string_truncate(text, text->len - strlen("(fwd)"));
		*reply_out = TRUE;
		trim(text);
	}
}

/* What stands in "[fwd: ...]" is stripped too. */
static void strip(GString *text, GString *list, gboolean *reply_out)
{
	strip_once(text, list, reply_out);
	for (guint i = 0; i < WRAPS_MAX && cut_wrapped(text); i++) {
		*reply_out = TRUE;
		strip_once(text, list, reply_out);
	}
}

/* "salad (was: re: soup)" becomes "re: soup". */
static gboolean go_back(GString *text)
{
	static const char *const marks[] = { "(was:", "[was:", "(was ",
					     "[was " };

	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
		const char *at = strstr(text->str, marks[i]);

		if (!at || !at[strlen(marks[i])])
			continue;
		g_string_erase(text, 0,
			       (gssize)(at - text->str) +
				   (gssize)strlen(marks[i]));
		trim(text);
		if (text->len && strchr(")]", text->str[text->len - 1]))
			g_string_truncate(text, text->len - 1);
		return text->len > 0;
	}
	return FALSE;
}

void subject_read(const char *subject, GString *base_out, GString *list_out,
		  gboolean *reply_out)
{
	*reply_out = FALSE;
	g_string_truncate(list_out, 0);
	tidy(subject, base_out);
	strip(base_out, list_out, reply_out);
	if (go_back(base_out)) {
		*reply_out = TRUE;
		strip(base_out, list_out, reply_out);
	}
}

/* Those of the prefixes that send on. */
static gboolean sends_on(const char *text)
{
	static const char *const words[] = {
		"fw",	"fwd", "wg",	 "tr",	       "rv",
		"i",	"enc", "pd",	 "ilt",	       "vl",
		"vb",	"fs",  "doorst", "trs",	       "mfwd",
		"fwrd", "πρθ", "转发",	 "轉寄",       "転送",
		"전달", "пер", "تر",	 "továbbítás", "videres",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		gsize n = strlen(words[i]);

		if (g_str_has_prefix(text, words[i]) &&
		    (strchr(" :[(^*", text[n]) ||
		     g_str_has_prefix(text + n, "：")))
			return TRUE;
	}
	return FALSE;
}

char *subject_answer(const char *subject)
{
	g_autofree char *valid = g_utf8_make_valid(subject, -1);
	const char *rest = g_strstrip(valid);

	for (;;) {
		g_autofree char *down = g_utf8_strdown(rest, -1);
		gsize n = find_prefix(down);

		if (!n || sends_on(down))
			break;
		/* In other letters it may have another length. */
		rest = g_utf8_offset_to_pointer(rest,
						g_utf8_strlen(down, (gssize)n));
		rest += strspn(rest, " ");
	}
	return g_strchomp(g_strconcat("Re: ", rest, NULL));
}
