/* Flags that were seen to change. */
#include "store/flagging.h"

#include "store/private.h"

static const char add_sql[] =
    "INSERT INTO flagging (copy_id, fresh, flags, keywords)\n"
    "SELECT copy_id, :fresh, :flags, :keywords\n"
    "  FROM copy\n"
    "  JOIN folder USING (folder_id)\n"
    "  JOIN account USING (account_id)\n"
    " WHERE copy_id = :copy\n"
    "   AND copy.uidvalidity <> 0\n"
    "   AND baseline_at IS NOT NULL\n"
    "   AND (:fresh = 0 OR internal_at >= baseline_at)";

gboolean store_flagging_add(struct store *store, gint64 copy_id, gboolean fresh,
			    guint flags, const char *keywords, GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	bind_integer(query, ":fresh", fresh);
	bind_integer(query, ":flags", flags);
	bind_text(query, ":keywords", keywords);
	bind_integer(query, ":copy", copy_id);
	return statement_run(query, error);
}

#define FLAGGING_COLUMNS                                         \
	"flagging_id, message_key, fresh, flagging.flags,\n"     \
	"       flagging.keywords, copy.flags, copy.keywords,\n" \
	"       copy.folder_id, copy.uidvalidity, copy.uid, copy.gone_at"
enum {
	COL_FLAGGING_ID,
	COL_MESSAGE_KEY,
	COL_FRESH,
	COL_FLAGS_BEFORE,
	COL_KEYWORDS_BEFORE,
	COL_FLAGS,
	COL_KEYWORDS,
	COL_FOLDER_ID,
	COL_UIDVALIDITY,
	COL_UID,
	COL_GONE_AT,
};

static void flagging_read(struct statement *query, gpointer row)
{
	struct store_flagging *flagging = row;

	flagging->flagging_id = column_integer(query, COL_FLAGGING_ID);
	flagging->message_key = column_integer(query, COL_MESSAGE_KEY);
	flagging->fresh = column_boolean(query, COL_FRESH);
	flagging->flags_before = (guint)column_integer(query, COL_FLAGS_BEFORE);
	flagging->keywords_before = column_text(query, COL_KEYWORDS_BEFORE);
	flagging->flags = (guint)column_integer(query, COL_FLAGS);
	flagging->keywords = column_text(query, COL_KEYWORDS);
	flagging->folder_id = column_integer(query, COL_FOLDER_ID);
	flagging->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	flagging->uid = column_integer(query, COL_UID);
	flagging->gone_at = column_integer(query, COL_GONE_AT);
}

static const struct row_part flagging_parts[] = {
	ROW_TEXT(store_flagging, keywords_before),
	ROW_TEXT(store_flagging, keywords),
};

static const struct row_type flagging_row = {
	.size = sizeof(struct store_flagging),
	.read = flagging_read,
	.parts = flagging_parts,
	.n_parts = G_N_ELEMENTS(flagging_parts),
};

/* They are few; an account's copies are all its mail. */
static const char list_sql[] = "SELECT " FLAGGING_COLUMNS "\n"
			       "  FROM flagging\n"
			       " CROSS JOIN copy USING (copy_id)\n"
			       " CROSS JOIN folder USING (folder_id)\n"
			       " WHERE account_id = :account\n"
			       " ORDER BY flagging_id";

GPtrArray *store_flagging_list(struct store *store, gint64 account_id,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_integer(query, ":account", account_id);
	return row_list(query, &flagging_row, error);
}

static const char delete_sql[] = "DELETE FROM flagging\n"
				 " WHERE flagging_id = :flagging";

gboolean store_flagging_delete(struct store *store, gint64 flagging_id,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	bind_integer(query, ":flagging", flagging_id);
	return statement_run(query, error);
}
