/* Look for further addresses of the user's own. */
#include "agent/suggest.h"

#include <string.h>

#include "agent/identities.h"
#include "store/address.h"

void suggest_clear(struct suggest *suggest)
{
	g_clear_pointer(&suggest->in_sent, g_ptr_array_unref);
	g_clear_pointer(&suggest->by_name, g_ptr_array_unref);
}

/* What the settings now name was derived before that, perhaps. */
static void drop_own(GPtrArray *senders, const struct identities *own)
{
	for (guint i = senders->len; i-- > 0;) {
		const struct store_sender *sender = senders->pdata[i];

		if (identities_have(own, sender->address))
			g_ptr_array_remove_index(senders, i);
	}
}

static gboolean has(const GPtrArray *senders, const char *address)
{
	for (guint i = 0; i < senders->len; i++) {
		const struct store_sender *sender = senders->pdata[i];

		if (g_str_equal(sender->address, address))
			return TRUE;
	}
	return FALSE;
}

/* "Max" is many people's name; "Max Muster" is hardly anybody else's. */
static gboolean is_telling(const char *name)
{
	return strchr(name, ' ') != NULL && strchr(name, '@') == NULL;
}

static gboolean add_by_name(struct suggest *suggest, struct store *store,
			    const char *own, GError **error)
{
	g_autoptr(store_address) row = NULL;
	g_autoptr(GPtrArray) found = NULL;

	if (!store_address_find(store, own, &row, error))
		return FALSE;
	if (row == NULL || !is_telling(row->name))
		return TRUE;
	found =
	    store_sender_list_by_name(store, row->name, SUGGEST_LEAST, error);
	if (found == NULL)
		return FALSE;
	while (found->len > 0) {
		g_autoptr(store_sender) sender =
		    g_ptr_array_steal_index(found, 0);

		if (!has(suggest->in_sent, sender->address) &&
		    !has(suggest->by_name, sender->address))
			g_ptr_array_add(suggest->by_name,
					g_steal_pointer(&sender));
	}
	return TRUE;
}

gboolean suggest_find(struct store *store, const struct config *config,
		      struct suggest *suggest_out, GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_autoptr(identities) identities =
	    identities_new((const char *const *)own);
	g_auto(suggest_t) suggest = { NULL, NULL };

	suggest.in_sent =
	    store_sender_list_in_sent(store, SUGGEST_LEAST, error);
	if (suggest.in_sent == NULL)
		return FALSE;
	suggest.by_name = g_ptr_array_new_with_free_func(g_free);
	for (char **p = own; *p != NULL; p++)
		if (!add_by_name(&suggest, store, *p, error))
			return FALSE;
	drop_own(suggest.in_sent, identities);
	drop_own(suggest.by_name, identities);
	*suggest_out = suggest;
	suggest = (struct suggest){ NULL, NULL };
	return TRUE;
}
