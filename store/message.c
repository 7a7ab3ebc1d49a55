/* Messages: what the copies of one mail agree on. */
#include "store/message.h"

#include "store/conversation.h"
#include "store/private.h"

#define MESSAGE_COLUMNS                                                    \
	"message_id, message_key, copy_id, copies, at, kind, direction,\n" \
	"       address_id, conversation_id, personal, subject, mid, evidence"
enum {
	COL_MESSAGE_ID,
	COL_MESSAGE_KEY,
	COL_COPY_ID,
	COL_COPIES,
	COL_AT,
	COL_KIND,
	COL_DIRECTION,
	COL_ADDRESS_ID,
	COL_CONVERSATION_ID,
	COL_PERSONAL,
	COL_SUBJECT,
	COL_MID,
	COL_EVIDENCE,
};

static void message_read(struct statement *query, gpointer row)
{
	struct store_message *message = row;

	message->message_id = column_integer(query, COL_MESSAGE_ID);
	message->message_key = column_integer(query, COL_MESSAGE_KEY);
	message->copy_id = column_integer(query, COL_COPY_ID);
	message->copies = column_integer(query, COL_COPIES);
	message->at = column_integer(query, COL_AT);
	message->kind = (int)column_integer(query, COL_KIND);
	message->direction = (int)column_integer(query, COL_DIRECTION);
	message->address_id = column_integer(query, COL_ADDRESS_ID);
	message->conversation_id = column_integer(query, COL_CONVERSATION_ID);
	message->personal = column_boolean(query, COL_PERSONAL);
	message->subject = column_text(query, COL_SUBJECT);
	message->mid = column_text(query, COL_MID);
	message->evidence = column_text(query, COL_EVIDENCE);
}

static const struct row_part message_parts[] = {
	ROW_TEXT(store_message, subject),
	ROW_TEXT(store_message, mid),
	ROW_TEXT(store_message, evidence),
};

static const struct row_type message_row = {
	.size = sizeof(struct store_message),
	.read = message_read,
	.parts = message_parts,
	.n_parts = G_N_ELEMENTS(message_parts),
};

static const char find_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
			       "  FROM message\n"
			       " WHERE message_id = :message";

gboolean store_message_find(struct store *store, gint64 message_id,
			    struct store_message **message_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":message", message_id);
	return row_find(query, &message_row, message_out, error);
}

static const char find_by_key_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
				      "  FROM message\n"
				      " WHERE message_key = :key";

gboolean store_message_find_by_key(struct store *store, gint64 message_key,
				   struct store_message **message_out,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_by_key_sql);

	bind_integer(query, ":key", message_key);
	return row_find(query, &message_row, message_out, error);
}

static const char reference_sql[] = "SELECT conversation_id\n"
				    "  FROM reference\n"
				    " WHERE target = :target";

/* A message lies where its own id points to: no index by Message-ID. */
static gboolean conversation_of_target(struct store *store, gint64 target,
				       gint64 *conversation_id_out,
				       GError **error)
{
	g_autoptr(statement) query = statement_get(store, reference_sql);
	gint64 id = 0;

	bind_integer(query, ":target", target);
	return statement_run_integer(query, &id, error) &&
	       store_conversation_resolve(store, id, conversation_id_out,
					  error);
}

/* Merged conversations keep their messages until they are settled. */
static const char list_by_mid_sql[] =
    "SELECT " MESSAGE_COLUMNS "\n"
    "  FROM message\n"
    " WHERE mid = :mid\n"
    "   AND conversation_id IN (\n"
    "       WITH RECURSIVE part (id) AS (\n"
    "            VALUES (:conversation)\n"
    "             UNION\n"
    "            SELECT conversation.conversation_id\n"
    "              FROM conversation, part\n"
    "             WHERE into_id = part.id)\n"
    "       SELECT id FROM part)\n"
    " ORDER BY message_id";

GPtrArray *store_message_list_by_mid(struct store *store, gint64 target,
				     const char *mid, GError **error)
{
	g_autoptr(statement) query = NULL;
	gint64 conversation_id;

	if (!conversation_of_target(store, target, &conversation_id, error))
		return NULL;
	query = statement_get(store, list_by_mid_sql);
	bind_text(query, ":mid", mid);
	bind_integer(query, ":conversation", conversation_id);
	return row_list(query, &message_row, error);
}

static const char list_by_conversation_sql[] =
    "SELECT " MESSAGE_COLUMNS "\n"
    "  FROM message\n"
    " WHERE conversation_id = :conversation\n"
    " ORDER BY at, message_key";

GPtrArray *store_message_list_by_conversation(struct store *store,
					      gint64 conversation_id,
					      GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, list_by_conversation_sql);

	bind_integer(query, ":conversation", conversation_id);
	return row_list(query, &message_row, error);
}

static const char list_keys_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE address_id = :address\n"
    "    OR message_id IN (SELECT message_id\n"
    "                        FROM recipient\n"
    "                       WHERE address_id = :address)\n"
    " ORDER BY message_key";

GArray *store_message_list_keys_by_address(struct store *store,
					   gint64 address_id, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_keys_sql);
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	bind_integer(query, ":address", address_id);
	if (!statement_run_integers(query, keys, error))
		return NULL;
	return g_steal_pointer(&keys);
}

