/*
 * HTML as lines of text, with what containers of quotes say about them.
 *
 * libxml2's parser tells of elements and text one after the other (SAX): no
 * tree is built, so nothing here or there goes deep.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <string.h>

#include "parse/newtext.h"
#include "parse/newtext_private.h"

struct walk {
	GString *out;	/* lines, with marks */
	guint depth;	/* of elements that are open */
	guint hidden;	/* depth + 1 of the outermost unseen one, or 0 */
	guint quoted;	/* the same of a quote */
	guint named;	/* the same of a signature */
	guint pre;	/* the same of preformatted text */
	guint cells;	/* tables that are open */
	guint loose;	/* depth + 1 of a bare blockquote that closed */
	gsize loose_at; /* where its text starts */
	gsize loose_end;
	bool bare;	/* the quote that is open is such */
	bool line_open; /* the line has a mark and text already */
	bool blank;	/* a blank is due before the next word */
};

/* Elements that stand on lines of their own. */
static bool is_block(const char *name)
{
	static const char *const blocks[] = {
		"address", "article",  "blockquote", "body",  "br",
		"caption", "center",   "dd",	     "div",   "dl",
		"dt",	   "fieldset", "footer",     "form",  "h1",
		"h2",	   "h3",       "h4",	     "h5",    "h6",
		"header",  "hr",       "li",	     "ol",    "p",
		"pre",	   "section",  "table",	     "tbody", "tfoot",
		"thead",   "title",    "tr",	     "ul",
	};

	for (guint i = 0; i < G_N_ELEMENTS(blocks); i++) {
		if (!strcmp(name, blocks[i]))
			return true;
	}
	return false;
}

static bool is_unseen(const char *name)
{
	return !strcmp(name, "script") || !strcmp(name, "style") ||
	       !strcmp(name, "head") || !strcmp(name, "title") ||
	       !strcmp(name, "object") || !strcmp(name, "template") ||
	       !strcmp(name, "select") || !strcmp(name, "textarea");
}

static const char *get(const xmlChar **attributes, const char *name)
{
	for (guint i = 0; attributes && attributes[i]; i += 2) {
		if (!strcmp((const char *)attributes[i], name))
			return attributes[i + 1]
				   ? (const char *)attributes[i + 1]
				   : "";
	}
	return "";
}

/* Is the word among those of the value?  Outlook puts "x_" before all. */
static bool has_word(const char *value, const char *word)
{
	gsize n = strlen(word);

	for (const char *p = value; (p = strstr(p, word)); p += n) {
		const char *from = p;

		if (from - value >= 2 && from[-1] == '_' && from[-2] == 'x')
			from -= 2;
		if ((from == value || g_ascii_isspace(from[-1])) &&
		    (!p[n] || g_ascii_isspace(p[n])))
			return true;
	}
	return false;
}

static bool has_any(const char *value, const char *const *words)
{
	for (; *value && *words; words++) {
		if (has_word(value, *words))
			return true;
	}
	return false;
}

static bool has_style(const char *style, const char *name, const char *value)
{
	const char *p =
	    *style ? newtext_find((struct newtext_span){ style, strlen(style) },
				  name)
		   : NULL;

	if (!p)
		return false;
	p += strlen(name);
	while (*p == ' ' || *p == ':')
		p++;
	return !g_ascii_strncasecmp(p, value, strlen(value));
}

/*
 * A blockquote is a quote, save where an editor's indent key or the layout of
 * a table made it.
 */
static bool is_quote(const struct walk *walk, const char *name,
		     const xmlChar **attributes)
{
	static const char *const classes[] = {
		"moz-cite-prefix",
		"yahoo_quoted",
		"protonmail_quote",
		"zmail_extra",
		"front-blockquote",
		"quoted-text",
		"OutlookMessageHeader",
		"tutanota_quote",
		"mailspring-quote",
		"nylas-quote",
		"ms-outlook-mobile-reference-message",
		"cse_quote",
		"freshdesk_quote",
		"sh-quoted-content",
		"history_container",
		"moz-forward-container",
		"WM_QUOTE",
		NULL,
	};
	static const char *const ids[] = {

		"isReplyContent", "oriMsgHtmlSeperator", "reply-intro",
		"yahoo_quoted",	  "replyBlockquote",	 NULL,
	};
	const char *class = get(attributes, "class");
	const char *marker = get(attributes, "data-marker");

	if (has_any(class, classes) || has_any(get(attributes, "id"), ids) ||
	    has_word(get(attributes, "name"), "messageReplySection") ||
	    !strcmp(marker, "__QUOTED_TEXT__") ||
	    !strcmp(marker, "__HEADERS__"))
		return true;
	if (strcmp(name, "blockquote") != 0)
		return false;

	const char *style = get(attributes, "style");
	if (*get(attributes, "type") || *get(attributes, "cite"))
		return true;
	if (has_word(class, "gmail_quote"))
		return strstr(style, "border-left");
	if (has_style(style, "border", "none") ||
	    has_style(style, "border", "0"))
		return false;
	return *class || *style || !walk->cells;
}

