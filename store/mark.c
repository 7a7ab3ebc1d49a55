/* Flags that tend wants on mail, or has set, and those of the user. */
#include "store/mark.h"

#include "store/private.h"

#include <string.h>

static const char *const states[] = {
	[STORE_MARK_NONE] = "",
	[STORE_MARK_WANTED] = "wanted",
	[STORE_MARK_SET] = "set",
	[STORE_MARK_THEIRS] = "theirs",
	[STORE_MARK_UNWANTED] = "unwanted",
	[STORE_MARK_CLEARED] = "cleared",
	[STORE_MARK_DISMISSED] = "dismissed",
	[STORE_MARK_TRACKED] = "tracked",
};

#define MARK_COLUMNS                                                    \
	"mark_id, message_key, flag, state, tried, mark.folder_id,\n"   \
	"       mark.uidvalidity, uid, since_at, held_at, batch, note," \
	"\n       account_id"
enum {
	COL_MARK_ID,
	COL_MESSAGE_KEY,
	COL_FLAG,
	COL_STATE,
	COL_TRIED,
	COL_FOLDER_ID,
	COL_UIDVALIDITY,
	COL_UID,
	COL_SINCE_AT,
	COL_HELD_AT,
	COL_BATCH,
	COL_NOTE,
	COL_ACCOUNT_ID,
};

/* The schema checks that it is one of them. */
static enum store_mark_state state_of(const char *word)
{
	guint i = 0;

	while (i < G_N_ELEMENTS(states) - 1 && strcmp(states[i], word) != 0)
		i++;
	return (enum store_mark_state)i;
}

static void mark_read(struct statement *query, gpointer row)
{
	struct store_mark *mark = row;

	mark->mark_id = column_integer(query, COL_MARK_ID);
	mark->message_key = column_integer(query, COL_MESSAGE_KEY);
	mark->flag = column_text(query, COL_FLAG);
	mark->state = state_of(column_text(query, COL_STATE));
	mark->tried = column_boolean(query, COL_TRIED);
	mark->folder_id = column_integer(query, COL_FOLDER_ID);
	mark->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	mark->uid = column_integer(query, COL_UID);
	mark->since_at = column_integer(query, COL_SINCE_AT);
	mark->held_at = column_integer(query, COL_HELD_AT);
	mark->batch = column_integer(query, COL_BATCH);
	mark->note = column_text(query, COL_NOTE);
	mark->account_id = column_integer(query, COL_ACCOUNT_ID);
}

static const struct row_part mark_parts[] = {
	ROW_TEXT(store_mark, flag),
	ROW_TEXT(store_mark, note),
};

static const struct row_type mark_row = {
	.size = sizeof(struct store_mark),
	.read = mark_read,
	.parts = mark_parts,
	.n_parts = G_N_ELEMENTS(mark_parts),
};

static const char put_sql[] =
    "INSERT INTO mark (message_key, flag, state, tried, folder_id,\n"
    "       uidvalidity, uid, since_at, held_at, batch, note)\n"
    "VALUES (:key, :flag, :state, :tried, :folder,\n"
    "       :uidvalidity, :uid, :since, :held, :batch, :note)\n"
    "    ON CONFLICT DO UPDATE SET\n"
    "       state = excluded.state,\n"
    "       tried = excluded.tried,\n"
    "       folder_id = excluded.folder_id,\n"
    "       uidvalidity = excluded.uidvalidity,\n"
    "       uid = excluded.uid,\n"
    "       since_at = excluded.since_at,\n"
    "       held_at = excluded.held_at,\n"
    "       batch = excluded.batch,\n"
    "       note = excluded.note";

gboolean store_mark_put(struct store *store, const struct store_mark *mark,
			GError **error)
{
	g_autoptr(statement) query = statement_get(store, put_sql);

	bind_integer(query, ":key", mark->message_key);
	bind_text(query, ":flag", mark->flag);
	bind_text(query, ":state", states[mark->state]);
	bind_integer(query, ":tried", mark->tried);
	bind_integer(query, ":folder", mark->folder_id);
	bind_integer(query, ":uidvalidity", mark->uidvalidity);
	bind_integer(query, ":uid", mark->uid);
	bind_integer(query, ":since", mark->since_at);
	bind_known(query, ":held", mark->held_at);
	bind_integer(query, ":batch", mark->batch);
	bind_text(query, ":note", mark->note ? mark->note : "");
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM mark\n"
				 " WHERE mark_id = :mark";

gboolean store_mark_delete(struct store *store, gint64 mark_id, GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	bind_integer(query, ":mark", mark_id);
	return statement_run(query, error);
}

static const char find_sql[] = "SELECT " MARK_COLUMNS "\n"
			       "  FROM mark\n"
			       "  JOIN folder USING (folder_id)\n"
			       " WHERE message_key = :key\n"
			       "   AND flag = :flag";

gboolean store_mark_find(struct store *store, gint64 message_key,
			 const char *flag, struct store_mark **mark_out,
			 GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":key", message_key);
	bind_text(query, ":flag", flag);
	return row_find(query, &mark_row, mark_out, error);
}

