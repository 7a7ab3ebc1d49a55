/* Take in copies: store the fact, derive what follows from it. */
#include "agent/ingest.h"

#include "agent/derive/derive.h"
#include "agent/error.h"
#include "agent/evidence.h"
#include "agent/said/forget.h"
#include "agent/derive/identities.h"
#include "store/copy.h"
#include "store/flagging.h"

struct ingest {
	struct store *store;
	struct identities *identities;
	struct derive *derive;
	struct ruling *ruling; /* NULL: no lines */
	struct record_scratch *scratch, *earlier;
	struct ingest_counts counts;
	gboolean no_sentences;
	GByteArray *facts;	     /* without sentences, or people */
	struct forgotten *forgotten; /* of this transaction, NULL: not read */
	struct forget *forget;
	gint64 header; /* message_key of the last, 0 if it was whole */
};

struct ingest *ingest_new(struct store *store,
			  const struct ingest_settings *settings)
{
	struct ingest *ingest = g_new0(struct ingest, 1);

	ingest->store = store;
	ingest->identities = identities_new(settings->identities);
	if (settings->lines)
		ingest->ruling = ruling_new(settings->lines, store);
	ingest->derive = derive_new(store, ingest->identities,
				    settings->max_recipients, ingest->ruling);
	ingest->no_sentences = settings->no_sentences;
	ingest->facts = g_byte_array_new();
	ingest->scratch = record_scratch_new();
	ingest->earlier = record_scratch_new();
	return ingest;
}

void ingest_free(struct ingest *ingest)
{
	if (!ingest)
		return;
	derive_free(ingest->derive);
	ruling_free(ingest->ruling);
	identities_free(ingest->identities);
	forget_free(ingest->forget);
	forgotten_free(ingest->forgotten);
	g_byte_array_unref(ingest->facts);
	record_scratch_free(ingest->scratch);
	record_scratch_free(ingest->earlier);
	g_free(ingest);
}

const struct ingest_counts *ingest_get_counts(const struct ingest *ingest)
{
	return &ingest->counts;
}

gint64 ingest_get_header(const struct ingest *ingest)
{
	return ingest->header;
}

/* A file has no UID: its content stands in, so that it counts once. */
static gint64 uid_of(const struct record_copy *copy,
		     const struct record_facts *facts)
{
	return copy->uidvalidity ? (gint64)copy->uid
				 : (gint64)(facts->content & G_MAXINT64);
}

static gboolean same_texts(const struct record_texts *a,
			   const struct record_texts *b)
{
	if (a->n != b->n)
		return FALSE;
	for (guint i = 0; i < a->n; i++)
		if (!g_str_equal(a->texts[i], b->texts[i]))
			return FALSE;
	return TRUE;
}

static gboolean same_people(const struct record_addresses *a,
			    const struct record_addresses *b)
{
	if (a->n != b->n)
		return FALSE;
	for (guint i = 0; i < a->n; i++)
		if (a->items[i].role != b->items[i].role ||
		    !g_str_equal(a->items[i].address, b->items[i].address))
			return FALSE;
	return TRUE;
}

/*
 * Whether a copy names the same mail and people as before: then what it tied
 * still holds, and only the message itself is derived anew.  Most of what is
 * read again, or further, is such.  Its subject and what it quotes are looked
 * after by derive_message.
 */
static gboolean same_ties(struct ingest *ingest,
			  const struct store_copy *earlier,
			  const struct store_copy *copy,
			  const struct record_facts *facts)
{
	struct record_facts before;
	const char *why;

	return earlier && earlier->message_key == copy->message_key &&
	       record_decode(RECORD_FACTS, earlier->facts.data,
			     earlier->facts.length, ingest->earlier, &before,
			     &why) &&
	       g_str_equal(before.message_id, facts->message_id) &&
	       (!*before.about || g_str_equal(before.about, facts->about)) &&
	       same_texts(&before.in_reply_to, &facts->in_reply_to) &&
	       same_texts(&before.references, &facts->references) &&
	       same_people(&before.addresses, &facts->addresses);
}

static gboolean derive_put(struct ingest *ingest, const struct store_copy *copy,
			   const struct record_facts *facts,
			   const struct store_copy_put *put,
			   const struct store_copy *earlier, GError **error)
{
	gboolean is_new = FALSE;

	switch (put->result) {
	case STORE_COPY_SAME:
		ingest->counts.known++;
		/* A draft may have become mail. */
		return !put->flags_changed ||
		       derive_message(ingest->derive, copy->message_key,
				      &is_new, error);
	case STORE_COPY_NEW:
		if (!derive_copy(ingest->derive, copy, facts, &is_new, error))
			return FALSE;
		break;
	case STORE_COPY_REPLACED:
	case STORE_COPY_RETURNED:
		if (put->facts_changed &&
		    !same_ties(ingest, earlier, copy, facts) &&
		    !derive_conversation(ingest->derive, put->old_key, error))
			return FALSE;
		if (!derive_message(ingest->derive, copy->message_key, &is_new,
				    error))
			return FALSE;
		break;
	}
	ingest->counts.messages += is_new;
	return TRUE;
}

