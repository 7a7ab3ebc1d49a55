/* From cards to sayings. */
#include "agent/said/import.h"

#include <string.h>

#include "agent/said/forgotten.h"
#include "agent/derive/identities.h"
#include "store/person.h"
#include "store/saying.h"

/* Fewer are no number, more are two (ITU-T E.164). */
#define DIGITS_MIN 3
#define DIGITS_MAX 15

struct import {
	struct store *store;
	struct import_settings settings;
	struct identities *identities;
	GPtrArray *cards;
	guint counts[N_IMPORT_OUTCOMES];
	guint sayings;
	GHashTable *said;  /* keys of what was said, and will be */
	GHashTable *heard; /* addresses that something was said of */
	GHashTable *names; /* address to the name that was last said of it */
	GHashTable *first; /* addresses of the cards so far */
	struct forgotten *forgotten; /* NULL without a store */
};

const char *import_outcome_name(enum import_outcome outcome)
{
	static const char *const names[N_IMPORT_OUTCOMES] = {
		[IMPORT_NEW] = "new",
		[IMPORT_UPDATED] = "updated",
		[IMPORT_KNOWN] = "known",
		[IMPORT_DUPLICATE] = "duplicate",
		[IMPORT_UNREACHABLE] = "unreachable",
		[IMPORT_OWN] = "own",
		[IMPORT_FORGOTTEN] = "forgotten",
		[IMPORT_BROKEN] = "broken",
	};

	return names[outcome];
}

char *import_phone_address(const char *number)
{
	g_autoptr(GString) out = g_string_new("tel:");
	gsize end = strcspn(number, "xX;,");
	gboolean abroad = FALSE;
	guint digits = 0;

	for (const char *p = number; p < number + end; p++) {
		if (*p == '+' && !digits && !abroad) {
			abroad = TRUE;
			g_string_append_c(out, '+');
		}
		/* "+49 (0)30": the 0 is for those who are there. */
		if (abroad && g_str_has_prefix(p, "(0)"))
			p += 2;
		else if (g_ascii_isdigit(*p) && digits < DIGITS_MAX) {
			digits++;
			g_string_append_c(out, *p);
		}
	}
	if (digits < DIGITS_MIN)
		return NULL;
	if (g_str_has_prefix(out->str, "tel:00")) {
		g_string_erase(out, 4, 2);
		g_string_insert_c(out, 4, '+');
	}
	return g_strdup(out->str);
}

/* ---- what was said ---- */

/* Of a number its digits count, of a tag not its case. */
static char *key_of(const char *verb, const char *address, const char *word,
		    const char *text)
{
	g_autofree char *same = NULL;

	if (g_str_equal(verb, "phone"))
		same = import_phone_address(word);
	else if (g_str_equal(verb, "tag"))
		same = g_utf8_casefold(word, -1);
	return g_strjoin("\n", verb, address, same ? same : word, text, NULL);
}

static char *due_key(const char *address, gint64 at)
{
	return g_strdup_printf("due\n%s\n%" G_GINT64_FORMAT, address, at);
}

static void hear(struct import *import, const struct store_saying *saying)
{
	g_autofree char *address = g_strdup(saying->address);

	if (g_str_equal(saying->verb, "import")) {
		g_hash_table_add(import->said,
				 key_of("import", address, "", ""));
		g_hash_table_add(import->said, due_key(address, saying->at));
	} else {
		g_hash_table_add(
		    import->said,
		    key_of(saying->verb, address, saying->word, saying->text));
	}
	if (g_str_equal(saying->verb, "name"))
		g_hash_table_replace(import->names, g_strdup(address),
				     g_strdup(saying->text));
	if (g_str_equal(saying->verb, "merge"))
		g_hash_table_add(import->heard, g_strdup(saying->word));
	g_hash_table_add(import->heard, g_steal_pointer(&address));
}

