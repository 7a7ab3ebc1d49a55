/* What a draft to somebody is made from. */
#include "agent/post/followup.h"

#include <string.h>

#include "agent/derive/identities.h"
#include "agent/letters/template.h"
#include "agent/post/outbox.h"
#include "agent/rules/local_day.h"
#include "agent/rules/subject.h"
#include "agent/safe.h"
#include "agent/templates.h"
#include "store/account.h"
#include "store/address.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/identity.h"
#include "store/message.h"

/* Of a long chain the first and the last are kept: RFC 5537 section 3.4.4. */
#define CHAIN_MAX 21

struct followup {
	const struct config *config;
	const struct config_account *account; /* NULL: none */
	struct identities *own;
	char *address, *name, *company; /* of whom it is for */
	char *from, *from_name;
	gint64 source;
	char *subject; /* as it came */
	char *mid;
	GString *references;
	gint64 at; /* when that was written, 0: there is none */
	char *author;
	char *ask; /* the user's own, that nobody answered; "" */
	gint64 ask_at;
	gboolean ask_only_wrote; /* it delivers, rather than asks */

	/* Where its text lies, uid 0: nowhere. */
	char *folder;
	gsize folder_length;
	gint64 uidvalidity, uid;
	gboolean body_read;

	struct template_letter letter;
	char *to, *title, *text, *attribution;
};

void followup_free(struct followup *followup)
{
	if (!followup)
		return;
	identities_free(followup->own);
	g_free(followup->address);
	g_free(followup->name);
	g_free(followup->company);
	g_free(followup->from);
	g_free(followup->from_name);
	g_free(followup->subject);
	g_free(followup->mid);
	g_string_free(followup->references, TRUE);
	g_free(followup->author);
	g_free(followup->ask);
	g_free(followup->folder);
	template_letter_clear(&followup->letter);
	g_free(followup->to);
	g_free(followup->title);
	g_free(followup->text);
	g_free(followup->attribution);
	g_free(followup);
}

const struct config_account *followup_get_account(
    const struct followup *followup)
{
	return followup->account;
}

const char *followup_get_from(const struct followup *followup)
{
	return followup->from ? followup->from : "";
}

/* ---- reading it ---- */

static struct identities *read_own(struct store *store, GError **error)
{
	g_autoptr(GPtrArray) rows = store_identity_list(store, error);
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	if (!rows)
		return NULL;
	for (guint i = 0; i < rows->len; i++) {
		const struct store_identity *row = rows->pdata[i];

		g_ptr_array_add(list, (gpointer)(guintptr)row->address);
	}
	g_ptr_array_add(list, NULL);
	return identities_new((const char *const *)(const void *)list->pdata);
}

static char *lower(const char *address)
{
	return g_utf8_strdown(address, -1);
}

/* The facts of a message's best copy; NULL and no error: there is none. */
struct best {
	struct store_message *message;
	struct store_copy *copy;
	struct record_scratch *scratch;
	struct record_facts facts;
};

static void best_clear(struct best *best)
{
	g_clear_pointer(&best->message, g_free);
	g_clear_pointer(&best->copy, g_free);
	g_clear_pointer(&best->scratch, record_scratch_free);
}
typedef struct best best;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(best, best_clear)

static gboolean best_read(struct store *store, gint64 key, struct best *best,
			  gboolean *found_out, GError **error)
{
	const char *why;

	*found_out = FALSE;
	if (key <= 0)
		return TRUE;
	if (!store_message_find(store, key, &best->message, error) ||
	    (best->message && !store_copy_find(store, best->message->copy_id,
					       &best->copy, error)))
		return FALSE;
	if (!best->copy)
		return TRUE;
	best->scratch = record_scratch_new();
	*found_out = record_decode(RECORD_FACTS, best->copy->facts.data,
				   best->copy->facts.length, best->scratch,
				   &best->facts, &why);
	return TRUE;
}

/* The user's own address in one of these fields, or NULL. */
static char *find_own(const struct followup *followup,
		      const struct record_facts *facts, enum address_role role)
{
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];
		g_autofree char *address = lower(item->address);

		if (item->role == role && safe_is_address(address) &&
		    identities_have(followup->own, address))
			return g_steal_pointer(&address);
	}
	return NULL;
}

