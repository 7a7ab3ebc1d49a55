/* Whom a CONTACT argument means. */
#include "agent/contact.h"

#include <string.h>

#include "agent/error.h"
#include "agent/nearest.h"
#include "agent/safe.h"
#include "agent/tell.h"
#include "store/address.h"

/* More candidates than this help nobody: they are counted instead. */
#define CANDIDATES_TOLD 12

char *contact_label(const struct store_person *person)
{
	g_autofree char *name = safe_terminal(person->name);
	g_autofree char *address = safe_terminal(person->address);

	/* Who has no address goes by their name. */
	if (*address == '\0' || g_str_has_prefix(address, "name:"))
		return g_steal_pointer(&name);
	if (*name == '\0' || g_ascii_strcasecmp(name, address) == 0)
		return g_steal_pointer(&address);
	return g_strdup_printf("%s <%s>", name, address);
}

char *contact_meant(const char *text)
{
	g_autofree char *stripped = g_strstrip(g_strdup(text));
	gsize length = strlen(stripped);
	const char *open = strrchr(stripped, '<');
	g_autofree char *address = NULL;

	if (open == NULL || stripped[length - 1] != '>')
		return g_steal_pointer(&stripped);
	address = g_strndup(open + 1, length - 2 - (gsize)(open - stripped));
	return safe_is_address(address) ? g_steal_pointer(&address)
					: g_steal_pointer(&stripped);
}

static char *fold(const char *text)
{
	g_autofree char *valid = g_utf8_make_valid(text, -1);
	g_autofree char *normal =
	    g_utf8_normalize(g_strstrip(valid), -1, G_NORMALIZE_ALL);

	return g_utf8_casefold(normal, -1);
}

static gboolean has_address(const struct store_person *person,
			    const char *folded)
{
	g_autofree char *address = fold(person->address);

	return g_str_equal(address, folded);
}

static gboolean has_name(const struct store_person *person, const char *folded)
{
	g_autofree char *name = fold(person->name);

	return g_str_equal(name, folded);
}

static gboolean is_contact(const struct store_person *person,
			   const char *folded)
{
	(void)folded;
	return person->contact;
}

/* "ada" is Ada Marsh rather than somebody at padaria.example. */
static gboolean has_word(const struct store_person *person, const char *folded)
{
	g_autofree char *name = fold(person->name);
	gsize length = strlen(folded);

	for (const char *at = strstr(name, folded); at;
	     at = strstr(at + 1, folded))
		if ((at == name || at[-1] == ' ') &&
		    (at[length] == ' ' || at[length] == '\0'))
			return TRUE;
	return FALSE;
}

/*
 * Bring those of the first n that pass to the front, in their order.  If none
 * does, all stay.  Returns how many are left.
 */
static guint keep(GPtrArray *candidates, guint n, const char *folded,
		  gboolean (*pass)(const struct store_person *person,
				   const char *folded))
{
	guint kept = 0;

	for (guint i = 0; i < n; i++) {
		gpointer person = candidates->pdata[i];

		if (!pass(person, folded))
			continue;
		for (guint j = i; j > kept; j--)
			candidates->pdata[j] = candidates->pdata[j - 1];
		candidates->pdata[kept++] = person;
	}
	return kept > 0 ? kept : n;
}

const struct store_person *contact_choose(const char *text,
					  GPtrArray *candidates,
					  guint *n_left_out)
{
	g_autofree char *folded = fold(text);
	guint n = candidates->len;

	n = keep(candidates, n, folded, has_address);
	n = keep(candidates, n, folded, has_name);
	n = keep(candidates, n, folded, has_word);
	n = keep(candidates, n, folded, is_contact);
	*n_left_out = n;
	return n == 1 ? candidates->pdata[0] : NULL;
}

/* What somebody may have meant to type, each with whom it is of. */
struct words {
	GPtrArray *words;
	GHashTable *labels; /* word -> "Ann Lee <ann@example.org>" */
};

static void add_word(struct words *words, const char *word, const char *label)
{
	g_autofree char *lower = g_utf8_strdown(word, -1);

	if (*lower == '\0' || g_hash_table_contains(words->labels, lower))
		return;
	g_ptr_array_add(words->words, lower);
	g_hash_table_insert(words->labels, g_steal_pointer(&lower),
			    g_strdup(label));
}

static gboolean add_words_of(const struct store_person *person, gpointer data,
			     GError **error)
{
	struct words *words = data;
	g_autofree char *label = contact_label(person);
	g_auto(GStrv) names = g_strsplit(person->name, " ", 8);
	g_auto(GStrv) parts = g_strsplit(person->address, "@", 2);

	(void)error;
	add_word(words, person->name, label);
	for (gsize i = 0; names[i] != NULL; i++)
		add_word(words, names[i], label);
	add_word(words, person->address, label);
	if (parts[0] != NULL)
		add_word(words, parts[0], label);
	return TRUE;
}

/* "Ann Lee <ann@example.org>" whom `text` may have meant, or NULL. */
static char *suggest(struct store *store, const char *text, GError **error)
{
	g_autoptr(GPtrArray) list = g_ptr_array_new();
	g_autoptr(GHashTable) labels =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	struct words words = { list, labels };
	const char *word;

	if (!store_person_each(store, add_words_of, &words, error))
		return NULL;
	g_ptr_array_add(list, NULL);
	word = nearest_word(text, (const char *const *)list->pdata);
	return word != NULL ? g_strdup(g_hash_table_lookup(labels, word))
			    : NULL;
}

static void set_nobody(struct store *store, const char *text, GError **error)
{
	g_autoptr(GError) failed = NULL;
	g_autofree char *meant = suggest(store, text, &failed);

	if (failed != NULL)
		g_propagate_error(error, g_steal_pointer(&failed));
	else if (meant != NULL)
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "nobody is known as '%s'; did you mean %s?", text,
			    meant);
	else
		g_set_error(error, TEND_ERROR, TEND_ERROR_NO_INPUT,
			    "nobody is known as '%s'; 'tend list' shows who is",
			    text);
}

static void tell_candidates(GPtrArray *candidates, guint n)
{
	for (guint i = 0; i < MIN(n, CANDIDATES_TOLD); i++) {
		g_autofree char *label = contact_label(candidates->pdata[i]);

		tell("  %s", label);
	}
	if (n > CANDIDATES_TOLD)
		tell("  and %u more", n - CANDIDATES_TOLD);
}

struct store_person *contact_find(struct store *store, const char *text,
				  GError **error)
{
	g_autofree char *stripped = contact_meant(text);
	g_autoptr(GPtrArray) candidates = NULL;
	const struct store_person *meant;
	guint n;

	if (*stripped == '\0') {
		g_set_error(error, TEND_ERROR, TEND_ERROR_USAGE,
			    "name a contact: an address, a name, or a part "
			    "of one");
		return NULL;
	}
	candidates = store_person_search(store, stripped, error);
	if (candidates == NULL)
		return NULL;
	if (candidates->len == 0) {
		set_nobody(store, stripped, error);
		return NULL;
	}
	meant = contact_choose(stripped, candidates, &n);
	if (meant == NULL) {
		tell_candidates(candidates, n);
		g_set_error(error, TEND_ERROR, TEND_ERROR_DATA,
			    "'%s' may be any of these %u: type more of the "
			    "name, or the address",
			    stripped, n);
		return NULL;
	}
	/* The chosen one stands first; the rest goes with the array. */
	return g_ptr_array_steal_index(candidates, 0);
}
