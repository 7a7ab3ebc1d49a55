/* Prefilled mailto: URIs. */
#include "agent/letters/mailto.h"

#include <string.h>

#include "agent/letters/answer.h"
#include "agent/safe.h"

static gboolean is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

/* name= of a mailto: URI, after ? or & as it must be. */
static void append_name(GString *uri, const char *name)
{
	g_string_append_c(uri, strchr(uri->str, '?') == NULL ? '?' : '&');
	g_string_append_printf(uri, "%s=", name);
}

static void append_field(GString *uri, const char *name, const char *value)
{
	g_autofree char *part = safe_mailto_part(value);

	append_name(uri, name);
	g_string_append(uri, part);
}

/* Section 5: lines of a body are parted by CRLF, and by nothing less. */
static void append_body(GString *uri, const char *body)
{
	g_auto(GStrv) lines = g_strsplit(body, "\n", -1);

	append_name(uri, "body");
	for (guint i = 0; lines[i] != NULL; i++) {
		g_autofree char *part = safe_mailto_part(lines[i]);

		g_string_append_printf(uri, "%s%s", i > 0 ? "%0D%0A" : "",
				       part);
	}
}

char *mailto_uri(const struct mailto *mailto)
{
	g_autoptr(GString) uri = NULL;
	g_autofree char *to = NULL;

	if (!safe_is_address(mailto->to))
		return NULL;
	to = safe_mailto_part(mailto->to);
	uri = g_string_new("mailto:");
	g_string_append(uri, to);
	if (!is_empty(mailto->subject))
		append_field(uri, "subject", mailto->subject);
	if (!is_empty(mailto->in_reply_to)) {
		g_autofree char *id =
		    g_strdup_printf("<%s>", mailto->in_reply_to);

		append_field(uri, "In-Reply-To", id);
	}
	if (!is_empty(mailto->body))
		append_body(uri, mailto->body);
	return g_string_free(g_steal_pointer(&uri), FALSE);
}

/* What follows a prefix of an answer, as clients of some tongues write it. */
static const char *after_answer(const char *subject)
{
	static const char *const prefixes[] = { "re", "aw",   "sv",
						"vs", "antw", "ref" };

	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++) {
		gsize length = strlen(prefixes[i]);
		const char *p = subject + length;

		if (g_ascii_strncasecmp(subject, prefixes[i], length) != 0)
			continue;
		/* "Re[2]:" counts; "Re :" is French typography. */
		if (*p == '[') {
			p += 1 + strspn(p + 1, "0123456789");
			if (*p != ']')
				continue;
			p++;
		}
		p += strspn(p, " ");
		if (*p == ':')
			return p + 1 + strspn(p + 1, " ");
	}
	return NULL;
}

char *mailto_answer_subject(const char *subject)
{
	g_autofree char *line = safe_header(subject);
	const char *base = line, *next;

	while ((next = after_answer(base)) != NULL)
		base = next;
	if (*line == '\0')
		return g_strdup("");
	return g_strdup_printf("Re: %s", base);
}

char *mailto_command(const struct mailto_letter *letter, const char *commands)
{
	g_autofree char *subject = mailto_answer_subject(letter->subject);
	g_autofree char *token =
	    is_empty(letter->mid) ? NULL : answer_token(letter->mid);
	g_autofree char *body = token == NULL
				    ? g_strdup(commands)
				    : g_strdup_printf("%s %s", commands, token);
	const struct mailto mailto = {
		.to = letter->to,
		.subject = subject,
		.in_reply_to = letter->mid,
		.body = body,
	};

	return mailto_uri(&mailto);
}
