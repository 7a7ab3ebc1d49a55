/* Which addresses are one person's. */
#include "agent/said/group.h"

#include <string.h>

#include "store/saying.h"

struct groups {
	GPtrArray *sets;	/* GPtrArray of char *, ascending */
	GHashTable *by_address; /* address -> its set, both lent */
	GHashTable *apart;	/* "a b" */
};

static void free_set(gpointer set)
{
	g_ptr_array_unref(set);
}

static gint compare(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gint compare_sets(gconstpointer a, gconstpointer b)
{
	const GPtrArray *x = *(GPtrArray *const *)a;
	const GPtrArray *y = *(GPtrArray *const *)b;

	return strcmp(x->pdata[0], y->pdata[0]);
}

static GPtrArray *ensure(struct groups *groups, const char *address)
{
	GPtrArray *set = g_hash_table_lookup(groups->by_address, address);
	char *own;

	if (set)
		return set;
	own = g_strdup(address);
	set = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(set, own);
	g_ptr_array_add(groups->sets, set);
	g_hash_table_insert(groups->by_address, own, set);
	return set;
}

static void merge(struct groups *groups, const char *a, const char *b)
{
	GPtrArray *into = ensure(groups, a), *from = ensure(groups, b);

	if (into == from)
		return;
	if (into->len < from->len) {
		GPtrArray *swap = into;

		into = from;
		from = swap;
	}
	for (guint i = 0; i < from->len; i++) {
		g_ptr_array_add(into, from->pdata[i]);
		g_hash_table_insert(groups->by_address, from->pdata[i], into);
	}
	g_ptr_array_set_free_func(from, NULL);
	g_ptr_array_remove_fast(groups->sets, from);
}

static char *pair(const char *a, const char *b)
{
	return strcmp(a, b) < 0 ? g_strconcat(a, " ", b, NULL)
				: g_strconcat(b, " ", a, NULL);
}

static void split(struct groups *groups, const char *with, const char *address)
{
	GPtrArray *set = g_hash_table_lookup(groups->by_address, address);
	guint i;

	g_hash_table_add(groups->apart, pair(with, address));
	if (!set || set->len < 2 ||
	    g_hash_table_lookup(groups->by_address, with) != set)
		return;
	g_ptr_array_find_with_equal_func(set, address, g_str_equal, &i);
	g_hash_table_remove(groups->by_address, address);
	g_ptr_array_remove_index_fast(set, i);
}

static void hear(struct groups *groups, const struct store_saying *saying)
{
	if (!*saying->address || !*saying->word ||
	    g_str_equal(saying->address, saying->word))
		return;
	if (g_str_equal(saying->verb, "merge"))
		merge(groups, saying->address, saying->word);
	else if (g_str_equal(saying->verb, "split"))
		split(groups, saying->address, saying->word);
}

struct groups *groups_new(const GPtrArray *sayings)
{
	struct groups *groups = g_new0(struct groups, 1);

	groups->sets = g_ptr_array_new_with_free_func(free_set);
	groups->by_address = g_hash_table_new(g_str_hash, g_str_equal);
	groups->apart =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	for (guint i = 0; i < sayings->len; i++)
		hear(groups, sayings->pdata[i]);
	for (guint i = groups->sets->len; i-- > 0;) {
		GPtrArray *set = groups->sets->pdata[i];

		g_ptr_array_sort(set, compare);
		if (set->len > 1)
			continue;
		if (set->len == 1)
			g_hash_table_remove(groups->by_address, set->pdata[0]);
		g_ptr_array_remove_index_fast(groups->sets, i);
	}
	g_ptr_array_sort(groups->sets, compare_sets);
	return groups;
}

void groups_free(struct groups *groups)
{
	if (!groups)
		return;
	g_hash_table_unref(groups->by_address);
	g_hash_table_unref(groups->apart);
	g_ptr_array_unref(groups->sets);
	g_free(groups);
}

guint groups_count(const struct groups *groups)
{
	return groups->sets->len;
}

const GPtrArray *groups_get(const struct groups *groups, guint i)
{
	return groups->sets->pdata[i];
}

const GPtrArray *groups_find(const struct groups *groups, const char *address)
{
	return g_hash_table_lookup(groups->by_address, address);
}

gboolean groups_are_apart(const struct groups *groups, const char *a,
			  const char *b)
{
	g_autofree char *key = pair(a, b);

	return g_hash_table_contains(groups->apart, key);
}
