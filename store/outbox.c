/* The outbox: what tend wants in the mailbox. */
#include "store/outbox.h"

#include "store/private.h"

#include <string.h>

static const char *const states[] = {
	[STORE_OUTBOX_DUE] = "due",
	[STORE_OUTBOX_TRIED] = "tried",
	[STORE_OUTBOX_DONE] = "done",
	[STORE_OUTBOX_REFUSED] = "refused",
};

#define OUTBOX_COLUMNS                                                \
	"outbox_id, account_id, template, day, state, folder, mid,\n" \
	"       boundary, older, written_at, zone, uidvalidity,\n"    \
	"       uidnext, uid, note"
enum {
	COL_OUTBOX_ID,
	COL_ACCOUNT_ID,
	COL_TEMPLATE,
	COL_DAY,
	COL_STATE,
	COL_FOLDER,
	COL_MID,
	COL_BOUNDARY,
	COL_OLDER,
	COL_WRITTEN_AT,
	COL_ZONE,
	COL_UIDVALIDITY,
	COL_UIDNEXT,
	COL_UID,
	COL_NOTE,
};

/* The schema checks that it is one of them. */
enum store_outbox_state outbox_state_of(const char *word)
{
	guint i = 0;

	while (i < G_N_ELEMENTS(states) - 1 && strcmp(states[i], word) != 0)
		i++;
	return (enum store_outbox_state)i;
}

static void outbox_read(struct statement *query, gpointer row)
{
	struct store_outbox *outbox = row;

	outbox->outbox_id = column_integer(query, COL_OUTBOX_ID);
	outbox->account_id = column_integer(query, COL_ACCOUNT_ID);
	outbox->template = column_text(query, COL_TEMPLATE);
	outbox->day = column_text(query, COL_DAY);
	outbox->state = outbox_state_of(column_text(query, COL_STATE));
	outbox->folder = column_bytes(query, COL_FOLDER);
	outbox->mid = column_text(query, COL_MID);
	outbox->boundary = column_text(query, COL_BOUNDARY);
	outbox->older = column_integer(query, COL_OLDER);
	outbox->written_at = column_integer(query, COL_WRITTEN_AT);
	outbox->zone = (int)column_integer(query, COL_ZONE);
	outbox->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	outbox->uidnext = column_integer(query, COL_UIDNEXT);
	outbox->uid = column_integer(query, COL_UID);
	outbox->note = column_text(query, COL_NOTE);
}

static const struct row_part outbox_parts[] = {
	ROW_TEXT(store_outbox, template), ROW_TEXT(store_outbox, day),
	ROW_BYTES(store_outbox, folder),  ROW_TEXT(store_outbox, mid),
	ROW_TEXT(store_outbox, boundary), ROW_TEXT(store_outbox, note),
};

static const struct row_type outbox_row = {
	.size = sizeof(struct store_outbox),
	.read = outbox_read,
	.parts = outbox_parts,
	.n_parts = G_N_ELEMENTS(outbox_parts),
};

/* Refused is certain, so it lies nowhere; in the same folder it stays so. */
static const char drop_refused_sql[] = "DELETE FROM outbox\n"
				       " WHERE account_id = :account\n"
				       "   AND template = :template\n"
				       "   AND day = :day\n"
				       "   AND day <> ''\n"
				       "   AND state = 'refused'\n"
				       "   AND folder <> :folder";

static gboolean drop_refused(struct store *store,
			     const struct store_outbox *outbox, GError **error)
{
	g_autoptr(statement) query = statement_get(store, drop_refused_sql);

	bind_integer(query, ":account", outbox->account_id);
	bind_text(query, ":template", outbox->template);
	bind_text(query, ":day", outbox->day);
	bind_bytes(query, ":folder", outbox->folder);
	return statement_run(query, error);
}

static const char add_sql[] =
    "INSERT INTO outbox (account_id, template, day, state, folder, mid,\n"
    "       boundary, older, written_at, zone)\n"
    "VALUES (:account, :template, :day, 'due', :folder, :mid,\n"
    "       :boundary, :older, :written, :zone)\n"
    "    ON CONFLICT (account_id, template, day) WHERE day <> ''\n"
    "       DO NOTHING\n"
    "RETURNING outbox_id";