/* What stands below these was there before the answer. */
static bool is_cut(const xmlChar **attributes)
{
	static const char *const ids[] = {
		"divRplyFwdMsg",
		"OLK_SRC_BODY_SECTION",
		"appendonsend",
		"mail-editor-reference-message-container",
		NULL,
	};

	return has_any(get(attributes, "id"), ids);
}

static bool is_named(const char *name, const xmlChar **attributes)
{
	static const char *const classes[] = {
		"gmail_signature",
		"moz-signature",
		"protonmail_signature_block",
		"tutanota_signature",
		"front-signature",
		"sh-signature",
		"email-signature",
		NULL,
	};
	static const char *const ids[] = {
		"AppleMailSignature",
		"Signature",
		"ms-outlook-mobile-signature",
		"mail-app-auto-default-signature",
		"composer_signature",
		NULL,
	};

	return !strcmp(name, "signature") ||
	       has_word(get(attributes, "name"), "messageSignatureSection") ||
	       has_any(get(attributes, "class"), classes) ||
	       has_any(get(attributes, "id"), ids);
}

/*
 * No mailer leaves a blockquote without any attribute between the text of one
 * element: more likely the author indented these lines.
 */
static void loosen(struct walk *walk)
{
	for (gsize i = walk->loose_at; i < walk->loose_end; i++) {
		if (walk->out->str[i] == NEWTEXT_BARE)
			walk->out->str[i] = NEWTEXT_LOOSE;
	}
	walk->loose = 0;
}

static void open_line(struct walk *walk)
{
	if (walk->line_open)
		return;
	if (walk->loose && !walk->quoted)
		loosen(walk);
	if (walk->quoted)
		g_string_append_c(walk->out,
				  walk->bare ? NEWTEXT_BARE : NEWTEXT_QUOTED);
	else if (walk->named)
		g_string_append_c(walk->out, NEWTEXT_NAMED);
	walk->line_open = true;
	walk->blank = false;
}

static void end_line(struct walk *walk, bool force)
{
	if (walk->line_open || force)
		g_string_append_c(walk->out, '\n');
	walk->line_open = false;
	walk->blank = false;
}

static void start_element(void *data, const xmlChar *raw,
			  const xmlChar **attributes)
{
	struct walk *walk = data;
	const char *name = (const char *)raw;

	walk->depth++;
	if (walk->hidden)
		return;
	const char *style = get(attributes, "style");
	if (is_unseen(name) || has_style(style, "display", "none") ||
	    has_style(style, "visibility", "hidden")) {
		walk->hidden = walk->depth;
		return;
	}
	if (is_block(name)) {
		end_line(walk, !strcmp(name, "br"));
		if (!strcmp(name, "p"))
			end_line(walk, true);
	} else if (!strcmp(name, "td") || !strcmp(name, "th")) {
		walk->blank = walk->line_open;
	}
	if (!strcmp(name, "table"))
		walk->cells++;
	if (!walk->pre && !strcmp(name, "pre"))
		walk->pre = walk->depth;
	if (!walk->quoted && is_quote(walk, name, attributes)) {
		end_line(walk, false);
		walk->quoted = walk->depth;
		walk->bare = !attributes || !attributes[0];
		walk->loose = 0;
		walk->loose_at = walk->out->len;
	} else if (!walk->quoted && !walk->named &&
		   is_named(name, attributes)) {
		end_line(walk, false);
		walk->named = walk->depth;
	}
	if (is_cut(attributes)) {
		end_line(walk, false);
		g_string_append_c(walk->out, NEWTEXT_CUT);
		g_string_append_c(walk->out, '\n');
	}
	if (!strcmp(name, "hr"))
		end_line(walk, true);
}

