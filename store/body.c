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
 * Every copy that was not read whole has its row in an index that goes by the
 * time of arrival, from which a Date may be days away.
 */
#define NEWER(time, kinds)                                         \
	"       SELECT message_key\n"                              \
	"         FROM copy\n"                                     \
	"         JOIN message USING (message_key)\n"              \
	"        WHERE copy.body < 2\n"                            \
	"          AND copy.body = 0\n"                            \
	"          AND copy.internal_at >= " time " - 3 * 86400\n" \
	"          AND message.at >= " time "\n"                   \
	"          AND (" kinds " >> message.kind) & 1\n"

#define RECENT NEWER(":recent", ":recent_kinds")
#define AUTOMATIC NEWER(":automatic", ":automatic_kinds")

#define ASKED_FOR                       \
	"       SELECT message_key\n"   \
	"         FROM copy\n"          \
	"        WHERE copy.body < 2\n" \
	"          AND copy.body = 1\n"

/* The newest in each conversation with a contact. */
#define NEWEST                                                                 \
	"       SELECT (SELECT message_key\n"                                  \
	"                 FROM message AS newest\n"                            \
	"                WHERE newest.conversation_id = met.conversation_id\n" \
	"                  AND (:human_kinds >> newest.kind) & 1\n"            \
	"                ORDER BY newest.at DESC, newest.message_key DESC\n"   \
	"                LIMIT 1)\n"                                           \
	"         FROM (SELECT DISTINCT message.conversation_id AS\n"          \
	"                               conversation_id\n"                     \
	"                 FROM person\n"                                       \
	"                 JOIN touch USING (person_id)\n"                      \
	"                 JOIN message ON message_key = touch.source\n"        \
	"                WHERE person.contact\n"                               \
	"                  AND :human_kinds) AS met\n"

#define EVERY                         \
	"       SELECT message_key\n" \
	"         FROM copy\n"        \
	"        WHERE :deep\n"       \
	"          AND copy.body < 2\n"

#define UNION "        UNION\n"

#define WISH                                                            \
	"  WITH wish (message_key) AS (\n" RECENT UNION AUTOMATIC UNION \
	    ASKED_FOR UNION NEWEST UNION EVERY "       )\n"

/*
 * The same of one message alone, without a look at any that it has nothing to
 * do with.
 */
#define WISH_OF_ONE                                                        \
	"  WITH wish (message_key) AS (\n"                                 \
	"       SELECT message_key\n"                                      \
	"         FROM message AS m\n"                                     \
	"        WHERE message_key = :key\n"                               \
	"          AND (:deep OR\n"                                        \
	"               (m.at >= :recent AND\n"                            \
	"                (:recent_kinds >> m.kind) & 1) OR\n"              \
	"               (m.at >= :automatic AND\n"                         \
	"                (:automatic_kinds >> m.kind) & 1) OR\n"           \
	"               EXISTS (SELECT 1\n"                                \
	"                         FROM copy\n"                             \
	"                        WHERE copy.message_key = m.message_key\n" \
	"                          AND copy.body = 1) OR\n"                \
	"               ((:human_kinds >> m.kind) & 1 AND\n"               \
	"                NOT EXISTS (\n"                                   \
	"                SELECT 1\n"                                       \
	"                  FROM message AS n\n"                            \
	"                 WHERE n.conversation_id = m.conversation_id\n"   \
	"                   AND (:human_kinds >> n.kind) & 1\n"            \
	"                   AND (n.at, n.message_key) >\n"                 \
	"                       (m.at, m.message_key)) AND\n"              \
	"                EXISTS (\n"                                       \
	"                SELECT 1\n"                                       \
	"                  FROM message AS o\n"                            \
	"                  LEFT JOIN recipient AS r\n"                     \
	"                    ON r.message_key = o.message_key\n"           \
	"                  JOIN address AS a\n"                            \
	"                    ON a.address_id IN (o.address_id,\n"          \
	"                                        r.address_id)\n"          \
	"                  JOIN person USING (person_id)\n"                \
	"                 WHERE o.conversation_id = m.conversation_id\n"   \
	"                   AND o.personal\n"                              \
	"                   AND person.contact))))\n"

