/* Is this address the user's own? */
#include "agent/derive/identities.h"

#include <string.h>

struct identities {
	GHashTable *addresses;
};

/* Google delivers whatever dots are in a name, under both of its domains. */
static const char *google_domain(const char *at)
{
	return g_str_equal(at, "@gmail.com") ||
		       g_str_equal(at, "@googlemail.com")
		   ? "@gmail.com"
		   : NULL;
}

/* Without a +tag, and at Google without dots; NULL: as it is. */
static char *plain_form(const char *address)
{
	const char *at = strrchr(address, '@');
	const char *plus = strchr(address, '+');
	const char *google = at ? google_domain(at) : NULL;
	gboolean tagged = at && plus && plus < at && plus > address;
	GString *plain;

	if (!tagged && !google)
		return NULL;
	plain = g_string_new(NULL);
	for (const char *p = address; p < (tagged ? plus : at); p++)
		if (*p != '.' || !google)
			g_string_append_c(plain, *p);
	g_string_append(plain, google ? google : at);
	return g_string_free(plain, FALSE);
}

struct identities *identities_new(const char *const *addresses)
{
	struct identities *identities = g_new0(struct identities, 1);

	identities->addresses =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (; addresses && *addresses; addresses++) {
		char *address = g_utf8_strdown(*addresses, -1);
		const char *at = strrchr(address, '@');

		/* A configured tag stays one: it may be somebody else's name.
		 */
		if (at && google_domain(at) && !strchr(address, '+'))
			g_hash_table_add(identities->addresses,
					 plain_form(address));
		g_hash_table_add(identities->addresses, address);
	}
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
	g_autofree char *plain = NULL;

	if (g_hash_table_contains(identities->addresses, address))
		return TRUE;
	plain = plain_form(address);
	return plain && g_hash_table_contains(identities->addresses, plain);
}