static void add_reference(struct followup *followup, const char *id)
{
	GString *references = followup->references;

	if (!*id || strpbrk(id, " \t\r\n<>"))
		return;
	g_string_append_printf(references, "%s%s", references->len ? " " : "",
			       id);
}

/* RFC 5322 section 3.6.4. */
static void read_chain(struct followup *followup,
		       const struct record_facts *facts)
{
	const struct record_texts *chain =
	    facts->references.n ? &facts->references : &facts->in_reply_to;

	/* Without References a single parent stands for them. */
	if (chain == &facts->in_reply_to && chain->n != 1)
		chain = NULL;
	for (guint i = 0; chain && i < chain->n; i++)
		if (i == 0 || i + CHAIN_MAX > chain->n)
			add_reference(followup, chain->texts[i]);
	add_reference(followup, facts->message_id);
}

static void read_author(struct followup *followup,
			const struct record_facts *facts)
{
	const char *name = facts->author_name;
	const char *address = facts->author;

	for (guint i = 0; !*address && i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];

		if (item->role == ADDRESS_FROM) {
			name = item->name;
			address = item->address;
		}
	}
	followup->author = safe_header(*name ? name : address);
}

/* The user's address that wrote it, or that it was written to. */
static void read_from(struct followup *followup,
		      const struct record_facts *facts)
{
	static const enum address_role roles[] = { ADDRESS_FROM, ADDRESS_TO,
						   ADDRESS_CC, ADDRESS_BCC };

	for (gsize i = 0; !followup->from && i < G_N_ELEMENTS(roles); i++)
		followup->from = find_own(followup, facts, roles[i]);
}

/* Where its text can be read: a copy in this account that is still there. */
static gboolean find_place(struct followup *followup, struct store *store,
			   gint64 account_id, GError **error)
{
	g_autoptr(GPtrArray) copies =
	    store_copy_list_by_message(store, followup->source, error);

	for (guint i = 0; copies && i < copies->len; i++) {
		const struct store_copy *copy = copies->pdata[i];
		g_autoptr(store_folder) folder = NULL;

		if (copy->gone_at || !copy->uidvalidity)
			continue;
		if (!store_folder_find(store, copy->folder_id, &folder, error))
			return FALSE;
		if (!folder || folder->account_id != account_id ||
		    folder->uidvalidity != copy->uidvalidity)
			continue;
		g_free(followup->folder);
		followup->folder =
		    g_strndup(folder->name.data, folder->name.length);
		followup->folder_length = folder->name.length;
		followup->uidvalidity = copy->uidvalidity;
		followup->uid = copy->uid;
		followup->body_read = copy->body == STORE_BODY_READ;
		if (followup->body_read)
			break;
	}
	return copies != NULL;
}

static gboolean owns(const struct config_account *account, const char *address)
{
	return g_strv_contains((const char *const *)account->identities,
			       address) ||
	       (account->user &&
		g_ascii_strcasecmp(account->user, address) == 0);
}

/* The account that a copy of it lies in, of those with a host; or NULL. */
static gboolean find_holder(struct followup *followup, struct store *store,
			    const struct config_account **account_out,
			    GError **error)
{
	*account_out = NULL;
	for (guint i = 0; i < followup->config->accounts->len; i++) {
		const struct config_account *account =
		    followup->config->accounts->pdata[i];
		g_autoptr(store_account) row = NULL;

		if (!account->host)
			continue;
		if (!store_account_find(store, account->name, &row, error) ||
		    (row && followup->source &&
		     !find_place(followup, store, row->account_id, error)))
			return FALSE;
		if (followup->uid) {
			*account_out = account;
			return TRUE;
		}
	}
	return TRUE;
}

/*
 * Where it lies; else whose address it is from; else where the digest goes.
 * The user answers from there.
 */