static gboolean hear_all(struct import *import, GError **error)
{
	g_autoptr(GPtrArray) sayings =
	    store_saying_list(import->store, NULL, error);

	if (!sayings)
		return FALSE;
	for (guint i = 0; i < sayings->len; i++)
		hear(import, sayings->pdata[i]);
	return TRUE;
}

/* ---- cards ---- */

static void saying_free(gpointer data)
{
	struct import_saying *saying = data;

	g_free(saying->word);
	g_free(saying->text);
	g_free(saying);
}

static void card_free(gpointer data)
{
	struct import_card *card = data;

	g_free(card->file);
	g_free(card->problem);
	g_free(card->address);
	g_free(card->name);
	g_free(card->organisation);
	g_free(card->title);
	g_free(card->note);
	g_free(card->url);
	g_strfreev(card->emails);
	g_strfreev(card->phones);
	g_strfreev(card->tags);
	g_ptr_array_unref(card->sayings);
	g_ptr_array_unref(card->suggestions);
	g_free(card);
}

struct import *import_new(struct store *store,
			  const struct import_settings *settings,
			  GError **error)
{
	g_autoptr(import) import = g_new0(struct import, 1);
	g_auto(GStrv) own = config_list_identities(settings->config);

	import->store = store;
	import->settings = *settings;
	import->identities = identities_new((const char *const *)own);
	import->cards = g_ptr_array_new_with_free_func(card_free);
	import->said =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	import->heard =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	import->names =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	import->first = g_hash_table_new(g_str_hash, g_str_equal);
	if (store && !hear_all(import, error))
		return NULL;
	if (store)
		import->forgotten = forgotten_new(store, error);
	if (store && !import->forgotten)
		return NULL;
	return g_steal_pointer(&import);
}

void import_free(struct import *import)
{
	if (!import)
		return;
	identities_free(import->identities);
	forgotten_free(import->forgotten);
	g_ptr_array_unref(import->cards);
	g_hash_table_unref(import->said);
	g_hash_table_unref(import->heard);
	g_hash_table_unref(import->names);
	g_hash_table_unref(import->first);
	g_free(import);
}

/* A tag is one word. */
static char **copy_tags(const struct record_texts *texts)
{
	char **copy = g_new0(char *, texts->n + 1);

	for (guint i = 0; i < texts->n; i++) {
		copy[i] = g_strdup(texts->texts[i]);
		g_strdelimit(copy[i], " ", '-');
	}
	return copy;
}

static char **copy_texts(const struct record_texts *texts)
{
	char **copy = g_new0(char *, texts->n + 1);

	for (guint i = 0; i < texts->n; i++)
		copy[i] = g_strdup(texts->texts[i]);
	return copy;
}

static char *choose_address(const struct import_card *card)
{
	if (card->emails[0])
		return g_utf8_strdown(card->emails[0], -1);
	for (char **phone = card->phones; *phone; phone++) {
		char *address = import_phone_address(*phone);

		if (address)
			return address;
	}
	return g_strdup("");
}

void import_add(struct import *import, const char *file,
		const struct record_card *record)
{
	struct import_card *card = g_new0(struct import_card, 1);

	card->file = g_strdup(file);
	card->line = record->line;
	card->format = (enum card_format)record->format;
	card->problem = g_strdup(record->problem);
	card->name = g_strdup(record->name);
	card->organisation = g_strdup(record->organisation);
	card->title = g_strdup(record->title);
	card->note = g_strdup(record->note);
	card->url = g_strdup(record->url);
	card->emails = copy_texts(&record->emails);
	card->phones = copy_texts(&record->phones);
	card->tags = copy_tags(&record->tags);
	card->address = choose_address(card);
	card->sayings = g_ptr_array_new_with_free_func(saying_free);
	card->suggestions = g_ptr_array_new();
	g_ptr_array_add(import->cards, card);
}

/* ---- the plan ---- */

