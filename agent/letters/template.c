/* The text of a draft, from a template and values. */
#include "agent/letters/template.h"

#include <string.h>

#include "agent/error.h"
#include "agent/safe.h"

#define COLUMNS 72

const struct placeholder_entry placeholders[N_PLACEHOLDERS] = {
	[PLACEHOLDER_FIRST_NAME] = { "first-name", "there",
				     "their first name" },
	[PLACEHOLDER_NAME] = { "name", "", "their name" },
	[PLACEHOLDER_COMPANY] = { "company", "your company",
				  "their organisation" },
	[PLACEHOLDER_SUBJECT] = { "subject", "",
				  "what the conversation is about" },
	[PLACEHOLDER_DATE] = { "date", "a while ago",
			       "the day of its last mail, \"16 November\"" },
	[PLACEHOLDER_DAYS] = { "days", "some", "how many days that is ago" },
	[PLACEHOLDER_ASK] = { "ask", "",
			      "your own question that they have not "
			      "answered" },
	[PLACEHOLDER_MY_NAME] = { "my-name", "", "your name" },
};

/* Where one is in a template. */
struct filling {
	const char *file;
	const char *const *values;
	guint line;
	gboolean ask;
};

void template_letter_clear(struct template_letter *letter)
{
	g_clear_pointer(&letter->subject, g_free);
	g_clear_pointer(&letter->body, g_free);
}

static char *list_names(void)
{
	GString *names = g_string_new(NULL);

	for (guint i = 0; i < N_PLACEHOLDERS; i++)
		g_string_append_printf(names, "%s%s", i ? ", " : "",
				       placeholders[i].name);
	return g_string_free(names, FALSE);
}

static gboolean refuse(const struct filling *filling, GError **error,
		       const char *format, ...) G_GNUC_PRINTF(3, 4);

static gboolean refuse(const struct filling *filling, GError **error,
		       const char *format, ...)
{
	g_autofree char *what = NULL;
	va_list arguments;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG, "'%s' line %u: %s",
		    filling->file, filling->line, what);
	return FALSE;
}

/* What stands between the braces, [text, text + length). */
static gboolean fill_one(struct filling *filling, const char *text,
			 gsize length, GString *out, GError **error)
{
	g_autofree char *inside = g_strndup(text, length);
	char *bar = strchr(inside, '|');
	g_autofree char *names = NULL;
	g_autofree char *value = NULL;

	if (bar)
		*bar++ = '\0';
	g_strstrip(inside);
	for (guint i = 0; i < N_PLACEHOLDERS; i++) {
		if (g_ascii_strcasecmp(placeholders[i].name, inside) != 0)
			continue;
		filling->ask |= i == PLACEHOLDER_ASK;
		value = safe_header(filling->values[i]);
		if (*value)
			g_string_append(out, value);
		else
			g_string_append(out,
					bar ? bar : placeholders[i].otherwise);
		return TRUE;
	}
	names = list_names();
	return refuse(filling, error,
		      "there is no placeholder '{%s}'; there are %s, and {{ "
		      "for a brace",
		      inside, names);
}

/* A line of the template, without its end. */
static gboolean fill_line(struct filling *filling, const char *text,
			  gsize length, GString *out, GError **error)
{
	const char *end = text + length;

	for (const char *p = text; p < end; p++) {
		const char *close;

		if ((*p == '{' || *p == '}') && p + 1 < end && p[1] == *p) {
			g_string_append_c(out, *p++);
			continue;
		}
		if (*p == '}')
			return refuse(filling, error,
				      "'}' without '{'; write }} for a brace");
		if (*p != '{') {
			g_string_append_c(out, *p);
			continue;
		}
		close = memchr(p, '}', (gsize)(end - p));
		if (!close || memchr(p + 1, '{', (gsize)(close - p - 1)))
			return refuse(filling, error,
				      "'{' without '}'; write {{ for a brace");
		if (!fill_one(filling, p + 1, (gsize)(close - p - 1), out,
			      error))
			return FALSE;
		p = close;
	}
	return TRUE;
}

