/* Whom a text may mean: search by name and address, whatever the case. */
#include "store/person.h"

#include "store/private.h"

#include <string.h>

/* Best first. */
enum rank {
	RANK_WHOLE,
	RANK_WORD,
	RANK_ANYWHERE,
	RANK_NONE,
};

struct candidate {
	gint64 person_id;
	gboolean contact;
	gint64 last_at;
	enum rank rank;
};

/* Lower case without accents: "rene" finds "René". */
static char *fold(const char *text)
{
	g_autofree char *apart = NULL;
	GString *folded;

	if (g_str_is_ascii(text))
		return g_ascii_strdown(text, -1);
	apart = g_utf8_normalize(text, -1, G_NORMALIZE_ALL);
	if (!apart)
		return g_ascii_strdown(text, -1);
	folded = g_string_new(NULL);
	for (char *p = apart; *p; p = g_utf8_next_char(p)) {
		gunichar c = g_utf8_get_char(p);

		if (!g_unichar_ismark(c))
			g_string_append_unichar(folded, g_unichar_tolower(c));
	}
	return g_string_free(folded, FALSE);
}

static gboolean starts_word(const char *text, const char *at)
{
	return at == text ||
	       !g_unichar_isalnum(g_utf8_get_char(g_utf8_prev_char(at)));
}

static enum rank rank_of(const char *text, const char *wanted)
{
	g_autofree char *folded = fold(text);
	enum rank rank = RANK_NONE;
	const char *at = folded;

	if (!strcmp(folded, wanted))
		return RANK_WHOLE;
	while ((at = strstr(at, wanted))) {
		if (starts_word(folded, at))
			return RANK_WORD;
		rank = RANK_ANYWHERE;
		at++;
	}
	return rank;
}

static gint compare(gconstpointer a, gconstpointer b)
{
	const struct candidate *x = a, *y = b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (x->contact != y->contact)
		return x->contact ? -1 : 1;
	if (x->last_at != y->last_at)
		return x->last_at > y->last_at ? -1 : 1;
	return x->person_id < y->person_id ? -1 : x->person_id > y->person_id;
}

static const char names_sql[] =
    "SELECT person_id, contact, person.last_at, person.name,\n"
    "       address.name, address\n"
    "  FROM person\n"
    "  JOIN address USING (person_id)\n"
    " ORDER BY person_id";
enum {
	COL_PERSON_ID,
	COL_CONTACT,
	COL_LAST_AT,
	COL_PERSON_NAME,
	COL_ADDRESS_NAME,
	COL_ADDRESS,
};

static enum rank best_rank(struct statement *query, const char *wanted)
{
	enum rank best = RANK_NONE;

	for (int column = COL_PERSON_NAME; column <= COL_ADDRESS; column++) {
		enum rank rank = rank_of(column_text(query, column), wanted);

		best = MIN(best, rank);
	}
	return best;
}

/* Who bears the very name is meant, not those whose names contain it. */
static gboolean is_sure(const GArray *sorted)
{
	return sorted->len > 1 &&
	       g_array_index(sorted, struct candidate, 0).rank == RANK_WHOLE &&
	       g_array_index(sorted, struct candidate, 1).rank != RANK_WHOLE;
}

/* A person's addresses follow each other; the best one speaks for them. */
static GArray *list_candidates(struct store *store, const char *wanted,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, names_sql);
	g_autoptr(GArray) candidates =
	    g_array_new(FALSE, FALSE, sizeof(struct candidate));
	struct candidate *last = NULL;

	while (statement_next(query)) {
		struct candidate candidate = {
			.person_id = column_integer(query, COL_PERSON_ID),
			.contact = column_boolean(query, COL_CONTACT),
			.last_at = column_integer(query, COL_LAST_AT),
			.rank = best_rank(query, wanted),
		};

		if (candidate.rank == RANK_NONE)
			continue;
		if (last && last->person_id == candidate.person_id) {
			last->rank = MIN(last->rank, candidate.rank);
			continue;
		}
		g_array_append_val(candidates, candidate);
		last = &g_array_index(candidates, struct candidate,
				      candidates->len - 1);
	}
	if (!statement_done(query, error))
		return NULL;
	g_array_sort(candidates, compare);
	if (is_sure(candidates))
		g_array_set_size(candidates, 1);
	return g_steal_pointer(&candidates);
}

static gboolean add_exact(struct store *store, const char *address,
			  GPtrArray *persons, GError **error)
{
	struct store_person *person;

	if (!store_person_find_by_address(store, address, &person, error))
		return FALSE;
	if (person)
		g_ptr_array_add(persons, person);
	return TRUE;
}

GPtrArray *store_person_search(struct store *store, const char *text,
			       GError **error)
{
	g_autofree char *address = g_utf8_strdown(text, -1);
	g_autofree char *wanted = fold(g_strstrip(address));
	g_autoptr(GPtrArray) persons = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) candidates = NULL;

	if (!*wanted)
		return g_steal_pointer(&persons);
	if (!add_exact(store, address, persons, error))
		return NULL;
	if (persons->len)
		return g_steal_pointer(&persons);
	candidates = list_candidates(store, wanted, error);
	if (!candidates)
		return NULL;
	for (guint i = 0; i < candidates->len; i++) {
		struct store_person *person;

		if (!store_person_find(
			store,
			g_array_index(candidates, struct candidate, i)
			    .person_id,
			&person, error))
			return NULL;
		if (person)
			g_ptr_array_add(persons, person);
	}
	return g_steal_pointer(&persons);
}