static void say(struct import *import, struct import_card *card,
		const char *verb, const char *word, const char *text)
{
	g_autofree char *key = key_of(verb, card->address, word, text);
	struct import_saying *saying;

	if (!g_hash_table_add(import->said, g_steal_pointer(&key)))
		return;
	saying = g_new0(struct import_saying, 1);
	saying->verb = verb;
	saying->word = g_strdup(word);
	saying->text = g_strdup(text);
	g_ptr_array_add(card->sayings, saying);
	import->sayings++;
}

static void say_text(struct import *import, struct import_card *card,
		     const char *verb, const char *text)
{
	if (*text)
		say(import, card, verb, "", text);
}

/* Once for each person; again only for a day that the user named. */
static void say_import(struct import *import, struct import_card *card)
{
	g_autofree char *key = key_of("import", card->address, "", "");
	g_autofree char *due = due_key(card->address, import->settings.due_at);
	gboolean said = g_hash_table_contains(import->said, key);

	if (said && (!import->settings.due_said ||
		     g_hash_table_contains(import->said, due)))
		return;
	say(import, card, "import", border_card_format_name(card->format),
	    card->file);
	g_hash_table_add(import->said, g_steal_pointer(&key));
	g_hash_table_add(import->said, g_steal_pointer(&due));
}

static gboolean is_same_name(const char *a, const char *b)
{
	g_autofree char *x = g_utf8_casefold(a, -1);
	g_autofree char *y = g_utf8_casefold(b, -1);

	return g_str_equal(x, y);
}

/* Who an address is known as. */
struct known {
	gint64 person_id; /* 0: of none who is a contact */
	gboolean known;
	char *name; /* "" for unknown */
};

static gboolean look_up(struct import *import, const char *address,
			struct known *known_out, GError **error)
{
	const char *said = g_hash_table_lookup(import->names, address);
	g_autoptr(store_person) person = NULL;

	*known_out = (struct known){
		.known = g_hash_table_contains(import->heard, address),
	};
	if (import->store && !store_person_find_by_address(
				 import->store, address, &person, error))
		return FALSE;
	if (person && person->contact) {
		known_out->known = TRUE;
		known_out->person_id = person->person_id;
		known_out->name = g_strdup(person->name);
	}
	if (said && !(known_out->name && *known_out->name)) {
		g_free(known_out->name);
		known_out->name = g_strdup(said);
	}
	if (!known_out->name)
		known_out->name = g_strdup("");
	return TRUE;
}

static gboolean is_forgotten(const struct import *import, const char *address)
{
	return import->forgotten && forgotten_has(import->forgotten, address);
}

/* A further address of a card: theirs, unless somebody of another name has it.
 */
static gboolean merge(struct import *import, struct import_card *card,
		      const struct known *owner, const char *email,
		      gboolean *known, GError **error)
{
	g_autofree char *reverse = key_of("merge", email, card->address, "");
	struct known other;

	if (identities_have(import->identities, email) ||
	    is_forgotten(import, email) ||
	    g_hash_table_contains(import->said, reverse))
		return TRUE;
	if (!look_up(import, email, &other, error))
		return FALSE;
	if (owner->person_id && other.person_id == owner->person_id) {
		g_free(other.name);
		return TRUE;
	}
	if (*other.name && !is_same_name(other.name, card->name)) {
		g_ptr_array_add(card->suggestions, (char *)(guintptr)email);
	} else {
		*known |= other.known;
		say(import, card, "merge", email, "");
	}
	g_free(other.name);
	return TRUE;
}

/* Of several cards of one address the first says what there is one of. */
static void say_all(struct import *import, struct import_card *card,
		    gboolean first)
{
	if (first) {
		say_import(import, card);
		say_text(import, card, "name", card->name);
		say_text(import, card, "organisation", card->organisation);
		say_text(import, card, "title", card->title);
	}
	for (char **phone = card->phones; *phone; phone++)
		say(import, card, "phone", *phone, "");
	say_text(import, card, "note", card->note);
	for (char **tag = card->tags; *tag; tag++)
		say(import, card, "tag", *tag, "");
	for (const char *const *tag = import->settings.tags; tag && *tag; tag++)
		say(import, card, "tag", *tag, "");
	if (*card->url)
		say(import, card, "url", card->url, "");
}