static enum store_body body_of(const struct record_facts *facts)
{
	if (facts->body_read)
		return STORE_BODY_READ;
	return facts->body_wanted ? STORE_BODY_WANTED : STORE_BODY_UNREAD;
}

/* Another process may have somebody forgotten between two transactions. */
static gboolean read_forgotten(struct ingest *ingest, GError **error)
{
	if (ingest->forgotten)
		return TRUE;
	ingest->forgotten = forgotten_new(ingest->store, error);
	if (!ingest->forgotten)
		return FALSE;
	ingest->forget = forget_new(ingest->forgotten, ingest->identities);
	return TRUE;
}

static void drop_forgotten(struct ingest *ingest)
{
	g_clear_pointer(&ingest->forget, forget_free);
	g_clear_pointer(&ingest->forgotten, forgotten_free);
}

/* The user may have flagged it before tend saw it for the first time. */
static gboolean note_flags(struct ingest *ingest, const struct store_copy *copy,
			   const struct store_copy_put *put, GError **error)
{
	if (put->result != STORE_COPY_NEW || !copy->uidvalidity ||
	    (!(copy->flags & FLAG_FLAGGED) && !*copy->keywords))
		return TRUE;
	return store_flagging_add(ingest->store, copy->copy_id, TRUE, 0, "",
				  error);
}

gboolean ingest_copy(struct ingest *ingest, gint64 folder_id, int folder_role,
		     const struct record_copy *copy, GError **error)
{
	g_autoptr(store_copy) earlier = NULL;
	struct record_facts facts;
	struct store_copy_put put;
	const char *why;
	struct store_copy row;
	enum forget_fate fate = FORGET_KEEP;

	if (!record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   ingest->scratch, &facts, &why)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
			    "the worker sent facts that are none ('%s')", why);
		return FALSE;
	}
	ingest->header = 0;
	if (!read_forgotten(ingest, error))
		return FALSE;
	if (!forgotten_is_empty(ingest->forgotten))
		fate = forget_strip(ingest->forget, &facts);
	if (fate == FORGET_DROP)
		return TRUE;
	row = (struct store_copy){
		.folder_id = folder_id,
		.uidvalidity = copy->uidvalidity,
		.uid = uid_of(copy, &facts),
		.message_key = MAX((gint64)(facts.key & G_MAXINT64), 1),
		.internal_at = copy->internal_at,
		.size = copy->size,
		.flags = copy->flags,
		.keywords = copy->keywords,
		.gm_msgid = (gint64)copy->gm_msgid,
		.version = facts.version,
		.body = body_of(&facts),
		.facts = { copy->facts.data, copy->facts.length },
		.role = folder_role,
	};
	if (ingest->no_sentences && evidence_withhold(&facts))
		fate = FORGET_CHANGED;
	if (fate == FORGET_CHANGED) {
		g_byte_array_set_size(ingest->facts, 0);
		record_encode(RECORD_FACTS, &facts, ingest->facts);
		row.facts = (struct store_bytes){ ingest->facts->data,
						  ingest->facts->len };
	}
	ingest->header = facts.body_read ? 0 : row.message_key;
	ingest->counts.copies++;
	if (!store_copy_put_over(ingest->store, &row, &put, &earlier, error))
		return FALSE;
	row.copy_id = put.copy_id;
	return note_flags(ingest, &row, &put, error) &&
	       derive_put(ingest, &row, &facts, &put, earlier, error);
}

gboolean ingest_flags(struct ingest *ingest, gint64 folder_id,
		      const struct record_flags *flags, gboolean *changed_out,
		      GError **error)
{
	gboolean ignored;
	gint64 key;

	*changed_out = FALSE;
	if (!store_copy_set_flags(ingest->store, folder_id, flags->uidvalidity,
				  flags->uid, flags->flags, flags->keywords,
				  &key, error))
		return FALSE;
	*changed_out = key != 0;
	return !key || derive_message(ingest->derive, key, &ignored, error);
}

gboolean ingest_flush(struct ingest *ingest, GError **error)
{
	drop_forgotten(ingest);
	return derive_flush(ingest->derive, error);
}
