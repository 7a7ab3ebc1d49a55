/* Salted hashes of forgotten addresses. */
#include "agent/said/forgotten.h"

#include <string.h>

#include "store/forgotten.h"
#include "store/setting.h"

#define SALT "forgotten-salt"

/*
 * Several, between spaces, where a store was brought back that has another one
 * than that which it took the place of; a new hash is made with the first.
 */
struct forgotten {
	char **salts; /* empty: nobody was ever forgotten */
	GPtrArray *list;
	GHashTable *hashes; /* lent from the list */
};

static char *hash(const char *salt, const char *address)
{
	return g_compute_hmac_for_string(
	    G_CHECKSUM_SHA256, (const guchar *)salt, strlen(salt), address, -1);
}

/* Empty if there is none. */
static char **find_salts(struct store *store, GError **error)
{
	g_autofree char *text = NULL;

	if (!store_setting_find(store, SALT, &text, error))
		return NULL;
	return g_strsplit(text ? text : "", " ", -1);
}

struct forgotten *forgotten_new(struct store *store, GError **error)
{
	g_autoptr(forgotten) forgotten = g_new0(struct forgotten, 1);

	forgotten->hashes = g_hash_table_new(g_str_hash, g_str_equal);
	forgotten->list = store_forgotten_list(store, error);
	forgotten->salts = find_salts(store, error);
	if (!forgotten->list || !forgotten->salts)
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
	g_strfreev(forgotten->salts);
	g_free(forgotten);
}

gboolean forgotten_is_empty(const struct forgotten *forgotten)
{
	return !forgotten->salts[0] || forgotten->list->len == 0;
}

gboolean forgotten_has(const struct forgotten *forgotten, const char *address)
{
	if (forgotten_is_empty(forgotten))
		return FALSE;
	for (char **salt = forgotten->salts; *salt; salt++) {
		g_autofree char *key = hash(*salt, address);

		if (g_hash_table_contains(forgotten->hashes, key))
			return TRUE;
	}
	return FALSE;
}

static gboolean put_salts(struct store *store, char **salts, GError **error)
{
	g_autofree char *text = g_strjoinv(" ", salts);

	return store_setting_put(store, SALT, text, error);
}

/* 122 bits of the system's randomness, made once. */
static char **ensure_salts(struct store *store, GError **error)
{
	g_auto(GStrv) salts = find_salts(store, error);

	if (!salts || salts[0])
		return g_steal_pointer(&salts);
	g_strfreev(salts);
	salts = g_new0(char *, 2);
	salts[0] = g_uuid_string_random();
	if (!put_salts(store, salts, error))
		return NULL;
	return g_steal_pointer(&salts);
}

gboolean forgotten_add(struct store *store, const char *address, gint64 now,
		       GError **error)
{
	g_auto(GStrv) salts = ensure_salts(store, error);
	g_autofree char *key = salts ? hash(salts[0], address) : NULL;

	return key && store_forgotten_add(store, key, now, error);
}

gboolean forgotten_remove(struct store *store, const char *address,
			  GError **error)
{
	g_auto(GStrv) salts = ensure_salts(store, error);

	for (char **salt = salts; salts && *salt; salt++) {
		g_autofree char *key = hash(*salt, address);

		if (!store_forgotten_delete(store, key, error))
			return FALSE;
	}
	return salts != NULL;
}

static gboolean merge_salts(struct store *store, char **others, GError **error)
{
	g_auto(GStrv) salts = find_salts(store, error);
	g_autoptr(GPtrArray) all = g_ptr_array_new();

	if (!salts)
		return FALSE;
	for (char **salt = salts; *salt; salt++)
		g_ptr_array_add(all, *salt);
	for (char **salt = others; *salt; salt++)
		if (!g_strv_contains((const char *const *)salts, *salt))
			g_ptr_array_add(all, *salt);
	g_ptr_array_add(all, NULL);
	return !all->pdata[0] || put_salts(store, (char **)all->pdata, error);
}

gboolean forgotten_merge(struct store *store, struct store *other, gint64 now,
			 GError **error)
{
	g_autoptr(forgotten) others = forgotten_new(other, error);

	if (!others || !merge_salts(store, others->salts, error))
		return FALSE;
	for (guint i = 0; i < others->list->len; i++)
		if (!store_forgotten_add(store, others->list->pdata[i], now,
					 error))
			return FALSE;
	return TRUE;
}