static gboolean plan_card(struct import *import, struct import_card *card,
			  GError **error)
{
	gboolean first = !g_hash_table_contains(import->first, card->address);
	struct known owner;
	gboolean known;

	if (!look_up(import, card->address, &owner, error))
		return FALSE;
	known = owner.known;
	say_all(import, card, first);
	for (guint i = 1; card->emails[0] && card->emails[i]; i++)
		if (!merge(import, card, &owner, card->emails[i], &known,
			   error)) {
			g_free(owner.name);
			return FALSE;
		}
	g_free(owner.name);
	g_hash_table_add(import->first, card->address);
	if (!first)
		card->outcome = IMPORT_DUPLICATE;
	else if (!known)
		card->outcome = IMPORT_NEW;
	else
		card->outcome =
		    card->sayings->len ? IMPORT_UPDATED : IMPORT_KNOWN;
	return TRUE;
}

/* One that is nobody to write to. */
static gboolean sort_out(struct import *import, struct import_card *card)
{
	if (*card->problem)
		card->outcome = IMPORT_BROKEN;
	else if (!*card->address)
		card->outcome = IMPORT_UNREACHABLE;
	else if (identities_have(import->identities, card->address))
		card->outcome = IMPORT_OWN;
	else if (is_forgotten(import, card->address))
		card->outcome = IMPORT_FORGOTTEN;
	else
		return FALSE;
	return TRUE;
}

gboolean import_plan(struct import *import, GError **error)
{
	/* Whose an address is, the cards say too, whichever comes first. */
	for (guint i = 0; i < import->cards->len; i++) {
		const struct import_card *card = import->cards->pdata[i];

		if (*card->address && *card->name &&
		    !g_hash_table_contains(import->names, card->address))
			g_hash_table_insert(import->names,
					    g_strdup(card->address),
					    g_strdup(card->name));
	}
	for (guint i = 0; i < import->cards->len; i++) {
		struct import_card *card = import->cards->pdata[i];

		if (!sort_out(import, card) && !plan_card(import, card, error))
			return FALSE;
		import->counts[card->outcome]++;
	}
	return TRUE;
}

const GPtrArray *import_get_cards(const struct import *import)
{
	return import->cards;
}

guint import_count(const struct import *import, enum import_outcome outcome)
{
	return import->counts[outcome];
}

guint import_count_sayings(const struct import *import)
{
	return import->sayings;
}

/* ---- writing ---- */

static gboolean write_card(struct import *import,
			   const struct import_card *card, gint64 batch,
			   gint64 now, GError **error)
{
	for (guint i = 0; i < card->sayings->len; i++) {
		const struct import_saying *it = card->sayings->pdata[i];
		gboolean import_itself = g_str_equal(it->verb, "import");
		const struct store_saying saying = {
			.said_at = now,
			.at = import_itself ? import->settings.due_at : now,
			.verb = it->verb,
			.address = card->address,
			.word = it->word,
			.text = it->text,
			.batch = batch,
		};
		gint64 saying_id;

		if (!store_saying_add(import->store, &saying, &saying_id,
				      error))
			return FALSE;
	}
	return TRUE;
}

gboolean import_write(struct import *import, gint64 now, GError **error)
{
	g_autoptr(store_transaction) transaction =
	    store_transaction_new(import->store, error);
	gint64 batch;

	if (!transaction ||
	    !store_saying_new_batch(import->store, &batch, error))
		return FALSE;
	for (guint i = 0; i < import->cards->len; i++)
		if (!write_card(import, import->cards->pdata[i], batch, now,
				error))
			return FALSE;
	return store_transaction_commit(transaction, error);
}