static void end_element(void *data, const xmlChar *raw)
{
	struct walk *walk = data;
	const char *name = (const char *)raw;

	if (!walk->hidden && is_block(name) && strcmp(name, "br") != 0)
		end_line(walk, false);
	if (!walk->hidden && !strcmp(name, "table") && walk->cells)
		walk->cells--;
	if (walk->hidden == walk->depth)
		walk->hidden = 0;
	if (walk->pre == walk->depth)
		walk->pre = 0;
	if (walk->loose == walk->depth)
		walk->loose = 0;
	if (walk->quoted == walk->depth) {
		end_line(walk, false);
		walk->quoted = 0;
		walk->loose = walk->bare ? walk->depth - 1 : 0;
		walk->loose_end = walk->out->len;
	}
	if (walk->named == walk->depth) {
		end_line(walk, false);
		walk->named = 0;
	}
	if (walk->depth)
		walk->depth--;
}

static void add_text(void *data, const xmlChar *raw, int length)
{
	struct walk *walk = data;
	const char *text = (const char *)raw;

	if (walk->hidden)
		return;
	for (int i = 0; i < length; i++) {
		char c = text[i];

		if (walk->pre && c == '\n') {
			end_line(walk, true);
			continue;
		}
		if (c == '\r')
			c = ' ';
		if ((guchar)c == 0xc2 && i + 1 < length &&
		    (guchar)text[i + 1] == 0xa0) {
			i++;
			c = ' ';
		}
		if (c == '\n' || c == '\t' || c == '\f' || c == ' ') {
			if (walk->pre && walk->line_open)
				g_string_append_c(walk->out, ' ');
			else
				walk->blank = walk->line_open;
			continue;
		}
		if ((guchar)c < 0x20)
			continue;
		if (length - i >= 3 && newtext_skip_unseen(text + i)) {
			i += 2;
			continue;
		}
		bool due = walk->blank && walk->line_open;
		open_line(walk);
		if (due)
			g_string_append_c(walk->out, ' ');
		walk->blank = false;
		g_string_append_c(walk->out, c);
	}
}

static void read_html(const char *html, gsize length, GString *out)
{
	static xmlSAXHandler handler = {
		.startElement = start_element,
		.endElement = end_element,
		.characters = add_text,
		.ignorableWhitespace = add_text,
	};
	struct walk walk = { .out = out };
	htmlParserCtxtPtr context;

	if (!length)
		return;
	context = htmlCreateMemoryParserCtxt(html, (int)length);
	if (!context)
		return;
	if (context->sax)
		*context->sax = handler;
	context->userData = &walk;
	htmlCtxtUseOptions(context, HTML_PARSE_RECOVER | HTML_PARSE_NONET |
					HTML_PARSE_NOERROR |
					HTML_PARSE_NOWARNING |
					HTML_PARSE_IGNORE_ENC);
	/* Otherwise it would look for a charset, and open its tables. */
	xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8);
	htmlParseDocument(context);
	if (context->myDoc)
		xmlFreeDoc(context->myDoc);
	htmlFreeParserCtxt(context);
}

/* "</=" and its like open a comment up to ">", as browsers see it. */
static void drop_bogus(const char *html, gsize length, GString *out)
{
	const char *end = html + length, *p = html;

	while (p < end) {
		const char *less = memchr(p, '<', (gsize)(end - p));
		const char *stop = less ? less : end;

		g_string_append_len(out, p, stop - p);
		if (!less)
			break;
		p = less + 1;
		if (end - less > 2 && less[1] == '/' &&
		    !g_ascii_isalpha(less[2])) {
			p = memchr(less, '>', (gsize)(end - less));
			p = p ? p + 1 : end;
			continue;
		}
		g_string_append_c(out, '<');
	}
}

/* Without the marks, for those who want all of it. */
static void copy_unmarked(const GString *marked, GString *out)
{
	g_string_truncate(out, 0);
	for (gsize i = 0; i < marked->len; i++) {
		if ((guchar)marked->str[i] > NEWTEXT_LAST)
			g_string_append_c(out, marked->str[i]);
	}
}

void parse_newtext_html(const char *html, gsize length, GString *whole_out,
			GString *new_out)
{
	g_autoptr(GString) marked = g_string_new(NULL);
	g_autoptr(GString) clean = g_string_sized_new(length);
	g_autofree char *valid = NULL;

	length = MIN(length, PARSE_HTML_MAX);
	if (!g_utf8_validate(html, (gssize)length, NULL)) {
		valid = g_utf8_make_valid(html, (gssize)length);
		html = valid;
		length = strlen(valid);
	}
	drop_bogus(html, length, clean);
	read_html(clean->str, clean->len, marked);
	copy_unmarked(marked, whole_out);
	newtext_cut(marked->str, marked->len, true, new_out);
}
