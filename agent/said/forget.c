/* Take somebody out of the facts. */
#include "agent/said/forget.h"

#include <string.h>

#include "agent/derive/derive.h"
#include "agent/error.h"
#include "agent/evidence.h"
#include "agent/judge/ruling.h"
#include "store/address.h"
#include "store/announced.h"
#include "store/copy.h"
#include "store/answer.h"
#include "store/digest.h"
#include "store/draft.h"
#include "store/message.h"
#include "store/person.h"
#include "store/saying.h"

/* Shorter names are parts of too many words. */
#define SHORTEST 3

struct forget {
	const struct forgotten *forgotten;
	const struct identities *identities;
	GPtrArray *names;  /* of everybody, folded: out of all mail */
	GPtrArray *words;  /* of one mail, folded: addresses and names */
	GPtrArray *texts;  /* what changed facts lend */
	GArray *addresses; /* struct record_address, those that stay */
	GPtrArray *attendees;
};

struct forget *forget_new(const struct forgotten *forgotten,
			  const struct identities *identities)
{
	struct forget *forget = g_new0(struct forget, 1);

	forget->forgotten = forgotten;
	forget->identities = identities;
	forget->names = g_ptr_array_new_with_free_func(g_free);
	forget->words = g_ptr_array_new_with_free_func(g_free);
	forget->texts = g_ptr_array_new_with_free_func(g_free);
	forget->addresses =
	    g_array_new(FALSE, FALSE, sizeof(struct record_address));
	forget->attendees = g_ptr_array_new();
	return forget;
}

void forget_free(struct forget *forget)
{
	if (!forget)
		return;
	g_ptr_array_unref(forget->names);
	g_ptr_array_unref(forget->words);
	g_ptr_array_unref(forget->texts);
	g_ptr_array_unref(forget->attendees);
	g_array_unref(forget->addresses);
	g_free(forget);
}

/* ---- words in texts ---- */

/*
 * As many bytes as before, so that a place found in it is the same place in
 * the text: letters that fold to another length stay as they are.
 */
static char *fold(const char *text)
{
	GString *folded = g_string_new(NULL);
	glong n;
	g_autofree gunichar *chars = g_utf8_to_ucs4_fast(text, -1, &n);

	for (glong i = 0; i < n; i++) {
		gunichar low = g_unichar_tolower(chars[i]);
		gboolean same = g_unichar_to_utf8(low, NULL) ==
				g_unichar_to_utf8(chars[i], NULL);

		g_string_append_unichar(folded, same ? low : chars[i]);
	}
	return g_string_free(folded, FALSE);
}

static void add_word(GPtrArray *words, const char *word)
{
	g_autofree char *folded = g_strstrip(fold(word));

	if (g_utf8_strlen(folded, -1) >= SHORTEST &&
	    !g_ptr_array_find_with_equal_func(words, folded, g_str_equal, NULL))
		g_ptr_array_add(words, g_steal_pointer(&folded));
}

void forget_add_name(struct forget *forget, const char *name)
{
	/* "Ann" alone is many people's. */
	if (strchr(name, ' ') || strchr(name, '@'))
		add_word(forget->names, name);
}

static gboolean is_letter_at(const char *p)
{
	return g_unichar_isalnum(g_utf8_get_char(p));
}

/* The first place of a whole word, or NULL. */
static const char *find_word(const char *folded, const char *word)
{
	gsize length = strlen(word);

	for (const char *p = strstr(folded, word); p; p = strstr(p + 1, word)) {
		const char *before = g_utf8_find_prev_char(folded, p);

		if ((!before || !is_letter_at(before)) &&
		    (!p[length] || !is_letter_at(p + length)))
			return p;
	}
	return NULL;
}

static const char *lend(struct forget *forget, char *text)
{
	g_ptr_array_add(forget->texts, text);
	return text;
}

static gboolean has_any(const GPtrArray *words, const char *text)
{
	g_autofree char *folded = NULL;

	if (!*text || words->len == 0)
		return FALSE;
	folded = fold(text);
	for (guint i = 0; i < words->len; i++)
		if (find_word(folded, words->pdata[i]))
			return TRUE;
	return FALSE;
}

static char *cut(const char *text, const char *word)
{
	g_autofree char *folded = fold(text);
	GString *left = g_string_new(NULL);
	gsize at = 0, length = strlen(word);
	const char *p;

	while ((p = find_word(folded + at, word))) {
		gsize to = (gsize)(p - folded);

		g_string_append_len(left, text + at, (gssize)(to - at));
		g_string_append(left, "…");
		at = to + length;
	}
	g_string_append(left, text + at);
	return g_string_free(left, FALSE);
}

