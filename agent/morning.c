/* Who is named this morning. */
#include "agent/morning.h"

#include "agent/named.h"
#include "agent/when.h"
#include "store/verdict.h"

struct morning {
	GPtrArray *verdicts; /* struct store_verdict, from whom items borrow */
	struct digest_item *items;
	struct digest digest;
};

void morning_free(struct morning *morning)
{
	if (morning == NULL)
		return;
	g_clear_pointer(&morning->verdicts, g_ptr_array_unref);
	g_free(morning->items);
	g_free(morning);
}

const struct digest *morning_get_digest(const struct morning *morning)
{
	return &morning->digest;
}

gint64 morning_get_source(const struct morning *morning, gsize i)
{
	/* Items were put into another order, but borrow as they did. */
	for (guint j = 0; j < morning->verdicts->len; j++) {
		const struct store_verdict *verdict =
		    morning->verdicts->pdata[j];

		if (verdict->sentence == morning->digest.items[i].sentence)
			return verdict->source;
	}
	g_assert_not_reached();
}

static const char *address_of(const struct config_account *account)
{
	if (account == NULL)
		return NULL;
	return account->identities[0] != NULL ? account->identities[0]
					      : account->user;
}

static const char *known(const char *text)
{
	return *text != '\0' ? text : NULL;
}

static struct digest_item item_of(const struct store_verdict *verdict)
{
	return (struct digest_item){
		.address = verdict->address,
		.name = known(verdict->name),
		.reason = (enum reason)verdict->reason,
		.since_at = verdict->since_at,
		.subject = known(verdict->subject),
		.mid = known(verdict->mid),
		.sentence = verdict->sentence,
	};
}

/* News first; returns how many of the verdicts are. */
static gsize fill_items(struct morning *morning, const struct named *named)
{
	gsize n_new = 0, n_old = 0;
	gsize n = morning->verdicts->len;

	for (guint i = 0; i < n; i++) {
		const struct store_verdict *verdict =
		    morning->verdicts->pdata[i];
		gboolean old = named_has(named, verdict->source,
					 verdict->address, verdict->reason);

		/* The old ones from the end, so that one walk will do. */
		morning->items[old ? n - ++n_old : n_new++] = item_of(verdict);
	}
	return n_new;
}

struct morning *morning_collect(struct store *store,
				const struct config *config,
				const struct config_account *account, gint64 at,
				GError **error)
{
	g_autoptr(morning) morning = g_new0(struct morning, 1);
	g_autofree char *today = when_date(at, config->zone);
	g_autoptr(named) named = NULL;
	gsize n_new;

	/* Asked for again, today's says what it said. */
	named = named_read(store, today, error);
	if (named == NULL)
		return NULL;
	morning->verdicts = store_verdict_list_due(store, at, error);
	if (morning->verdicts == NULL)
		return NULL;
	morning->items = g_new0(struct digest_item, morning->verdicts->len + 1);
	n_new = fill_items(morning, named);
	morning->digest = (struct digest){
		.account_address = address_of(account),
		.at = at,
		.zone = config->zone,
		.detail = config->evidence == EVIDENCE_NONE ? DIGEST_SUBJECTS
							    : DIGEST_SENTENCES,
		.items = morning->items,
		.n_items =
		    digest_arrange(morning->items, n_new, config->digest_limit),
	};
	morning->digest.older =
	    (guint)(morning->verdicts->len - morning->digest.n_items);
	return g_steal_pointer(&morning);
}
