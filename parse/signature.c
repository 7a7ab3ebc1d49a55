/* Where an author signs, by their own name or below "-- ". */
#include "config.h"

#include "parse/signature.h"

#include <string.h>

#include "parse/day_words.h"
#include "parse/newtext_private.h"
#include "parse/private.h"

/* A signature has no more lines with something in them. */
#define LINES_MAX 12
/* "Best regards, Ann Lee": a line that signs is no longer. */
#define SIGNING_WORDS_MAX 5

/* The next word at or after `p`, before `end`; NULL for none. */
static const char *next_word(const char *p, const char *end, gsize *length_out)
{
	const char *start;

	while (p < end && !g_unichar_isalnum(g_utf8_get_char(p)))
		p = parse_next_char(p);
	start = p;
	while (p < end && g_unichar_isalnum(g_utf8_get_char(p)))
		p = parse_next_char(p);
	*length_out = (gsize)(p - start);
	return p > start ? start : NULL;
}

/* False for what is too long for a name. */
static bool fold(const char *word, gsize length, char out[32])
{
	gsize n = 0;

	for (const char *p = word; p < word + length; p = parse_next_char(p)) {
		gunichar c = parse_day_fold(g_utf8_get_char(p));

		if (n + 7 > 32)
			return false;
		n += (gsize)g_unichar_to_utf8(
		    c ? c : g_unichar_tolower(g_utf8_get_char(p)), out + n);
	}
	out[n] = '\0';
	return n > 0;
}

static void add_words(struct parse_signer *signer, const char *text,
		      const char *end)
{
	gsize length;

	for (const char *word = next_word(text, end, &length);
	     word && signer->n < PARSE_SIGNER_WORDS_MAX;
	     word = next_word(word + length, end, &length)) {
		char *out = signer->words[signer->n];

		if (fold(word, length, out) && g_utf8_strlen(out, -1) >= 3 &&
		    !g_ascii_isdigit(*out))
			signer->n++;
	}
}

void parse_signer_init(struct parse_signer *signer, const char *name,
		       const char *address)
{
	*signer = (struct parse_signer){ .n = 0 };
	/* A name that is an address tells no more than the address does. */
	if (!strchr(name, '@'))
		add_words(signer, name, name + strlen(name));
	add_words(signer, address, address + strcspn(address, "@"));
}

bool parse_signer_has(const struct parse_signer *signer, const char *word,
		      gsize length)
{
	char folded[32];

	if (!fold(word, length, folded))
		return false;
	for (guint i = 0; i < signer->n; i++)
		if (!strcmp(signer->words[i], folded))
			return true;
	return false;
}

static bool is_blank(const char *line, const char *end)
{
	while (line < end && g_ascii_isspace(*line))
		line++;
	return line == end;
}

/* Words of the name in a line short enough to sign; 0 for none. */
static guint count_signing(const struct parse_signer *signer, const char *line,
			   const char *end)
{
	guint words = 0, own = 0;
	gsize length;

	if (memchr(line, '?', (gsize)(end - line)))
		return 0;
	for (const char *word = next_word(line, end, &length); word;
	     word = next_word(word + length, end, &length)) {
		if (++words > SIGNING_WORDS_MAX)
			return 0;
		own += parse_signer_has(signer, word, length);
	}
	return own;
}

static bool ends_with(const char *line, const char *end, char c)
{
	while (end > line && g_ascii_isspace(end[-1]))
		end--;
	return end > line && end[-1] == c;
}

gsize parse_signature_find(const char *text, const struct parse_signer *signer)
{
	gsize length = strlen(text), found = length;
	const char *end = text + length;

	for (guint n = 0; end > text && n < LINES_MAX;) {
		const char *newline = memrchr(text, '\n', (gsize)(end - text));
		const char *line = newline ? newline + 1 : text;
		guint own = count_signing(signer, line, end);

		n += !is_blank(line, end);
		/* "Ann," above a text is whom it is for. */
		if (own && (newline || (own > 1 && !ends_with(line, end, ','))))
			found = (gsize)(line - text);
		end = newline ? newline : text;
	}
	return found;
}

static const char *end_of_line(const char *line)
{
	return line + strcspn(line, "\n");
}

/* Behind the lines of `whole` that the new text is made of. */
static const char *skip_new_text(const char *whole, const char *new_text)
{
	const char *line = whole, *wanted = new_text, *behind = whole;

	while (*line && *wanted) {
		const char *end = end_of_line(line);
		const char *wanted_end = end_of_line(wanted);
		gsize length = (gsize)(wanted_end - wanted);

		if (length == (gsize)(end - line) &&
		    !memcmp(line, wanted, length)) {
			behind = *end ? end + 1 : end;
			wanted = *wanted_end ? wanted_end + 1 : wanted_end;
		}
		line = *end ? end + 1 : end;
	}
	return *wanted ? NULL : behind;
}

static bool is_dashes(const char *line, const char *end)
{
	struct newtext_span span = { line, (gsize)(end - line) };

	return (span.length == 2 || (span.length == 3 && end[-1] == ' ')) &&
	       !memcmp(line, "--", 2);
}

/* Where somebody else's words begin. */
static bool is_foreign(const char *line, const char *end)
{
	struct newtext_span span = { line, (gsize)(end - line) };

	return (span.length && *line == '>') || newtext_is_original(span) ||
	       newtext_label(span) == NEWTEXT_LABEL_FROM ||
	       newtext_find_wrote(span) || newtext_is_quoting(span);
}

bool parse_signature_behind(const char *whole, const char *new_text,
			    const struct parse_signer *signer,
			    const char **start_out, gsize *length_out)
{
	const char *line = skip_new_text(whole, new_text);
	bool signed_ = false;
	guint n = 0;

	if (!line)
		return false;
	while (*line == '\n')
		line++;
	if (is_dashes(line, end_of_line(line))) {
		signed_ = true;
		line = end_of_line(line);
		line += *line == '\n';
	}
	*start_out = line;
	while (*line && n < LINES_MAX) {
		const char *end = end_of_line(line);

		if (is_foreign(line, end))
			break;
		if (!is_blank(line, end) && !n++ &&
		    !count_signing(signer, line, end) && !signed_)
			return false;
		line = *end ? end + 1 : end;
	}
	*length_out = (gsize)(line - *start_out);
	return n > 0;
}
