/* Read an Authentication-Results field. RFC 8601 section 2.2. */
#include "agent/letters/auth_results.h"

#include <string.h>

/* Comments stand in comments; nobody means so many. */
#define DEEPEST 16

struct reader {
	const char *p;
	gboolean broken;
};

/* Comments may hold ";" and "dmarc=pass": they are passed over whole. */
static void skip_comment(struct reader *reader)
{
	guint depth = 0;

	do {
		switch (*reader->p) {
		case '\0':
			reader->broken = TRUE;
			return;
		case '\\':
			reader->p += reader->p[1] != '\0';
			break;
		case '(':
			depth++;
			break;
		case ')':
			depth--;
			break;
		}
		reader->p++;
	} while (depth > 0 && depth <= DEEPEST);
	reader->broken |= depth > 0;
}

static void skip_blanks(struct reader *reader)
{
	while (!reader->broken && *reader->p) {
		if (g_ascii_isspace(*reader->p))
			reader->p++;
		else if (*reader->p == '(')
			skip_comment(reader);
		else
			return;
	}
}

static void read_quoted(struct reader *reader, GString *out)
{
	for (reader->p++; *reader->p != '"'; reader->p++) {
		if (*reader->p == '\\')
			reader->p++;
		if (*reader->p == '\0') {
			reader->broken = TRUE;
			return;
		}
		g_string_append_c(out, *reader->p);
	}
	reader->p++;
}

/*
 * Up to one of `ends`, or a quoted string, in lower case; empty where there is
 * none.
 */
static void read_until(struct reader *reader, const char *ends, GString *out)
{
	g_string_truncate(out, 0);
	skip_blanks(reader);
	if (*reader->p == '"') {
		read_quoted(reader, out);
	} else {
		gsize n = strcspn(reader->p, ends);

		g_string_append_len(out, reader->p, (gssize)n);
		reader->p += n;
	}
	g_string_ascii_down(out);
	skip_blanks(reader);
}

static void read_word(struct reader *reader, GString *out)
{
	read_until(reader, " \t\r\n()\";=", out);
}

/* Signatures end in "=", and few servers quote them. */
static void read_value(struct reader *reader, GString *out)
{
	read_until(reader, " \t\r\n()\";", out);
}

static gboolean take(struct reader *reader, char c)
{
	skip_blanks(reader);
	if (*reader->p != c)
		return FALSE;
	reader->p++;
	return TRUE;
}

/* What follows the authserv-id: a version, of which there is the first. */
static gboolean read_head(struct reader *reader, const char *server,
			  GString *word)
{
	read_word(reader, word);
	if (word->len == 0 || g_ascii_strcasecmp(word->str, server) != 0)
		return FALSE;
	read_word(reader, word);
	return word->len == 0 || g_str_equal(word->str, "1");
}

struct result {
	gboolean dmarc, pass;
	char *from, *signer; /* header.from, header.d; NULL: not there */
};

static void clear(struct result *result)
{
	g_clear_pointer(&result->from, g_free);
	g_clear_pointer(&result->signer, g_free);
}

/* Twice the same property is no way to say one thing. */
static void set_once(struct reader *reader, char **property, const char *value)
{
	reader->broken |= *property != NULL;
	if (*property == NULL)
		*property = g_strdup(value);
}

/* "dmarc=pass (comment) reason=... header.from=example.org" up to its ";". */
static void read_result(struct reader *reader, GString *word,
			struct result *result)
{
	g_autoptr(GString) value = g_string_new(NULL);
	gboolean first = TRUE;

	*result = (struct result){ .dmarc = FALSE };
	for (; !reader->broken; first = FALSE) {
		read_word(reader, word);
		if (word->len == 0)
			break;
		if (!take(reader, '=')) {
			/* "none": there is no result at all. */
			reader->broken |= !first || strcmp(word->str, "none");
			break;
		}
		read_value(reader, value);
		reader->broken |= value->len == 0;
		if (first) {
			/* The method may have a version: "dmarc/1". */
			result->dmarc = g_str_equal(word->str, "dmarc") ||
					g_str_equal(word->str, "dmarc/1");
			result->pass = g_str_equal(value->str, "pass");
		} else if (g_str_equal(word->str, "header.from")) {
			set_once(reader, &result->from, value->str);
		} else if (g_str_equal(word->str, "header.d")) {
			set_once(reader, &result->signer, value->str);
		}
	}
}

static gboolean is_below(const char *domain, const char *parent)
{
	gsize n = strlen(domain), m = strlen(parent);

	return n > m && m > 0 && domain[n - m - 1] == '.' &&
	       g_str_equal(domain + n - m, parent);
}

static gboolean holds(const struct result *result, const char *address)
{
	const char *domain = strrchr(address, '@');
	const char *from = result->from;

	if (!result->pass || from == NULL || domain == NULL)
		return FALSE;
	if (strchr(from, '@') ? !g_str_equal(from, address)
			      : !g_str_equal(from, domain + 1))
		return FALSE;
	return result->signer == NULL ||
	       g_str_equal(result->signer, domain + 1) ||
	       is_below(result->signer, domain + 1) ||
	       is_below(domain + 1, result->signer);
}

gboolean auth_results_pass(const char *field, const char *server,
			   const char *address)
{
	struct reader reader = { field, FALSE };
	g_autoptr(GString) word = g_string_new(NULL);
	g_autofree char *lower = g_ascii_strdown(address, -1);
	gboolean believed = FALSE;
	guint n_dmarc = 0;

	if (*server == '\0' || strlen(field) >= AUTH_RESULTS_MAX ||
	    !read_head(&reader, server, word))
		return FALSE;
	while (!reader.broken && take(&reader, ';')) {
		struct result result;

		read_result(&reader, word, &result);
		if (result.dmarc) {
			n_dmarc++;
			believed = holds(&result, lower);
		}
		clear(&result);
	}
	return believed && n_dmarc == 1 && !reader.broken && *reader.p == '\0';
}
