/* People who may be worth tracking. */
#include "agent/said/worth.h"

#include "agent/border/words.h"
#include "agent/said/hear.h"
#include "agent/rules/touch.h"
#include "agent/safe.h"
#include "store/address.h"
#include "store/folder.h"
#include "store/person.h"
#include "store/saying.h"
#include "store/touch.h"

#define LEAST_EXCHANGES 2

/* Mails that make a folder somebody's own, and their share of it. */
#define LEAST_FILED 3
#define FILED_PERCENT 80

/* Whoever was silent for longer is no news. */
#define LATELY (365 * G_GINT64_CONSTANT(86400))

static void worth_free(gpointer data)
{
	struct worth *worth = data;

	g_free(worth->name);
	g_free(worth->address);
	g_free(worth->folder);
	g_free(worth);
}

struct search {
	struct store *store;
	struct hear *hear;
	GPtrArray *filed; /* struct store_folder_share */
	GPtrArray *found;
	gint64 now;
};

static const char *find_folder(const struct search *search, gint64 person_id)
{
	for (guint i = 0; i < search->filed->len; i++) {
		const struct store_folder_share *share =
		    search->filed->pdata[i];

		if (share->person_id == person_id)
			return share->display;
	}
	return NULL;
}

/* Whether the user has said that they are to be let be. */
static gboolean is_dismissed(struct search *search, gint64 person_id,
			     gboolean *dismissed_out, GError **error)
{
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(search->store, person_id, error);
	g_auto(heard_t) heard = { .name = NULL };

	if (!addresses ||
	    !hear_person(search->hear, search->store, addresses, &heard, error))
		return FALSE;
	*dismissed_out = heard.said.muted || heard.said.untracked;
	return TRUE;
}

static gboolean look_at(const struct store_person *person, gpointer data,
			GError **error)
{
	struct search *search = data;
	const char *folder;
	gboolean sent, dismissed;
	struct worth *worth;

	if (!person->contact || person->tracked || person->colleague ||
	    person->stage == STAGE_LOST ||
	    person->last_at < search->now - LATELY)
		return TRUE;
	folder = find_folder(search, person->person_id);
	if (!store_touch_has_sign(search->store, person->person_id,
				  DIRECTION_OUT, SIGN_DELIVERS, &sent, error))
		return FALSE;
	if (!folder && !sent && person->exchanges < LEAST_EXCHANGES)
		return TRUE;
	if (!is_dismissed(search, person->person_id, &dismissed, error))
		return FALSE;
	if (dismissed)
		return TRUE;
	worth = g_new0(struct worth, 1);
	worth->name = g_strdup(person->name);
	worth->address = g_strdup(person->address);
	worth->exchanges = person->exchanges;
	worth->last_at = person->last_at;
	worth->sent = sent;
	worth->folder = g_strdup(folder);
	worth->signs =
	    (folder != NULL) + sent + (person->exchanges >= LEAST_EXCHANGES);
	g_ptr_array_add(search->found, worth);
	return TRUE;
}

static gint compare(gconstpointer a, gconstpointer b)
{
	const struct worth *x = *(const struct worth *const *)a;
	const struct worth *y = *(const struct worth *const *)b;

	if (x->signs != y->signs)
		return x->signs > y->signs ? -1 : 1;
	if (x->last_at != y->last_at)
		return x->last_at > y->last_at ? -1 : 1;
	return g_strcmp0(x->address, y->address);
}

GPtrArray *worth_list(struct store *store, gint64 now, guint limit,
		      GError **error)
{
	g_autoptr(hear) hear = hear_new(store, error);
	g_autoptr(GPtrArray) filed = NULL;
	g_autoptr(GPtrArray) found = g_ptr_array_new_with_free_func(worth_free);
	struct search search = { store, hear, NULL, found, now };

	if (!hear)
		return NULL;
	search.filed = filed = store_folder_list_shares(
	    store, FOLDER_OTHER, LEAST_FILED, FILED_PERCENT, error);
	if (!filed || !store_person_each(store, look_at, &search, error))
		return NULL;
	g_ptr_array_sort(found, compare);
	if (found->len > limit)
		g_ptr_array_set_size(found, (gint)limit);
	return g_steal_pointer(&found);
}

char *worth_describe(const struct worth *worth)
{
	g_autoptr(GString) text = g_string_new(NULL);

	g_string_printf(text, "%" G_GINT64_FORMAT " exchange%s",
			worth->exchanges, worth->exchanges == 1 ? "" : "s");
	if (worth->sent)
		g_string_append(text, ", sent what wants a verdict");
	if (worth->folder)
		g_string_append_printf(text, ", filed in %s", worth->folder);
	return safe_terminal(text->str);
}
