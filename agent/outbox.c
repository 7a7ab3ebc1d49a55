/* Letters from their ingredients. */
#include <config.h>

#include "agent/outbox.h"

#include <string.h>
#include <sys/random.h>

#include "agent/error.h"
#include "store/account.h"
#include "store/digest.h"
#include "store/message.h"
#include "store/verdict.h"

struct outbox_letter {
	struct record_letter record;
	struct store_outbox *row;
	GPtrArray *items; /* struct store_digest_item */
	char *address, *subject, *text, *html;
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

/* Where the user reads mail: answers to a digest go there too. */
static const char *address_of(const struct config_account *account)
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

static gint32 zone_minutes(GTimeZone *zone, gint64 at)
{
	gint interval =
	    g_time_zone_find_interval(zone, G_TIME_TYPE_UNIVERSAL, at);

	return g_time_zone_get_offset(zone, interval) / 60;
}

static char *local_day(GTimeZone *zone, gint64 at)
{
	g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc(at);
	g_autoptr(GDateTime) local = g_date_time_to_timezone(utc, zone);

	return g_date_time_format(local, "%Y-%m-%d");
}

static struct digest_item *arrange(const GPtrArray *verdicts, guint limit,
				   gsize *kept_out)
{
	struct digest_item *items =
	    g_new0(struct digest_item, verdicts->len + 1);

	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_verdict *verdict =
		    g_ptr_array_index(verdicts, i);

		items[i] = (struct digest_item){
			.address = verdict->address,
			.name = verdict->name,
			.reason = (enum reason)verdict->reason,
			.since_at = verdict->since_at,
			.subject = verdict->subject,
			.mid = verdict->mid,
			.sentence = verdict->sentence,
		};
	}
	*kept_out = digest_arrange(items, verdicts->len, limit);
	return items;
}

static gint64 source_of(const GPtrArray *verdicts,
			const struct digest_item *item)
{
	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_verdict *verdict =
		    g_ptr_array_index(verdicts, i);

		if (verdict->sentence == item->sentence)
			return verdict->source;
	}
	return 0;
}

/*
 * Everybody who is due is kept with the digest, first those whom it names, so
 * that "11 older matters wait" is an ingredient too.
 */
