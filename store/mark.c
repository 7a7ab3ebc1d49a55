/* Flags that tend set on mail, and what became of them. */
#include "store/mark.h"

#include "store/private.h"

#define MARK_COLUMNS                                                \
	"message_key, folder_id, uidvalidity, uid, flag, set_at,\n" \
	"       clear_wanted_at, cleared_at"
enum {
	COL_MESSAGE_KEY,
	COL_FOLDER_ID,
	COL_UIDVALIDITY,
	COL_UID,
	COL_FLAG,
	COL_SET_AT,
	COL_CLEAR_WANTED_AT,
	COL_CLEARED_AT,
};

static void mark_read(struct statement *query, gpointer row)
{
	struct store_mark *mark = row;

	mark->message_key = column_integer(query, COL_MESSAGE_KEY);
	mark->folder_id = column_integer(query, COL_FOLDER_ID);
	mark->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	mark->uid = column_integer(query, COL_UID);
	mark->flag = column_text(query, COL_FLAG);
	mark->set_at = column_integer(query, COL_SET_AT);
	mark->clear_wanted_at = column_integer(query, COL_CLEAR_WANTED_AT);
	mark->cleared_at = column_integer(query, COL_CLEARED_AT);
}

static const struct row_part mark_parts[] = {
	ROW_TEXT(store_mark, flag),
};

static const struct row_type mark_row = {
	.size = sizeof(struct store_mark),
	.read = mark_read,
	.parts = mark_parts,
	.n_parts = G_N_ELEMENTS(mark_parts),
};

static const char put_sql[] =
    "INSERT INTO mark (message_key, folder_id, uidvalidity, uid, flag,\n"
    "       set_at, clear_wanted_at, cleared_at)\n"
    "VALUES (:key, :folder, :uidvalidity, :uid, :flag,\n"
    "       :set, :clear_wanted, :cleared)\n"
    "    ON CONFLICT DO UPDATE SET\n"
    "       uidvalidity = excluded.uidvalidity,\n"
    "       uid = excluded.uid,\n"
    "       set_at = excluded.set_at,\n"
    "       clear_wanted_at = excluded.clear_wanted_at,\n"
    "       cleared_at = excluded.cleared_at";

gboolean store_mark_put(struct store *store, const struct store_mark *mark,
			GError **error)
{
	g_autoptr(statement) query = statement_get(store, put_sql);

	bind_integer(query, ":key", mark->message_key);
	bind_integer(query, ":folder", mark->folder_id);
	bind_integer(query, ":uidvalidity", mark->uidvalidity);
	bind_integer(query, ":uid", mark->uid);
	bind_text(query, ":flag", mark->flag);
	bind_known(query, ":set", mark->set_at);
	bind_known(query, ":clear_wanted", mark->clear_wanted_at);
	bind_known(query, ":cleared", mark->cleared_at);
	return statement_run(query, error);
}

static const char find_sql[] = "SELECT " MARK_COLUMNS "\n"
			       "  FROM mark\n"
			       " WHERE message_key = :key\n"
			       "   AND folder_id = :folder\n"
			       "   AND flag = :flag";

gboolean store_mark_find(struct store *store, gint64 message_key,
			 gint64 folder_id, const char *flag,
			 struct store_mark **mark_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":key", message_key);
	bind_integer(query, ":folder", folder_id);
	bind_text(query, ":flag", flag);
	return row_find(query, &mark_row, mark_out, error);
}

static const char list_sql[] = "SELECT " MARK_COLUMNS "\n"
			       "  FROM mark\n"
			       " WHERE :folder IN (0, folder_id)\n"
			       "   AND cleared_at IS NULL\n"
			       " ORDER BY folder_id, uidvalidity, uid, flag";

GPtrArray *store_mark_list(struct store *store, gint64 folder_id,
			   GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_integer(query, ":folder", folder_id);
	return row_list(query, &mark_row, error);
}
