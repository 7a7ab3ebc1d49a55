/* Take in copies: store the fact, derive what follows from it. */
#include "agent/ingest.h"

#include "agent/derive.h"
#include "agent/error.h"
#include "agent/identities.h"
#include "store/copy.h"

struct ingest {
	struct store *store;
	struct identities *identities;
	struct derive *derive;
	struct record_scratch *scratch;
	struct ingest_counts counts;
};

struct ingest *ingest_new(struct store *store,
			  const struct ingest_settings *settings)
{
	struct ingest *ingest = g_new0(struct ingest, 1);

	ingest->store = store;
	ingest->identities = identities_new(settings->identities);
	ingest->derive =
	    derive_new(store, ingest->identities, settings->max_recipients);
	ingest->scratch = record_scratch_new();
	return ingest;
}

void ingest_free(struct ingest *ingest)
{
	if (!ingest)
		return;
	derive_free(ingest->derive);
	identities_free(ingest->identities);
	record_scratch_free(ingest->scratch);
	g_free(ingest);
}

const struct ingest_counts *ingest_get_counts(const struct ingest *ingest)
{
	return &ingest->counts;
}

/* A file has no UID: its content stands in, so that it counts once. */
static gint64 uid_of(const struct record_copy *copy,
		     const struct record_facts *facts)
{
	return copy->uidvalidity ? (gint64)copy->uid
				 : (gint64)(facts->content & G_MAXINT64);
}

static gboolean derive_put(struct ingest *ingest, const struct store_copy *copy,
			   const struct record_facts *facts,
			   const struct store_copy_put *put, GError **error)
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

gboolean ingest_copy(struct ingest *ingest, gint64 folder_id, int folder_role,
		     const struct record_copy *copy, GError **error)
{
	struct record_facts facts;
	struct store_copy_put put;
	const char *why;
	struct store_copy row;

	if (!record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   ingest->scratch, &facts, &why)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_SOFTWARE,
			    "the worker sent facts that are none ('%s')", why);
		return FALSE;
	}
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
		.facts = { copy->facts.data, copy->facts.length },
		.role = folder_role,
	};
	ingest->counts.copies++;
	if (!store_copy_put(ingest->store, &row, &put, error))
		return FALSE;
	row.copy_id = put.copy_id;
	return derive_put(ingest, &row, &facts, &put, error);
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
