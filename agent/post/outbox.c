/* Letters from their ingredients. */
#include <config.h>

#include "agent/post/outbox.h"

#include <string.h>
#include <sys/random.h>

#include "agent/error.h"
#include "agent/post/drafts.h"
#include "agent/post/followup.h"
#include "agent/post/morning.h"
#include "agent/post/weekly.h"
#include "agent/post/written.h"
#include "store/account.h"
#include "store/digest.h"

struct outbox_letter {
	struct record_letter record;
	struct store_outbox *row;
	char *address;
	char *label, *subject, *text, *html;
	struct followup *followup; /* of a draft, else NULL */
};

const struct config_account *outbox_digest_account(const struct config *config)
{
	if (config->digest_account)
		return config_find_account(config, config->digest_account);
	for (guint i = 0; i < config->accounts->len; i++) {
		const struct config_account *account =
		    g_ptr_array_index(config->accounts, i);

		if (account->host)
			return account;
	}
	return NULL;
}

const char *outbox_address(const struct config_account *account)
{
	if (account->user && strchr(account->user, '@'))
		return account->user;
	return account->identities[0] ? account->identities[0]
				      : "tend@localhost";
}

/* ---- writing one down ---- */

/* Nobody can guess it, so an answer that names it has seen the letter. */
static gboolean random_hex(char *out, gsize bytes, GError **error)
{
	guint8 random[16];

	g_assert(bytes <= sizeof random);
	if (getrandom(random, bytes, 0) != (ssize_t)bytes) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_TEMPORARY,
			    "the kernel gives no random numbers");
		return FALSE;
	}
	for (gsize i = 0; i < bytes; i++)
		g_snprintf(out + 2 * i, 3, "%02x", random[i]);
	return TRUE;
}

gboolean outbox_make_names(const char *prefix, const char *address,
			   char **mid_out, char **boundary_out, GError **error)
{
	const char *at = strrchr(address, '@');
	char token[33], boundary[33];

	if (!random_hex(token, 16, error) || !random_hex(boundary, 12, error))
		return FALSE;
	*mid_out = g_strconcat(prefix, token, at ? at : "@localhost", NULL);
	*boundary_out = g_strdup(boundary);
	return TRUE;
}

gint32 outbox_zone(const struct config *config, gint64 at)
{
	gint interval =
	    g_time_zone_find_interval(config->zone, G_TIME_TYPE_UNIVERSAL, at);

	return g_time_zone_get_offset(config->zone, interval) / 60;
}

char *outbox_day(const struct config *config, gint64 at)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, config->zone);

	return g_date_time_format(local, "%Y-%m-%d");
}

static gboolean put_items(struct store *store, gint64 outbox_id,
			  const struct morning *morning, GError **error)
{
	const struct digest *digest = morning_get_digest(morning);

	for (gsize i = 0; i < digest->n_items; i++) {
		const struct digest_item *item = &digest->items[i];
		const struct store_digest_item row = {
			.outbox_id = outbox_id,
			.position = (gint64)i + 1,
			.address = item->address,
			.name = item->name ? item->name : "",
			.reason = (int)item->reason,
			.source = morning_get_source(morning, i),
			.section = (int)item->section,
			.since_at = item->since_at,
			.subject = item->subject ? item->subject : "",
			.sentence = item->sentence,
			.organisation = item->organisation,
			.phone = item->phone,
			.mid = item->mid,
			.quote = item->quote,
		};

		if (!store_digest_add_item(store, &row, error))
			return FALSE;
	}
	return TRUE;
}

gboolean outbox_add_letter(struct store *store, const struct config *config,
			   const struct config_account *account,
			   gint64 account_id, const char *template, guint older,
			   gint64 now, gint64 *outbox_id_out, GError **error)
{
	g_autofree char *day = outbox_day(config, now);
	g_autofree char *mid = NULL, *boundary = NULL;
	struct store_outbox row;

	if (!outbox_make_names("tend.", outbox_address(account), &mid,
			       &boundary, error))
		return FALSE;
	row = (struct store_outbox){
		.account_id = account_id,
		.template = template,
		.day = day,
		.folder = { account->digest_folder,
			    strlen(account->digest_folder) },
		.mid = mid,
		.boundary = boundary,
		.older = older,
		.written_at = now,
		.zone = outbox_zone(config, now),
		.note = "",
	};
	return store_outbox_add(store, &row, outbox_id_out, error);
}

/* Half a history would present old friends as new: no digest before. */
static const char *why_none(const struct store_account *account,
			    const struct morning *morning)
{
	if (!account || !account->baseline_at)
		return "the mailbox has not been read to its end yet";
	if (morning_get_digest(morning)->n_items == 0)
		return "there is nobody new to name";
	return NULL;
}