gboolean store_outbox_add(struct store *store,
			  const struct store_outbox *outbox,
			  gint64 *outbox_id_out, GError **error)
{
	g_autoptr(statement) query = NULL;

	*outbox_id_out = 0;
	if (!drop_refused(store, outbox, error))
		return FALSE;
	query = statement_get(store, add_sql);
	bind_integer(query, ":account", outbox->account_id);
	bind_text(query, ":template", outbox->template);
	bind_text(query, ":day", outbox->day);
	bind_bytes(query, ":folder", outbox->folder);
	bind_text(query, ":mid", outbox->mid);
	bind_text(query, ":boundary", outbox->boundary);
	bind_integer(query, ":older", outbox->older);
	bind_integer(query, ":written", outbox->written_at);
	bind_integer(query, ":zone", outbox->zone);
	return statement_run_integer(query, outbox_id_out, error);
}

static const char find_sql[] = "SELECT " OUTBOX_COLUMNS "\n"
			       "  FROM outbox\n"
			       " WHERE outbox_id = :outbox";

gboolean store_outbox_find(struct store *store, gint64 outbox_id,
			   struct store_outbox **outbox_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":outbox", outbox_id);
	return row_find(query, &outbox_row, outbox_out, error);
}

static const char find_by_mid_sql[] = "SELECT " OUTBOX_COLUMNS "\n"
				      "  FROM outbox\n"
				      " WHERE mid = :mid";

gboolean store_outbox_find_by_mid(struct store *store, const char *mid,
				  struct store_outbox **outbox_out,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_by_mid_sql);

	bind_text(query, ":mid", mid);
	return row_find(query, &outbox_row, outbox_out, error);
}

static const char find_by_day_sql[] = "SELECT " OUTBOX_COLUMNS "\n"
				      "  FROM outbox\n"
				      " WHERE account_id = :account\n"
				      "   AND template = :template\n"
				      "   AND day = :day\n"
				      "   AND day <> ''";

gboolean store_outbox_find_by_day(struct store *store, gint64 account_id,
				  const char *template, const char *day,
				  struct store_outbox **outbox_out,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_by_day_sql);

	bind_integer(query, ":account", account_id);
	bind_text(query, ":template", template);
	bind_text(query, ":day", day);
	return row_find(query, &outbox_row, outbox_out, error);
}

static const char list_open_sql[] = "SELECT " OUTBOX_COLUMNS "\n"
				    "  FROM outbox\n"
				    " WHERE account_id = :account\n"
				    "   AND state IN ('due', 'tried')\n"
				    " ORDER BY outbox_id";

GPtrArray *store_outbox_list_open(struct store *store, gint64 account_id,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_open_sql);

	bind_integer(query, ":account", account_id);
	return row_list(query, &outbox_row, error);
}

static const char list_done_sql[] = "SELECT " OUTBOX_COLUMNS "\n"
				    "  FROM outbox\n"
				    " WHERE :account IN (0, account_id)\n"
				    "   AND template = :template\n"
				    "   AND state = 'done'\n"
				    " ORDER BY outbox_id DESC\n"
				    " LIMIT :limit";

GPtrArray *store_outbox_list_done(struct store *store, gint64 account_id,
				  const char *template, guint limit,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_done_sql);

	bind_integer(query, ":account", account_id);
	bind_text(query, ":template", template);
	bind_integer(query, ":limit", limit);
	return row_list(query, &outbox_row, error);
}

static const char last_written_sql[] = "SELECT max(written_at)\n"
				       "  FROM outbox\n"
				       " WHERE account_id = :account\n"
				       "   AND template = :template\n"
				       "   AND state = 'done'\n"
				       "   AND note = ''\n"
				       "   AND written_at < :before";

gboolean store_outbox_last_written(struct store *store, gint64 account_id,
				   const char *template, gint64 before,
				   gint64 *at_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, last_written_sql);

	*at_out = 0;
	bind_integer(query, ":account", account_id);
	bind_text(query, ":template", template);
	bind_integer(query, ":before", before);
	return statement_run_integer(query, at_out, error);
}

