/* Answers to a digest that have acted: each does so once. */
#include "store/answer.h"

#include "store/private.h"

#define ANSWER_COLUMNS "message_key, outbox_id, acted_at, batch, outcome"
enum { COL_MESSAGE_KEY, COL_OUTBOX_ID, COL_ACTED_AT, COL_BATCH, COL_OUTCOME };

static void answer_read(struct statement *query, gpointer row)
{
	struct store_answer *answer = row;

	answer->message_key = column_integer(query, COL_MESSAGE_KEY);
	answer->outbox_id = column_integer(query, COL_OUTBOX_ID);
	answer->acted_at = column_integer(query, COL_ACTED_AT);
	answer->batch = column_integer(query, COL_BATCH);
	answer->outcome = column_text(query, COL_OUTCOME);
}

static const struct row_part answer_parts[] = {
	ROW_TEXT(store_answer, outcome),
};

static const struct row_type answer_row = {
	.size = sizeof(struct store_answer),
	.read = answer_read,
	.parts = answer_parts,
	.n_parts = G_N_ELEMENTS(answer_parts),
};

static const char add_sql[] =
    "INSERT INTO answer (message_key, outbox_id, acted_at, batch, outcome)\n"
    "VALUES (:key, :outbox, :acted, :batch, :outcome)\n"
    "    ON CONFLICT DO NOTHING";

gboolean store_answer_add(struct store *store,
			  const struct store_answer *answer,
			  gboolean *added_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	bind_integer(query, ":key", answer->message_key);
	bind_known(query, ":outbox", answer->outbox_id);
	bind_integer(query, ":acted", answer->acted_at);
	bind_integer(query, ":batch", answer->batch);
	bind_text(query, ":outcome", answer->outcome);
	if (!statement_run(query, error))
		return FALSE;
	*added_out = store_changed(store) > 0;
	return TRUE;
}

static const char find_sql[] = "SELECT " ANSWER_COLUMNS "\n"
			       "  FROM answer\n"
			       " WHERE message_key = :key";

gboolean store_answer_find(struct store *store, gint64 message_key,
			   struct store_answer **answer_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":key", message_key);
	return row_find(query, &answer_row, answer_out, error);
}

static const char list_sql[] = "SELECT " ANSWER_COLUMNS "\n"
			       "  FROM answer\n"
			       " WHERE :outbox IN (0, outbox_id)\n"
			       " ORDER BY acted_at, message_key";

GPtrArray *store_answer_list(struct store *store, gint64 outbox_id,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_integer(query, ":outbox", outbox_id);
	return row_list(query, &answer_row, error);
}

static const char list_between_sql[] = "SELECT " ANSWER_COLUMNS "\n"
				       "  FROM answer\n"
				       " WHERE acted_at > :after\n"
				       "   AND acted_at <= :until\n"
				       "   AND outcome <> ''\n"
				       " ORDER BY acted_at, message_key";

GPtrArray *store_answer_list_between(struct store *store, gint64 after,
				     gint64 until, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_between_sql);

	bind_integer(query, ":after", after);
	bind_integer(query, ":until", until);
	return row_list(query, &answer_row, error);
}

static const char has_batch_sql[] = "SELECT 1\n"
				    "  FROM answer\n"
				    " WHERE batch = :batch\n"
				    "   AND batch <> 0";

gboolean store_answer_has_batch(struct store *store, gint64 batch,
				gboolean *has_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, has_batch_sql);

	bind_integer(query, ":batch", batch);
	return statement_run_boolean(query, has_out, error);
}

static const char set_outcome_sql[] = "UPDATE answer\n"
				      "   SET outcome = :outcome\n"
				      " WHERE message_key = :key";

gboolean store_answer_set_outcome(struct store *store, gint64 message_key,
				  const char *outcome, GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_outcome_sql);

	bind_text(query, ":outcome", outcome);
	bind_integer(query, ":key", message_key);
	return statement_run(query, error);
}

/* direction 1 is out: agent/rules/words.h */
static const char list_open_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE parent = :target\n"
    "   AND parent <> 0\n"
    "   AND direction = 1\n"
    "   AND message_key NOT IN (SELECT message_key FROM answer)\n"
    " ORDER BY at, message_key";

GArray *store_answer_list_open(struct store *store, gint64 target,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_open_sql);
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	bind_integer(query, ":target", target);
	return statement_run_integers(query, keys, error)
		   ? g_steal_pointer(&keys)
		   : NULL;
}

/* In this order: there are few answers, and many messages. */
static const char list_further_sql[] =
    "SELECT message.message_key\n"
    "  FROM answer\n"
    "       CROSS JOIN outbox USING (outbox_id)\n"
    "       CROSS JOIN message AS before USING (message_key)\n"
    "       CROSS JOIN message ON message.parent = before.target\n"
    " WHERE outbox.written_at >= :since\n"
    "   AND before.target <> 0\n"
    "   AND message.parent <> 0\n"
    "   AND message.direction = 1\n"
    "   AND message.message_key NOT IN (SELECT message_key FROM answer)\n"
    " ORDER BY message.at, message.message_key";

GArray *store_answer_list_further(struct store *store, gint64 since,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_further_sql);
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	bind_integer(query, ":since", since);
	return statement_run_integers(query, keys, error)
		   ? g_steal_pointer(&keys)
		   : NULL;
}

static const char list_loose_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE direction = 1 AND personal = 0 AND parent = 0 AND reply = 1\n"
    "   AND at >= :since\n"
    "   AND message_key NOT IN (SELECT message_key FROM answer)\n"
    " ORDER BY at, message_key";

GArray *store_answer_list_loose(struct store *store, gint64 since,
				GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_loose_sql);
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	bind_integer(query, ":since", since);
	return statement_run_integers(query, keys, error)
		   ? g_steal_pointer(&keys)
		   : NULL;
}
