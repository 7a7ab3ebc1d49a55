/* Verdicts: who waits for what, since when, and when it is due. */
#include "store/verdict.h"

#include "store/private.h"

#include <string.h>

#define VERDICT_COLUMNS                                                   \
	"verdict.person_id, verdict.conversation_id, reason, since_at,\n" \
	"       due_at, lapse_at, rungs, source, sentence, quote,\n"      \
	"       person.name,\n"                                           \
	"       (SELECT address\n"                                        \
	"          FROM address\n"                                        \
	"         WHERE address.person_id = verdict.person_id\n"          \
	"         ORDER BY sent_to + received_from DESC, address\n"       \
	"         LIMIT 1) AS main_address,\n"                            \
	"       organisation, phone, tracked, colleague,\n"               \
	"       subject, mid"
enum {
	COL_PERSON_ID,
	COL_CONVERSATION_ID,
	COL_REASON,
	COL_SINCE_AT,
	COL_DUE_AT,
	COL_LAPSE_AT,
	COL_RUNGS,
	COL_SOURCE,
	COL_SENTENCE,
	COL_QUOTE,
	COL_NAME,
	COL_ADDRESS,
	COL_ORGANISATION,
	COL_PHONE,
	COL_TRACKED,
	COL_COLLEAGUE,
	COL_SUBJECT,
	COL_MID,
};

#define VERDICT_TABLES                      \
	"  FROM verdict\n"                  \
	"  JOIN person USING (person_id)\n" \
	"  LEFT JOIN message ON message_key = source\n"

static void verdict_read(struct statement *query, gpointer row)
{
	struct store_verdict *verdict = row;

	verdict->person_id = column_integer(query, COL_PERSON_ID);
	verdict->conversation_id = column_integer(query, COL_CONVERSATION_ID);
	verdict->reason = (int)column_integer(query, COL_REASON);
	verdict->since_at = column_integer(query, COL_SINCE_AT);
	verdict->due_at = column_integer(query, COL_DUE_AT);
	verdict->lapse_at = column_integer(query, COL_LAPSE_AT);
	verdict->rungs = column_text(query, COL_RUNGS);
	verdict->source = column_integer(query, COL_SOURCE);
	verdict->sentence = column_text(query, COL_SENTENCE);
	verdict->quote = column_text(query, COL_QUOTE);
	verdict->name = column_text(query, COL_NAME);
	verdict->address = column_text(query, COL_ADDRESS);
	verdict->organisation = column_text(query, COL_ORGANISATION);
	verdict->phone = column_text(query, COL_PHONE);
	verdict->tracked = column_boolean(query, COL_TRACKED);
	verdict->colleague = column_boolean(query, COL_COLLEAGUE);
	verdict->subject = column_text(query, COL_SUBJECT);
	verdict->mid = column_text(query, COL_MID);
}

static const struct row_part verdict_parts[] = {
	ROW_TEXT(store_verdict, rungs),	  ROW_TEXT(store_verdict, sentence),
	ROW_TEXT(store_verdict, quote),	  ROW_TEXT(store_verdict, name),
	ROW_TEXT(store_verdict, address), ROW_TEXT(store_verdict, organisation),
	ROW_TEXT(store_verdict, phone),	  ROW_TEXT(store_verdict, subject),
	ROW_TEXT(store_verdict, mid),
};

static const struct row_type verdict_row = {
	.size = sizeof(struct store_verdict),
	.read = verdict_read,
	.parts = verdict_parts,
	.n_parts = G_N_ELEMENTS(verdict_parts),
};

static const char delete_sql[] = "DELETE FROM verdict\n"
				 " WHERE person_id = :person";

static gboolean clear(struct store *store, gint64 person_id, GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	bind_integer(query, ":person", person_id);
	return statement_run(query, error);
}

static const char insert_sql[] =
    "INSERT INTO verdict (person_id, conversation_id, reason, since_at,\n"
    "       due_at, lapse_at, rungs, source, sentence, quote)\n"
    "VALUES (:person, :conversation, :reason, :since,\n"
    "       :due, :lapse, :rungs, :source, :sentence, :quote)";

