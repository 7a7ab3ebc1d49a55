/* The morning letter as a subject, as text and as HTML. */
#include "agent/letters/digest.h"

#include <string.h>

#include "agent/rules/local_day.h"
#include "agent/safe.h"
#include "agent/when.h"

#define TEXT_COLUMNS 72
#define TEXT_INDENT 4

/* Longer names are cut: a line has to hold them. */
#define NAME_COLUMNS 40

/* As many stand in the subject; the others are a number. */
#define SUBJECT_NAMES 2

/* The letter's sections in their order; two reasons may share one. */
static const struct section {
	enum reason reason;
	const char *title;
	const char *write; /* what the link that writes to them is called */
} sections[] = {
	{ REASON_PROMISED, "Promised", "Write" },
	{ REASON_YOU_OWE, "They asked you", "Reply" },
	{ REASON_NEW, "New people", "Reply" },
	{ REASON_UNDELIVERED, "Did not arrive", "Write again" },
	{ REASON_THEY_OWE, "No word from them", "Write again" },
	{ REASON_GAVE_UP_EARLY, "No word from them", "Write again" },
	{ REASON_ASK_REFERRAL, "Worth asking", "Write" },
	{ REASON_QUIET, "An old friend", "Write" },
};

gsize digest_arrange(struct digest_item *items, gsize n_items, guint limit)
{
	g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof *items);
	g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof *items);
	guint named = 0, old_friends = 0;

	for (gsize s = 0; s < G_N_ELEMENTS(sections); s++) {
		for (gsize i = 0; i < n_items; i++) {
			struct digest_item item = items[i];
			gboolean keep;

			if (item.reason != sections[s].reason)
				continue;
			keep = item.reason == REASON_QUIET ? old_friends++ < 1
							   : named++ < limit;
			item.position = keep ? kept->len + 1 : 0;
			g_array_append_val(keep ? kept : rest, item);
		}
	}
	g_assert(kept->len + rest->len == n_items);
	g_array_append_vals(kept, rest->data, rest->len);
	for (gsize i = 0; i < n_items; i++)
		items[i] = g_array_index(kept, struct digest_item, i);
	return n_items - rest->len;
}

static const struct section *find_section(enum reason reason)
{
	for (gsize i = 0; i < G_N_ELEMENTS(sections); i++)
		if (sections[i].reason == reason)
			return &sections[i];
	g_assert_not_reached();
}

static gboolean is_empty(const char *text)
{
	return text == NULL || *text == '\0';
}

/* One line, not longer than columns; the ends of names matter least. */
static char *shorten(const char *text, guint columns)
{
	g_autofree char *line = safe_header(text);

	if (safe_width(line) <= columns)
		return g_steal_pointer(&line);
	return g_strchomp(safe_column(line, columns));
}

static char *item_name(const struct digest_item *item)
{
	g_autofree char *name = shorten(item->name, NAME_COLUMNS);

	if (*name == '\0') {
		g_free(name);
		name = shorten(item->address, NAME_COLUMNS);
	}
	return *name != '\0' ? g_steal_pointer(&name) : g_strdup("somebody");
}

/* "3 days ago"; a date in the future is a sender's mistake. */
static char *item_age(const struct digest *digest,
		      const struct digest_item *item)
{
	return when_relative(MIN(item->since_at, digest->at), digest->at,
			     digest->zone);
}

/* A capital letter at its start and a stop at its end. */
static char *full_sentence(const char *sentence)
{
	g_autofree char *line = safe_header(sentence);
	char first[8] = "";
	const char *stop = "";

	if (*line == '\0')
		return g_strdup("");
	g_unichar_to_utf8(g_unichar_toupper(g_utf8_get_char(line)), first);
	if (strchr(".!?", line[strlen(line) - 1]) == NULL)
		stop = ".";
	return g_strconcat(first, g_utf8_next_char(line), stop, NULL);
}

/* What is to be read under the name, "" for nothing. Not safe yet. */
static char *item_words(const struct digest *digest,
			const struct digest_item *item)
{
	g_autofree char *line = NULL;

	if (digest->detail == DIGEST_SENTENCES && !is_empty(item->sentence))
		return full_sentence(item->sentence);
	if (digest->detail == DIGEST_NAMES || is_empty(item->subject))
		return g_strdup("");
	line = safe_header(item->subject);
	return g_strdup_printf("\"%s\"", line);
}

