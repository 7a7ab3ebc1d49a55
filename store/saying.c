/* Sayings: what the user said. */
#include "store/saying.h"

#include "store/private.h"

#define SAYING_COLUMNS \
	"saying_id, said_at, at, verb, address, word, text, undone_at, batch"
enum {
	COL_SAYING_ID,
	COL_SAID_AT,
	COL_AT,
	COL_VERB,
	COL_ADDRESS,
	COL_WORD,
	COL_TEXT,
	COL_UNDONE_AT,
	COL_BATCH,
};

static void saying_read(struct statement *query, gpointer row)
{
	struct store_saying *saying = row;

	saying->saying_id = column_integer(query, COL_SAYING_ID);
	saying->said_at = column_integer(query, COL_SAID_AT);
	saying->at = column_integer(query, COL_AT);
	saying->verb = column_text(query, COL_VERB);
	saying->address = column_text(query, COL_ADDRESS);
	saying->word = column_text(query, COL_WORD);
	saying->text = column_text(query, COL_TEXT);
	saying->undone_at = column_integer(query, COL_UNDONE_AT);
	saying->batch = column_integer(query, COL_BATCH);
}

static const struct row_part saying_parts[] = {
	ROW_TEXT(store_saying, verb),
	ROW_TEXT(store_saying, address),
	ROW_TEXT(store_saying, word),
	ROW_TEXT(store_saying, text),
};

static const struct row_type saying_row = {
	.size = sizeof(struct store_saying),
	.read = saying_read,
	.parts = saying_parts,
	.n_parts = G_N_ELEMENTS(saying_parts),
};

static const char add_sql[] =
    "INSERT INTO saying (said_at, at, verb, address, word, text,\n"
    "       batch)\n"
    "VALUES (:said, :at, :verb, :address, :word, :text, :batch)";

gboolean store_saying_add(struct store *store,
			  const struct store_saying *saying,
			  gint64 *saying_id_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	bind_integer(query, ":said", saying->said_at);
	bind_integer(query, ":at", saying->at);
	bind_text(query, ":verb", saying->verb);
	bind_text(query, ":address", saying->address);
	bind_text(query, ":word", saying->word);
	bind_text(query, ":text", saying->text);
	bind_integer(query, ":batch", saying->batch);
	if (!statement_run(query, error))
		return FALSE;
	*saying_id_out = store_inserted(store);
	return TRUE;
}

static const char undo_sql[] = "UPDATE saying\n"
			       "   SET undone_at = :now\n"
			       " WHERE saying_id = :saying\n"
			       "   AND undone_at IS NULL";

gboolean store_saying_undo(struct store *store, gint64 saying_id, gint64 now,
			   gboolean *done_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, undo_sql);

	bind_known(query, ":now", now);
	bind_integer(query, ":saying", saying_id);
	if (!statement_run(query, error))
		return FALSE;
	*done_out = store_changed(store) > 0;
	return TRUE;
}

static const char find_sql[] = "SELECT " SAYING_COLUMNS "\n"
			       "  FROM saying\n"
			       " WHERE saying_id = :saying";

gboolean store_saying_find(struct store *store, gint64 saying_id,
			   struct store_saying **saying_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":saying", saying_id);
	return row_find(query, &saying_row, saying_out, error);
}

static const char new_batch_sql[] = "SELECT coalesce(max(batch), 0) + 1\n"
				    "  FROM saying";

gboolean store_saying_new_batch(struct store *store, gint64 *batch_out,
				GError **error)
{
	g_autoptr(statement) query = statement_get(store, new_batch_sql);

	return statement_run_integer(query, batch_out, error);
}

static const char list_batch_sql[] = "SELECT " SAYING_COLUMNS "\n"
				     "  FROM saying\n"
				     " WHERE batch = :batch\n"
				     "   AND batch <> 0\n"
				     "    OR saying_id = :alone\n"
				     " ORDER BY saying_id";

GPtrArray *store_saying_list_batch(struct store *store,
				   const struct store_saying *saying,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_batch_sql);

	bind_integer(query, ":batch", saying->batch);
	bind_integer(query, ":alone", saying->saying_id);
	return row_list(query, &saying_row, error);
}

static const char list_last_sql[] = "SELECT " SAYING_COLUMNS "\n"
				    "  FROM saying\n"
				    " WHERE saying_id < :before\n"
				    " ORDER BY saying_id DESC\n"
				    " LIMIT :limit";

GPtrArray *store_saying_list_last(struct store *store, gint64 before,
				  guint limit, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_last_sql);

	bind_integer(query, ":before", before);
	bind_integer(query, ":limit", limit);
	return row_list(query, &saying_row, error);
}

static const char list_undone_sql[] = "SELECT " SAYING_COLUMNS "\n"
				      "  FROM saying\n"
				      " WHERE undone_at IS NOT NULL\n"
				      " ORDER BY saying_id";

GPtrArray *store_saying_list_undone(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_undone_sql);

	return row_list(query, &saying_row, error);
}

static const char set_text_sql[] = "UPDATE saying\n"
				   "   SET text = :text\n"
				   " WHERE saying_id = :saying";

gboolean store_saying_set_text(struct store *store, gint64 saying_id,
			       const char *text, GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_text_sql);

	bind_text(query, ":text", text);
	bind_integer(query, ":saying", saying_id);
	return statement_run(query, error);
}

static const char state_sql[] =
    "SELECT count(*), count(undone_at), coalesce(max(saying_id), 0)\n"
    "  FROM saying";

gboolean store_saying_get_state(struct store *store,
				struct store_saying_state *state_out,
				GError **error)
{
	g_autoptr(statement) query = statement_get(store, state_sql);

	if (statement_next(query)) {
		state_out->count = column_integer(query, 0);
		state_out->undone = column_integer(query, 1);
		state_out->last_id = column_integer(query, 2);
	}
	return statement_done(query, error);
}

static const char delete_about_sql[] = "DELETE FROM saying\n"
				       " WHERE address = :address\n"
				       "    OR word = :address";

gboolean store_saying_delete_about(struct store *store, const char *address,
				   gint64 *deleted_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_about_sql);

	bind_text(query, ":address", address);
	if (!statement_run(query, error))
		return FALSE;
	*deleted_out = store_changed(store);
	return TRUE;
}

static const char list_sql[] = "SELECT " SAYING_COLUMNS "\n"
			       "  FROM saying\n"
			       " WHERE undone_at IS NULL\n"
			       "   AND :address IN ('', address)\n"
			       " ORDER BY saying_id";

GPtrArray *store_saying_list(struct store *store, const char *address,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_text(query, ":address", address ? address : "");
	return row_list(query, &saying_row, error);
}

static gint compare_ids(gconstpointer a, gconstpointer b)
{
	const struct store_saying *x = *(const struct store_saying *const *)a;
	const struct store_saying *y = *(const struct store_saying *const *)b;

	return (x->saying_id > y->saying_id) - (x->saying_id < y->saying_id);
}

void store_saying_sort(GPtrArray *sayings)
{
	g_ptr_array_sort(sayings, compare_ids);
}
