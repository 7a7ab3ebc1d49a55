/* Which mail is to be read further, or again. */
#include "store/body.h"

#include "store/private.h"
#include "store/quarantine.h"

/* A copy that can be read: it lies where the server can find it. */
#define THERE                                                          \
	"   AND copy.gone_at IS NULL\n"                                \
	"   AND copy.uidvalidity <> 0\n"                               \
	"   AND copy.uidvalidity = folder.uidvalidity\n"               \
	"   AND folder.account_id = :account\n"                        \
	"   AND folder.selected\n"                                     \
	"   AND NOT EXISTS (SELECT 1\n"                                \
	"                     FROM quarantine AS q\n"                  \
	"                    WHERE q.folder_id = copy.folder_id\n"     \
	"                      AND q.uidvalidity = copy.uidvalidity\n" \
	"                      AND q.uid = copy.uid\n"                 \
	"                      AND q.deaths >= :deaths)\n"

/*
 * Of a message the best copy is read, since it is the one that counts.  A
 * Date may be days from the time of arrival, by which the index goes.
 */
#define WANTED                                                                 \
	"  WITH wish (copy_id) AS (\n"                                         \
	"       SELECT copy.copy_id\n"                                         \
	"         FROM copy\n"                                                 \
	"         JOIN message USING (message_key)\n"                          \
	"        WHERE copy.body = 0\n"                                        \
	"          AND copy.internal_at >= :recent - 3 * 86400\n"              \
	"          AND message.at >= :recent\n"                                \
	"          AND (:recent_kinds >> message.kind) & 1\n"                  \
	"        UNION\n"                                                      \
	"       SELECT copy.copy_id\n"                                         \
	"         FROM copy\n"                                                 \
	"         JOIN message USING (message_key)\n"                          \
	"        WHERE copy.body = 0\n"                                        \
	"          AND copy.internal_at >= :automatic - 3 * 86400\n"           \
	"          AND message.at >= :automatic\n"                             \
	"          AND (:automatic_kinds >> message.kind) & 1\n"               \
	"        UNION\n"                                                      \
	"       SELECT copy.copy_id\n"                                         \
	"         FROM copy\n"                                                 \
	"         JOIN message USING (message_key)\n"                          \
	"        WHERE copy.body = 1\n"                                        \
	"          AND ((:human_kinds >> message.kind) & 1 OR\n"               \
	"               message.at >= :recent OR\n"                            \
	"               message.at >= :automatic AND\n"                        \
	"               (:automatic_kinds >> message.kind) & 1)\n"             \
	"        UNION\n"                                                      \
	"       SELECT (SELECT copy_id\n"                                      \
	"                 FROM message AS newest\n"                            \
	"                WHERE newest.conversation_id = met.conversation_id\n" \
	"                  AND (:human_kinds >> newest.kind) & 1\n"            \
	"                ORDER BY newest.at DESC, newest.message_key DESC\n"   \
	"                LIMIT 1)\n"                                           \
	"         FROM (SELECT DISTINCT conversation_id\n"                     \
	"                 FROM person\n"                                       \
	"                 JOIN touch USING (person_id)\n"                      \
	"                 JOIN message ON message_key = touch.source\n"        \
	"                WHERE person.contact) AS met\n"                       \
	"        UNION\n"                                                      \
	"       SELECT copy_id\n"                                              \
	"         FROM copy\n"                                                 \
	"        WHERE :deep\n"                                                \
	"          AND copy.body < 2)\n"

#define WANTED_FROM                                                \
	"  FROM wish\n"                                            \
	"  JOIN copy USING (copy_id)\n"                            \
	"  JOIN folder USING (folder_id)\n"                        \
	"  JOIN message ON message.message_key = copy.message_key" \
	" AND message.copy_id = copy.copy_id\n"                    \
	" WHERE copy.body < 2\n" THERE

enum { COL_FOLDER_ID, COL_UIDVALIDITY, COL_UID, COL_WHOLE };

static const char list_sql[] =
    WANTED "SELECT copy.folder_id, copy.uidvalidity, copy.uid, 1\n" WANTED_FROM
	   " ORDER BY message.at DESC, copy.copy_id DESC\n"
	   " LIMIT :limit";
static const char count_sql[] = WANTED "SELECT count(*)\n" WANTED_FROM;
static const char list_old_sql[] =
    "SELECT copy.folder_id, copy.uidvalidity, copy.uid, copy.body = 2\n"
    "  FROM copy\n"
    "  JOIN folder USING (folder_id)\n"
    " WHERE copy.version < :version\n" THERE
    " ORDER BY copy.internal_at DESC, copy.copy_id DESC\n"
    " LIMIT :limit";

static GArray *list(struct statement *query, GError **error)
{
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct store_body));

	while (statement_next(query)) {
		const struct store_body body = {
			.folder_id = column_integer(query, COL_FOLDER_ID),
			.uidvalidity = column_integer(query, COL_UIDVALIDITY),
			.uid = column_integer(query, COL_UID),
			.whole = column_boolean(query, COL_WHOLE),
		};

		g_array_append_val(list, body);
	}
	return statement_done(query, error) ? g_steal_pointer(&list) : NULL;
}

static void bind_wish(struct statement *query,
		      const struct store_body_wish *wish)
{
	bind_integer(query, ":recent", wish->recent_at);
	bind_integer(query, ":recent_kinds", wish->recent_kinds);
	bind_integer(query, ":automatic", wish->automatic_at);
	bind_integer(query, ":automatic_kinds", wish->automatic_kinds);
	bind_integer(query, ":human_kinds", wish->human_kinds);
	bind_integer(query, ":deep", wish->deep);
	bind_integer(query, ":account", wish->account_id);
	bind_integer(query, ":deaths", STORE_QUARANTINE_DEATHS);
}

GArray *store_body_list(struct store *store, const struct store_body_wish *wish,
			guint limit, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_wish(query, wish);
	bind_integer(query, ":limit", limit);
	return list(query, error);
}

gboolean store_body_count(struct store *store,
			  const struct store_body_wish *wish, gint64 *count_out,
			  GError **error)
{
	g_autoptr(statement) query = statement_get(store, count_sql);

	bind_wish(query, wish);
	return statement_run_integer(query, count_out, error);
}

GArray *store_body_list_old(struct store *store, gint64 account_id,
			    guint version, guint limit, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_old_sql);

	bind_integer(query, ":version", version);
	bind_integer(query, ":account", account_id);
	bind_integer(query, ":deaths", STORE_QUARANTINE_DEATHS);
	bind_integer(query, ":limit", limit);
	return list(query, error);
}
