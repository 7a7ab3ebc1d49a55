/* The morning letter as a subject, as text and as HTML. */
#include "agent/letters/digest.h"

#include "agent/letters/mailto.h"
#include "agent/letters/page.h"
#include "agent/safe.h"
#include "agent/when.h"

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

static char *item_name(const struct digest_item *item)
{
	g_autofree char *name = page_shorten(item->name, NAME_COLUMNS);

	if (*name == '\0') {
		g_free(name);
		name = page_shorten(item->address, NAME_COLUMNS);
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

/* What is to be read under the name, "" for nothing. Not safe yet. */
static char *item_words(const struct digest *digest,
			const struct digest_item *item)
{
	g_autofree char *line = NULL;

	if (digest->detail == DIGEST_SENTENCES && !is_empty(item->sentence))
		return page_sentence(item->sentence);
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

static void append_text_item(GString *out, const struct digest *digest,
			     const struct digest_item *item)
{
	g_autofree char *name = item_name(item);
	g_autofree char *safe_name = safe_mail_text(name);
	g_autofree char *organisation =
	    page_shorten(item->organisation, NAME_COLUMNS);
	g_autofree char *safe_organisation = safe_mail_text(organisation);
	g_autofree char *ago = item_age(digest, item);
	g_autofree char *head = g_strdup_printf(
	    "%s%s%s - %s", safe_name, *organisation != '\0' ? ", " : "",
	    safe_organisation, ago);
	g_autofree char *words = item_words(digest, item);
	g_autofree char *safe_words = safe_mail_text(words);

	g_string_append_printf(out, "\n%2u. ", item->position);
	page_wrap(out, head, PAGE_INDENT, FALSE);
	page_wrap(out, safe_words, PAGE_INDENT, TRUE);
	if (safe_is_address(item->address)) {
		page_wrap(out, item->address, PAGE_INDENT, TRUE);
	} else {
		g_autofree char *address = safe_mail_text(item->address);

		page_wrap(out, address, PAGE_INDENT, TRUE);
	}
}

char *digest_text(const struct digest *digest)
{
	GString *out = g_string_new(NULL);
	g_autofree char *today = page_day(digest->at, digest->zone);

	g_string_append_printf(out, "%s\n", today);
	if (digest->n_items == 0)
		g_string_append(out, "\nNobody waits for you today.\n");
	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];

		if (begins_section(digest, i))
			page_text_section(out,
					  find_section(item->reason)->title);
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

static char *reply_uri(const struct digest *digest,
		       const struct digest_item *item)
{
	g_autofree char *subject = mailto_answer_subject(
	    digest->detail == DIGEST_NAMES ? NULL : item->subject);
	const struct mailto mailto = {
		.to = item->address,
		.subject = subject,
		.in_reply_to = item->mid,
	};

	return mailto_uri(&mailto);
}

static void append_action(GString *out, const char *class, const char *uri,
			  const char *label)
{
	page_link(out, class, uri, label);
	g_string_append_c(out, '\n');
}

static void append_command(GString *out, const struct digest *digest,
			   const char *command, const char *label)
{
	g_autofree char *subject = digest_subject(digest);
	const struct mailto_letter letter = {
		.to = digest->account_address,
		.subject = subject,
		.mid = digest->mid,
	};
	g_autofree char *uri = mailto_command(&letter, command);

	append_action(out, NULL, uri, label);
}

static void append_actions(GString *out, const struct digest *digest,
			   const struct digest_item *item)
{
	g_autofree char *reply = reply_uri(digest, item);
	gboolean answers =
	    digest->answers && safe_is_address(digest->account_address);

	if (reply == NULL && !answers)
		return;
	g_string_append(out, "<p class=\"acts\">\n");
	if (reply != NULL)
		append_action(out, "first", reply,
			      find_section(item->reason)->write);
	if (answers) {
		g_autofree char *done =
		    g_strdup_printf("done %u", item->position);
		g_autofree char *snooze =
		    g_strdup_printf("snooze %u 2w", item->position);

		append_command(out, digest, done, "Done");
		append_command(out, digest, snooze, "Two weeks");
	}
	g_string_append(out, "</p>\n");
}

static void append_html_item(GString *out, const struct digest *digest,
			     const struct digest_item *item)
{
	g_autofree char *name = item_name(item);
	g_autofree char *safe_name = safe_html(name);
	g_autofree char *organisation =
	    page_shorten(item->organisation, NAME_COLUMNS);
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
	page_address(out, item->address);
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
	g_autofree char *today = page_day(digest->at, digest->zone);

	page_open(out, subject, today, NULL);
	if (digest->n_items == 0)
		g_string_append(out, "<p class=\"words\">Nobody waits for you "
				     "today.</p>\n");
	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];

		if (begins_section(digest, i))
			page_section(out, find_section(item->reason)->title);
		append_html_item(out, digest, item);
	}
	append_html_foot(out, digest);
	page_close(out);
	return g_string_free(out, FALSE);
}