static gboolean check(struct filling *filling, const char *text, gsize length,
		      GError **error)
{
	if (length > TEMPLATE_MAX) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s' is too large for a template; keep it below "
			    "%u KB",
			    filling->file, TEMPLATE_MAX >> 10);
		return FALSE;
	}
	if (memchr(text, '\0', length) ||
	    !g_utf8_validate(text, (gssize)length, NULL)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_CONFIG,
			    "'%s' is no text in UTF-8; save it as such",
			    filling->file);
		return FALSE;
	}
	return TRUE;
}

static void put_line(GString *body, const char *line)
{
	g_autofree char *valid = g_utf8_make_valid(line, -1);
	g_autofree char *wrapped = NULL;

	g_strchomp(valid);
	/* Blank lines at the beginning are of the subject. */
	if (body->len == 0 && !*valid)
		return;
	wrapped = safe_wrap(valid, COLUMNS, 0);
	g_string_append_printf(body, "%s\n", wrapped);
}

static gboolean fill_all(struct filling *filling, const char *text,
			 gsize length, struct template_letter *letter,
			 GError **error)
{
	static const char subject[] = "subject:";
	const char *end = text + length;
	g_autoptr(GString) body = g_string_new(NULL);

	while (text < end) {
		const char *stop = memchr(text, '\n', (gsize)(end - text));
		gsize n = (gsize)((stop ? stop : end) - text);
		g_autoptr(GString) line = g_string_new(NULL);

		filling->line++;
		if (!fill_line(filling, text, n, line, error))
			return FALSE;
		if (filling->line == 1 &&
		    !g_ascii_strncasecmp(text, subject, strlen(subject)))
			letter->subject =
			    safe_header(line->str + strlen(subject));
		else
			put_line(body, line->str);
		text += n + 1;
	}
	while (body->len > 1 && g_str_has_suffix(body->str, "\n\n"))
		g_string_truncate(body, body->len - 1);
	letter->body = g_string_free(g_steal_pointer(&body), FALSE);
	return TRUE;
}

gboolean template_fill(const char *file, const char *text, gsize length,
		       const char *const values[N_PLACEHOLDERS],
		       struct template_letter *letter_out, GError **error)
{
	struct filling filling = { .file = file, .values = values };
	g_auto(template_letter) letter = { NULL, NULL, FALSE };

	if (!check(&filling, text, length, error) ||
	    !fill_all(&filling, text, length, &letter, error))
		return FALSE;
	letter_out->subject =
	    letter.subject ? g_steal_pointer(&letter.subject) : g_strdup("");
	letter_out->body = g_steal_pointer(&letter.body);
	letter_out->ask = filling.ask;
	return TRUE;
}

const char *template_find_filler(const char *text, guint *line_out)
{
	static const char *const fillers[] = {
		"touching base", "touch base",	"checking in",
		"circling back", "circle back",
	};
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *lower = g_ascii_strdown(valid, -1);

	for (gsize i = 0; i < G_N_ELEMENTS(fillers); i++) {
		const char *at = strstr(lower, fillers[i]);

		if (!at)
			continue;
		*line_out = 1;
		for (const char *p = lower; p < at; p++)
			*line_out += *p == '\n';
		return fillers[i];
	}
	return NULL;
}

static gboolean is_title(const char *word)
{
	static const char *const titles[] = {
		"dr",	"dr.", "prof", "prof.", "mr",	      "mr.", "mrs",
		"mrs.", "ms",  "ms.",  "ing.",	"dipl.-ing.", "sir",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(titles); i++)
		if (!g_ascii_strcasecmp(word, titles[i]))
			return TRUE;
	return FALSE;
}

/* Letters, and what stands between those of one name. */
static gboolean is_name(const char *word)
{
	glong letters = 0;

	for (const char *p = word; *p; p = g_utf8_find_next_char(p, NULL)) {
		gunichar c = g_utf8_get_char(p);

		if (g_unichar_isalpha(c))
			letters++;
		else if (!g_unichar_ismark(c) && c != '-' && c != '\'' &&
			 c != 0x2019)
			return FALSE;
	}
	return letters > 1;
}

char *template_first_name(const char *name)
{
	g_autofree char *safe = safe_header(name);
	const char *comma = strchr(safe, ',');
	g_auto(GStrv) words = g_strsplit(comma ? comma + 1 : safe, " ", -1);

	for (char **word = words; *word; word++) {
		if (!**word || is_title(*word))
			continue;
		return g_strdup(is_name(*word) ? *word : "");
	}
	return g_strdup("");
}
