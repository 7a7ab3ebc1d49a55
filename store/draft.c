/* Drafts that tend put into a Drafts folder. */
#include "store/draft.h"

#include <string.h>

#include "store/private.h"

static const char *const fates[] = {
	[STORE_DRAFT_OPEN] = "open",
	[STORE_DRAFT_UNWANTED] = "unwanted",
	[STORE_DRAFT_WITHDRAWN] = "withdrawn",
	[STORE_DRAFT_KEPT] = "kept",
	[STORE_DRAFT_SENT] = "sent",
};

#define DRAFT_COLUMNS                                                \
	"outbox_id, address, source, matter, reason, rung, angle,\n" \
	"       last_at, last_source, hash, tried, fate, fate_at,\n" \
	"       account_id, state, folder, mid, uidvalidity, uid,\n" \
	"       written_at"
enum {
	COL_OUTBOX_ID,
	COL_ADDRESS,
	COL_SOURCE,
	COL_MATTER,
	COL_REASON,
	COL_RUNG,
	COL_ANGLE,
	COL_LAST_AT,
	COL_LAST_SOURCE,
	COL_HASH,
	COL_TRIED,
	COL_FATE,
	COL_FATE_AT,
	COL_ACCOUNT_ID,
	COL_STATE,
	COL_FOLDER,
	COL_MID,
	COL_UIDVALIDITY,
	COL_UID,
	COL_WRITTEN_AT,
};

/* The schema checks that it is one of them. */
static enum store_draft_fate fate_of(const char *word)
{
	guint i = 0;

	while (i < G_N_ELEMENTS(fates) - 1 && strcmp(fates[i], word) != 0)
		i++;
	return (enum store_draft_fate)i;
}

static void draft_read(struct statement *query, gpointer row)
{
	struct store_draft *draft = row;

	draft->outbox_id = column_integer(query, COL_OUTBOX_ID);
	draft->address = column_text(query, COL_ADDRESS);
	draft->source = column_integer(query, COL_SOURCE);
	draft->matter = column_integer(query, COL_MATTER);
	draft->reason = (int)column_integer(query, COL_REASON);
	draft->rung = column_integer(query, COL_RUNG);
	draft->angle = column_text(query, COL_ANGLE);
	draft->last_at = column_integer(query, COL_LAST_AT);
	draft->last_source = column_integer(query, COL_LAST_SOURCE);
	draft->hash = column_text(query, COL_HASH);
	draft->tried = column_boolean(query, COL_TRIED);
	draft->fate = fate_of(column_text(query, COL_FATE));
	draft->fate_at = column_integer(query, COL_FATE_AT);
	draft->account_id = column_integer(query, COL_ACCOUNT_ID);
	draft->state = outbox_state_of(column_text(query, COL_STATE));
	draft->folder = column_bytes(query, COL_FOLDER);
	draft->mid = column_text(query, COL_MID);
	draft->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	draft->uid = column_integer(query, COL_UID);
	draft->written_at = column_integer(query, COL_WRITTEN_AT);
}

static const struct row_part draft_parts[] = {
	ROW_TEXT(store_draft, address), ROW_TEXT(store_draft, angle),
	ROW_TEXT(store_draft, hash),	ROW_BYTES(store_draft, folder),
	ROW_TEXT(store_draft, mid),
};

static const struct row_type draft_row = {
	.size = sizeof(struct store_draft),
	.read = draft_read,
	.parts = draft_parts,
	.n_parts = G_N_ELEMENTS(draft_parts),
};

static const char add_sql[] =
    "INSERT INTO draft (outbox_id, address, source, matter, reason, rung,\n"
    "       angle, last_at, last_source)\n"
    "VALUES (:outbox, :address, :source, :matter, :reason, :rung,\n"
    "       :angle, :last, :last_source)";

gboolean store_draft_add(struct store *store, const struct store_draft *draft,
			 GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	g_assert(store->in_transaction);
	bind_integer(query, ":outbox", draft->outbox_id);
	bind_text(query, ":address", draft->address);
	bind_integer(query, ":source", draft->source);
	bind_integer(query, ":matter", draft->matter);
	bind_integer(query, ":reason", draft->reason);
	bind_integer(query, ":rung", draft->rung);
	bind_text(query, ":angle", draft->angle);
	bind_integer(query, ":last", draft->last_at);
	bind_integer(query, ":last_source", draft->last_source);
	return statement_run(query, error);
}

