/* Look for further addresses of the user's own. */
#include "agent/suggest.h"

#include <string.h>

#include "agent/judge/domain.h"
#include "agent/derive/identities.h"
#include "store/address.h"

/* Shorter ones stand in too many other names. */
#define SURNAME_LEAST 3

/* Who answers one mail in so many is somebody else. */
#define SELDOM 4

void suggest_clear(struct suggest *suggest)
{
	g_clear_pointer(&suggest->in_sent, g_ptr_array_unref);
	g_clear_pointer(&suggest->by_name, g_ptr_array_unref);
	g_clear_pointer(&suggest->at_home, g_ptr_array_unref);
}

/* What the settings now name was derived before that, perhaps. */
static void drop_known(GPtrArray *senders, const struct identities *own)
{
	for (guint i = senders->len; i-- > 0;) {
		const struct store_sender *sender = senders->pdata[i];

		if (identities_have(own, sender->address))
			g_ptr_array_remove_index(senders, i);
	}
}

static gboolean has(const GPtrArray *senders, const char *address)
{
	for (guint i = 0; i < senders->len; i++) {
		const struct store_sender *sender = senders->pdata[i];

		if (g_str_equal(sender->address, address))
			return TRUE;
	}
	return FALSE;
}

/* "Max" is many people's name; "Max Muster" is hardly anybody else's. */
static gboolean is_telling(const char *name)
{
	return strchr(name, ' ') != NULL && strchr(name, '@') == NULL;
}

static gboolean add_by_name(struct suggest *suggest, struct store *store,
			    const char *own, GError **error)
{
	g_autoptr(store_address) row = NULL;
	g_autoptr(GPtrArray) found = NULL;

	if (!store_address_find(store, own, &row, error))
		return FALSE;
	if (row == NULL || !is_telling(row->name))
		return TRUE;
	found =
	    store_sender_list_by_name(store, row->name, SUGGEST_LEAST, error);
	if (found == NULL)
		return FALSE;
	while (found->len > 0) {
		g_autoptr(store_sender) sender =
		    g_ptr_array_steal_index(found, 0);

		if (!has(suggest->in_sent, sender->address) &&
		    !has(suggest->by_name, sender->address))
			g_ptr_array_add(suggest->by_name,
					g_steal_pointer(&sender));
	}
	return TRUE;
}

char *suggest_surname(const char *name)
{
	const char *comma = strchr(name, ',');
	g_autofree char *whole =
	    comma ? g_strndup(name, (gsize)(comma - name)) : g_strdup(name);
	g_autofree char *lower = NULL;
	const char *space;

	if (!is_telling(name))
		return NULL;
	g_strstrip(whole);
	lower = g_utf8_strdown(whole, -1);
	space = strrchr(lower, ' ');
	if (space == NULL && comma == NULL)
		return NULL;
	if (space != NULL)
		memmove(lower, space + 1, strlen(space + 1) + 1);
	/* "Jr." and "PhD." are nobody's. */
	if (g_utf8_strlen(lower, -1) < SURNAME_LEAST ||
	    g_str_has_suffix(lower, "."))
		return NULL;
	return g_steal_pointer(&lower);
}

/* Between what is no letter: "muster" of max.muster, not of musterhaus. */
static gboolean has_word(const char *text, const char *word)
{
	gsize length = strlen(word);

	for (const char *p = strstr(text, word); p != NULL;
	     p = strstr(p + length, word)) {
		gboolean begins =
		    p == text ||
		    !g_unichar_isalpha(g_utf8_get_char(g_utf8_prev_char(p)));

		if (begins && !g_unichar_isalpha(g_utf8_get_char(p + length)))
			return TRUE;
	}
	return FALSE;
}