/* Of a message the best copy is read if it can be, else the first that can. */
#define WANTED_FROM                                                            \
	"  FROM wish\n"                                                        \
	"  JOIN message USING (message_key)\n"                                 \
	"  JOIN copy AS chosen ON chosen.copy_id = coalesce((\n"               \
	"       SELECT copy.copy_id\n"                                         \
	"         FROM copy\n"                                                 \
	"         JOIN folder USING (folder_id)\n"                             \
	"        WHERE copy.copy_id = message.copy_id\n" THERE "       ), (\n" \
	"       SELECT min(copy.copy_id)\n"                                    \
	"         FROM copy\n"                                                 \
	"         JOIN folder USING (folder_id)\n"                             \
	"        WHERE copy.message_key = wish.message_key\n" THERE            \
	"       ))\n"                                                          \
	" WHERE NOT EXISTS (SELECT 1\n"                                        \
	"                     FROM copy AS other\n"                            \
	"                    WHERE other.message_key = wish.message_key\n"     \
	"                      AND other.body = 2)\n"

#define WANTED_COLUMNS                                               \
	"SELECT chosen.folder_id, chosen.uidvalidity, chosen.uid,\n" \
	"       chosen.size, 1, 0, message.at, chosen.copy_id\n"

enum {
	COL_FOLDER_ID,
	COL_UIDVALIDITY,
	COL_UID,
	COL_SIZE,
	COL_WHOLE,
	COL_VERSION,
	COL_AT,
	COL_COPY_ID,
};

static const char list_sql[] = WISH WANTED_COLUMNS WANTED_FROM
    "   AND (message.at, chosen.copy_id) < (:at, :copy)\n"
    " ORDER BY message.at DESC, chosen.copy_id DESC\n"
    " LIMIT :limit";
static const char count_sql[] = WISH "SELECT count(*)\n" WANTED_FROM;
static const char find_sql[] = WISH_OF_ONE WANTED_COLUMNS WANTED_FROM;

/* In the order of an index, so that nothing is sorted for each page. */
static const char list_old_sql[] =
    "SELECT copy.folder_id, copy.uidvalidity, copy.uid, copy.size,\n"
    "       copy.body = 2, copy.version, copy.internal_at, copy.copy_id\n"
    "  FROM copy\n"
    " CROSS JOIN folder USING (folder_id)\n"
    " WHERE (copy.version, copy.internal_at, copy.copy_id) <\n"
    "       (:version, :at, :copy)\n" THERE
    " ORDER BY copy.version DESC, copy.internal_at DESC, copy.copy_id DESC\n"
    " LIMIT :limit";

static const char forget_sql[] = "UPDATE copy\n"
				 "   SET version = 0\n"
				 " WHERE body = 2";

static gboolean collect(struct statement *query, GArray *list, GError **error)
{
	while (statement_next(query)) {
		const struct store_wanted body = {
			.folder_id = column_integer(query, COL_FOLDER_ID),
			.uidvalidity = column_integer(query, COL_UIDVALIDITY),
			.uid = column_integer(query, COL_UID),
			.size = column_integer(query, COL_SIZE),
			.whole = column_boolean(query, COL_WHOLE),
			.version = column_integer(query, COL_VERSION),
			.at = column_integer(query, COL_AT),
			.copy_id = column_integer(query, COL_COPY_ID),
		};

		g_array_append_val(list, body);
	}
	return statement_done(query, error);
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
			const struct store_wanted *after, guint limit,
			GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct store_wanted));

	bind_wish(query, wish);
	bind_integer(query, ":at", after ? after->at : G_MAXINT64);
	bind_integer(query, ":copy", after ? after->copy_id : G_MAXINT64);
	bind_integer(query, ":limit", limit);
	return collect(query, list, error) ? g_steal_pointer(&list) : NULL;
}

gboolean store_body_count(struct store *store,
			  const struct store_body_wish *wish, gint64 *count_out,
			  GError **error)
{
	g_autoptr(statement) query = statement_get(store, count_sql);

	bind_wish(query, wish);
	return statement_run_integer(query, count_out, error);
}

gboolean store_body_find(struct store *store,
			 const struct store_body_wish *wish, gint64 message_key,
			 GArray *list, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":key", message_key);
	bind_wish(query, wish);
	return collect(query, list, error);
}

GArray *store_body_list_old(struct store *store, gint64 account_id,
			    guint version, const struct store_wanted *after,
			    guint limit, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_old_sql);
	g_autoptr(GArray) list =
	    g_array_new(FALSE, FALSE, sizeof(struct store_wanted));

	/* Before the first of this version is after the last older one. */
	bind_integer(query, ":version", after ? after->version : version);
	bind_integer(query, ":at", after ? after->at : G_MININT64);
	bind_integer(query, ":copy", after ? after->copy_id : G_MININT64);
	bind_integer(query, ":account", account_id);
	bind_integer(query, ":deaths", STORE_QUARANTINE_DEATHS);
	bind_integer(query, ":limit", limit);
	return collect(query, list, error) ? g_steal_pointer(&list) : NULL;
}

gboolean store_body_forget(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, forget_sql);

	g_assert(store->in_transaction);
	return statement_run(query, error);
}
