/* Folders and how far each has been read. */
#include "store/folder.h"

#include "store/address.h"
#include "store/private.h"

#define FOLDER_COLUMNS                                            \
	"folder_id, account_id, name, display, role, selected,\n" \
	"       uidvalidity, low, high, modseq, messages, keywords"
enum {
	COL_FOLDER_ID,
	COL_ACCOUNT_ID,
	COL_NAME,
	COL_DISPLAY,
	COL_ROLE,
	COL_SELECTED,
	COL_UIDVALIDITY,
	COL_LOW,
	COL_HIGH,
	COL_MODSEQ,
	COL_MESSAGES,
	COL_KEYWORDS,
};

static void folder_read(struct statement *query, gpointer row)
{
	struct store_folder *folder = row;

	folder->folder_id = column_integer(query, COL_FOLDER_ID);
	folder->account_id = column_integer(query, COL_ACCOUNT_ID);
	folder->name = column_bytes(query, COL_NAME);
	folder->display = column_text(query, COL_DISPLAY);
	folder->role = (int)column_integer(query, COL_ROLE);
	folder->selected = column_boolean(query, COL_SELECTED);
	folder->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	folder->low = column_integer(query, COL_LOW);
	folder->high = column_integer(query, COL_HIGH);
	folder->modseq = column_integer(query, COL_MODSEQ);
	folder->messages = column_integer(query, COL_MESSAGES);
	folder->keywords = column_boolean(query, COL_KEYWORDS);
}

static const struct row_part folder_parts[] = {
	ROW_BYTES(store_folder, name),
	ROW_TEXT(store_folder, display),
};

static const struct row_type folder_row = {
	.size = sizeof(struct store_folder),
	.read = folder_read,
	.parts = folder_parts,
	.n_parts = G_N_ELEMENTS(folder_parts),
};

static const char same_sql[] = "SELECT folder_id\n"
			       "  FROM folder\n"
			       " WHERE account_id = :account\n"
			       "   AND name = :name\n"
			       "   AND display = :display\n"
			       "   AND role = :role\n"
			       "   AND selected = :selected";

static const char put_sql[] =
    "INSERT INTO folder (account_id, name, display, role, selected)\n"
    "VALUES (:account, :name, :display, :role, :selected)\n"
    "    ON CONFLICT (account_id, name) DO UPDATE SET\n"
    "       display = excluded.display,\n"
    "       role = excluded.role,\n"
    "       selected = excluded.selected\n"
    "RETURNING folder_id";

static gboolean run_put(struct store *store, const char *sql,
			const struct store_folder *folder,
			gint64 *folder_id_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, sql);

	bind_integer(query, ":account", folder->account_id);
	bind_bytes(query, ":name", folder->name);
	bind_text(query, ":display", folder->display);
	bind_integer(query, ":role", folder->role);
	bind_integer(query, ":selected", folder->selected);
	return statement_run_integer(query, folder_id_out, error);
}

/* Every run puts every folder: one that is as it was is not written again. */
gboolean store_folder_put(struct store *store,
			  const struct store_folder *folder,
			  gint64 *folder_id_out, GError **error)
{
	*folder_id_out = 0;
	return run_put(store, same_sql, folder, folder_id_out, error) &&
	       (*folder_id_out != 0 ||
		run_put(store, put_sql, folder, folder_id_out, error));
}

static const char find_sql[] = "SELECT " FOLDER_COLUMNS "\n"
			       "  FROM folder\n"
			       " WHERE folder_id = :folder";

gboolean store_folder_find(struct store *store, gint64 folder_id,
			   struct store_folder **folder_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":folder", folder_id);
	return row_find(query, &folder_row, folder_out, error);
}

static const char find_by_name_sql[] = "SELECT " FOLDER_COLUMNS "\n"
				       "  FROM folder\n"
				       " WHERE account_id = :account\n"
				       "   AND name = :name";

gboolean store_folder_find_by_name(struct store *store, gint64 account_id,
				   struct store_bytes name,
				   struct store_folder **folder_out,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_by_name_sql);

	bind_integer(query, ":account", account_id);
	bind_bytes(query, ":name", name);
	return row_find(query, &folder_row, folder_out, error);
}

static const char list_sql[] = "SELECT " FOLDER_COLUMNS "\n"
			       "  FROM folder\n"
			       " WHERE :account IN (0, account_id)\n"
			       " ORDER BY account_id, display, name";