static const char find_sql[] = "SELECT " DRAFT_COLUMNS "\n"
			       "  FROM draft JOIN outbox USING (outbox_id)\n"
			       " WHERE outbox_id = :outbox";

gboolean store_draft_find(struct store *store, gint64 outbox_id,
			  struct store_draft **draft_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":outbox", outbox_id);
	return row_find(query, &draft_row, draft_out, error);
}

static const char list_by_person_sql[] =
    "SELECT " DRAFT_COLUMNS "\n"
    "  FROM draft JOIN outbox USING (outbox_id)\n"
    " WHERE address IN (SELECT address\n"
    "                     FROM address\n"
    "                    WHERE person_id = :person)\n"
    " ORDER BY outbox_id DESC";

GPtrArray *store_draft_list_by_person(struct store *store, gint64 person_id,
				      GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_person_sql);

	bind_integer(query, ":person", person_id);
	return row_list(query, &draft_row, error);
}

/* The first line lets it use the partial index. */
static const char list_waiting_sql[] =
    "SELECT " DRAFT_COLUMNS "\n"
    "  FROM draft JOIN outbox USING (outbox_id)\n"
    " WHERE fate IN ('open', 'unwanted')\n"
    "   AND fate = :fate\n"
    "   AND :account IN (0, account_id)\n"
    " ORDER BY outbox_id";

static const char list_ended_sql[] =
    "SELECT " DRAFT_COLUMNS "\n"
    "  FROM draft JOIN outbox USING (outbox_id)\n"
    " WHERE fate = :fate\n"
    "   AND :account IN (0, account_id)\n"
    " ORDER BY outbox_id";

GPtrArray *store_draft_list_by_fate(struct store *store, gint64 account_id,
				    enum store_draft_fate fate, GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, fate <= STORE_DRAFT_UNWANTED ? list_waiting_sql
							      : list_ended_sql);

	bind_text(query, ":fate", fates[fate]);
	bind_integer(query, ":account", account_id);
	return row_list(query, &draft_row, error);
}

static const char set_hash_sql[] = "UPDATE draft\n"
				   "   SET hash = :hash\n"
				   " WHERE outbox_id = :outbox";

gboolean store_draft_set_hash(struct store *store, gint64 outbox_id,
			      const char *hash, GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_hash_sql);

	bind_integer(query, ":outbox", outbox_id);
	bind_text(query, ":hash", hash);
	return statement_run(query, error);
}

static const char set_tried_sql[] = "UPDATE draft\n"
				    "   SET tried = 1\n"
				    " WHERE outbox_id = :outbox";

gboolean store_draft_set_tried(struct store *store, gint64 outbox_id,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_tried_sql);

	bind_integer(query, ":outbox", outbox_id);
	return statement_run(query, error);
}

static const char set_fate_sql[] = "UPDATE draft\n"
				   "   SET fate = :fate,\n"
				   "       fate_at = :at\n"
				   " WHERE outbox_id = :outbox";

gboolean store_draft_set_fate(struct store *store, gint64 outbox_id,
			      enum store_draft_fate fate, gint64 at,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_fate_sql);

	bind_integer(query, ":outbox", outbox_id);
	bind_text(query, ":fate", fates[fate]);
	bind_known(query, ":at", at);
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM outbox\n"
				 " WHERE outbox_id = :outbox\n"
				 "   AND template = 'draft'";

gboolean store_draft_delete(struct store *store, gint64 outbox_id,
			    GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	bind_integer(query, ":outbox", outbox_id);
	return statement_run(query, error);
}

static const char delete_about_sql[] =
    "DELETE FROM outbox\n"
    " WHERE outbox_id IN (SELECT outbox_id\n"
    "                       FROM draft\n"
    "                      WHERE address = :address)";

gboolean store_draft_delete_about(struct store *store, const char *address,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_about_sql);

	g_assert(store->in_transaction);
	bind_text(query, ":address", address);
	return statement_run(query, error);
}
