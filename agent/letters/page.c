/* What each letter is made of. */
#include "agent/letters/page.h"

#include <string.h>

#include "agent/letters/mailto.h"
#include "agent/rules/local_day.h"
#include "agent/safe.h"

char *page_shorten(const char *text, guint columns)
{
	g_autofree char *line = safe_header(text);

	if (safe_width(line) <= columns)
		return g_steal_pointer(&line);
	return g_strchomp(safe_column(line, columns));
}

char *page_sentence(const char *text)
{
	g_autofree char *line = safe_header(text);
	char first[8] = "";
	const char *stop = "";

	if (*line == '\0')
		return g_strdup("");
	g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(line)), first);
	if (strchr(".!?", line[strlen(line) - 1]) == NULL)
		stop = ".";
	return g_strconcat(first, g_utf8_next_char(line), stop, NULL);
}

char *page_day(gint64 at, GTimeZone *zone)
{
	gint32 today = local_day(at, zone);
	gint32 year;
	guint month, day;

	local_day_to_date(today, &year, &month, &day);
	return g_strdup_printf("%s %u %s",
			       local_weekday_name(local_day_weekday(today)),
			       day, local_month_name(month));
}

/*
 * Text
 */

/* The length in bytes of what fits into a line, broken at a space. */
static gsize line_length(const char *text, guint columns)
{
	gsize length = safe_fit(text, columns);
	const char *space;

	if (text[length] == '\0' || text[length] == ' ')
		return length;
	space = g_strrstr_len(text, (gssize)length, " ");
	return space != NULL && space > text ? (gsize)(space - text) : length;
}

void page_wrap(GString *out, const char *safe, guint indent,
	       gboolean indent_first)
{
	gboolean indented = indent_first;
	g_autofree char *rest = NULL;

	while (*safe == ' ')
		safe++;
	while (*safe != '\0') {
		gsize length = line_length(safe, PAGE_COLUMNS - indent);

		if (indented)
			g_string_append_printf(out, "%*s", (int)indent, "");
		g_string_append_len(out, safe, (gssize)length);
		g_string_append_c(out, '\n');
		indented = TRUE;
		safe += length;
		if (*safe != ' ' && *safe != '\0') {
			/* Within a word: a line may begin as a link does. */
			char *again = safe_mail_text(safe);

			g_free(rest);
			safe = rest = again;
		}
		while (*safe == ' ')
			safe++;
	}
}

void page_text_section(GString *out, const char *title)
{
	g_string_append_printf(out, "\n\n%s\n", title);
}

/*
 * HTML
 */

static const char page_style[] =
    ":root { color-scheme: light dark; }\n"
    "body { margin: 0; padding: 28px 20px 48px; background: #ffffff;\n"
    "  color: #1f2529; font: 16px/1.5 -apple-system, \"Segoe UI\", Roboto,\n"
    "  Cantarell, \"Helvetica Neue\", Arial, sans-serif; }\n"
    ".letter { max-width: 600px; margin: 0 auto;\n"
    "  overflow-wrap: anywhere; }\n"
    "h1 { margin: 0; font-size: 24px; line-height: 1.25;\n"
    "  font-weight: 600; }\n"
    "h2 { margin: 30px 0 10px; font-size: 15px; font-weight: 600;\n"
    "  color: #2a6a5b; }\n"
    "p { margin: 0; }\n"
    "b { font-weight: 600; }\n"
    "a { color: #1f5f8b; }\n"
    ".item { padding: 14px 0 10px; border-top: 1px solid #e1e5e8; }\n"
    ".n, .soft, .quote, .from, .from a, .foot { color: #56626a; }\n"
    ".n { font-weight: 400; padding-right: 3px; }\n"
    ".from { margin: 3px 0 0; font-size: 14px; }\n"
    ".from a { text-decoration: none; }\n"
    ".acts { margin: 10px 0 0; font-size: 15px; }\n"
    ".acts a { display: inline-block; margin: 0 10px 8px 0;\n"
    "  padding: 7px 13px; border: 1px solid #c3cbd0;\n"
    "  border-radius: 8px; line-height: 22px; color: #1f2529;\n"
    "  text-decoration: none; }\n"
    ".acts .first { background: #2a6a5b; border-color: #2a6a5b;\n"
    "  color: #ffffff; }\n"
    ".also { display: inline-block; }\n"
    ".also a { padding: 8px 0; margin-right: 18px; border: 0;\n"
    "  color: #1f5f8b; }\n"
    ".foot { margin: 28px 0 0; padding: 14px 0 0; font-size: 14px;\n"
    "  border-top: 1px solid #e1e5e8; }\n"
    ".foot p { margin: 0 0 6px; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  body { background: #15191c; color: #e4e9ec; }\n"
    "  h2 { color: #7cc7b3; }\n"
    "  a { color: #8ec3ea; }\n"
    "  .item, .foot { border-color: #2f373d; }\n"
    "  .n, .soft, .quote, .from, .from a, .foot { color: #a0abb3; }\n"
    "  .acts a { border-color: #46525a; color: #e4e9ec; }\n"
    "  .acts .first { background: #24564b; border-color: #24564b;\n"
    "    color: #e8f5f1; }\n"
    "  .also a { color: #8ec3ea; }\n"
    "}\n";

void page_open(GString *out, const char *title, const char *heading,
	       const char *style)
{
	g_autofree char *safe_title = safe_html(title);
	g_autofree char *safe_heading = safe_html(heading);

	g_string_append_printf(
	    out,
	    "<!DOCTYPE html>\n"
	    "<html lang=\"en\">\n"
	    "<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" content=\"width=device-width, "
	    "initial-scale=1\">\n"
	    "<meta name=\"color-scheme\" content=\"light dark\">\n"
	    "<meta name=\"format-detection\" content=\"telephone=no, date=no, "
	    "address=no, email=no, url=no\">\n"
	    "<title>%s</title>\n"
	    "<style>\n%s%s</style>\n"
	    "</head>\n"
	    "<body>\n"
	    "<div class=\"letter\">\n"
	    "<h1>%s</h1>\n",
	    safe_title, page_style, style != NULL ? style : "", safe_heading);
}

void page_close(GString *out)
{
	g_string_append(out, "</div>\n</body>\n</html>\n");
}

void page_section(GString *out, const char *title)
{
	g_autofree char *safe_title = safe_html(title);

	g_string_append_printf(out, "<h2>%s</h2>\n", safe_title);
}

void page_link(GString *out, const char *class, const char *uri,
	       const char *label)
{
	g_autofree char *href = safe_html_attribute(uri);
	g_autofree char *text = safe_html_attribute(label);

	g_string_append(out, "<a");
	if (class != NULL)
		g_string_append_printf(out, " class=\"%s\"", class);
	g_string_append_printf(out, " href=\"%s\">%s</a>", href, text);
}

void page_address(GString *out, const char *address)
{
	const struct mailto mailto = { .to = address };
	g_autofree char *uri = mailto_uri(&mailto);
	g_autofree char *text = NULL;

	/* Our own link around it keeps a client from making another one. */
	if (uri != NULL) {
		page_link(out, NULL, uri, address);
		return;
	}
	text = safe_html(address);
	g_string_append(out, text);
}