static gboolean choose_account(struct followup *followup, struct store *store,
			       GError **error)
{
	const GPtrArray *accounts = followup->config->accounts;

	if (!find_holder(followup, store, &followup->account, error))
		return FALSE;
	for (guint i = 0;
	     followup->from && !followup->account && i < accounts->len; i++) {
		const struct config_account *account = accounts->pdata[i];

		if (account->host && owns(account, followup->from))
			followup->account = account;
	}
	if (!followup->account)
		followup->account = outbox_digest_account(followup->config);
	if (!followup->from && followup->account)
		followup->from = g_strdup(outbox_address(followup->account));
	return TRUE;
}

static gboolean read_names(struct followup *followup, struct store *store,
			   GError **error)
{
	g_autoptr(store_person) person = NULL;
	g_autoptr(store_address) to = NULL, from = NULL;
	const char *name;

	if (!store_person_find_by_address(store, followup->address, &person,
					  error) ||
	    !store_address_find(store, followup->address, &to, error) ||
	    (followup->from &&
	     !store_address_find(store, followup->from, &from, error)))
		return FALSE;
	name = to && *to->name ? to->name : person ? person->name : "";
	followup->name = safe_header(name);
	if (strchr(followup->name, '@'))
		*followup->name = '\0';
	followup->company = safe_header(person ? person->organisation : "");
	/* A domain is no name. */
	if (strchr(followup->company, '.') && !strchr(followup->company, ' '))
		*followup->company = '\0';
	followup->from_name = safe_header(from ? from->name : "");
	return TRUE;
}

/* The sentence of the user's own mail that wants an answer, or "". */
static const char *find_ask(const struct record_facts *facts,
			    gboolean *only_wrote_out)
{
	const char *sentence = *facts->asks	  ? facts->asks
			       : *facts->question ? facts->question
						  : facts->delivers;

	*only_wrote_out = sentence == facts->delivers;
	/* With evidence = none a word stands for it. */
	return g_str_equal(sentence, "yes") ? "" : sentence;
}

/* The user's last ask in the conversation since they wrote last. */
static gboolean read_ask(struct followup *followup, struct store *store,
			 const struct store_message *source, GError **error)
{
	g_autoptr(store_person) person = NULL;
	g_autoptr(GPtrArray) messages = NULL;

	if (!store_person_find_by_address(store, followup->address, &person,
					  error))
		return FALSE;
	if (!person)
		return TRUE;
	messages = store_message_list_by_conversation(
	    store, source->conversation_id, error);
	for (guint i = messages ? messages->len : 0; i-- > 0;) {
		const struct store_message *message = messages->pdata[i];
		g_auto(best) best = { NULL };
		gboolean found;
		gint64 with;

		if (!followup_concerns(store, message, person->person_id, &with,
				       error))
			return FALSE;
		if (!with)
			continue;
		if (message->direction == DIRECTION_IN)
			break;
		if (!best_read(store, message->message_key, &best, &found,
			       error))
			return FALSE;
		if (!found)
			continue;
		followup->ask = safe_header(
		    find_ask(&best.facts, &followup->ask_only_wrote));
		followup->ask_at = message->at;
		if (*followup->ask)
			return TRUE;
		g_clear_pointer(&followup->ask, g_free);
	}
	return messages != NULL;
}

static gboolean read_source(struct followup *followup, struct store *store,
			    gint64 source, GError **error)
{
	g_auto(best) best = { NULL };
	gboolean found;

	if (!best_read(store, source, &best, &found, error))
		return FALSE;
	if (!found)
		return TRUE;
	followup->source = source;
	followup->at = best.message->at;
	followup->subject = g_strdup(best.facts.subject);
	followup->mid = g_strdup(best.facts.message_id);
	read_chain(followup, &best.facts);
	read_author(followup, &best.facts);
	read_from(followup, &best.facts);
	return read_ask(followup, store, best.message, error);
}

struct followup *followup_read(struct store *store, const struct config *config,
			       const char *address, gint64 source,
			       GError **error)
{
	g_autoptr(followup) followup = g_new0(struct followup, 1);

	followup->config = config;
	followup->address = g_strdup(address);
	followup->references = g_string_new(NULL);
	followup->own = read_own(store, error);
	if (!followup->own || !read_source(followup, store, source, error) ||
	    !choose_account(followup, store, error) ||
	    !read_names(followup, store, error))
		return NULL;
	return g_steal_pointer(&followup);
}

