/* Believe a mail of the user's to themselves, or not. */
#include "agent/post/belief.h"

#include <string.h>

#include "agent/derive/identities.h"
#include "agent/letters/auth_results.h"

struct belief {
	const struct config_account *account;
	struct identities *own;
	struct record_scratch *scratch;
};

/* Whatever the user may be written to by: also the name of a login. */
static struct identities *list_own(const struct config *config)
{
	g_auto(GStrv) addresses = config_list_identities(config);
	g_autoptr(GPtrArray) list = g_ptr_array_new();

	for (char **one = addresses; *one; one++)
		g_ptr_array_add(list, *one);
	for (guint i = 0; i < config->accounts->len; i++) {
		const struct config_account *account =
		    config->accounts->pdata[i];

		if (account->user && strchr(account->user, '@'))
			g_ptr_array_add(list, account->user);
	}
	g_ptr_array_add(list, NULL);
	return identities_new((const char *const *)list->pdata);
}

struct belief *belief_new(const struct config *config,
			  const struct config_account *account)
{
	struct belief *belief = g_new0(struct belief, 1);

	belief->account = account;
	belief->own = list_own(config);
	belief->scratch = record_scratch_new();
	return belief;
}

void belief_free(struct belief *belief)
{
	if (!belief)
		return;
	record_scratch_free(belief->scratch);
	identities_free(belief->own);
	g_free(belief);
}

static gboolean is_own(const struct belief *belief, const char *address)
{
	g_autofree char *lower = g_utf8_strdown(address, -1);

	return identities_have(belief->own, lower);
}

/* From the user alone; their only From. */
static const char *find_author(const struct belief *belief,
			       const struct record_facts *facts)
{
	const char *author = NULL;

	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];

		if (item->role != ADDRESS_FROM)
			continue;
		if (author || !is_own(belief, item->address))
			return NULL;
		author = item->address;
	}
	return author;
}

static gboolean is_to_own(const struct belief *belief,
			  const struct record_facts *facts)
{
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];

		if (item->role == ADDRESS_TO && is_own(belief, item->address))
			return TRUE;
	}
	return FALSE;
}

/* Not what a program answers for them while they are away. */
static gboolean is_written(const struct record_facts *facts)
{
	switch ((enum kind)facts->kind) {
	case KIND_UNKNOWN:
	case KIND_HUMAN:
	case KIND_LIST:
	case KIND_NEWSLETTER:
		return TRUE;
	case KIND_NOTIFICATION:
	case KIND_AUTO_REPLY:
	case KIND_BOUNCE:
	case KIND_RECEIPT:
	case KIND_CALENDAR:
	case KIND_REPORT:
	case N_KINDS:
		break;
	}
	return FALSE;
}

gboolean belief_is_sent(const struct store_copy *copy)
{
	return copy->role == FOLDER_SENT && !(copy->flags & FLAG_DRAFT);
}

gboolean belief_is_received(const struct store_copy *copy)
{
	switch ((enum folder_role)copy->role) {
	case FOLDER_INBOX:
	case FOLDER_OTHER:
	case FOLDER_ALL:
	case FOLDER_ARCHIVE:
	case FOLDER_FLAGGED:
		return !(copy->flags & FLAG_DRAFT);
	case FOLDER_SENT:
	case FOLDER_DRAFTS:
	case FOLDER_JUNK:
	case FOLDER_TRASH:
	case N_FOLDER_ROLES:
		break;
	}
	return FALSE;
}

gboolean belief_holds(struct belief *belief, const struct store_copy *copy,
		      struct record_facts *facts_out)
{
	const char *server = belief->account->auth_server;
	const char *author, *why;

	if (copy->gone_at || !copy->uidvalidity ||
	    !record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   belief->scratch, facts_out, &why))
		return FALSE;
	author = find_author(belief, facts_out);
	if (!author || !is_to_own(belief, facts_out) || !is_written(facts_out))
		return FALSE;
	return belief_is_sent(copy) ||
	       (belief_is_received(copy) && server &&
		auth_results_pass(facts_out->auth_results, server, author));
}
