/* The sum of the sayings about a person. */
#include "agent/said/hear.h"

#include <string.h>

#include "agent/derive/tie.h"
#include "store/address.h"
#include "store/message.h"
#include "store/saying.h"

struct hear {
	GPtrArray *sayings;	/* struct store_saying, in the order said */
	GHashTable *by_address; /* address -> GPtrArray of them, lent */
};

static void free_list(gpointer data)
{
	g_ptr_array_unref(data);
}

struct hear *hear_new(struct store *store, GError **error)
{
	g_autoptr(hear) hear = g_new0(struct hear, 1);

	hear->by_address =
	    g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_list);
	hear->sayings = store_saying_list(store, NULL, error);
	if (!hear->sayings)
		return NULL;
	for (guint i = 0; i < hear->sayings->len; i++) {
		const struct store_saying *saying = hear->sayings->pdata[i];
		GPtrArray *list =
		    g_hash_table_lookup(hear->by_address, saying->address);

		if (!list) {
			list = g_ptr_array_new();
			g_hash_table_insert(hear->by_address,
					    (char *)(guintptr)saying->address,
					    list);
		}
		g_ptr_array_add(list, (gpointer)(guintptr)saying);
	}
	return g_steal_pointer(&hear);
}

void hear_free(struct hear *hear)
{
	if (!hear)
		return;
	g_hash_table_unref(hear->by_address);
	g_clear_pointer(&hear->sayings, g_ptr_array_unref);
	g_free(hear);
}

void heard_clear(struct heard *heard)
{
	g_clear_pointer(&heard->tags, g_ptr_array_unref);
	g_clear_pointer(&heard->done, g_array_unref);
}

/* ---- verbs ---- */

struct hearing {
	struct store *store;
	struct heard *heard;
	GError **error;
};

typedef gboolean (*hear_func)(const struct hearing *hearing,
			      const struct store_saying *saying);

static gboolean hear_stage(const struct hearing *hearing,
			   const struct store_saying *saying)
{
	struct said *said = &hearing->heard->said;

	if (stage_parse(saying->word, &said->stage)) {
		said->tracked = TRUE;
		said->stage_at = saying->said_at;
	}
	return TRUE;
}

static gboolean hear_track(const struct hearing *hearing,
			   const struct store_saying *saying)
{
	hearing->heard->said.tracked = TRUE;
	hearing->heard->said.untracked = FALSE;
	if (*saying->word && g_str_equal(saying->verb, "track"))
		hearing->heard->cadence = saying->word;
	return TRUE;
}

static gboolean hear_untrack(const struct hearing *hearing,
			     const struct store_saying *saying)
{
	(void)saying;
	hearing->heard->said.tracked = FALSE;
	hearing->heard->said.untracked = TRUE;
	return TRUE;
}

static gboolean hear_import(const struct hearing *hearing,
			    const struct store_saying *saying)
{
	struct said *said = &hearing->heard->said;

	said->tracked = TRUE;
	if (!said->lead_at || saying->at < said->lead_at)
		said->lead_at = saying->at;
	return TRUE;
}

/* It makes a contact; what else it does is done elsewhere. */
static gboolean hear_nothing(const struct hearing *hearing,
			     const struct store_saying *saying)
{
	(void)hearing;
	(void)saying;
	return TRUE;
}

