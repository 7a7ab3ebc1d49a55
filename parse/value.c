/* Structured header values: a token and its parameters. */
#include "parse/value.h"

#include <string.h>

#include "parse/private.h"

/* Pass blanks and comments; a comment that does not end takes the rest. */
static const char *skip_comments(const char *p)
{
	guint depth = 0;

	for (; *p; p++) {
		if (*p == '\\' && depth && p[1])
			p++;
		else if (*p == '(')
			depth++;
		else if (*p == ')' && depth)
			depth--;
		else if (!depth && !parse_is_blank(*p))
			break;
	}
	return p;
}

void parse_value_token(const char *value, char *out)
{
	const char *p = skip_comments(value);
	gsize n = 0;

	if (*p == '"')
		p++;
	while (*p && !parse_is_blank(*p) && !strchr(";(,\"", *p) &&
	       n < PARSE_TOKEN_MAX)
		out[n++] = g_ascii_tolower(*p++);
	out[n] = '\0';
}

/* Copy the value that starts at p, quoted or not; returns what is behind. */
static const char *read_param(const char *p, char *out)
{
	gsize n = 0;

	if (*p == '"') {
		for (p++; *p && *p != '"'; p++) {
			if (*p == '\\' && p[1])
				p++;
			if (n < PARSE_TOKEN_MAX)
				out[n++] = *p;
		}
		p += *p == '"';
	} else {
		for (; *p && *p != ';' && !parse_is_blank(*p); p++) {
			if (n < PARSE_TOKEN_MAX)
				out[n++] = *p;
		}
	}
	out[n] = '\0';
	return p;
}

static bool is_name(const char *start, const char *end, const char *name)
{
	gsize n = strlen(name);

	if ((gsize)(end - start) < n || g_ascii_strncasecmp(start, name, n))
		return false;
	start += n;
	return start == end ||
	       (start[0] == '*' && (start + 1 == end || start[1] == '0'));
}

bool parse_value_param(const char *value, const char *name, char *out)
{
	char ignored[PARSE_TOKEN_MAX + 1];
	const char *p = strchr(value, ';');

	while (p) {
		p = skip_comments(p + 1);
		const char *start = p;
		while (*p && *p != '=' && *p != ';')
			p++;
		const char *end = p;
		while (end > start && parse_is_blank(end[-1]))
			end--;
		if (*p == '=') {
			bool found = is_name(start, end, name);

			p = read_param(skip_comments(p + 1),
				       found ? out : ignored);
			if (found)
				return true;
		}
		p = strchr(p, ';');
	}
	out[0] = '\0';
	return false;
}