static const char has_other_sql[] =
    "SELECT EXISTS (SELECT 1\n"
    "  FROM message\n"
    " WHERE wrote_at <> 0\n"
    "   AND wrote_at >= :since\n"
    "   AND mid GLOB 'tend.*'\n"
    "   AND mid NOT IN (SELECT mid FROM outbox))";

gboolean store_outbox_has_other(struct store *store, gint64 since,
				gboolean *has_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, has_other_sql);
	gint64 has = 0;

	bind_integer(query, ":since", since);
	if (!statement_run_integer(query, &has, error))
		return FALSE;
	*has_out = has != 0;
	return TRUE;
}

static const char list_answerable_sql[] =
    "SELECT " OUTBOX_COLUMNS "\n"
    "  FROM outbox\n"
    " WHERE template IN ('digest', 'report')\n"
    "   AND state IN ('tried', 'done')\n"
    "   AND written_at >= :since\n"
    " ORDER BY outbox_id DESC";

GPtrArray *store_outbox_list_answerable(struct store *store, gint64 since,
					GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_answerable_sql);

	bind_integer(query, ":since", since);
	return row_list(query, &outbox_row, error);
}

static const char set_tried_sql[] = "UPDATE outbox\n"
				    "   SET state = 'tried',\n"
				    "       uidvalidity = :uidvalidity,\n"
				    "       uidnext = :uidnext\n"
				    " WHERE outbox_id = :outbox";

gboolean store_outbox_set_tried(struct store *store, gint64 outbox_id,
				gint64 uidvalidity, gint64 uidnext,
				GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_tried_sql);

	bind_integer(query, ":outbox", outbox_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_integer(query, ":uidnext", uidnext);
	return statement_run(query, error);
}

static const char doubt_due_sql[] =
    "UPDATE outbox\n"
    "   SET state = 'tried',\n"
    "       (uidvalidity, uidnext) = (\n"
    "       SELECT coalesce(max(folder.uidvalidity), 0),\n"
    "              coalesce(max(folder.high) + 1, 0)\n"
    "         FROM folder\n"
    "        WHERE folder.account_id = outbox.account_id\n"
    "          AND folder.name = outbox.folder\n"
    "          AND folder.high > 0)\n"
    " WHERE state = 'due'";

gboolean store_outbox_doubt_due(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, doubt_due_sql);

	g_assert(store->in_transaction);
	return statement_run(query, error);
}

static const char set_done_sql[] = "UPDATE outbox\n"
				   "   SET state = 'done',\n"
				   "       uidvalidity = :uidvalidity,\n"
				   "       uid = :uid,\n"
				   "       note = :note\n"
				   " WHERE outbox_id = :outbox";

static gboolean end_done(struct store *store, gint64 outbox_id,
			 gint64 uidvalidity, gint64 uid, const char *note,
			 GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_done_sql);

	bind_integer(query, ":outbox", outbox_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_integer(query, ":uid", uid);
	bind_text(query, ":note", note);
	return statement_run(query, error);
}

gboolean store_outbox_set_done(struct store *store, gint64 outbox_id,
			       gint64 uidvalidity, gint64 uid, GError **error)
{
	return end_done(store, outbox_id, uidvalidity, uid, "", error);
}

gboolean store_outbox_set_theirs(struct store *store, gint64 outbox_id,
				 gint64 uidvalidity, gint64 uid,
				 const char *note, GError **error)
{
	return end_done(store, outbox_id, uidvalidity, uid, note, error);
}

static const char set_refused_sql[] = "UPDATE outbox\n"
				      "   SET state = 'refused',\n"
				      "       note = :note\n"
				      " WHERE outbox_id = :outbox";

gboolean store_outbox_set_refused(struct store *store, gint64 outbox_id,
				  const char *note, GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_refused_sql);

	bind_integer(query, ":outbox", outbox_id);
	bind_text(query, ":note", note);
	return statement_run(query, error);
}
