/* Salted hashes of forgotten addresses. */
#include "agent/said/forgotten.h"

#include <string.h>

#include "store/forgotten.h"
#include "store/setting.h"

#define SALT "forgotten-salt"

struct forgotten {
	char *salt; /* NULL: nobody was ever forgotten */
	GPtrArray *list;
	GHashTable *hashes; /* lent from the list */
};

static char *hash(const char *salt, const char *address)
{
	return g_compute_hmac_for_string(
	    G_CHECKSUM_SHA256, (const guchar *)salt, strlen(salt), address, -1);
}

struct forgotten *forgotten_new(struct store *store, GError **error)
{
	g_autoptr(forgotten) forgotten = g_new0(struct forgotten, 1);

	forgotten->hashes = g_hash_table_new(g_str_hash, g_str_equal);
	forgotten->list = store_forgotten_list(store, error);
	if (!forgotten->list ||
	    !store_setting_find(store, SALT, &forgotten->salt, error))
		return NULL;
	for (guint i = 0; i < forgotten->list->len; i++)
		g_hash_table_add(forgotten->hashes, forgotten->list->pdata[i]);
	return g_steal_pointer(&forgotten);
}

void forgotten_free(struct forgotten *forgotten)
{
	if (!forgotten)
		return;
	g_hash_table_unref(forgotten->hashes);
	g_clear_pointer(&forgotten->list, g_ptr_array_unref);
	g_free(forgotten->salt);
	g_free(forgotten);
}

gboolean forgotten_is_empty(const struct forgotten *forgotten)
{
	return !forgotten->salt || forgotten->list->len == 0;
}

gboolean forgotten_has(const struct forgotten *forgotten, const char *address)
{
	g_autofree char *key = NULL;

	if (forgotten_is_empty(forgotten))
		return FALSE;
	key = hash(forgotten->salt, address);
	return g_hash_table_contains(forgotten->hashes, key);
}

/* 122 bits of the system's randomness, made once. */
static char *ensure_salt(struct store *store, GError **error)
{
	g_autofree char *salt = NULL;

	if (!store_setting_find(store, SALT, &salt, error))
		return NULL;
	if (salt)
		return g_steal_pointer(&salt);
	salt = g_uuid_string_random();
	if (!store_setting_put(store, SALT, salt, error))
		return NULL;
	return g_steal_pointer(&salt);
}

gboolean forgotten_add(struct store *store, const char *address, gint64 now,
		       GError **error)
{
	g_autofree char *salt = ensure_salt(store, error);
	g_autofree char *key = salt ? hash(salt, address) : NULL;

	return key && store_forgotten_add(store, key, now, error);
}

gboolean forgotten_remove(struct store *store, const char *address,
			  GError **error)
{
	g_autofree char *salt = ensure_salt(store, error);
	g_autofree char *key = salt ? hash(salt, address) : NULL;

	return key && store_forgotten_delete(store, key, error);
}
