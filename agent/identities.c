/* Is this address the user's own? */
#include "agent/identities.h"

#include <string.h>

struct identities {
	GHashTable *addresses;
};

struct identities *identities_new(const char *const *addresses)
{
	struct identities *identities = g_new0(struct identities, 1);

	identities->addresses =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (; addresses && *addresses; addresses++)
		g_hash_table_add(identities->addresses,
				 g_utf8_strdown(*addresses, -1));
	return identities;
}

void identities_free(struct identities *identities)
{
	if (!identities)
		return;
	g_hash_table_unref(identities->addresses);
	g_free(identities);
}

gboolean identities_have(const struct identities *identities,
			 const char *address)
{
	const char *plus, *at;
	g_autofree char *plain = NULL;

	if (g_hash_table_contains(identities->addresses, address))
		return TRUE;
	at = strrchr(address, '@');
	plus = strchr(address, '+');
	if (!at || !plus || plus > at || plus == address)
		return FALSE;
	plain = g_strdup_printf("%.*s%s", (int)(plus - address), address, at);
	return g_hash_table_contains(identities->addresses, plain);
}
