/* The morning letter as a subject, as text and as HTML. */
#include "agent/letters/digest.h"

#include <string.h>

#include "agent/letters/mailto.h"
#include "agent/letters/tel.h"
#include "agent/rules/local_day.h"
#include "agent/rules/wording.h"
#include "agent/safe.h"

/* Longer names are cut: a line has to hold them. */
#define NAME_COLUMNS 40

/* As many stand in the subject; the others are a number. */
#define SUBJECT_NAMES 2

static const struct section {
	const char *title;
	const char *write; /* what the link that writes to them is called */
} sections[N_DIGEST_SECTIONS] = {
	[DIGEST_PROMISED] = { "You promised", "Write" },
	[DIGEST_ASKED] = { "They asked you", "Reply" },
	[DIGEST_NEW] = { "New people", "Reply" },
	[DIGEST_UNDELIVERED] = { "Did not arrive", "Write again" },
	[DIGEST_SILENT] = { "No word from them", "Write again" },
	[DIGEST_REFERRAL] = { "A good moment to ask", "Write" },
	[DIGEST_FRIEND] = { "An old friend", "Write" },
};

static enum digest_section section_of_promise(const char *sentence)
{
	if (g_str_has_prefix(sentence, WORDING_THEY_PROMISED))
		return DIGEST_SILENT;
	return g_str_has_prefix(sentence, WORDING_ASKED_BACK) ? DIGEST_ASKED
							      : DIGEST_PROMISED;
}

enum digest_section digest_section_of(enum reason reason, const char *sentence)
{
	switch (reason) {
	case REASON_PROMISED:
		return section_of_promise(sentence);
	case REASON_YOU_OWE:
		return DIGEST_ASKED;
	case REASON_NEW:
		return DIGEST_NEW;
	case REASON_UNDELIVERED:
		return DIGEST_UNDELIVERED;
	case REASON_THEY_OWE:
	case REASON_GAVE_UP_EARLY:
		return DIGEST_SILENT;
	case REASON_ASK_REFERRAL:
		return DIGEST_REFERRAL;
	case REASON_QUIET:
	case REASON_NONE:
	case N_REASONS:
		break;
	}
	return DIGEST_FRIEND;
}