static gboolean insert(struct store *store, gint64 person_id,
		       const struct store_verdict *verdict, GError **error)
{
	g_autoptr(statement) query = statement_get(store, insert_sql);

	bind_integer(query, ":person", person_id);
	bind_integer(query, ":conversation", verdict->conversation_id);
	bind_integer(query, ":reason", verdict->reason);
	bind_integer(query, ":since", verdict->since_at);
	bind_integer(query, ":due", verdict->due_at);
	bind_integer(query, ":lapse", verdict->lapse_at);
	bind_integer(query, ":source", verdict->source);
	bind_text(query, ":rungs", verdict->rungs);
	bind_text(query, ":sentence", verdict->sentence);
	bind_text(query, ":quote", verdict->quote ? verdict->quote : "");
	return statement_run(query, error);
}

static const char list_stored_sql[] =
    "SELECT conversation_id, reason, since_at, due_at, lapse_at, rungs,\n"
    "       source, sentence, quote\n"
    "  FROM verdict\n"
    " WHERE person_id = :person";
enum {
	STORED_CONVERSATION_ID,
	STORED_REASON,
	STORED_SINCE_AT,
	STORED_DUE_AT,
	STORED_LAPSE_AT,
	STORED_RUNGS,
	STORED_SOURCE,
	STORED_SENTENCE,
	STORED_QUOTE,
};

static gboolean is_stored(struct statement *query,
			  const struct store_verdict *verdict)
{
	return column_integer(query, STORED_REASON) == verdict->reason &&
	       column_integer(query, STORED_SINCE_AT) == verdict->since_at &&
	       column_integer(query, STORED_DUE_AT) == verdict->due_at &&
	       column_integer(query, STORED_LAPSE_AT) == verdict->lapse_at &&
	       column_integer(query, STORED_SOURCE) == verdict->source &&
	       !strcmp(column_text(query, STORED_RUNGS), verdict->rungs) &&
	       !strcmp(column_text(query, STORED_SENTENCE),
		       verdict->sentence) &&
	       !strcmp(column_text(query, STORED_QUOTE),
		       verdict->quote ? verdict->quote : "");
}

/* Most judgements are those of the day before, and need not be written. */
static gboolean are_stored(struct store *store, gint64 person_id,
			   const struct store_verdict *verdicts, guint n,
			   gboolean *stored_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_stored_sql);
	gboolean stored = TRUE;
	guint found = 0;

	bind_integer(query, ":person", person_id);
	while (statement_next(query)) {
		gint64 id = column_integer(query, STORED_CONVERSATION_ID);
		guint i = 0;

		while (i < n && verdicts[i].conversation_id != id)
			i++;
		stored = stored && i < n && is_stored(query, &verdicts[i]);
		found++;
	}
	*stored_out = stored && found == n;
	return statement_done(query, error);
}

gboolean store_verdict_replace(struct store *store, gint64 person_id,
			       const struct store_verdict *verdicts, guint n,
			       GError **error)
{
	gboolean stored;

	g_assert(store->in_transaction);
	if (!are_stored(store, person_id, verdicts, n, &stored, error))
		return FALSE;
	if (stored)
		return TRUE;
	if (!clear(store, person_id, error))
		return FALSE;
	for (guint i = 0; i < n; i++)
		if (!insert(store, person_id, &verdicts[i], error))
			return FALSE;
	return TRUE;
}

static GPtrArray *list(struct store *store, const char *sql, const char *name,
		       gint64 value, GError **error)
{
	g_autoptr(statement) query = statement_get(store, sql);

	if (!address_cache_write(store, error))
		return NULL;
	bind_integer(query, name, value);
	return row_list(query, &verdict_row, error);
}

static const char list_open_sql[] =
    "SELECT " VERDICT_COLUMNS "\n" VERDICT_TABLES " WHERE lapse_at > :since\n"
    " ORDER BY reason, due_at, main_address, verdict.conversation_id";

GPtrArray *store_verdict_list_open(struct store *store, gint64 since,
				   GError **error)
{
	return list(store, list_open_sql, ":since", since, error);
}

static const char list_by_person_sql[] =
    "SELECT " VERDICT_COLUMNS "\n" VERDICT_TABLES
    " WHERE verdict.person_id = :person\n"
    " ORDER BY reason, due_at, verdict.conversation_id";

GPtrArray *store_verdict_list_by_person(struct store *store, gint64 person_id,
					GError **error)
{
	return list(store, list_by_person_sql, ":person", person_id, error);
}
