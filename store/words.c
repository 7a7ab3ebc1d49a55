/* Of a message what a sentence about it needs. */
#include "store/words.h"

#include "store/private.h"

enum {
	COL_SUBJECT,
	COL_FACTS,
};

static void words_read(struct statement *query, gpointer row)
{
	struct store_words *words = row;

	words->subject = column_text(query, COL_SUBJECT);
	words->facts = column_bytes(query, COL_FACTS);
}

static const struct row_part words_parts[] = {
	ROW_TEXT(store_words, subject),
	ROW_BYTES(store_words, facts),
};

static const struct row_type words_row = {
	.size = sizeof(struct store_words),
	.read = words_read,
	.parts = words_parts,
	.n_parts = G_N_ELEMENTS(words_parts),
};

static const char subject_sql[] = "SELECT subject, NULL\n"
				  "  FROM message\n"
				  " WHERE message_key = :key";
static const char facts_sql[] = "SELECT subject, facts\n"
				"  FROM message\n"
				"  LEFT JOIN copy USING (copy_id)\n"
				" WHERE message.message_key = :key";

gboolean store_words_find(struct store *store, gint64 message_key,
			  gboolean with_facts, struct store_words **words_out,
			  GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, with_facts ? facts_sql : subject_sql);

	bind_integer(query, ":key", message_key);
	return row_find(query, &words_row, words_out, error);
}
