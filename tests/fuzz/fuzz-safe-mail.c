/*
 * Any bytes on their way into a letter: nothing in it that a mail client would
 * make a link of, and HTML that says what the text says and has no element,
 * attribute or entity but ours.
 */
#include <stdint.h>

#include <libxml/HTMLparser.h>

#include "agent/safe.h"
#include "tests/fuzz/check-safe.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/*
 * As linkifiers look for links.  The top-level domains are some real ones: a
 * mere word behind a stop is a domain to nobody.
 */
static const char *const linked[] = {
	/* any scheme with an authority */
	"[a-z0-9]://",
	/* and those without */
	"(?<![a-z0-9])(?:mailto|javascript|data|tel|sms|file|https?|skype|sip"
	"|vbscript|ms-[a-z]+):\\S",
	/* hosts */
	"(?<![a-z0-9])www\\.[a-z0-9]",
	"[\\p{L}\\p{N}\\p{So}-]\\.(?:com|org|net|de|info|zip|xn--[a-z0-9]+)"
	"(?![a-z0-9])",
	"[\\p{L}\\p{N}]\\.(?:рф|भारत|中国|ไทย)(?![\\p{L}\\p{N}\\p{M}-])",
	"[a-z0-9][。．｡](?:com|org|net)(?![a-z0-9])(?![^\\x00-\\x7f])",
	"(?<![a-z0-9.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?![a-z0-9])",
	/* people */
	"[\\p{L}\\p{N}.!#$%&*+/=?^_`{|}~-]@[\\p{L}\\p{N}]",
	/* a share of Windows */
	"\\\\\\\\[a-z0-9]",
};

static void check_links(const char *text)
{
	static GRegex *patterns[G_N_ELEMENTS(linked)];

	for (gsize i = 0; i < G_N_ELEMENTS(linked); i++) {
		if (patterns[i] == NULL)
			patterns[i] =
			    g_regex_new(linked[i],
					(GRegexCompileFlags)(G_REGEX_CASELESS |
							     G_REGEX_OPTIMIZE),
					(GRegexMatchFlags)0, NULL);
		g_assert_nonnull(patterns[i]);
		if (g_regex_match(patterns[i], text, (GRegexMatchFlags)0, NULL))
			g_error("'%s' is linked by %s", text, linked[i]);
	}
}

static void check_escaped(const char *html)
{
	static const char *const entities[] = { "&amp;", "&lt;", "&gt;",
						"&quot;", "&#39;" };

	check_plain(html);
	for (; *html != '\0'; html++) {
		gboolean known = *html != '&';

		g_assert_true(strchr("<>\"'", *html) == NULL);
		for (gsize i = 0; i < G_N_ELEMENTS(entities); i++)
			known |= g_str_has_prefix(html, entities[i]);
		g_assert_true(known);
	}
}

/* What a browser makes of it: one element, the text, the attribute. */
static void check_parsed(const char *html, const char *attribute,
			 const char *text, const char *plain)
{
	g_autofree char *page = g_strdup_printf(
	    "<!DOCTYPE html><html><head><meta charset=\"utf-8\"></head>"
	    "<body><p title=\"%s\">%s</p></body></html>",
	    attribute, html);
	htmlDocPtr document = htmlReadMemory(
	    page, (int)strlen(page), NULL, "UTF-8",
	    HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET);
	xmlNodePtr p = xmlDocGetRootElement(document);
	xmlChar *title;

	g_assert_nonnull(p);
	p = xmlLastElementChild(p); /* body */
	g_assert_cmpstr((const char *)p->name, ==, "body");
	g_assert_cmpuint(xmlChildElementCount(p), ==, 1);
	p = xmlFirstElementChild(p);
	g_assert_cmpstr((const char *)p->name, ==, "p");
	g_assert_cmpuint(xmlChildElementCount(p), ==, 0);
	g_assert_nonnull(p->properties);
	g_assert_null(p->properties->next);
	if (*text == '\0')
		g_assert_null(p->children);
	else
		g_assert_cmpstr((const char *)p->children->content, ==, text);
	g_assert_true(p->children == NULL || p->children->next == NULL);
	title = xmlNodeListGetString(document, p->properties->children, 1);
	g_assert_cmpstr(title ? (const char *)title : "", ==, plain);
	xmlFree(title);
	xmlFreeDoc(document);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	g_autofree char *input = g_strndup((const char *)data, size);
	g_autofree char *plain = safe_terminal(input);
	g_autofree char *text = safe_mail_text(input);
	g_autofree char *again = safe_mail_text(text);
	g_autofree char *html = safe_html(input);
	g_autofree char *attribute = safe_html_attribute(input);

	check_plain(text);
	check_links(text);
	check_links(again);
	check_escaped(html);
	check_escaped(attribute);
	check_parsed(html, attribute, text, plain);
	return 0;
}
