/* Messages on which workers died. */
#include "store/quarantine.h"

#include "store/private.h"

#define QUARANTINE_COLUMNS \
	"folder_id, uidvalidity, uid, deaths, first_at, reason"
enum {
	COL_FOLDER_ID,
	COL_UIDVALIDITY,
	COL_UID,
	COL_DEATHS,
	COL_FIRST_AT,
	COL_REASON,
};

static void quarantine_read(struct statement *query, gpointer row)
{
	struct store_quarantine *quarantine = row;

	quarantine->folder_id = column_integer(query, COL_FOLDER_ID);
	quarantine->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	quarantine->uid = column_integer(query, COL_UID);
	quarantine->deaths = column_integer(query, COL_DEATHS);
	quarantine->first_at = column_integer(query, COL_FIRST_AT);
	quarantine->reason = column_text(query, COL_REASON);
}

static const struct row_part quarantine_parts[] = {
	ROW_TEXT(store_quarantine, reason),
};

static const struct row_type quarantine_row = {
	.size = sizeof(struct store_quarantine),
	.read = quarantine_read,
	.parts = quarantine_parts,
	.n_parts = G_N_ELEMENTS(quarantine_parts),
};

static const char add_sql[] =
    "INSERT INTO quarantine (folder_id, uidvalidity, uid, deaths,\n"
    "       first_at, reason)\n"
    "VALUES (:folder, :uidvalidity, :uid, 1, :now, :reason)\n"
    "    ON CONFLICT DO UPDATE SET\n"
    "       deaths = deaths + 1,\n"
    "       reason = excluded.reason\n"
    "RETURNING deaths";

gboolean store_quarantine_add(struct store *store, gint64 folder_id,
			      gint64 uidvalidity, gint64 uid,
			      const char *reason, gint64 now,
			      gint64 *deaths_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_integer(query, ":uid", uid);
	bind_integer(query, ":now", now);
	bind_text(query, ":reason", reason);
	return statement_run_integer(query, deaths_out, error);
}

static const char holds_sql[] = "SELECT deaths\n"
				"  FROM quarantine\n"
				" WHERE folder_id = :folder\n"
				"   AND uidvalidity = :uidvalidity\n"
				"   AND uid = :uid";

gboolean store_quarantine_holds(struct store *store, gint64 folder_id,
				gint64 uidvalidity, gint64 uid,
				gboolean *holds_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, holds_sql);
	gint64 deaths = 0;

	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_integer(query, ":uid", uid);
	if (!statement_run_integer(query, &deaths, error))
		return FALSE;
	*holds_out = deaths >= STORE_QUARANTINE_DEATHS;
	return TRUE;
}

static const char list_sql[] = "SELECT " QUARANTINE_COLUMNS "\n"
			       "  FROM quarantine\n"
			       " WHERE :folder IN (0, folder_id)\n"
			       "   AND deaths >= :deaths\n"
			       " ORDER BY folder_id, uidvalidity, uid";

GPtrArray *store_quarantine_list(struct store *store, gint64 folder_id,
				 GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":deaths", STORE_QUARANTINE_DEATHS);
	return row_list(query, &quarantine_row, error);
}

static const char clear_sql[] = "DELETE FROM quarantine";

gboolean store_quarantine_clear(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, clear_sql);

	return statement_run(query, error);
}