/* The words become a mark; the rest of the text stays. */
static gboolean cut_text(struct forget *forget, const GPtrArray *words,
			 const char **text)
{
	if (!has_any(words, *text))
		return FALSE;
	for (guint i = 0; i < words->len; i++)
		*text = lend(forget, cut(*text, words->pdata[i]));
	return TRUE;
}

/* A sentence that speaks of them says only that there was one. */
static gboolean replace_text(const GPtrArray *words, const char **text,
			     const char *by)
{
	if (!has_any(words, *text))
		return FALSE;
	*text = by;
	return TRUE;
}

/* ---- one mail ---- */

static gboolean is_forgotten(const struct forget *forget, const char *address)
{
	g_autofree char *lower = NULL;

	if (!*address)
		return FALSE;
	lower = g_utf8_strdown(address, -1);
	return forgotten_has(forget->forgotten, lower);
}

static gboolean is_party(const struct forget *forget,
			 const struct record_address *item)
{
	g_autofree char *lower = NULL;

	switch ((enum address_role)item->role) {
	case ADDRESS_FROM:
	case ADDRESS_TO:
	case ADDRESS_CC:
	case ADDRESS_BCC:
		break;
	case ADDRESS_SENDER:
	case ADDRESS_REPLY_TO:
	case ADDRESS_RESENT_FROM:
	case ADDRESS_FAILED:
	case N_ADDRESS_ROLES:
		return FALSE;
	}
	lower = g_utf8_strdown(item->address, -1);
	return !identities_have(forget->identities, lower);
}

/* Of what they wrote nothing is kept but that it was there. */
static void strip_writing(struct record_facts *facts)
{
	evidence_withhold(facts);
	facts->phones.n = 0;
}

/* Those who stay; *others_out: somebody else but the user is among them. */
static gboolean strip_addresses(struct forget *forget,
				struct record_facts *facts,
				gboolean *others_out)
{
	gboolean theirs = FALSE;

	*others_out = FALSE;
	g_array_set_size(forget->addresses, 0);
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];

		if (is_forgotten(forget, item->address)) {
			add_word(forget->words, item->address);
			add_word(forget->words, item->name);
			theirs |= item->role == ADDRESS_FROM;
			continue;
		}
		*others_out |= is_party(forget, item);
		g_array_append_val(forget->addresses, *item);
	}
	if (forget->addresses->len == facts->addresses.n)
		return FALSE;
	if (theirs)
		strip_writing(facts);
	facts->addresses.items =
	    (struct record_address *)(void *)forget->addresses->data;
	facts->addresses.n = forget->addresses->len;
	return TRUE;
}

static gboolean strip_attendees(struct forget *forget,
				struct record_facts *facts)
{
	g_ptr_array_set_size(forget->attendees, 0);
	for (guint i = 0; i < facts->event_attendees.n; i++) {
		const char *attendee = facts->event_attendees.texts[i];

		if (!is_forgotten(forget, attendee))
			g_ptr_array_add(forget->attendees,
					(char *)(guintptr)attendee);
	}
	if (forget->attendees->len == facts->event_attendees.n)
		return FALSE;
	facts->event_attendees.texts = (const char **)forget->attendees->pdata;
	facts->event_attendees.n = forget->attendees->len;
	return TRUE;
}

static gboolean strip_author(struct forget *forget, struct record_facts *facts)
{
	if (!is_forgotten(forget, facts->author))
		return FALSE;
	add_word(forget->words, facts->author);
	add_word(forget->words, facts->author_name);
	strip_writing(facts);
	facts->author = facts->author_name = "";
	return TRUE;
}

static gboolean strip_texts(struct forget *forget, const GPtrArray *words,
			    struct record_facts *facts)
{
	const char **const sentences[] = {
		&facts->asks,	&facts->question, &facts->delivers,
		&facts->no,	&facts->stop,	  &facts->closing,
		&facts->praise, &facts->evidence, &facts->absence_sentence,
	};
	const char **const rest[] = {
		&facts->quoted_author,
		&facts->stand_in,
		&facts->auth_results,
	};
	gboolean changed = cut_text(forget, words, &facts->subject);