static gboolean put_items(struct store *store, gint64 outbox_id,
			  const GPtrArray *verdicts, guint limit,
			  GError **error)
{
	gsize kept;
	g_autofree struct digest_item *items = arrange(verdicts, limit, &kept);

	for (guint i = 0; i < verdicts->len; i++) {
		const struct store_digest_item row = {
			.outbox_id = outbox_id,
			.position = i + 1,
			.address = items[i].address,
			.name = items[i].name,
			.reason = (int)items[i].reason,
			.source = source_of(verdicts, &items[i]),
			.since_at = items[i].since_at,
			.subject = items[i].subject,
			.sentence = items[i].sentence,
		};

		if (!store_digest_add_item(store, &row, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean put_row(struct store *store, const struct config *config,
			const struct config_account *account, gint64 account_id,
			gint64 now, gint64 *outbox_id_out, GError **error)
{
	g_autofree char *day = local_day(config->zone, now);
	g_autofree char *mid = NULL;
	char token[33], boundary[33];
	const char *at = strrchr(address_of(account), '@');
	struct store_outbox row;

	if (!random_hex(token, 16, error) || !random_hex(boundary, 12, error))
		return FALSE;
	mid = g_strdup_printf("tend.%s%s", token, at ? at : "@localhost");
	row = (struct store_outbox){
		.account_id = account_id,
		.template = "digest",
		.day = day,
		.folder = { account->digest_folder,
			    strlen(account->digest_folder) },
		.mid = mid,
		.boundary = boundary,
		.written_at = now,
		.zone = zone_minutes(config->zone, now),
		.note = "",
	};
	return store_outbox_add(store, &row, outbox_id_out, error);
}

/* Half a history would present old friends as new: no digest before. */
static const char *why_none(const struct store_account *account,
			    const GPtrArray *verdicts)
{
	if (!account || !account->baseline_at)
		return "the mailbox has not been read to its end yet";
	if (verdicts->len == 0)
		return "nobody waits";
	return NULL;
}

gboolean outbox_add_digest(struct store *store, const struct config *config,
			   const struct config_account *account, gint64 now,
			   gboolean *added_out, const char **why_not_out,
			   GError **error)
{
	g_autoptr(store_transaction) transaction = NULL;
	g_autoptr(store_account) row = NULL;
	g_autoptr(GPtrArray) verdicts = NULL;
	const char *why;
	gint64 outbox_id = 0;

	*added_out = FALSE;
	transaction = store_transaction_new(store, error);
	if (!transaction ||
	    !store_account_find(store, account->name, &row, error))
		return FALSE;
	verdicts = store_verdict_list_due(store, now, error);
	if (!verdicts)
		return FALSE;
	why = why_none(row, verdicts);
	if (!why) {
		if (!put_row(store, config, account, row->account_id, now,
			     &outbox_id, error))
			return FALSE;
		*added_out = outbox_id != 0;
		why = *added_out ? "" : "today's digest was written already";
	}
	if (why_not_out)
		*why_not_out = why;
	if (*added_out &&
	    !put_items(store, outbox_id, verdicts, config->digest_limit, error))
		return FALSE;
	return store_transaction_commit(transaction, error);
}

/* ---- making a letter of it ---- */

static char *mid_of(struct store *store, gint64 source, GError **error)
{
	g_autoptr(store_message) message = NULL;

	if (source <= 0)
		return g_strdup("");
	if (!store_message_find_by_key(store, source, &message, error))
		return NULL;
	return g_strdup(message ? message->mid : "");
}

static gboolean render(struct outbox_letter *letter, struct store *store,
		       const struct config *config, GError **error)
{
	guint n = letter->items->len;
	g_autofree struct digest_item *items =
	    g_new0(struct digest_item, n + 1);
	g_autoptr(GPtrArray) mids = g_ptr_array_new_with_free_func(g_free);
	struct digest digest = {
		.account_address = letter->address,
		.mid = letter->row->mid,
		.at = letter->row->written_at,
		.zone = config->zone,
		.detail = config->evidence ? DIGEST_SENTENCES : DIGEST_SUBJECTS,
		.items = items,
	};

	for (guint i = 0; i < n; i++) {
		const struct store_digest_item *row =
		    g_ptr_array_index(letter->items, i);
		char *mid = mid_of(store, row->source, error);

		if (!mid)
			return FALSE;
		g_ptr_array_add(mids, mid);
		items[i] = (struct digest_item){
			.address = row->address,
			.name = row->name,
			.reason = (enum reason)row->reason,
			.since_at = row->since_at,
			.subject = row->subject,
			.mid = mid,
			.sentence = row->sentence,
		};
	}
	digest.n_items = digest_arrange(items, n, config->digest_limit);
	digest.older = n - (guint)digest.n_items;
	letter->subject = digest_subject(&digest);
	letter->text = digest_text(&digest);
	letter->html = digest_html(&digest);
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
	letter->items = store_digest_list_items(store, row->outbox_id, error);
	if (!letter->row || !letter->items)
		return NULL;
	letter->address = g_strdup(address_of(account));
	if (!render(letter, store, config, error))
		return NULL;
	letter->record = (struct record_letter){
		.item = letter->row->outbox_id,
		.folder = { letter->row->folder.data,
			    letter->row->folder.length },
		.from = letter->address,
		.from_name = "tend",
		.to = letter->address,
		.subject = letter->subject,
		.message_id = letter->row->mid,
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
	if (letter->items)
		g_ptr_array_unref(letter->items);
	g_free(letter->address);
	g_free(letter->subject);
	g_free(letter->text);
	g_free(letter->html);
	g_free(letter);
}

const struct record_letter *outbox_letter_get(
    const struct outbox_letter *letter)
{
	return &letter->record;
}