char *digest_subject(const struct digest *digest)
{
	GString *subject = g_string_new("Today: ");

	if (digest->n_items == 0)
		g_string_append(subject, "nobody");
	for (gsize i = 0; i < digest->n_items && i < SUBJECT_NAMES; i++) {
		g_autofree char *name = item_name(&digest->items[i]);

		g_string_append_printf(subject, "%s%s", i > 0 ? ", " : "",
				       name);
	}
	if (digest->n_items > SUBJECT_NAMES)
		g_string_append_printf(subject, ", +%zu",
				       digest->n_items - SUBJECT_NAMES);
	return g_string_free(subject, FALSE);
}

/* "Wednesday 4 March" */
static char *title(const struct digest *digest)
{
	gint32 today = local_day(digest->at, digest->zone);
	gint32 year;
	guint month, day;

	local_day_to_date(today, &year, &month, &day);
	return g_strdup_printf("%s %u %s",
			       local_weekday_name(local_day_weekday(today)),
			       day, local_month_name(month));
}

static char *older_words(const struct digest *digest)
{
	if (digest->older == 1)
		return g_strdup("1 older matter waits.");
	return g_strdup_printf("%u older matters wait.", digest->older);
}

static gboolean begins_section(const struct digest *digest, gsize i)
{
	return i == 0 ||
	       !g_str_equal(find_section(digest->items[i - 1].reason)->title,
			    find_section(digest->items[i].reason)->title);
}

/*
 * Text
 */

/* The length in bytes of what fits into a line, broken at a space. */
static gsize line_length(const char *text)
{
	gsize length = safe_fit(text, TEXT_COLUMNS - TEXT_INDENT);
	const char *space;

	if (text[length] == '\0' || text[length] == ' ')
		return length;
	space = g_strrstr_len(text, (gssize)length, " ");
	return space != NULL && space > text ? (gsize)(space - text) : length;
}

/* Appends lines, the first after what already stands in its indent. */
static void wrap(GString *out, const char *text, gboolean indent_first)
{
	gboolean indent = indent_first;

	while (*text == ' ')
		text++;
	while (*text != '\0') {
		gsize length = line_length(text);

		if (indent)
			g_string_append_printf(out, "%*s", TEXT_INDENT, "");
		g_string_append_len(out, text, (gssize)length);
		g_string_append_c(out, '\n');
		indent = TRUE;
		text += length;
		while (*text == ' ')
			text++;
	}
}

static void append_text_item(GString *out, const struct digest *digest,
			     const struct digest_item *item)
{
	g_autofree char *name = item_name(item);
	g_autofree char *safe_name = safe_mail_text(name);
	g_autofree char *organisation =
	    shorten(item->organisation, NAME_COLUMNS);
	g_autofree char *safe_organisation = safe_mail_text(organisation);
	g_autofree char *ago = item_age(digest, item);
	g_autofree char *head = g_strdup_printf(
	    "%s%s%s - %s", safe_name, *organisation != '\0' ? ", " : "",
	    safe_organisation, ago);
	g_autofree char *words = item_words(digest, item);
	g_autofree char *safe_words = safe_mail_text(words);

	g_string_append_printf(out, "\n%2u. ", item->position);
	wrap(out, head, FALSE);
	wrap(out, safe_words, TRUE);
	if (safe_is_address(item->address)) {
		wrap(out, item->address, TRUE);
	} else {
		g_autofree char *address = safe_mail_text(item->address);

		wrap(out, address, TRUE);
	}
}

char *digest_text(const struct digest *digest)
{
	GString *out = g_string_new(NULL);
	g_autofree char *today = title(digest);

	g_string_append_printf(out, "%s\n", today);
	if (digest->n_items == 0)
		g_string_append(out, "\nNobody waits for you today.\n");
	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];

		if (begins_section(digest, i))
			g_string_append_printf(
			    out, "\n\n%s\n", find_section(item->reason)->title);
		append_text_item(out, digest, item);
	}
	if (digest->older > 0) {
		g_autofree char *older = older_words(digest);

		g_string_append_printf(out, "\n\n%s\n", older);
	}
	if (digest->answers && digest->n_items > 0)
		g_string_append_printf(
		    out,
		    "\n%sAnswer this letter with a line such as \"done 1\" or "
		    "\"snooze 1 2w\".\n",
		    digest->older > 0 ? "" : "\n");
	return g_string_free(out, FALSE);
}

/*
 * HTML
 */