	changed |= cut_text(forget, words, &facts->quoted_subject);
	for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++)
		changed |= replace_text(words, sentences[i], "yes");
	for (guint i = 0; i < facts->promises.n; i++)
		changed |= replace_text(
		    words, &facts->promises.items[i].sentence, "yes");
	for (gsize i = 0; i < G_N_ELEMENTS(rest); i++)
		changed |= replace_text(words, rest[i], "");
	return changed;
}

enum forget_fate forget_strip(struct forget *forget, struct record_facts *facts)
{
	gboolean others, changed, named;

	g_ptr_array_set_size(forget->words, 0);
	g_ptr_array_set_size(forget->texts, 0);
	named = strip_addresses(forget, facts, &others);
	named |= strip_author(forget, facts);
	if (named && !others)
		return FORGET_DROP;
	changed = named;
	changed |= strip_attendees(forget, facts);
	changed |= strip_texts(forget, forget->words, facts);
	changed |= strip_texts(forget, forget->names, facts);
	return changed ? FORGET_CHANGED : FORGET_KEEP;
}

/* ---- all that the store has ---- */

struct sweep {
	struct store *store;
	struct forget *forget;
	struct record_scratch *scratch;
	GByteArray *bytes;
	GArray *changed;    /* gint64 message_key */
	GArray *dropped;    /* gint64 message_key */
	GArray *copies;	    /* gint64 copy_id, to be deleted */
	gboolean only_look; /* for names, the first time */
};

static gboolean decode(struct sweep *sweep, const struct store_copy *copy,
		       struct record_facts *facts_out, GError **error)
{
	const char *why;

	if (record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			  sweep->scratch, facts_out, &why))
		return TRUE;
	g_set_error(error, TEND_ERROR, TEND_ERROR_DATA,
		    "copy %" G_GINT64_FORMAT " is damaged (%s), so nobody can "
		    "be taken out of it; run 'tend sync' with a fresh "
		    "database",
		    copy->copy_id, why);
	return FALSE;
}

static void add_names(struct sweep *sweep, const struct record_facts *facts)
{
	for (guint i = 0; i < facts->addresses.n; i++) {
		const struct record_address *item = &facts->addresses.items[i];

		if (is_forgotten(sweep->forget, item->address))
			forget_add_name(sweep->forget, item->name);
	}
	if (is_forgotten(sweep->forget, facts->author))
		forget_add_name(sweep->forget, facts->author_name);
}

static gboolean sweep_copy(const struct store_copy *copy, gpointer data,
			   GError **error)
{
	struct sweep *sweep = data;
	struct record_facts facts;

	if (!decode(sweep, copy, &facts, error))
		return FALSE;
	if (sweep->only_look) {
		add_names(sweep, &facts);
		return TRUE;
	}
	switch (forget_strip(sweep->forget, &facts)) {
	case FORGET_KEEP:
		return TRUE;
	case FORGET_DROP:
		g_array_append_val(sweep->dropped, copy->message_key);
		g_array_append_val(sweep->copies, copy->copy_id);
		return TRUE;
	case FORGET_CHANGED:
		break;
	}
	g_array_append_val(sweep->changed, copy->message_key);
	g_byte_array_set_size(sweep->bytes, 0);
	record_encode(RECORD_FACTS, &facts, sweep->bytes);
	return store_copy_set_facts(
	    sweep->store, copy->copy_id,
	    (struct store_bytes){ sweep->bytes->data, sweep->bytes->len },
	    error);
}

static gboolean sweep_copies(struct sweep *sweep, GError **error)
{
	sweep->only_look = TRUE;
	if (!store_copy_each(sweep->store, sweep_copy, sweep, error))
		return FALSE;
	sweep->only_look = FALSE;
	if (!store_copy_each(sweep->store, sweep_copy, sweep, error))
		return FALSE;
	for (guint i = 0; i < sweep->copies->len; i++)
		if (!store_copy_delete(sweep->store,
				       g_array_index(sweep->copies, gint64, i),
				       error))
			return FALSE;
	return TRUE;
}

static gboolean derive_keys(struct derive *derive, const GArray *keys,
			    GError **error)
{
	gboolean ignored;

	for (guint i = 0; i < keys->len; i++) {
		gint64 key = g_array_index(keys, gint64, i);

		if (!derive_conversation(derive, key, error) ||
		    !derive_message(derive, key, &ignored, error))
			return FALSE;
	}
	return TRUE;
}

