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

/* What is looked for. */
struct wanted {
	char *folded;
	gsize length;
	gboolean ascii;
	GHashTable *ranks; /* text -> enum rank, of those that were folded */
};

/*
 * Whether a byte begins no letter that folds to an ASCII one: what is not ASCII
 * are letters of Greek and the scripts after it, up to the Korean.
 */
static gboolean is_plain(guchar byte)
{
	return byte < 0xc0 || (byte >= 0xce && byte <= 0xe0) ||
	       (byte >= 0xe3 && byte <= 0xed);
}

/* Whether an ASCII text is not in this one, told at a glance; else fold it. */
static gboolean lacks(const char *text, const struct wanted *wanted)
{
	char lower = wanted->folded[0], upper = g_ascii_toupper(lower);

	for (; *text; text++)
		if (!is_plain((guchar)*text) ||
		    ((*text == lower || *text == upper) &&
		     !g_ascii_strncasecmp(text, wanted->folded,
					  wanted->length)))
			return FALSE;
	return TRUE;
}

static enum rank rank_folded(const char *text, const struct wanted *wanted)
{
	g_autofree char *folded = NULL;
	enum rank rank = RANK_NONE;
	const char *at;

	at = folded = fold(text);
	if (!strcmp(folded, wanted->folded))
		return RANK_WHOLE;
	while ((at = strstr(at, wanted->folded))) {
		if (starts_word(folded, at))
			return RANK_WORD;
		rank = RANK_ANYWHERE;
		at++;
	}
	return rank;
}

/* A person is mostly called as one of their addresses is. */
static enum rank rank_of(const char *text, const struct wanted *wanted)
{
	gpointer known;
	enum rank rank;

	if (wanted->ascii ? lacks(text, wanted) : g_str_is_ascii(text))
		return RANK_NONE;
	if (g_hash_table_lookup_extended(wanted->ranks, text, NULL, &known))
		return (enum rank)GPOINTER_TO_INT(known);
	rank = rank_folded(text, wanted);
	g_hash_table_insert(wanted->ranks, g_strdup(text),
			    GINT_TO_POINTER(rank));
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

/*
 * Each table from its beginning to its end: to look up the one from the other
 * takes five times as long.
 */
static const char addresses_sql[] = "SELECT person_id, name, address\n"
				    "  FROM address NOT INDEXED\n"
				    " WHERE person_id IS NOT NULL";
enum {
	COL_OWNER,
	COL_ADDRESS_NAME,
	COL_ADDRESS,
};

/* person_id -> enum rank, the best of their addresses and their names. */
static GHashTable *rank_addresses(struct store *store,
				  const struct wanted *wanted, GError **error)
{
	g_autoptr(statement) query = statement_get(store, addresses_sql);
	g_autoptr(GHashTable) ranks =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);

	while (statement_next(query)) {
		enum rank name =
		    rank_of(column_text(query, COL_ADDRESS_NAME), wanted);
		enum rank address =
		    rank_of(column_text(query, COL_ADDRESS), wanted);
		enum rank rank = MIN(name, address);
		gint64 id;
		gpointer before;

		if (rank == RANK_NONE)
			continue;
		id = column_integer(query, COL_OWNER);
		if (g_hash_table_lookup_extended(ranks, &id, NULL, &before))
			rank = MIN(rank, (enum rank)GPOINTER_TO_INT(before));
		g_hash_table_insert(ranks, g_memdup2(&id, sizeof(id)),
				    GINT_TO_POINTER(rank));
	}
	if (!statement_done(query, error))
		return NULL;
	return g_steal_pointer(&ranks);
}

static const char persons_sql[] = "SELECT person_id, contact, last_at, name\n"
				  "  FROM person";
enum {
	COL_PERSON_ID,
	COL_CONTACT,
	COL_LAST_AT,
	COL_NAME,
};

/* Who bears the very name is meant, not those whose names contain it. */
static gboolean is_sure(const GArray *sorted)
{
	return sorted->len > 1 &&
	       g_array_index(sorted, struct candidate, 0).rank == RANK_WHOLE &&
	       g_array_index(sorted, struct candidate, 1).rank != RANK_WHOLE;
}

static GArray *list_candidates(struct store *store, const struct wanted *wanted,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, persons_sql);
	g_autoptr(GHashTable) ranks = rank_addresses(store, wanted, error);
	g_autoptr(GArray) candidates =
	    g_array_new(FALSE, FALSE, sizeof(struct candidate));

	if (!ranks)
		return NULL;
	while (statement_next(query)) {
		struct candidate candidate = {
			.person_id = column_integer(query, COL_PERSON_ID),
			.rank = rank_of(column_text(query, COL_NAME), wanted),
		};
		gpointer rank;

		if (g_hash_table_lookup_extended(ranks, &candidate.person_id,
						 NULL, &rank))
			candidate.rank = MIN(candidate.rank,
					     (enum rank)GPOINTER_TO_INT(rank));
		if (candidate.rank == RANK_NONE)
			continue;
		candidate.contact = column_boolean(query, COL_CONTACT);
		candidate.last_at = column_integer(query, COL_LAST_AT);
		g_array_append_val(candidates, candidate);
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

static gboolean add_person(struct store *store, gint64 person_id,
			   GPtrArray *persons, GError **error)
{
	struct store_person *person;

	if (!store_person_find(store, person_id, &person, error))
		return FALSE;
	if (person)
		g_ptr_array_add(persons, person);
	return TRUE;
}

GPtrArray *store_person_search_first(struct store *store, const char *text,
				     guint limit, GError **error)
{
	g_autofree char *address = g_utf8_strdown(text, -1);
	g_autofree char *folded = fold(g_strstrip(address));
	g_autoptr(GHashTable) ranks =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	const struct wanted wanted = {
		.folded = folded,
		.length = strlen(folded),
		.ascii = g_str_is_ascii(folded),
		.ranks = ranks,
	};
	g_autoptr(GPtrArray) persons = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GArray) candidates = NULL;

	if (!*folded)
		return g_steal_pointer(&persons);
	if (!add_exact(store, address, persons, error))
		return NULL;
	if (persons->len)
		return g_steal_pointer(&persons);
	if (!address_cache_write(store, error))
		return NULL;
	candidates = list_candidates(store, &wanted, error);
	if (!candidates)
		return NULL;
	for (guint i = 0; i < candidates->len && i < limit; i++)
		if (!add_person(store,
				g_array_index(candidates, struct candidate, i)
				    .person_id,
				persons, error))
			return NULL;
	return g_steal_pointer(&persons);
}

GPtrArray *store_person_search(struct store *store, const char *text,
			       GError **error)
{
	return store_person_search_first(store, text, G_MAXUINT, error);
}