gsize digest_arrange(struct digest_item *items, gsize n_items, guint limit)
{
	g_autoptr(GArray) kept = g_array_new(FALSE, FALSE, sizeof *items);
	g_autoptr(GArray) rest = g_array_new(FALSE, FALSE, sizeof *items);
	guint named = 0, old_friends = 0;

	for (int section = 0; section < N_DIGEST_SECTIONS; section++) {
		for (gsize i = 0; i < n_items; i++) {
			struct digest_item item = items[i];
			gboolean keep;

			if ((int)item.section != section)
				continue;
			keep = section == DIGEST_FRIEND ? old_friends++ < 1
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

/* An organisation known by its domain alone says what the address says. */
static gboolean is_domain_of(const char *organisation, const char *address)
{
	const char *at = is_empty(address) ? NULL : strrchr(address, '@');
	g_autofree char *host = NULL;
	g_autofree char *domain = g_ascii_strdown(organisation, -1);
	gsize shorter;

	if (at == NULL)
		return FALSE;
	host = g_ascii_strdown(at + 1, -1);
	if (!g_str_has_suffix(host, domain))
		return FALSE;
	shorter = strlen(host) - strlen(domain);
	return shorter == 0 || host[shorter - 1] == '.';
}

/* "Dan Lopez, Frito-Lay." */
static char *item_head(const struct digest_item *item)
{
	g_autofree char *name = item_name(item);
	g_autofree char *organisation =
	    page_shorten(item->organisation, NAME_COLUMNS);
	g_autofree char *head = NULL;

	if (*organisation == '\0' || is_domain_of(organisation, item->address))
		head = g_steal_pointer(&name);
	else
		head = g_strdup_printf("%s, %s", name, organisation);
	if (strchr(".!?", head[strlen(head) - 1]) != NULL ||
	    g_str_has_suffix(head, "…"))
		return g_steal_pointer(&head);
	return g_strconcat(head, ".", NULL);
}

/* Of whom no name is known: the address, as the link that it may be. */
static gboolean is_named_by_address(const struct digest_item *item)
{
	return is_empty(item->name) && safe_is_address(item->address);
}

static gboolean takes_answers(const struct digest *digest)
{
	return digest->answers && digest->n_items > 0;
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

/* "11 older matters wait for Friday." */
static char *older_words(const struct digest *digest)
{
	gint32 today = local_day(digest->at, digest->zone);
	const char *matters =
	    digest->older == 1 ? "matter waits" : "matters wait";

	if (digest->report_day == G_DATE_BAD_WEEKDAY)
		return g_strdup_printf("%u older %s.", digest->older, matters);
	if (digest->report_day == local_day_weekday(today))
		return g_strdup_printf("%u older %s for today's report.",
				       digest->older, matters);
	return g_strdup_printf("%u older %s for %s.", digest->older, matters,
			       local_weekday_name(digest->report_day));
}

static gboolean begins_section(const struct digest *digest, gsize i)
{
	return i == 0 ||
	       digest->items[i - 1].section != digest->items[i].section;
}

/* How to answer where there are no links, or where a client ignores them. */
static const char how_to_answer[] =
    "Answer with a line such as \"done 1\", \"snooze 1 2w\" or "
    "\"log 1 call\".";

/*
 * Text
 */

static void append_safe(GString *out, const char *words)
{
	g_autofree char *safe = safe_mail_text(words);

	page_wrap(out, safe, PAGE_INDENT, TRUE);
}

static void append_text_item(GString *out, const struct digest_item *item)
{
	gboolean by_address = is_named_by_address(item);
	g_autofree char *head = item_head(item);
	g_autofree char *safe_head = by_address
					 ? g_strconcat(item->address, ".", NULL)
					 : safe_mail_text(head);
	g_autofree char *words = safe_mail_text(item->sentence);
	g_autofree char *safe =
	    g_strjoin(*words != '\0' ? " " : "", safe_head, words, NULL);
	g_autofree char *number = tel_text(item->phone);

	g_string_append_printf(out, "\n%2u  ", item->position);
	page_wrap(out, safe, PAGE_INDENT, FALSE);
	if (!is_empty(item->quote)) {
		g_autofree char *quote = g_strdup_printf("\"%s\"", item->quote);

		append_safe(out, quote);
	}
	if (!by_address && safe_is_address(item->address))
		page_wrap(out, item->address, PAGE_INDENT, TRUE);
	else if (!by_address)
		append_safe(out, item->address);
	if (number != NULL)
		append_safe(out, number);
}

static void append_text_outcomes(GString *out, const struct digest *digest)
{
	if (digest->n_outcomes == 0)
		return;
	page_text_section(out, "Your answers");
	g_string_append_c(out, '\n');
	for (gsize i = 0; i < digest->n_outcomes; i++) {
		g_autofree char *line = page_sentence(digest->outcomes[i]);

		append_safe(out, line);
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
			page_text_section(out, sections[item->section].title);
		append_text_item(out, item);
	}
	append_text_outcomes(out, digest);
	if (digest->older > 0) {
		g_autofree char *older = older_words(digest);

		g_string_append_printf(out, "\n\n%s\n", older);
	}
	if (takes_answers(digest)) {
		g_string_append(out, digest->older > 0 ? "\n" : "\n\n");
		page_wrap(out, how_to_answer, 0, TRUE);
	}
	return g_string_free(out, FALSE);
}

/*
 * HTML
 */

static char *reply_uri(const struct digest_item *item)
{
	g_autofree char *subject = mailto_answer_subject(item->subject);
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

/* Each of these is an answer to the digest that only has to be sent. */
static void append_commands(GString *out, const struct digest *digest,
			    guint position)
{
	static const struct {
		const char *verb, *rest, *label;
	} commands[] = {
		{ "log", " call", "Answered by phone" },
		{ "done", "", "Done" },
		{ "snooze", " 2w", "Two weeks" },
	};
	g_autofree char *subject = digest_subject(digest);
	const struct mailto_letter letter = {
		.to = digest->account_address,
		.subject = subject,
		.mid = digest->mid,
	};

	g_string_append(out, "<span class=\"also\">\n");
	for (gsize i = 0; i < G_N_ELEMENTS(commands); i++) {
		g_autofree char *command = g_strdup_printf(
		    "%s %u%s", commands[i].verb, position, commands[i].rest);
		g_autofree char *uri = mailto_command(&letter, command);

		append_action(out, NULL, uri, commands[i].label);
	}
	g_string_append(out, "</span>\n");
}

static void append_actions(GString *out, const struct digest *digest,
			   const struct digest_item *item)
{
	g_autofree char *reply = reply_uri(item);
	g_autofree char *tel = tel_uri(item->phone);
	gboolean answers =
	    digest->answers && safe_is_address(digest->account_address);

	if (reply == NULL && tel == NULL && !answers)
		return;
	g_string_append(out, "<p class=\"acts\">\n");
	if (reply != NULL)
		append_action(out, "first", reply,
			      sections[item->section].write);
	if (tel != NULL) {
		g_autofree char *number = tel_text(item->phone);
		g_autofree char *label = g_strdup_printf("Call %s", number);

		append_action(out, NULL, tel, label);
	}
	if (answers)
		append_commands(out, digest, item->position);
	g_string_append(out, "</p>\n");
}

static void append_html_item(GString *out, const struct digest *digest,
			     const struct digest_item *item)
{
	gboolean by_address = is_named_by_address(item);
	g_autofree char *head = item_head(item);
	g_autofree char *safe_head = safe_html(head);
	g_autofree char *words = safe_html(item->sentence);

	g_string_append_printf(out,
			       "<div class=\"item\">\n"
			       "<p><b><span class=\"n\">%u</span> ",
			       item->position);
	if (by_address) {
		page_address(out, item->address);
		g_string_append_c(out, '.');
	} else {
		g_string_append(out, safe_head);
	}
	g_string_append_printf(out, "</b>%s%s", *words != '\0' ? " " : "",
			       words);
	if (!is_empty(item->quote)) {
		g_autofree char *quote = safe_html(item->quote);

		g_string_append_printf(
		    out, " <span class=\"quote\">“%s”</span>", quote);
	}
	g_string_append(out, "</p>\n");
	if (!by_address && !is_empty(item->address)) {
		g_string_append(out, "<p class=\"from\">");
		page_address(out, item->address);
		g_string_append(out, "</p>\n");
	}
	append_actions(out, digest, item);
	g_string_append(out, "</div>\n");
}

static void append_html_outcomes(GString *out, const struct digest *digest)
{
	if (digest->n_outcomes == 0)
		return;
	page_section(out, "Your answers");
	g_string_append(out, "<div class=\"item\">\n");
	for (gsize i = 0; i < digest->n_outcomes; i++) {
		g_autofree char *line = page_sentence(digest->outcomes[i]);
		g_autofree char *safe = safe_html(line);

		g_string_append_printf(out, "<p>%s</p>\n", safe);
	}
	g_string_append(out, "</div>\n");
}

static void append_html_foot(GString *out, const struct digest *digest)
{
	if (digest->older == 0 && !takes_answers(digest))
		return;
	g_string_append(out, "<div class=\"foot\">\n");
	if (digest->older > 0) {
		g_autofree char *older = older_words(digest);
		g_autofree char *safe = safe_html(older);

		g_string_append_printf(out, "<p>%s</p>\n", safe);
	}
	if (takes_answers(digest)) {
		g_autofree char *how = safe_html(how_to_answer);

		g_string_append_printf(out, "<p>%s</p>\n", how);
	}
	g_string_append(out, "</div>\n");
}

char *digest_html(const struct digest *digest)
{
	GString *out = g_string_new(NULL);
	g_autofree char *subject = digest_subject(digest);
	g_autofree char *today = page_day(digest->at, digest->zone);

	page_open(out, subject, today, NULL);
	if (digest->n_items == 0)
		g_string_append(out, "<p class=\"soft\">Nobody waits for you "
				     "today.</p>\n");
	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];

		if (begins_section(digest, i))
			page_section(out, sections[item->section].title);
		append_html_item(out, digest, item);
	}
	append_html_outcomes(out, digest);
	append_html_foot(out, digest);
	page_close(out);
	return g_string_free(out, FALSE);
}