gboolean suggest_is_home(const char *surname, const char *name,
			 const char *address)
{
	const char *at = strrchr(address, '@');
	g_autofree char *organisation = domain_organisation(address);
	g_autofree char *lower = g_utf8_strdown(name, -1);

	if (at == NULL)
		return FALSE;
	if (organisation != NULL)
		return has_word(organisation, surname);
	if (*name != '\0' && strchr(name, '@') == NULL)
		return has_word(lower, surname);
	g_free(lower);
	lower = g_utf8_strdown(address, at - address);
	return strstr(lower, surname) != NULL;
}

/* What the database finds in any case of letters: it folds ASCII alone. */
static char *find_piece(const char *surname)
{
	const char *best = surname;
	gsize length = 0;

	for (const char *p = surname; *p != '\0'; p++) {
		gsize n = strspn(p, "abcdefghijklmnopqrstuvwxyz'-");

		if (n > length) {
			best = p;
			length = n;
		}
	}
	return g_strndup(best, length);
}

gboolean suggest_is_colleague(const char *address, const char *const *own)
{
	g_autofree char *theirs = domain_organisation(address);

	for (; theirs != NULL && *own != NULL; own++) {
		g_autofree char *ours = domain_organisation(*own);

		if (g_strcmp0(theirs, ours) == 0)
			return TRUE;
	}
	return FALSE;
}

/* Mails to oneself: to it alone, and next to none came back. */
static gboolean add_at_home(struct suggest *suggest, struct store *store,
			    const char *const *owns, const char *own,
			    GError **error)
{
	g_autoptr(store_address) row = NULL;
	g_autoptr(GPtrArray) found = NULL;
	g_autofree char *surname = NULL;
	g_autofree char *piece = NULL;

	if (!store_address_find(store, own, &row, error))
		return FALSE;
	surname = row != NULL ? suggest_surname(row->name) : NULL;
	if (surname == NULL)
		return TRUE;
	piece = find_piece(surname);
	found = store_sender_list_alone(store, piece, SUGGEST_LEAST, error);
	if (found == NULL)
		return FALSE;
	while (found->len > 0) {
		g_autoptr(store_sender) sender =
		    g_ptr_array_steal_index(found, 0);

		if (suggest_is_home(surname, sender->name, sender->address) &&
		    !suggest_is_colleague(sender->address, owns) &&
		    (sender->received * SELDOM <= sender->mails ||
		     g_ascii_strcasecmp(sender->name, row->name) == 0) &&
		    !has(suggest->in_sent, sender->address) &&
		    !has(suggest->by_name, sender->address) &&
		    !has(suggest->at_home, sender->address))
			g_ptr_array_add(suggest->at_home,
					g_steal_pointer(&sender));
	}
	return TRUE;
}

gboolean suggest_find(struct store *store, const struct config *config,
		      struct suggest *suggest_out, GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_auto(GStrv) others = config_list_not_identities(config);
	g_autoptr(identities) identities =
	    identities_new((const char *const *)own);
	g_autoptr(identities) strangers =
	    identities_new((const char *const *)others);
	g_auto(suggest_t) suggest = { NULL, NULL, NULL };
	GPtrArray **const lists[] = { &suggest.in_sent, &suggest.by_name,
				      &suggest.at_home };

	suggest.in_sent =
	    store_sender_list_in_sent(store, SUGGEST_LEAST, error);
	if (suggest.in_sent == NULL)
		return FALSE;
	suggest.by_name = g_ptr_array_new_with_free_func(g_free);
	suggest.at_home = g_ptr_array_new_with_free_func(g_free);
	for (char **p = own; *p != NULL; p++)
		if (!add_by_name(&suggest, store, *p, error))
			return FALSE;
	for (char **p = own; *p != NULL; p++)
		if (!add_at_home(&suggest, store, (const char *const *)own, *p,
				 error))
			return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		drop_known(*lists[i], identities);
		drop_known(*lists[i], strangers);
	}
	*suggest_out = suggest;
	suggest = (struct suggest){ NULL, NULL, NULL };
	return TRUE;
}
