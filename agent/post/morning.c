/* Who is named this morning. */
#include "agent/post/morning.h"

#include "agent/judge/named.h"
#include "agent/judge/naming.h"
#include "agent/when.h"
#include "store/verdict.h"

struct morning {
	struct naming *naming; /* from whom items borrow */
	struct digest_item *items;
	struct digest digest;
};

void morning_free(struct morning *morning)
{
	if (morning == NULL)
		return;
	naming_free(morning->naming);
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
	for (guint j = 0; j < morning->naming->verdicts->len; j++) {
		const struct store_verdict *verdict =
		    morning->naming->verdicts->pdata[j];

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

static struct digest_item item_of(const struct naming_item *item)
{
	const struct store_verdict *verdict = item->verdict;

	return (struct digest_item){
		.address = verdict->address,
		.name = known(verdict->name),
		.organisation = known(verdict->organisation),
		.reason = item->reason,
		.since_at = verdict->since_at,
		.subject = known(verdict->subject),
		.mid = known(verdict->mid),
		.sentence = verdict->sentence,
	};
}

static gboolean is_news(const struct naming_item *item,
			const struct named *named)
{
	return item->named &&
	       !named_has(named, item->verdict->source, item->verdict->address,
			  item->reason, item->rung.due_at);
}

/* News first; returns how many there are, and how many lines in all. */
static gsize fill_items(struct morning *morning, const struct named *named,
			gsize *n_out)
{
	const GArray *items = morning->naming->items;
	gsize n_new = 0, n = 0;

	for (int news = 1; news >= 0; news--)
		for (guint i = 0; i < items->len; i++) {
			const struct naming_item *item =
			    &g_array_index(items, struct naming_item, i);

			if (item->told || is_news(item, named) != news)
				continue;
			morning->items[n++] = item_of(item);
			n_new += (gsize)news;
		}
	*n_out = n;
	return n_new;
}

struct morning *morning_collect(struct store *store,
				const struct config *config,
				const struct config_account *account, gint64 at,
				GError **error)
{
	g_autoptr(morning) morning = g_new0(struct morning, 1);
	g_autofree char *today = when_date(at, config->zone);
	struct rule_settings settings;
	g_autoptr(named) named = NULL;
	gsize n_new, n;

	/* Asked for again, today's says what it said. */
	named = named_read(store, today, error);
	if (named == NULL)
		return NULL;
	config_rule_settings(config, &settings);
	morning->naming =
	    naming_collect(store, &settings, at, named_get_last(named), error);
	if (morning->naming == NULL)
		return NULL;
	morning->items =
	    g_new0(struct digest_item, morning->naming->items->len + 1);
	n_new = fill_items(morning, named, &n);
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
	morning->digest.older = (guint)(n - morning->digest.n_items);
	return g_steal_pointer(&morning);
}
