/* Rows of the outbox. */
#include <config.h>

#include "agent/post/outbox.h"

#include <string.h>
#include <sys/random.h>

#include "agent/error.h"
#include "store/account.h"

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
