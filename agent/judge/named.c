/* Which matters a digest has already named. */
#include "agent/judge/named.h"

#include "store/digest.h"
#include "store/outbox.h"

/* A matter lapses long before as many digests have gone by. */
#define DIGESTS_ASKED 60

struct named {
	GHashTable *matters; /* as matter() spells them -> gint64, when last */
	gint64 last_at;
};

static char *matter(gint64 source, const char *address, int reason)
{
	return g_strdup_printf("%" G_GINT64_FORMAT " %d %s", source, reason,
			       address);
}

static void note(struct named *named, char *taken, gint64 at)
{
	const gint64 *before = g_hash_table_lookup(named->matters, taken);

	if (before != NULL && *before >= at)
		g_free(taken);
	else
		g_hash_table_insert(named->matters, taken,
				    g_memdup2(&at, sizeof at));
}

static gboolean add_digest(struct named *named, struct store *store,
			   const struct store_outbox *digest, GError **error)
{
	g_autoptr(GPtrArray) items =
	    store_digest_list_items(store, digest->outbox_id, error);

	if (items == NULL)
		return FALSE;
	for (guint i = 0; i < items->len; i++) {
		const struct store_digest_item *item = items->pdata[i];

		note(named, matter(item->source, item->address, item->reason),
		     digest->written_at);
	}
	return TRUE;
}

struct named *named_read(struct store *store, const char *except,
			 GError **error)
{
	g_autoptr(named) named = g_new0(struct named, 1);
	g_autoptr(GPtrArray) digests = NULL;

	named->matters =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	digests =
	    store_outbox_list_done(store, 0, "digest", DIGESTS_ASKED, error);
	if (digests == NULL)
		return NULL;
	for (guint i = 0; i < digests->len; i++) {
		const struct store_outbox *digest = digests->pdata[i];

		if (g_strcmp0(digest->day, except) == 0)
			continue;
		named->last_at = MAX(named->last_at, digest->written_at);
		if (!add_digest(named, store, digest, error))
			return NULL;
	}
	return g_steal_pointer(&named);
}

void named_free(struct named *named)
{
	if (named == NULL)
		return;
	g_hash_table_unref(named->matters);
	g_free(named);
}

gboolean named_has(const struct named *named, gint64 source,
		   const char *address, int reason, gint64 since)
{
	g_autofree char *key = matter(source, address, reason);
	const gint64 *at = g_hash_table_lookup(named->matters, key);

	return at != NULL && *at >= since;
}

gint64 named_get_last(const struct named *named)
{
	return named->last_at;
}