static void bind_message(struct statement *query,
			 const struct store_message *message)
{
	bind_integer(query, ":key", message->message_key);
	bind_integer(query, ":copy", message->copy_id);
	bind_integer(query, ":copies", message->copies);
	bind_integer(query, ":at", message->at);
	bind_integer(query, ":kind", message->kind);
	bind_integer(query, ":direction", message->direction);
	bind_known(query, ":address", message->address_id);
	bind_integer(query, ":conversation", message->conversation_id);
	bind_integer(query, ":personal", message->personal);
	bind_text(query, ":subject", message->subject);
	bind_text(query, ":mid", message->mid);
	bind_text(query, ":evidence", message->evidence);
}

static const char insert_sql[] =
    "INSERT INTO message (message_key, copy_id, copies, at, kind,\n"
    "       direction, address_id, conversation_id, personal, subject,\n"
    "       mid, evidence)\n"
    "VALUES (:key, :copy, :copies, :at, :kind,\n"
    "       :direction, :address, :conversation, :personal, :subject,\n"
    "       :mid, :evidence)";

gboolean store_message_insert(struct store *store,
			      const struct store_message *message,
			      gint64 *message_id_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, insert_sql);

	bind_message(query, message);
	if (!statement_run(query, error))
		return FALSE;
	*message_id_out = store_inserted(store);
	return TRUE;
}

static const char update_sql[] = "UPDATE message\n"
				 "   SET message_key = :key,\n"
				 "       copy_id = :copy,\n"
				 "       copies = :copies,\n"
				 "       at = :at,\n"
				 "       kind = :kind,\n"
				 "       direction = :direction,\n"
				 "       address_id = :address,\n"
				 "       conversation_id = :conversation,\n"
				 "       personal = :personal,\n"
				 "       subject = :subject,\n"
				 "       mid = :mid,\n"
				 "       evidence = :evidence\n"
				 " WHERE message_id = :message";

gboolean store_message_update(struct store *store,
			      const struct store_message *message,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, update_sql);

	bind_integer(query, ":message", message->message_id);
	bind_message(query, message);
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM message\n"
				 " WHERE message_id = :message";

gboolean store_message_delete(struct store *store, gint64 message_id,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	if (!store_recipient_clear(store, message_id, error))
		return FALSE;
	bind_integer(query, ":message", message_id);
	return statement_run(query, error);
}

static const char count_sql[] = "SELECT count(*)\n"
				"  FROM message";

gboolean store_message_count(struct store *store, gint64 *count_out,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, count_sql);

	return statement_run_integer(query, count_out, error);
}

static const char recipient_add_sql[] =
    "INSERT INTO recipient (message_id, address_id, role)\n"
    "VALUES (:message, :address, :role)\n"
    "    ON CONFLICT DO NOTHING";

gboolean store_recipient_add(struct store *store, gint64 message_id,
			     gint64 address_id, int role, GError **error)
{
	g_autoptr(statement) query = statement_get(store, recipient_add_sql);

	bind_integer(query, ":message", message_id);
	bind_integer(query, ":address", address_id);
	bind_integer(query, ":role", role);
	return statement_run(query, error);
}

#define RECIPIENT_COLUMNS "address_id, role"
enum { COL_RECIPIENT_ADDRESS_ID, COL_RECIPIENT_ROLE };

static const char recipient_list_sql[] = "SELECT " RECIPIENT_COLUMNS "\n"
					 "  FROM recipient\n"
					 " WHERE message_id = :message\n"
					 " ORDER BY address_id, role";

GArray *store_recipient_list(struct store *store, gint64 message_id,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, recipient_list_sql);
	g_autoptr(GArray) recipients =
	    g_array_new(FALSE, FALSE, sizeof(struct store_recipient));

	bind_integer(query, ":message", message_id);
	while (statement_next(query)) {
		struct store_recipient recipient = {
			column_integer(query, COL_RECIPIENT_ADDRESS_ID),
			(int)column_integer(query, COL_RECIPIENT_ROLE),
		};

		g_array_append_val(recipients, recipient);
	}
	if (!statement_done(query, error))
		return NULL;
	return g_steal_pointer(&recipients);
}

static const char recipient_clear_sql[] = "DELETE FROM recipient\n"
					  " WHERE message_id = :message";

gboolean store_recipient_clear(struct store *store, gint64 message_id,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, recipient_clear_sql);

	bind_integer(query, ":message", message_id);
	return statement_run(query, error);
}

static const char page_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
			       "  FROM message\n"
			       " WHERE message_id > :after\n"
			       " ORDER BY message_id\n"
			       " LIMIT :page";

static GPtrArray *list_page(struct store *store, gint64 after, GError **error)
{
	g_autoptr(statement) query = statement_get(store, page_sql);

	bind_integer(query, ":after", after);
	bind_integer(query, ":page", ROW_PAGE);
	return row_list(query, &message_row, error);
}

gboolean store_message_each(struct store *store, store_message_func func,
			    gpointer data, GError **error)
{
	gint64 after = 0;

	for (;;) {
		g_autoptr(GPtrArray) page = list_page(store, after, error);
		const struct store_message *last;

		if (!page)
			return FALSE;
		if (!page->len)
			return TRUE;
		for (guint i = 0; i < page->len; i++)
			if (!func(page->pdata[i], data, error))
				return FALSE;
		last = page->pdata[page->len - 1];
		after = last->message_id;
	}
}
