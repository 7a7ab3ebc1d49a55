/* Keep no sentences. */
#include "agent/evidence.h"

#include <string.h>

#include "agent/error.h"
#include "store/copy.h"

/* Not empty, for an empty text means that it is not so. */
static const char word[] = "yes";

static gboolean withhold(const char **text)
{
	if (!**text || g_str_equal(*text, word))
		return FALSE;
	*text = word;
	return TRUE;
}

/* Somebody is named by an address, or in words. */
static gboolean is_address(const char *text)
{
	const char *at = strchr(text, '@');

	return at && at > text && at[1] && !strpbrk(text, " \t<>");
}

gboolean evidence_withhold(struct record_facts *facts)
{
	const char **const sentences[] = {
		&facts->asks,		&facts->question,
		&facts->delivers,	&facts->no,
		&facts->stop,		&facts->closing,
		&facts->praise,		&facts->absence_sentence,
		&facts->quoted_subject,
	};
	gboolean changed = FALSE;

	if (!facts->body_read)
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(sentences); i++)
		changed |= withhold(sentences[i]);
	for (guint i = 0; i < facts->promises.n; i++)
		changed |= withhold(&facts->promises.items[i].sentence);
	if (!is_address(facts->stand_in))
		changed |= withhold(&facts->stand_in);
	/* Not by the word: mail that quotes nobody alike is not tied by it. */
	if (*facts->quoted_author && !is_address(facts->quoted_author)) {
		facts->quoted_author = "";
		changed = TRUE;
	}
	if (facts->evidence_in_body)
		changed |= withhold(&facts->evidence);
	return changed;
}

struct withholding {
	struct store *store;
	struct record_scratch *scratch;
	GByteArray *bytes;
};

static gboolean withhold_copy(const struct store_copy *copy, gpointer data,
			      GError **error)
{
	struct withholding *withholding = data;
	struct record_facts facts;
	const char *why;

	if (copy->version && copy->body != STORE_BODY_READ)
		return TRUE;
	if (!record_decode(RECORD_FACTS, copy->facts.data, copy->facts.length,
			   withholding->scratch, &facts, &why)) {
		g_set_error(error, TEND_ERROR, TEND_ERROR_DATA,
			    "copy %" G_GINT64_FORMAT " is damaged (%s), so its "
			    "text cannot be taken out; run 'tend sync' with a "
			    "fresh database",
			    copy->copy_id, why);
		return FALSE;
	}
	/* An older tend did not say where its evidence stands. */
	if (!copy->version)
		facts.evidence_in_body = facts.body_read;
	if (!evidence_withhold(&facts))
		return TRUE;
	g_byte_array_set_size(withholding->bytes, 0);
	record_encode(RECORD_FACTS, &facts, withholding->bytes);
	return store_copy_set_facts(
	    withholding->store, copy->copy_id,
	    (struct store_bytes){ withholding->bytes->data,
				  withholding->bytes->len },
	    error);
}

gboolean evidence_withhold_all(struct store *store, GError **error)
{
	g_autoptr(record_scratch) scratch = record_scratch_new();
	g_autoptr(GByteArray) bytes = g_byte_array_new();
	struct withholding withholding = { store, scratch, bytes };

	return store_copy_each(store, withhold_copy, &withholding, error);
}
