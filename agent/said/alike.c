/* Contacts that may be one person. */
#include "agent/said/alike.h"

#include <string.h>

#include "agent/judge/domain.h"
#include "agent/said/group.h"
#include "agent/safe.h"
#include "store/address.h"
#include "store/person.h"
#include "store/saying.h"
#include "store/touch.h"

/* Of a name that more people have nothing is known. */
#define MOST_OF_A_NAME 8

/* One address of somebody. */
struct one {
	gint64 person_id;
	char *address, *name, *organisation; /* organisation may be NULL */
	gint64 mails;
};

static void one_free(gpointer data)
{
	struct one *one = data;

	g_free(one->address);
	g_free(one->name);
	g_free(one->organisation);
	g_free(one);
}

static void alike_free(gpointer data)
{
	struct alike *alike = data;

	g_free(alike->address);
	g_free(alike->other);
	g_free(alike->name);
	g_free(alike->why);
	g_free(alike);
}

static void free_list(gpointer data)
{
	g_ptr_array_unref(data);
}

struct search {
	struct store *store;
	GHashTable *by_name; /* folded -> GPtrArray of struct one */
	struct groups *groups;
	GPtrArray *found;
	guint limit;
};

/* "Ann" is many people's name; "Ann Lee" is hardly anybody else's. */
static gboolean is_telling(const char *name)
{
	return strchr(name, ' ') && !strchr(name, '@');
}

/* As their mail says, or as the user or a card does. */
static gboolean find_name(struct search *search,
			  const struct store_address *address, char **name_out,
			  GError **error)
{
	g_autoptr(store_person) person = NULL;

	*name_out = NULL;
	if (*address->name) {
		*name_out = g_strdup(address->name);
		return TRUE;
	}
	if (!store_person_find(search->store, address->person_id, &person,
			       error))
		return FALSE;
	*name_out = g_strdup(person ? person->name : "");
	return TRUE;
}

static GPtrArray *ensure_list(struct search *search, const char *name)
{
	g_autofree char *folded = g_utf8_casefold(name, -1);
	GPtrArray *list = g_hash_table_lookup(search->by_name, folded);

	if (list)
		return list;
	list = g_ptr_array_new_with_free_func(one_free);
	g_hash_table_insert(search->by_name, g_steal_pointer(&folded), list);
	return list;
}

static gboolean collect(const struct store_address *address, gpointer data,
			GError **error)
{
	struct search *search = data;
	g_autofree char *name = NULL;
	GPtrArray *list;
	struct one *one;

	if (!address->person_id)
		return TRUE;
	if (!find_name(search, address, &name, error))
		return FALSE;
	if (!is_telling(name))
		return TRUE;
	list = ensure_list(search, name);
	if (list->len >= MOST_OF_A_NAME)
		return TRUE;
	one = g_new0(struct one, 1);
	one->person_id = address->person_id;
	one->address = g_strdup(address->address);
	one->name = g_steal_pointer(&name);
	one->organisation = domain_organisation(address->address);
	one->mails = address->sent_to + address->received_from;
	g_ptr_array_add(list, one);
	return TRUE;
}

/* Takes `why`. */
static void add(struct search *search, const struct one *a, const struct one *b,
		char *why)
{
	gboolean first = a->mails >= b->mails;
	struct alike *alike = g_new0(struct alike, 1);

	alike->address = g_strdup(first ? a->address : b->address);
	alike->other = g_strdup(first ? b->address : a->address);
	alike->name = g_strdup(a->name);
	alike->why = why;
	g_ptr_array_add(search->found, alike);
}

static gboolean has_mail(const struct one *one)
{
	return strchr(one->address, '@') != NULL;
}

static gboolean compare(struct search *search, const struct one *a,
			const struct one *b, gboolean *alike_out,
			GError **error)
{
	char *why = NULL;
	gboolean met = FALSE;

	*alike_out = FALSE;
	if (a->person_id == b->person_id ||
	    groups_are_apart(search->groups, a->address, b->address))
		return TRUE;
	if (!has_mail(a) || !has_mail(b))
		why = g_strdup("and one of them has no mail address");
	else if (a->organisation &&
		 g_strcmp0(a->organisation, b->organisation) == 0)
		why = g_strdup_printf("at %s", a->organisation);
	else if (!store_touch_have_met(search->store, a->person_id,
				       b->person_id, &met, error))
		return FALSE;
	else if (met)
		why = g_strdup("in one conversation");
	*alike_out = why != NULL;
	if (why)
		add(search, a, b, why);
	return TRUE;
}

/* Each with the first that it is like: a third is suggested in its turn. */
static gboolean compare_all(struct search *search, const GPtrArray *list,
			    GError **error)
{
	for (guint i = 1; i < list->len; i++) {
		gboolean alike = FALSE;

		for (guint j = 0; j < i && !alike; j++)
			if (!compare(search, list->pdata[j], list->pdata[i],
				     &alike, error))
				return FALSE;
	}
	return TRUE;
}

static gint by_address(gconstpointer a, gconstpointer b)
{
	const struct alike *x = *(const struct alike *const *)a;
	const struct alike *y = *(const struct alike *const *)b;
	int order = strcmp(x->address, y->address);

	return order ? order : strcmp(x->other, y->other);
}

static gboolean run(struct search *search, GError **error)
{
	GHashTableIter iter;
	gpointer list;

	if (!store_address_each(search->store, collect, search, error))
		return FALSE;
	g_hash_table_iter_init(&iter, search->by_name);
	while (g_hash_table_iter_next(&iter, NULL, &list))
		if (!compare_all(search, list, error))
			return FALSE;
	g_ptr_array_sort(search->found, by_address);
	if (search->found->len > search->limit)
		g_ptr_array_set_size(search->found, (gint)search->limit);
	return TRUE;
}

GPtrArray *alike_list(struct store *store, guint limit, GError **error)
{
	g_autoptr(GPtrArray) sayings = store_saying_list(store, NULL, error);
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(alike_free);
	g_autoptr(GHashTable) by_name =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
	g_autoptr(groups) groups = sayings ? groups_new(sayings) : NULL;
	struct search search = { store, by_name, groups, found, limit };

	if (!groups || !run(&search, error))
		return NULL;
	return g_steal_pointer(&found);
}

char *alike_describe(const struct alike *alike)
{
	g_autofree char *text =
	    g_strdup_printf("%s: %s and %s have one name %s", alike->name,
			    alike->address, alike->other, alike->why);

	return safe_terminal(text);
}

void alike_add_json(const struct alike *alike, struct json *json)
{
	json_text(json, "name", alike->name);
	json_text(json, "address", alike->address);
	json_text(json, "other", alike->other);
	json_text(json, "why", alike->why);
}