/* ---- composing ---- */

/* "16 Nov 2026", in English as the rest of it. */
static char *short_date(const struct followup *followup, gint64 at)
{
	gint32 year;
	guint month, day;

	local_day_to_date(local_day(at, followup->config->zone), &year, &month,
			  &day);
	return g_strdup_printf("%u %.3s %d", day, local_month_name(month),
			       year);
}

/* "16 November", with its year where that is another. */
static char *long_date(const struct followup *followup, gint64 at, gint64 now)
{
	gint32 year, this_year;
	guint month, day, ignored;

	local_day_to_date(local_day(now, followup->config->zone), &this_year,
			  &ignored, &ignored);
	local_day_to_date(local_day(at, followup->config->zone), &year, &month,
			  &day);
	return year == this_year
		   ? g_strdup_printf("%u %s", day, local_month_name(month))
		   : g_strdup_printf("%u %s %d", day, local_month_name(month),
				     year);
}

/* "Lopez, Dan" <dan@example.com>: RFC 5322 section 3.2.4. */
static char *format_mailbox(const char *name, const char *address)
{
	GString *out = g_string_new("\"");

	if (!*name) {
		g_string_assign(out, address);
		return g_string_free(out, FALSE);
	}
	for (const char *p = name; *p; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(out, '\\');
		g_string_append_c(out, *p);
	}
	g_string_append_printf(out, "\" <%s>", address);
	return g_string_free(out, FALSE);
}

/* The user's own ask, before all else. */
static char *quote_ask(const struct followup *followup)
{
	g_autofree char *date = NULL;
	g_autofree char *wrapped = NULL;
	g_auto(GStrv) lines = NULL;
	GString *out = g_string_new(NULL);

	if (!followup->ask || followup->letter.ask)
		return g_string_free(out, FALSE);
	date = short_date(followup, followup->ask_at);
	wrapped = safe_wrap(followup->ask, 70, 0);
	lines = g_strsplit(wrapped, "\n", -1);
	g_string_append_printf(out, "On %s I %s:\n", date,
			       followup->ask_only_wrote ? "wrote" : "asked");
	for (char **line = lines; *line; line++)
		g_string_append_printf(out, "> %s\n", *line);
	g_string_append_c(out, '\n');
	return g_string_free(out, FALSE);
}

/* What the subject is about, without "Re:" and "Fwd:". */
static char *bare_subject(const struct followup *followup)
{
	g_autofree char *answer =
	    subject_answer(followup->subject ? followup->subject : "");

	return g_strdup(
	    g_str_has_prefix(answer, "Re: ") ? answer + strlen("Re: ") : "");
}

static void finish(struct followup *followup)
{
	g_autofree char *ask = quote_ask(followup);

	g_free(followup->title);
	g_free(followup->text);
	g_free(followup->to);
	followup->to = format_mailbox(followup->name, followup->address);
	followup->text = g_strconcat(ask, followup->letter.body, NULL);
	if (followup->source) {
		g_autofree char *answer = subject_answer(followup->subject);

		followup->title = safe_header(answer);
	} else {
		followup->title = g_strdup(followup->letter.subject);
	}
	if (followup->source && !followup->attribution) {
		g_autofree char *date = short_date(followup, followup->at);

		followup->attribution =
		    g_strdup_printf("On %s, %s wrote:", date, followup->author);
	}
}