static const char html_style[] =
    "body { margin: 0; padding: 24px 16px 40px; background: #ffffff;\n"
    "  color: #1d2328; font: 16px/1.5 -apple-system, \"Segoe UI\", Roboto,\n"
    "  Cantarell, \"Helvetica Neue\", Arial, sans-serif; }\n"
    ".letter { max-width: 560px; margin: 0 auto; }\n"
    "h1 { margin: 0; font-size: 24px; line-height: 1.25;\n"
    "  font-weight: 600; }\n"
    "h2 { margin: 28px 0 0; font-size: 15px; font-weight: 600;\n"
    "  color: #2a6a5b; }\n"
    ".item { margin: 8px 0 0; padding: 14px 0 12px;\n"
    "  border-top: 1px solid #dce1e4; overflow-wrap: anywhere; }\n"
    "p { margin: 0; }\n"
    "b { font-size: 18px; font-weight: 600; }\n"
    ".n { color: #5c6770; font-weight: 400; }\n"
    ".soft { color: #5c6770; }\n"
    ".words { margin: 6px 0 0; }\n"
    "a { color: #1f5f8b; }\n"
    ".small { font-size: 14px; }\n"
    ".small a { color: #5c6770; text-decoration: none; }\n"
    ".acts { margin: 12px 0 0; }\n"
    ".acts a { display: inline-block; margin: 0 6px 6px 0;\n"
    "  padding: 8px 14px; border: 1px solid #b9c2c9;\n"
    "  border-radius: 6px; font-size: 15px; line-height: 22px;\n"
    "  text-decoration: none; }\n"
    ".acts .first { background: #2a6a5b; border-color: #2a6a5b;\n"
    "  color: #ffffff; }\n"
    ".foot { margin: 24px 0 0; padding: 14px 0 0;\n"
    "  border-top: 1px solid #dce1e4; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  body { background: #14181b; color: #e6eaed; }\n"
    "  h2 { color: #7cc7b3; }\n"
    "  .item, .foot { border-color: #323a40; }\n"
    "  .n, .soft, .small a { color: #9aa6ae; }\n"
    "  a { color: #8ec3ea; }\n"
    "  .acts a { border-color: #4a555d; }\n"
    "  .acts .first { background: #7cc7b3; border-color: #7cc7b3;\n"
    "    color: #10201b; }\n"
    "}\n";

/* name=value of a mailto: URI, after ? or & as it must be. */
static void append_field(GString *uri, const char *name, const char *value)
{
	g_autofree char *part = safe_mailto_part(value);

	g_string_append_c(uri, strchr(uri->str, '?') == NULL ? '?' : '&');
	g_string_append_printf(uri, "%s=%s", name, part);
}

static GString *new_mailto(const char *address)
{
	GString *uri = g_string_new("mailto:");
	g_autofree char *part = safe_mailto_part(address);

	return g_string_append(uri, part);
}

static void append_in_reply_to(GString *uri, const char *mid)
{
	g_autofree char *id = NULL;

	if (is_empty(mid))
		return;
	id = g_strdup_printf("<%s>", mid);
	append_field(uri, "In-Reply-To", id);
}

static gboolean is_answer_subject(const char *subject)
{
	static const char *const prefixes[] = { "re:", "aw:", "sv:", "antw:" };

	for (gsize i = 0; i < G_N_ELEMENTS(prefixes); i++)
		if (g_ascii_strncasecmp(subject, prefixes[i],
					strlen(prefixes[i])) == 0)
			return TRUE;
	return FALSE;
}

static char *reply_uri(const struct digest *digest,
		       const struct digest_item *item)
{
	g_autoptr(GString) uri = new_mailto(item->address);
	g_autofree char *subject = safe_header(item->subject);

	if (digest->detail != DIGEST_NAMES && *subject != '\0') {
		g_autofree char *answer = g_strdup_printf(
		    "%s%s", is_answer_subject(subject) ? "" : "Re: ", subject);

		append_field(uri, "subject", answer);
	}
	append_in_reply_to(uri, item->mid);
	return g_string_free(g_steal_pointer(&uri), FALSE);
}

/* A mail to the user, which answers the digest with a command. */
static char *command_uri(const struct digest *digest, const char *command)
{
	g_autoptr(GString) uri = new_mailto(digest->account_address);
	g_autofree char *subject = digest_subject(digest);
	g_autofree char *answer = g_strdup_printf("Re: %s", subject);

	append_field(uri, "subject", answer);
	append_in_reply_to(uri, digest->mid);
	append_field(uri, "body", command);
	return g_string_free(g_steal_pointer(&uri), FALSE);
}