static const char find_by_id_sql[] = "SELECT " MARK_COLUMNS "\n"
				     "  FROM mark\n"
				     "  JOIN folder USING (folder_id)\n"
				     " WHERE mark_id = :mark";

gboolean store_mark_find_by_id(struct store *store, gint64 mark_id,
			       struct store_mark **mark_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_by_id_sql);

	bind_integer(query, ":mark", mark_id);
	return row_find(query, &mark_row, mark_out, error);
}

static const char list_by_message_sql[] = "SELECT " MARK_COLUMNS "\n"
					  "  FROM mark\n"
					  "  JOIN folder USING (folder_id)\n"
					  " WHERE message_key = :key\n"
					  " ORDER BY flag";

GPtrArray *store_mark_list_by_message(struct store *store, gint64 message_key,
				      GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_message_sql);

	bind_integer(query, ":key", message_key);
	return row_list(query, &mark_row, error);
}

static const char list_open_sql[] =
    "SELECT " MARK_COLUMNS "\n"
    "  FROM mark\n"
    "  JOIN folder USING (folder_id)\n"
    " WHERE state NOT IN ('cleared', 'dismissed')\n"
    " ORDER BY message_key, flag";

GPtrArray *store_mark_list_open(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_open_sql);

	return row_list(query, &mark_row, error);
}

/* What is to be cleared first: it says what is not true any more. */
static const char find_next_sql[] = "SELECT " MARK_COLUMNS "\n"
				    "  FROM mark\n"
				    "  JOIN folder USING (folder_id)\n"
				    " WHERE account_id = :account\n"
				    "   AND state IN ('wanted', 'unwanted')\n"
				    "   AND held_at IS NULL\n"
				    " ORDER BY state = 'wanted', mark_id\n"
				    " LIMIT 1";

gboolean store_mark_find_next(struct store *store, gint64 account_id,
			      struct store_mark **mark_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_next_sql);

	bind_integer(query, ":account", account_id);
	return row_find(query, &mark_row, mark_out, error);
}

static const char doubt_all_sql[] = "UPDATE mark\n"
				    "   SET state = 'wanted',\n"
				    "       tried = 1\n"
				    " WHERE state IN ('wanted', 'set')";

gboolean store_mark_doubt_all(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, doubt_all_sql);

	return statement_run(query, error);
}

static const char find_refused_sql[] =
    "SELECT " MARK_COLUMNS "\n"
    "  FROM mark\n"
    "  JOIN folder USING (folder_id)\n"
    " WHERE account_id = :account\n"
    "   AND state IN ('wanted', 'unwanted')\n"
    "   AND note <> ''\n"
    " ORDER BY held_at DESC, mark_id DESC\n"
    " LIMIT 1";

gboolean store_mark_find_refused(struct store *store, gint64 account_id,
				 struct store_mark **mark_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_refused_sql);

	bind_integer(query, ":account", account_id);
	return row_find(query, &mark_row, mark_out, error);
}

static const char count_sql[] =
    "SELECT count(DISTINCT message_key) FILTER (WHERE state = 'set'),\n"
    "       count(DISTINCT message_key) FILTER\n"
    "         (WHERE state IN ('wanted', 'unwanted') AND note = ''),\n"
    "       count(DISTINCT message_key) FILTER\n"
    "         (WHERE state IN ('wanted', 'unwanted') AND note <> ''),\n"
    "       count(DISTINCT message_key) FILTER (WHERE state = 'theirs')\n"
    "  FROM mark\n"
    "  JOIN folder USING (folder_id)\n"
    " WHERE account_id = :account";

gboolean store_mark_count(struct store *store, gint64 account_id,
			  struct store_mark_counts *counts_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, count_sql);

	*counts_out = (struct store_mark_counts){ 0 };
	bind_integer(query, ":account", account_id);
	if (statement_next(query)) {
		counts_out->set = column_integer(query, 0);
		counts_out->waiting = column_integer(query, 1);
		counts_out->refused = column_integer(query, 2);
		counts_out->theirs = column_integer(query, 3);
	}
	return statement_done(query, error);
}