static gint compare_tags(gconstpointer a, gconstpointer b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static gboolean find_tag(const GPtrArray *tags, const char *tag, guint *i_out)
{
	for (guint i = 0; i < tags->len; i++)
		if (g_str_equal(tags->pdata[i], tag)) {
			*i_out = i;
			return TRUE;
		}
	return FALSE;
}

static gboolean hear_tag(const struct hearing *hearing,
			 const struct store_saying *saying)
{
	struct heard *heard = hearing->heard;
	guint i;

	heard->said.tracked = TRUE;
	if (!find_tag(heard->tags, saying->word, &i)) {
		g_ptr_array_add(heard->tags, (char *)(guintptr)saying->word);
		g_ptr_array_sort(heard->tags, compare_tags);
	}
	return TRUE;
}

static gboolean hear_untag(const struct hearing *hearing,
			   const struct store_saying *saying)
{
	guint i;

	if (find_tag(hearing->heard->tags, saying->word, &i))
		g_ptr_array_remove_index(hearing->heard->tags, i);
	return TRUE;
}

static gboolean hear_mute(const struct hearing *hearing,
			  const struct store_saying *saying)
{
	(void)saying;
	hearing->heard->said.muted = TRUE;
	return TRUE;
}

static gboolean hear_unmute(const struct hearing *hearing,
			    const struct store_saying *saying)
{
	(void)saying;
	hearing->heard->said.muted = FALSE;
	return TRUE;
}

const char *hear_done_word(enum reason reason, const char *mid,
			   gint64 conversation_id)
{
	if (reason == REASON_NEW)
		return "";
	if (*mid && conversation_id != 0)
		return mid;
	return conversation_id == 0 ? HEAR_PERSON : "";
}

char *hear_done_text(enum reason reason, const char *subject,
		     const char *sentence)
{
	return g_strdup_printf("%s: %s", reason_name(reason),
			       *subject ? subject : sentence);
}

/*
 * The word is the Message-ID of the matter, or HEAR_PERSON for what reminds of
 * the person alone; without one all is done.
 */
static gboolean hear_done(const struct hearing *hearing,
			  const struct store_saying *saying)
{
	struct heard *heard = hearing->heard;
	g_autoptr(GPtrArray) messages = NULL;

	if (!*saying->word) {
		heard->said.done_at = MAX(heard->said.done_at, saying->at);
		return TRUE;
	}
	if (g_str_equal(saying->word, HEAR_PERSON)) {
		heard->said.reminded_at =
		    MAX(heard->said.reminded_at, saying->at);
		return TRUE;
	}
	messages =
	    store_message_list_by_mid(hearing->store, tie_hash(saying->word),
				      saying->word, hearing->error);
	if (!messages)
		return FALSE;
	for (guint i = 0; i < messages->len; i++) {
		const struct store_message *message = messages->pdata[i];
		const struct said_done done = { message->conversation_id,
						saying->at };

		g_array_append_val(heard->done, done);
	}
	return TRUE;
}

/* The last word counts: to be called back sooner is said the same way. */
static gboolean hear_snooze(const struct hearing *hearing,
			    const struct store_saying *saying)
{
	hearing->heard->said.snooze_until = saying->at;
	hearing->heard->said.snooze_at = saying->said_at;
	return TRUE;
}

static gboolean hear_no(const struct hearing *hearing,
			const struct store_saying *saying)
{
	(void)saying;
	hearing->heard->said.nos++;
	return TRUE;
}

static gboolean hear_name(const struct hearing *hearing,
			  const struct store_saying *saying)
{
	hearing->heard->name = saying->text;
	return TRUE;
}

static gboolean hear_organisation(const struct hearing *hearing,
				  const struct store_saying *saying)
{
	hearing->heard->organisation = saying->text;
	return TRUE;
}

static gboolean hear_phone(const struct hearing *hearing,
			   const struct store_saying *saying)
{
	struct heard *heard = hearing->heard;

	/* The first one on the newest card is the one to call. */
	if (!heard->phone || heard->phone_batch != saying->batch)
		heard->phone = saying->word;
	heard->phone_batch = saying->batch;
	return TRUE;
}

/* Of what is not here rules know nothing: titles, a card's URL. */
static const struct verb {
	const char *verb;
	hear_func hear;
	gboolean contact; /* whoever it is said of is a contact */
} verbs[] = {
	{ "stage", hear_stage, TRUE },
	{ "log", hear_track, TRUE },
	{ "track", hear_track, TRUE },
	{ "untrack", hear_untrack, FALSE },
	{ "import", hear_import, TRUE },
	{ "tag", hear_tag, TRUE },
	{ "untag", hear_untag, FALSE },
	{ "mute", hear_mute, FALSE },
	{ "unmute", hear_unmute, FALSE },
	{ "done", hear_done, FALSE },
	{ "snooze", hear_snooze, FALSE },
	{ "no", hear_no, FALSE },
	{ "contact", hear_nothing, TRUE },
	{ "merge", hear_nothing, TRUE },
	{ "note", hear_nothing, TRUE },
	{ "name", hear_name, FALSE },
	{ "phone", hear_phone, FALSE },
	{ "organisation", hear_organisation, FALSE },
};

static const struct verb *find_verb(const char *word)
{
	for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
		if (g_str_equal(verbs[i].verb, word))
			return &verbs[i];
	return NULL;
}

gboolean hear_makes_contact(const char *word)
{
	const struct verb *verb = find_verb(word);

	return verb && verb->contact;
}

static gboolean hear_saying(const struct hearing *hearing,
			    const struct store_saying *saying)
{
	const struct verb *verb = find_verb(saying->verb);

	if (!verb)
		return TRUE;
	if (verb->contact)
		hearing->heard->said.contact = TRUE;
	return verb->hear(hearing, saying);
}

/* Of all their addresses together, in the order said. */
static GPtrArray *collect(const struct hear *hear, const GPtrArray *addresses)
{
	GPtrArray *list = g_ptr_array_new();

	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];
		const GPtrArray *said =
		    g_hash_table_lookup(hear->by_address, address->address);

		for (guint j = 0; said && j < said->len; j++)
			g_ptr_array_add(list, said->pdata[j]);
	}
	store_saying_sort(list);
	return list;
}

gboolean hear_person(const struct hear *hear, struct store *store,
		     const GPtrArray *addresses, struct heard *heard_out,
		     GError **error)
{
	const struct hearing hearing = { store, heard_out, error };
	g_autoptr(GPtrArray) list = NULL;

	*heard_out = (struct heard){
		.tags = g_ptr_array_new(),
		.done = g_array_new(FALSE, FALSE, sizeof(struct said_done)),
	};
	if (g_hash_table_size(hear->by_address) == 0)
		return TRUE;
	list = collect(hear, addresses);
	for (guint i = 0; i < list->len; i++)
		if (!hear_saying(&hearing, list->pdata[i]))
			return FALSE;
	heard_out->said.done =
	    (const struct said_done *)(const void *)heard_out->done->data;
	heard_out->said.n_done = heard_out->done->len;
	return TRUE;
}

gboolean hear_is_muted(struct store *store, gint64 person_id,
		       gboolean *muted_out, GError **error)
{
	g_autoptr(hear) hear = NULL;
	g_auto(heard_t) heard = { .name = NULL };
	g_autoptr(GPtrArray) addresses = NULL;

	*muted_out = FALSE;
	/* Of whom tend knows no person nothing was heard. */
	if (!person_id)
		return TRUE;
	hear = hear_new(store, error);
	addresses =
	    hear ? store_address_list_by_person(store, person_id, error) : NULL;
	if (!addresses || !hear_person(hear, store, addresses, &heard, error))
		return FALSE;
	*muted_out = heard.said.muted;
	return TRUE;
}