static gboolean fill(struct followup *followup,
		     const struct templates_text *text, gint64 now,
		     GError **error)
{
	g_autofree char *first = template_first_name(followup->name);
	g_autofree char *subject = bare_subject(followup);
	g_autofree char *date =
	    followup->at ? long_date(followup, followup->at, now) : NULL;
	GTimeZone *zone = followup->config->zone;
	gint32 days = followup->at
			  ? local_day(now, zone) - local_day(followup->at, zone)
			  : 0;
	g_autofree char *n = days > 0 ? g_strdup_printf("%d", days) : NULL;
	const char *const values[N_PLACEHOLDERS] = {
		[PLACEHOLDER_FIRST_NAME] = first,
		[PLACEHOLDER_NAME] = followup->name,
		[PLACEHOLDER_COMPANY] = followup->company,
		[PLACEHOLDER_SUBJECT] = subject,
		[PLACEHOLDER_DATE] = date,
		[PLACEHOLDER_DAYS] = n,
		[PLACEHOLDER_ASK] = followup->ask,
		[PLACEHOLDER_MY_NAME] = followup->from_name,
	};

	template_letter_clear(&followup->letter);
	return template_fill(text->file, text->text, text->length, values,
			     &followup->letter, error);
}

gboolean followup_compose(struct followup *followup, const struct angle *angle,
			  gint64 now, GError **error)
{
	g_auto(templates_text) text = { NULL };

	if (!templates_read(angle, &text, error) ||
	    !fill(followup, &text, now, error))
		return FALSE;
	finish(followup);
	return TRUE;
}

void followup_compose_built_in(struct followup *followup,
			       const struct angle *angle, gint64 now)
{
	g_auto(templates_text) text = { NULL };

	templates_built_in(angle, &text);
	if (!fill(followup, &text, now, NULL))
		g_assert_not_reached();
	finish(followup);
}

char *followup_print(const struct followup *followup)
{
	GString *out = g_string_new(NULL);

	g_string_append_printf(out, "From: %s%s%s%s\n", followup->from_name,
			       *followup->from_name ? " <" : "",
			       followup->from ? followup->from : "",
			       *followup->from_name ? ">" : "");
	g_string_append_printf(out, "To: %s%s%s%s\n", followup->name,
			       *followup->name ? " <" : "", followup->address,
			       *followup->name ? ">" : "");
	g_string_append_printf(out, "Subject: %s\n\n%s", followup->title,
			       followup->text);
	/* Its text lies in the mailbox, and nowhere else. */
	if (followup->source && followup->config->draft_quote)
		g_string_append_printf(out, "\n%s\n> [...]\n",
				       followup->attribution);
	return g_string_free(out, FALSE);
}

const char *followup_get_subject(const struct followup *followup)
{
	return followup->title;
}

const char *followup_get_parent(const struct followup *followup)
{
	return followup->mid ? followup->mid : "";
}

const char *followup_get_text(const struct followup *followup)
{
	return followup->text;
}

gboolean followup_fill(struct followup *followup, struct store *store,
		       const struct store_outbox *row,
		       struct record_letter *record_out, GError **error)
{
	struct record_letter *record = record_out;

	/* A place in another account is none for this one's worker. */
	followup->uid = 0;
	if (followup->source && followup->config->draft_quote &&
	    *followup->mid &&
	    !find_place(followup, store, row->account_id, error))
		return FALSE;
	*record = (struct record_letter){
		.item = row->outbox_id,
		.folder = { row->folder.data, row->folder.length },
		.from = followup->from ? followup->from : "",
		.from_name = followup->from_name,
		.to = followup->to,
		.subject = followup->title,
		.message_id = row->mid,
		.in_reply_to = followup->mid ? followup->mid : "",
		.references = followup->references->str,
		.boundary = row->boundary,
		.date = row->written_at,
		.zone = row->zone,
		.text = followup->text,
		.html = "",
		.seen = TRUE,
		.draft = TRUE,
		.uidvalidity = (guint32)row->uidvalidity,
		.uidnext = (guint32)row->uidnext,
	};
	if (!followup->uid)
		return TRUE;
	record->quote_folder.data = followup->folder;
	record->quote_folder.length = followup->folder_length;
	record->quote_uidvalidity = (guint32)followup->uidvalidity;
	record->quote_uid = (guint32)followup->uid;
	record->quote_mid = followup->mid;
	record->attribution = followup->attribution;
	return TRUE;
}

gboolean followup_quotes_unread(const struct followup *followup)
{
	return followup->uid && !followup->body_read;
}