static gboolean derive_swept(const struct sweep *sweep,
			     const struct config *config, GError **error)
{
	g_autoptr(ruling) ruling = ruling_new(config, sweep->store);
	g_autoptr(derive) derive =
	    derive_new(sweep->store, sweep->forget->identities,
		       config->max_recipients, ruling);

	return derive_keys(derive, sweep->dropped, error) &&
	       derive_keys(derive, sweep->changed, error) &&
	       derive_flush(derive, error);
}

static guint count_keys(const GArray *keys)
{
	g_autoptr(GHashTable) seen =
	    g_hash_table_new(g_int64_hash, g_int64_equal);

	for (guint i = 0; i < keys->len; i++)
		g_hash_table_add(seen, &g_array_index(keys, gint64, i));
	return g_hash_table_size(seen);
}

static gboolean is_one_of(const GPtrArray *addresses, const char *address)
{
	for (guint i = 0; i < addresses->len; i++)
		if (g_str_equal(addresses->pdata[i], address))
			return TRUE;
	return FALSE;
}

/* The letters (outbox_id) that told of them. */
static GHashTable *list_letters(struct store *store, const GPtrArray *addresses,
				GError **error)
{
	g_autoptr(GPtrArray) items = store_digest_list_all(store, error);
	GHashTable *letters;

	if (!items)
		return NULL;
	letters =
	    g_hash_table_new_full(g_int64_hash, g_int64_equal, g_free, NULL);
	for (guint i = 0; i < items->len; i++) {
		const struct store_digest_item *item = items->pdata[i];

		if (is_one_of(addresses, item->address))
			g_hash_table_add(letters,
					 g_memdup2(&item->outbox_id,
						   sizeof item->outbox_id));
	}
	return letters;
}

/* What came of an answer names whom the letter named; while it still does. */
static gboolean clean_answers(struct store *store, const struct forget *forget,
			      const GPtrArray *addresses, GError **error)
{
	g_autoptr(GPtrArray) answers = store_answer_list(store, 0, error);
	g_autoptr(GHashTable) letters =
	    answers ? list_letters(store, addresses, error) : NULL;

	for (guint i = 0; letters && i < answers->len; i++) {
		const struct store_answer *answer = answers->pdata[i];

		if ((g_hash_table_contains(letters, &answer->outbox_id) ||
		     has_any(forget->names, answer->outcome)) &&
		    !store_answer_set_outcome(store, answer->message_key, "",
					      error))
			return FALSE;
	}
	return letters != NULL;
}

/* The person, what was said, what a digest told of them, and drafts to them. */
static gboolean delete_person(struct store *store, const GPtrArray *addresses,
			      struct forget_counts *counts, GError **error)
{
	for (guint i = 0; i < addresses->len; i++) {
		const char *address = addresses->pdata[i];
		g_autoptr(store_address) row = NULL;
		gint64 sayings;

		if (!store_address_find(store, address, &row, error) ||
		    !store_saying_delete_about(store, address, &sayings,
					       error) ||
		    !store_digest_delete_about(store, address, error) ||
		    !store_announced_delete_about(store, address, error) ||
		    !store_draft_delete_about(store, address, error) ||
		    (row && row->person_id &&
		     !store_person_delete(store, row->person_id, error)))
			return FALSE;
		counts->sayings += sayings;
	}
	return TRUE;
}

static gboolean delete_addresses(struct store *store,
				 const GPtrArray *addresses, GError **error)
{
	for (guint i = 0; i < addresses->len; i++) {
		g_autoptr(store_address) row = NULL;

		if (!store_address_find(store, addresses->pdata[i], &row,
					error) ||
		    (row &&
		     !store_address_delete(store, row->address_id, error)))
			return FALSE;
	}
	return TRUE;
}

/* Digests that are written may speak of them where they name others. */
static gboolean clean_digests(struct store *store, const struct forget *forget,
			      GError **error)
{
	g_autoptr(GPtrArray) items = store_digest_list_all(store, error);

	for (guint i = 0; items && i < items->len; i++) {
		const struct store_digest_item *item = items->pdata[i];

		if ((has_any(forget->names, item->subject) ||
		     has_any(forget->names, item->sentence) ||
		     has_any(forget->names, item->quote)) &&
		    !store_digest_blank(store, item, error))
			return FALSE;
	}
	return items != NULL;
}

/* What was said of others keeps its sense, without the name. */
static gboolean clean_sayings(struct store *store, struct forget *forget,
			      GError **error)
{
	g_autoptr(GPtrArray) sayings =
	    store_saying_list_last(store, G_MAXINT64, G_MAXINT32, error);

	for (guint i = 0; sayings && i < sayings->len; i++) {
		struct store_saying *saying = sayings->pdata[i];

		if (cut_text(forget, forget->names, &saying->text) &&
		    !store_saying_set_text(store, saying->saying_id,
					   saying->text, error))
			return FALSE;
	}
	return sayings != NULL;
}