static void append_action(GString *out, const char *class_attribute,
			  const char *uri, const char *label)
{
	g_autofree char *href = safe_html_attribute(uri);

	g_string_append_printf(out, "<a%s href=\"%s\">%s</a>\n",
			       class_attribute, href, label);
}

static void append_actions(GString *out, const struct digest *digest,
			   const struct digest_item *item)
{
	gboolean reply = safe_is_address(item->address);
	gboolean answers =
	    digest->answers && safe_is_address(digest->account_address);

	if (!reply && !answers)
		return;
	g_string_append(out, "<p class=\"acts\">\n");
	if (reply) {
		g_autofree char *uri = reply_uri(digest, item);

		append_action(out, " class=\"first\"", uri,
			      find_section(item->reason)->write);
	}
	if (answers) {
		g_autofree char *done =
		    g_strdup_printf("done %u", item->position);
		g_autofree char *snooze =
		    g_strdup_printf("snooze %u 2w", item->position);
		g_autofree char *done_uri = command_uri(digest, done);
		g_autofree char *snooze_uri = command_uri(digest, snooze);

		append_action(out, "", done_uri, "Done");
		append_action(out, "", snooze_uri, "Two weeks");
	}
	g_string_append(out, "</p>\n");
}

/* Our own link around it keeps a client from making another one. */
static void append_address(GString *out, const char *address)
{
	if (safe_is_address(address)) {
		g_autoptr(GString) uri = new_mailto(address);
		g_autofree char *href = safe_html_attribute(uri->str);
		g_autofree char *text = safe_html_attribute(address);

		g_string_append_printf(out, "<a href=\"%s\">%s</a>", href,
				       text);
	} else {
		g_autofree char *text = safe_html(address);

		g_string_append(out, text);
	}
}

static void append_html_item(GString *out, const struct digest *digest,
			     const struct digest_item *item)
{
	g_autofree char *name = item_name(item);
	g_autofree char *safe_name = safe_html(name);
	g_autofree char *organisation =
	    shorten(item->organisation, NAME_COLUMNS);
	g_autofree char *safe_organisation = safe_html(organisation);
	g_autofree char *ago = item_age(digest, item);
	g_autofree char *words = item_words(digest, item);
	g_autofree char *safe_words = safe_html(words);

	g_string_append_printf(out,
			       "<div class=\"item\">\n"
			       "<p><b><span class=\"n\">%u</span> %s</b>",
			       item->position, safe_name);
	if (*organisation != '\0')
		g_string_append_printf(out, " <span class=\"soft\">%s</span>",
				       safe_organisation);
	g_string_append(out, "</p>\n<p class=\"small soft\">");
	append_address(out, item->address);
	g_string_append_printf(out, "%s%s</p>\n",
			       is_empty(item->address) ? "" : " · ", ago);
	if (*safe_words != '\0')
		g_string_append_printf(out, "<p class=\"words\">%s</p>\n",
				       safe_words);
	append_actions(out, digest, item);
	g_string_append(out, "</div>\n");
}

static void append_html_foot(GString *out, const struct digest *digest)
{
	g_autofree char *older = older_words(digest);
	gboolean answers = digest->answers && digest->n_items > 0;

	if (digest->older == 0 && !answers)
		return;
	g_string_append(out, "<div class=\"foot small soft\">\n");
	if (digest->older > 0)
		g_string_append_printf(out, "<p>%s</p>\n", older);
	if (answers)
		g_string_append(out, "<p>You may also answer this letter with "
				     "a line such as \"done 1\" or "
				     "\"snooze 1 2w\".</p>\n");
	g_string_append(out, "</div>\n");
}

char *digest_html(const struct digest *digest)
{
	GString *out = g_string_new(NULL);
	g_autofree char *subject = digest_subject(digest);
	g_autofree char *safe_subject = safe_html(subject);
	g_autofree char *today = title(digest);

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
	    "<style>\n%s</style>\n"
	    "</head>\n"
	    "<body>\n"
	    "<div class=\"letter\">\n"
	    "<h1>%s</h1>\n",
	    safe_subject, html_style, today);
	if (digest->n_items == 0)
		g_string_append(out, "<p class=\"words\">Nobody waits for you "
				     "today.</p>\n");
	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];

		if (begins_section(digest, i))
			g_string_append_printf(
			    out, "<h2>%s</h2>\n",
			    find_section(item->reason)->title);
		append_html_item(out, digest, item);
	}
	append_html_foot(out, digest);
	g_string_append(out, "</div>\n</body>\n</html>\n");
	return g_string_free(out, FALSE);
}