gboolean outbox_add_digest(struct store *store, const struct config *config,
			   const struct config_account *account, gint64 now,
			   gboolean *added_out, const char **why_not_out,
			   GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(store_account) row = NULL;
	g_autoptr(morning) morning = NULL;
	const char *why;
	gint64 outbox_id = 0;

	*added_out = FALSE;
	transaction = store_transaction_new(store, error);
	if (!transaction ||
	    !store_account_find(store, account->name, &row, error))
		return FALSE;
	morning = morning_collect(store, config, account, now, error);
	if (!morning)
		return FALSE;
	why = why_none(row, morning);
	if (!why) {
		if (!outbox_add_letter(store, config, account, row->account_id,
				       "digest",
				       morning_get_digest(morning)->older, now,
				       &outbox_id, error))
			return FALSE;
		*added_out = outbox_id != 0;
		why = *added_out ? "" : "today's digest was written already";
	}
	if (why_not_out)
		*why_not_out = why;
	if (*added_out && !put_items(store, outbox_id, morning, error))
		return FALSE;
	return store_transaction_commit(transaction, error);
}

gboolean outbox_find_letter(struct store *store, const struct config *config,
			    const struct config_account *account,
			    const char *template, gint64 at,
			    struct store_outbox **row_out, GError **error)
{
	g_autofree char *day = outbox_day(config, at);
	g_autoptr(store_account) row = NULL;

	*row_out = NULL;
	if (!store_account_find(store, account->name, &row, error))
		return FALSE;
	return !row || store_outbox_find_by_day(store, row->account_id,
						template, day, row_out, error);
}

/* ---- making a letter of it ---- */

static gboolean render_digest(struct outbox_letter *letter, struct store *store,
			      const struct config *config,
			      const struct config_account *account,
			      GError **error)
{
	g_autoptr(written) written =
	    written_read(store, config, account, letter->row, error);
	const struct digest *digest;

	if (!written)
		return FALSE;
	digest = written_get_digest(written);
	letter->subject = digest_subject(digest);
	letter->text = digest_text(digest);
	letter->html = digest_html(digest);
	return TRUE;
}

struct outbox_letter *outbox_letter_new(struct store *store,
					const struct config *config,
					const struct config_account *account,
					const struct store_outbox *row,
					GError **error)
{
	g_autoptr(outbox_letter) letter = g_new0(struct outbox_letter, 1);

	/* A copy: the row is the caller's. */
	if (!store_outbox_find(store, row->outbox_id, &letter->row, error))
		return NULL;
	if (!letter->row)
		return NULL;
	if (g_str_equal(letter->row->template, "draft"))
		return drafts_fill(store, config, letter->row,
				   &letter->followup, &letter->record, error)
			   ? g_steal_pointer(&letter)
			   : NULL;
	letter->address = g_strdup(outbox_address(account));
	if (!(g_str_equal(letter->row->template, "report")
		  ? weekly_render(store, config, letter->address, letter->row,
				  &letter->subject, &letter->text,
				  &letter->html, error)
		  : render_digest(letter, store, config, account, error)))
		return NULL;
	letter->label = *letter->row->day != '\0'
			    ? g_strdup_printf("%s %s", letter->row->template,
					      letter->row->day)
			    : g_strdup("");
	letter->record = (struct record_letter){
		.item = letter->row->outbox_id,
		.folder = { letter->row->folder.data,
			    letter->row->folder.length },
		.from = letter->address,
		.from_name = "tend",
		.to = letter->address,
		.subject = letter->subject,
		.message_id = letter->row->mid,
		.label = letter->label,
		.boundary = letter->row->boundary,
		.date = letter->row->written_at,
		.zone = letter->row->zone,
		.text = letter->text,
		.html = letter->html,
		.uidvalidity = (guint32)letter->row->uidvalidity,
		.uidnext = (guint32)letter->row->uidnext,
	};
	return g_steal_pointer(&letter);
}

void outbox_letter_free(struct outbox_letter *letter)
{
	if (!letter)
		return;
	g_free(letter->row);
	g_free(letter->address);
	g_free(letter->label);
	g_free(letter->subject);
	g_free(letter->text);
	g_free(letter->html);
	followup_free(letter->followup);
	g_free(letter);
}

const struct record_letter *outbox_letter_get(
    const struct outbox_letter *letter)
{
	return &letter->record;
}

gboolean outbox_letter_quotes_unread(const struct outbox_letter *letter)
{
	return letter->followup && followup_quotes_unread(letter->followup);
}