static gboolean note_addresses(struct store *store, const GPtrArray *addresses,
			       gint64 now, GError **error)
{
	for (guint i = 0; i < addresses->len; i++)
		if (!forgotten_add(store, addresses->pdata[i], now, error))
			return FALSE;
	return TRUE;
}

static gboolean sweep_all(struct sweep *sweep, const struct config *config,
			  const GPtrArray *addresses,
			  struct forget_counts *counts, GError **error)
{
	if (!sweep_copies(sweep, error) ||
	    !derive_swept(sweep, config, error) ||
	    !clean_answers(sweep->store, sweep->forget, addresses, error) ||
	    !delete_person(sweep->store, addresses, counts, error) ||
	    !delete_addresses(sweep->store, addresses, error) ||
	    !clean_sayings(sweep->store, sweep->forget, error) ||
	    !clean_digests(sweep->store, sweep->forget, error))
		return FALSE;
	counts->dropped = count_keys(sweep->dropped);
	counts->changed = count_keys(sweep->changed);
	return TRUE;
}

gboolean forget_addresses(struct store *store, const struct config *config,
			  const GPtrArray *addresses, const char *name,
			  gint64 now, struct forget_counts *counts_out,
			  GError **error)
{
	g_auto(GStrv) own = config_list_identities(config);
	g_autoptr(identities) identities =
	    identities_new((const char *const *)own);
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(store, error);
	g_autoptr(forgotten) forgotten = NULL;
	g_autoptr(forget) forget = NULL;
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	g_autoptr(GArray) changed = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GArray) dropped = g_array_new(FALSE, FALSE, sizeof(gint64));
	g_autoptr(GArray) copies = g_array_new(FALSE, FALSE, sizeof(gint64));
	struct sweep sweep = { .store = store,
			       .scratch = scratch,
			       .bytes = bytes,
			       .changed = changed,
			       .dropped = dropped,
			       .copies = copies };

	*counts_out = (struct forget_counts){ .addresses = addresses->len };
	if (!transaction || !note_addresses(store, addresses, now, error))
		return FALSE;
	forgotten = forgotten_new(store, error);
	if (!forgotten)
		return FALSE;
	sweep.forget = forget = forget_new(forgotten, identities);
	forget_add_name(forget, name);
	for (guint i = 0; i < addresses->len; i++)
		forget_add_name(forget, addresses->pdata[i]);
	return sweep_all(&sweep, config, addresses, counts_out, error) &&
	       store_transaction_commit(transaction, error);
}

/* ---- in a store that was brought back ---- */

struct returned {
	const struct forgotten *forgotten;
	GPtrArray *addresses; /* char * */
};

static void note_returned(struct returned *returned, const char *address)
{
	if (forgotten_has(returned->forgotten, address) &&
	    !g_ptr_array_find_with_equal_func(returned->addresses, address,
					      g_str_equal, NULL))
		g_ptr_array_add(returned->addresses, g_strdup(address));
}

static gboolean look_at_address(const struct store_address *address,
				gpointer data, GError **error)
{
	note_returned(data, address->address);
	return TRUE;
}

/* Whoever has an address, or of whom something was said. */
static gboolean list_returned(struct store *store, struct returned *returned,
			      GError **error)
{
	g_autoptr(GPtrArray) sayings = NULL;

	if (!store_address_each(store, look_at_address, returned, error))
		return FALSE;
	sayings = store_saying_list_last(store, G_MAXINT64, G_MAXINT32, error);
	for (guint i = 0; sayings && i < sayings->len; i++) {
		const struct store_saying *saying = sayings->pdata[i];

		note_returned(returned, saying->address);
	}
	return sayings != NULL;
}

gboolean forget_again(struct store *store, const struct config *config,
		      gint64 now, struct forget_counts *counts_out,
		      GError **error)
{
	g_autoptr(forgotten) forgotten = forgotten_new(store, error);
	g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
	struct returned returned = { forgotten, addresses };

	*counts_out = (struct forget_counts){ 0 };
	if (!forgotten)
		return FALSE;
	if (forgotten_is_empty(forgotten))
		return TRUE;
	return list_returned(store, &returned, error) &&
	       forget_addresses(store, config, addresses, "", now, counts_out,
				error);
}