GPtrArray *store_folder_list(struct store *store, gint64 account_id,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_integer(query, ":account", account_id);
	return row_list(query, &folder_row, error);
}

static const char set_cursor_sql[] =
    "UPDATE folder\n"
    "   SET uidvalidity = :uidvalidity,\n"
    "       low = :low,\n"
    "       high = :high,\n"
    "       modseq = :modseq\n"
    " WHERE folder_id = :folder\n"
    "   AND (uidvalidity, low, high, modseq) <>\n"
    "       (:uidvalidity, :low, :high, :modseq)";

gboolean store_folder_set_cursor(struct store *store, gint64 folder_id,
				 gint64 uidvalidity, gint64 low, gint64 high,
				 gint64 modseq, GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_cursor_sql);

	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_integer(query, ":low", low);
	bind_integer(query, ":high", high);
	bind_integer(query, ":modseq", modseq);
	return statement_run(query, error);
}

static const char set_opened_sql[] = "UPDATE folder\n"
				     "   SET messages = :messages,\n"
				     "       keywords = :keywords\n"
				     " WHERE folder_id = :folder\n"
				     "   AND (messages <> :messages OR\n"
				     "        keywords <> :keywords)";

gboolean store_folder_set_opened(struct store *store, gint64 folder_id,
				 gint64 messages, gboolean keywords,
				 GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_opened_sql);

	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":messages", messages);
	bind_integer(query, ":keywords", keywords);
	return statement_run(query, error);
}

static const char restart_sql[] = "UPDATE copy\n"
				  "   SET gone_at = :now\n"
				  " WHERE folder_id = :folder\n"
				  "   AND uidvalidity <> :uidvalidity\n"
				  "   AND gone_at IS NULL";

gboolean store_folder_restart(struct store *store, gint64 folder_id,
			      gint64 uidvalidity, gint64 now, GError **error)
{
	g_autoptr(statement) query = statement_get(store, restart_sql);

	store->whole_folder_id = 0;
	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_known(query, ":now", now);
	return statement_run(query, error) &&
	       store_folder_set_cursor(store, folder_id, uidvalidity, 0, 0, 0,
				       error);
}

#define SHARE_COLUMNS "person_id, mails, display"
enum {
	COL_SHARE_PERSON_ID,
	COL_SHARE_MAILS,
	COL_SHARE_DISPLAY,
};

static void share_read(struct statement *query, gpointer row)
{
	struct store_folder_share *share = row;

	share->person_id = column_integer(query, COL_SHARE_PERSON_ID);
	share->mails = column_integer(query, COL_SHARE_MAILS);
	share->display = column_text(query, COL_SHARE_DISPLAY);
}

static const struct row_part share_parts[] = {
	ROW_TEXT(store_folder_share, display),
};

static const struct row_type share_row = {
	.size = sizeof(struct store_folder_share),
	.read = share_read,
	.parts = share_parts,
	.n_parts = G_N_ELEMENTS(share_parts),
};

static const char list_shares_sql[] =
    "WITH filed (folder_id, person_id, mails) AS (\n"
    "     SELECT copy.folder_id, address.person_id, count(*)\n"
    "       FROM folder\n"
    "       JOIN copy USING (folder_id)\n"
    "       JOIN message USING (message_key)\n"
    "       LEFT JOIN address USING (address_id)\n"
    "      WHERE folder.role = :role\n"
    "        AND copy.gone_at IS NULL\n"
    "        AND message.direction = :in\n"
    "      GROUP BY copy.folder_id, address.person_id),\n"
    "     share (folder_id, person_id, mails, total) AS (\n"
    "     SELECT folder_id, person_id, mails,\n"
    "            sum(mails) OVER (PARTITION BY folder_id)\n"
    "       FROM filed)\n"
    "SELECT " SHARE_COLUMNS "\n"
    "  FROM share\n"
    "  JOIN folder USING (folder_id)\n"
    " WHERE person_id IS NOT NULL\n"
    "   AND mails >= :least\n"
    "   AND mails * 100 >= :percent * total\n"
    " ORDER BY mails DESC, display";

GPtrArray *store_folder_list_shares(struct store *store, int role, guint least,
				    guint percent, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_shares_sql);

	bind_integer(query, ":role", role);
	bind_integer(query, ":in", STORE_DIRECTION_IN);
	bind_integer(query, ":least", least);
	bind_integer(query, ":percent", percent);
	return row_list(query, &share_row, error);
}
