/* Messages: what the copies of one mail agree on. */
#include "store/message.h"

#include "store/address.h"
#include "store/private.h"
#include "store/recipient.h"

#define MESSAGE_COLUMNS                                                       \
	"message_key, copy_id, copies, at, kind, direction, address_id,\n"    \
	"       conversation_id, personal, target, parent, subject, mid,\n"   \
	"       evidence, topic, reply, list, wrote_at, quoted_at, quoted,\n" \
	"       party, office, in_sent, signs, text, event,\n"                \
	"       twin, proof, proof_at"
enum {
	COL_MESSAGE_KEY,
	COL_COPY_ID,
	COL_COPIES,
	COL_AT,
	COL_KIND,
	COL_DIRECTION,
	COL_ADDRESS_ID,
	COL_CONVERSATION_ID,
	COL_PERSONAL,
	COL_TARGET,
	COL_PARENT,
	COL_SUBJECT,
	COL_MID,
	COL_EVIDENCE,
	COL_TOPIC,
	COL_REPLY,
	COL_LIST,
	COL_WROTE_AT,
	COL_QUOTED_AT,
	COL_QUOTED,
	COL_PARTY,
	COL_OFFICE,
	COL_IN_SENT,
	COL_SIGNS,
	COL_TEXT,
	COL_EVENT,
	COL_TWIN,
	COL_PROOF,
	COL_PROOF_AT,
};

static void message_read(struct statement *query, gpointer row)
{
	struct store_message *message = row;

	message->message_key = column_integer(query, COL_MESSAGE_KEY);
	message->copy_id = column_integer(query, COL_COPY_ID);
	message->copies = column_integer(query, COL_COPIES);
	message->at = column_integer(query, COL_AT);
	message->kind = (int)column_integer(query, COL_KIND);
	message->direction = (int)column_integer(query, COL_DIRECTION);
	message->address_id = column_integer(query, COL_ADDRESS_ID);
	message->conversation_id = column_integer(query, COL_CONVERSATION_ID);
	message->personal = column_boolean(query, COL_PERSONAL);
	message->target = column_integer(query, COL_TARGET);
	message->parent = column_integer(query, COL_PARENT);
	message->subject = column_text(query, COL_SUBJECT);
	message->mid = column_text(query, COL_MID);
	message->evidence = column_text(query, COL_EVIDENCE);
	message->clue.topic = column_integer(query, COL_TOPIC);
	message->clue.reply = column_boolean(query, COL_REPLY);
	message->clue.list = column_integer(query, COL_LIST);
	message->clue.wrote_at = column_integer(query, COL_WROTE_AT);
	message->clue.quoted_at = column_integer(query, COL_QUOTED_AT);
	message->clue.quoted = column_text(query, COL_QUOTED);
	message->clue.party = column_integer(query, COL_PARTY);
	message->office = column_boolean(query, COL_OFFICE);
	message->in_sent = column_boolean(query, COL_IN_SENT);
	message->signs = column_integer(query, COL_SIGNS);
	message->text = column_integer(query, COL_TEXT);
	message->event = column_integer(query, COL_EVENT);
	message->twin = column_boolean(query, COL_TWIN);
	message->proof = column_integer(query, COL_PROOF);
	message->proof_at = column_integer(query, COL_PROOF_AT);
}

static const struct row_part message_parts[] = {
	ROW_TEXT(store_message, subject),
	ROW_TEXT(store_message, mid),
	ROW_TEXT(store_message, evidence),
	ROW_TEXT(store_message, clue.quoted),
};

static const struct row_type message_row = {
	.size = sizeof(struct store_message),
	.read = message_read,
	.parts = message_parts,
	.n_parts = G_N_ELEMENTS(message_parts),
};

static const char find_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
			       "  FROM message\n"
			       " WHERE message_key = :key";

gboolean store_message_find(struct store *store, gint64 message_key,
			    struct store_message **message_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":key", message_key);
	return row_find(query, &message_row, message_out, error);
}

/* Two ids may share a hash: the text decides. */
static const char list_by_mid_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
				      "  FROM message\n"
				      " WHERE target = :target\n"
				      "   AND target <> 0\n"
				      "   AND mid = :mid\n"
				      " ORDER BY message_key";

GPtrArray *store_message_list_by_mid(struct store *store, gint64 target,
				     const char *mid, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_mid_sql);

	bind_integer(query, ":target", target);
	bind_text(query, ":mid", mid);
	return row_list(query, &message_row, error);
}

/* Takes the statement. */
static GArray *list_keys(struct statement *taken, GError **error)
{
	g_autoptr(statement) query = taken;
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!statement_run_integers(query, keys, error))
		return NULL;
	return g_steal_pointer(&keys);
}

static const char early_answers_sql[] =
    "SELECT answer.message_key\n"
    "  FROM message AS answer\n"
    "  JOIN message AS question ON question.target = answer.parent\n"
    " WHERE answer.parent <> 0\n"
    "   AND question.target <> 0\n"
    "   AND answer.at < question.at\n"
    "   AND answer.message_key <> question.message_key\n"
    " ORDER BY answer.message_key";

GArray *store_message_list_early_answers(struct store *store, GError **error)
{
	return list_keys(statement_get(store, early_answers_sql), error);
}

static const char answers_sql[] = "SELECT message_key\n"
				  "  FROM message\n"
				  " WHERE parent = :target\n"
				  "   AND parent <> 0\n"
				  "   AND (at < :at OR at = :before)\n"
				  "   AND message_key <> :but\n"
				  " ORDER BY message_key";

GArray *store_message_list_answers(struct store *store,
				   const struct store_message *message,
				   gint64 before, GError **error)
{
	struct statement *query = statement_get(store, answers_sql);

	bind_integer(query, ":target", message->target);
	bind_integer(query, ":at", message->at);
	bind_integer(query, ":before", before);
	bind_integer(query, ":but", message->message_key);
	return list_keys(query, error);
}

static const char time_of_sql[] = "SELECT coalesce(max(at), 0)\n"
				  "  FROM message\n"
				  " WHERE target = :target\n"
				  "   AND target <> 0\n"
				  "   AND message_key <> :but";

gboolean store_message_find_time(struct store *store, gint64 target,
				 gint64 but_key, gint64 *at_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, time_of_sql);

	bind_integer(query, ":target", target);
	bind_integer(query, ":but", but_key);
	return statement_run_integer(query, at_out, error);
}

static const char find_sent_sql[] =
    "SELECT EXISTS (SELECT 1\n"
    "                 FROM message\n"
    "                WHERE target = :target\n"
    "                  AND target <> 0\n"
    "                  AND direction = :direction)";

gboolean store_message_find_sent(struct store *store, gint64 target,
				 int direction, gboolean *found_out,
				 GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sent_sql);

	bind_integer(query, ":target", target);
	bind_integer(query, ":direction", direction);
	return statement_run_boolean(query, found_out, error);
}

static const char list_of_kind_sql[] = "SELECT message_key\n"
				       "  FROM message\n"
				       " WHERE parent = :target\n"
				       "   AND parent <> 0\n"
				       "   AND kind = :kind\n"
				       " ORDER BY message_key";

GArray *store_message_list_of_kind(struct store *store, gint64 target, int kind,
				   GError **error)
{
	struct statement *query = statement_get(store, list_of_kind_sql);

	bind_integer(query, ":target", target);
	bind_integer(query, ":kind", kind);
	return list_keys(query, error);
}

static const char list_answering_sql[] =
    "SELECT DISTINCT answer.message_key\n"
    "  FROM message AS answer\n"
    "  JOIN message AS question ON question.target = answer.parent\n"
    " WHERE answer.parent <> 0\n"
    "   AND answer.kind = :kind\n"
    "   AND question.direction = :direction\n"
    " ORDER BY answer.message_key";

GArray *store_message_list_answering(struct store *store, int kind,
				     int direction, GError **error)
{
	struct statement *query = statement_get(store, list_answering_sql);

	bind_integer(query, ":kind", kind);
	bind_integer(query, ":direction", direction);
	return list_keys(query, error);
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

/* Of the index alone: the messages themselves lie far from one another. */
static const char list_keys_by_conversation_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE conversation_id = :conversation\n"
    " ORDER BY at, message_key";

GArray *store_message_list_keys_by_conversation(struct store *store,
						gint64 conversation_id,
						GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, list_keys_by_conversation_sql);
	g_autoptr(GArray) keys = g_array_new(FALSE, FALSE, sizeof(gint64));

	bind_integer(query, ":conversation", conversation_id);
	if (!statement_run_integers(query, keys, error))
		return NULL;
	return g_steal_pointer(&keys);
}

static const char list_by_event_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
					"  FROM message\n"
					" WHERE event = :event\n"
					"   AND event <> 0\n"
					" ORDER BY at, message_key\n"
					" LIMIT 200";

GPtrArray *store_message_list_by_event(struct store *store, gint64 event,
				       GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_event_sql);

	bind_integer(query, ":event", event);
	return row_list(query, &message_row, error);
}

static const char list_events_sql[] = "SELECT DISTINCT event\n"
				      "  FROM message\n"
				      " WHERE event <> 0\n"
				      " ORDER BY event";

GArray *store_message_list_events(struct store *store, GError **error)
{
	return list_keys(statement_get(store, list_events_sql), error);
}

/*
 * From either side, so that the index gives the nearest without sorting: a
 * flood may have one subject.
 */
static const char list_by_topic_sql[] =
    "SELECT * FROM (\n"
    "       SELECT " MESSAGE_COLUMNS "\n"
    "         FROM message\n"
    "        WHERE topic = :topic\n"
    "          AND topic <> 0\n"
    "          AND party = :party\n"
    "          AND wrote_at BETWEEN :from AND :at\n"
    "        ORDER BY wrote_at DESC\n"
    "        LIMIT 64)\n"
    " UNION ALL\n"
    "SELECT * FROM (\n"
    "       SELECT " MESSAGE_COLUMNS "\n"
    "         FROM message\n"
    "        WHERE topic = :topic\n"
    "          AND topic <> 0\n"
    "          AND party = :party\n"
    "          AND wrote_at BETWEEN :at + 1 AND :to\n"
    "        ORDER BY wrote_at\n"
    "        LIMIT 64)";

GPtrArray *store_message_list_by_topic(struct store *store, gint64 topic,
				       gint64 party, gint64 at, gint64 span,
				       GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_topic_sql);

	bind_integer(query, ":topic", topic);
	bind_integer(query, ":party", party);
	bind_integer(query, ":from", at - span);
	bind_integer(query, ":at", at);
	bind_integer(query, ":to", at + span);
	return row_list(query, &message_row, error);
}

static const char list_written_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
				       "  FROM message\n"
				       " WHERE wrote_at BETWEEN :from AND :to\n"
				       "   AND wrote_at <> 0\n"
				       " ORDER BY wrote_at, message_key\n"
				       " LIMIT 200";

GPtrArray *store_message_list_written(struct store *store, gint64 from_at,
				      gint64 to_at, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_written_sql);

	bind_integer(query, ":from", from_at);
	bind_integer(query, ":to", to_at);
	return row_list(query, &message_row, error);
}

static const char list_quoting_sql[] =
    "SELECT " MESSAGE_COLUMNS "\n"
    "  FROM message\n"
    " WHERE quoted_at BETWEEN :from AND :to\n"
    "   AND quoted_at <> 0\n"
    " ORDER BY quoted_at, message_key\n"
    " LIMIT 200";

GPtrArray *store_message_list_quoting(struct store *store, gint64 from_at,
				      gint64 to_at, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_quoting_sql);

	bind_integer(query, ":from", from_at);
	bind_integer(query, ":to", to_at);
	return row_list(query, &message_row, error);
}

/*
 * Each by ranges of an index: a flood may have one subject.  With whom mail is
 * tied is for tie.c to say.
 */
#define EARLIER                                                              \
	"                  AND earlier.topic <> 0\n"                         \
	"                  AND earlier.message_key <> later.message_key\n"   \
	"                  AND earlier.wrote_at >= later.wrote_at - :span\n" \
	"                  AND earlier.wrote_at <= later.wrote_at"

static const char list_loose_sql[] =
    "SELECT message_key\n"
    "  FROM message AS later\n"
    " WHERE parent = 0\n"
    "   AND (quoted_at <> 0\n"
    "        OR topic <> 0\n"
    "           AND (EXISTS (\n"
    "               SELECT 1\n"
    "                 FROM message AS earlier\n"
    "                WHERE earlier.topic = later.topic\n"
    "                  AND earlier.party IN (0, later.party,\n"
    "                                        later.address_id)\n" EARLIER ")\n"
    "            OR party = 0\n"
    "               AND EXISTS (\n"
    "               SELECT 1\n"
    "                 FROM recipient\n"
    "                 JOIN message AS earlier\n"
    "                   ON earlier.topic = later.topic\n"
    "                  AND earlier.party = recipient.address_id\n"
    "                WHERE recipient.message_key = later.message_key\n" EARLIER
    ")))\n"
    " ORDER BY message_key";

GArray *store_message_list_loose(struct store *store, gint64 span,
				 GError **error)
{
	struct statement *query = statement_get(store, list_loose_sql);

	bind_integer(query, ":span", span);
	return list_keys(query, error);
}

#define IS_BREAK                                  \
	"   AND answer.topic <> 0\n"              \
	"   AND question.topic <> 0\n"            \
	"   AND question.topic <> answer.topic\n" \
	"   AND answer.wrote_at > question.wrote_at + :gap"

static const char break_sql[] =
    "SELECT EXISTS (\n"
    "       SELECT 1\n"
    "         FROM message AS answer\n"
    "         JOIN message AS question ON question.target = answer.parent\n"
    "        WHERE answer.target = :target\n"
    "          AND answer.target <> 0\n"
    "          AND answer.parent <> 0\n"
    "          AND question.target <> 0\n" IS_BREAK ")";

gboolean store_message_is_break(struct store *store, gint64 target, gint64 gap,
				gboolean *is_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, break_sql);

	bind_integer(query, ":target", target);
	bind_integer(query, ":gap", gap);
	return statement_run_boolean(query, is_out, error);
}

static const char breaks_sql[] =
    "SELECT answer.message_key\n"
    "  FROM message AS answer\n"
    "  JOIN message AS question ON question.target = answer.parent\n"
    " WHERE answer.parent <> 0\n"
    "   AND question.target <> 0\n" IS_BREAK "\n"
    " ORDER BY answer.message_key";

GArray *store_message_list_breaks(struct store *store, gint64 gap,
				  GError **error)
{
	struct statement *query = statement_get(store, breaks_sql);

	bind_integer(query, ":gap", gap);
	return list_keys(query, error);
}

static const char broken_sql[] =
    "SELECT EXISTS (\n"
    "       SELECT 1\n"
    "         FROM message AS answer\n"
    "         JOIN message AS question ON question.target = answer.parent\n"
    "        WHERE answer.parent = :target\n"
    "          AND answer.parent <> 0\n"
    "          AND question.target <> 0\n" IS_BREAK ")";

gboolean store_message_has_break(struct store *store, gint64 target, gint64 gap,
				 gboolean *has_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, broken_sql);

	bind_integer(query, ":target", target);
	bind_integer(query, ":gap", gap);
	return statement_run_boolean(query, has_out, error);
}

static const char shared_sql[] =
    "SELECT EXISTS (\n"
    "       SELECT 1\n"
    "         FROM recipient\n"
    "        WHERE message_key = :message\n"
    "          AND address_id = :other_from)\n"
    "       + 2 * EXISTS (\n"
    "       SELECT 1\n"
    "         FROM recipient\n"
    "        WHERE message_key = :other\n"
    "          AND address_id = :from)\n"
    "       + 4 * EXISTS (\n"
    "       SELECT 1\n"
    "         FROM recipient AS mine\n"
    "         JOIN recipient AS theirs USING (address_id)\n"
    "        WHERE mine.message_key = :message\n"
    "          AND theirs.message_key = :other)";

gboolean store_message_find_shared(struct store *store,
				   const struct store_message *message,
				   const struct store_message *other,
				   guint *shared_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, shared_sql);
	gint64 shared = 0;

	bind_integer(query, ":message", message->message_key);
	bind_integer(query, ":other_from", other->address_id);
	bind_integer(query, ":other", other->message_key);
	bind_integer(query, ":from", message->address_id);
	if (!statement_run_integer(query, &shared, error))
		return FALSE;
	*shared_out = (guint)shared;
	return TRUE;
}

static const char list_keys_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE address_id = :address\n"
    "    OR message_key IN (SELECT message_key\n"
    "                        FROM recipient\n"
    "                       WHERE address_id = :address)\n"
    " ORDER BY message_key";

GArray *store_message_list_keys_by_address(struct store *store,
					   gint64 address_id, GError **error)
{
	struct statement *query = statement_get(store, list_keys_sql);

	bind_integer(query, ":address", address_id);
	return list_keys(query, error);
}

static const char find_party_sql[] =
    "SELECT CASE WHEN min(party) = max(party) THEN min(party) ELSE 0 END\n"
    "  FROM message\n"
    " WHERE target = :target\n"
    "   AND target <> 0\n"
    "   AND direction = :direction";

gboolean store_message_find_party(struct store *store, gint64 target,
				  int direction, gint64 *address_id_out,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_party_sql);

	*address_id_out = 0;
	bind_integer(query, ":target", target);
	bind_integer(query, ":direction", direction);
	return statement_run_integer(query, address_id_out, error);
}

static const char list_bearing_sql[] = "SELECT message_key\n"
				       "  FROM address\n"
				       "  JOIN message USING (address_id)\n"
				       " WHERE person_id = :person\n"
				       "   AND signs & :signs\n"
				       "   AND (:of_sender >> kind) & 1\n"
				       " UNION\n"
				       "SELECT message_key\n"
				       "  FROM address\n"
				       "  JOIN recipient USING (address_id)\n"
				       "  JOIN message USING (message_key)\n"
				       " WHERE person_id = :person\n"
				       "   AND role = :role\n"
				       "   AND signs & :signs\n"
				       "   AND (:of_role >> kind) & 1\n"
				       " ORDER BY message_key";
#define OF_ROLE                                              \
	"                 FROM recipient\n"                  \
	"                 JOIN address USING (address_id)\n" \
	"                WHERE recipient.message_key =\n"    \
	"                      message.message_key\n"        \
	"                  AND role = :role"

static const char list_all_bearing_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE signs & :signs\n"
    "   AND ((:of_sender >> kind) & 1\n"
    "        AND EXISTS (SELECT 1\n"
    "                      FROM address\n"
    "                     WHERE address.address_id = message.address_id\n"
    "                       AND person_id IS NOT NULL)\n"
    "        OR (:of_role >> kind) & 1\n"
    "           AND (EXISTS (SELECT 1\n" OF_ROLE "\n"
    "                  AND person_id IS NOT NULL)\n"
    "                OR parent <> 0\n"
    "                   AND NOT EXISTS (SELECT 1\n" OF_ROLE ")))\n"
    " ORDER BY message_key";

gboolean store_message_list_bearing(struct store *store, gint64 person_id,
				    guint of_sender, guint of_role, int role,
				    guint signs, GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(
	    store, person_id ? list_bearing_sql : list_all_bearing_sql);

	if (!address_cache_write(store, error))
		return FALSE;
	bind_integer(query, ":of_sender", of_sender);
	bind_integer(query, ":of_role", of_role);
	bind_integer(query, ":role", role);
	bind_integer(query, ":signs", signs);
	if (person_id)
		bind_integer(query, ":person", person_id);
	return statement_run_integers(query, keys, error);
}

#define TWIN_WITHIN "86400"
#define MAY_BE_TWIN "(personal = 1 OR twin = 1)"

static const char has_twin_sql[] =
    "SELECT EXISTS (\n"
    "       SELECT 1\n"
    "         FROM message\n"
    "        WHERE text = :text\n"
    "          AND text <> 0\n"
    "          AND at BETWEEN :at - " TWIN_WITHIN " AND :at\n"
    "          AND (at < :at OR message_key < :key)\n"
    "          AND " MAY_BE_TWIN ")";

gboolean store_message_has_twin(struct store *store,
				const struct store_message *message,
				gboolean *has_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, has_twin_sql);

	bind_integer(query, ":text", message->text);
	bind_integer(query, ":at", message->at);
	bind_integer(query, ":key", message->message_key);
	return statement_run_boolean(query, has_out, error);
}

static const char next_twin_sql[] =
    "SELECT message_key\n"
    "  FROM message\n"
    " WHERE text = :text\n"
    "   AND text <> 0\n"
    "   AND at BETWEEN :at AND :at + " TWIN_WITHIN "\n"
    "   AND (at > :at OR message_key > :key)\n"
    "   AND " MAY_BE_TWIN "\n"
    " ORDER BY at, message_key\n"
    " LIMIT 1";

gboolean store_message_list_next_twin(struct store *store,
				      const struct store_message *message,
				      GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(store, next_twin_sql);

	bind_integer(query, ":text", message->text);
	bind_integer(query, ":at", message->at);
	bind_integer(query, ":key", message->message_key);
	return statement_run_integers(query, keys, error);
}

/* Few have any: an index alone tells which. */
static const char list_twins_sql[] =
    "SELECT message_key\n"
    "  FROM message AS later\n"
    " WHERE text IN (SELECT text\n"
    "                  FROM message\n"
    "                 WHERE text <> 0\n"
    "                 GROUP BY text\n"
    "                HAVING count(*) > 1)\n"
    "   AND text <> 0\n"
    "   AND personal = 1\n"
    "   AND EXISTS (\n"
    "       SELECT 1\n"
    "         FROM message AS earlier\n"
    "        WHERE earlier.text = later.text\n"
    "          AND earlier.text <> 0\n"
    "          AND earlier.at BETWEEN later.at - " TWIN_WITHIN "\n"
    "                             AND later.at\n"
    "          AND (earlier.at < later.at\n"
    "               OR earlier.message_key < later.message_key)\n"
    "          AND (earlier.personal = 1 OR earlier.twin = 1))\n"
    " ORDER BY message_key";

GArray *store_message_list_twins(struct store *store, GError **error)
{
	return list_keys(statement_get(store, list_twins_sql), error);
}

static const char has_target_sql[] =
    "SELECT EXISTS (SELECT 1\n"
    "                 FROM message\n"
    "                WHERE target = :target\n"
    "                  AND target <> 0\n"
    "                  AND message_key <> :but)";

gboolean store_message_has_target(struct store *store, gint64 target,
				  gint64 but_key, gboolean *has_out,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, has_target_sql);

	bind_integer(query, ":target", target);
	bind_integer(query, ":but", but_key);
	return statement_run_boolean(query, has_out, error);
}

static const char wrote_to_sql[] =
    "SELECT EXISTS (SELECT 1\n"
    "                 FROM recipient\n"
    "                 JOIN message USING (message_key)\n"
    "                WHERE recipient.address_id = :address\n"
    "                  AND recipient.role = :to\n"
    "                  AND message.direction = :out\n"
    "                  AND message.personal = 1)";

gboolean store_message_find_written_to(struct store *store, gint64 address_id,
				       gboolean *found_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, wrote_to_sql);
	gint64 found = 0;

	bind_integer(query, ":address", address_id);
	bind_integer(query, ":to", STORE_ROLE_TO);
	bind_integer(query, ":out", STORE_DIRECTION_OUT);
	if (!statement_run_integer(query, &found, error))
		return FALSE;
	*found_out = found != 0;
	return TRUE;
}

static const char list_offices_sql[] = "SELECT DISTINCT address_id\n"
				       "  FROM message\n"
				       " WHERE office = 1\n"
				       " ORDER BY address_id";

GArray *store_message_list_offices(struct store *store, GError **error)
{
	return list_keys(statement_get(store, list_offices_sql), error);
}

static const char list_of_office_sql[] = "SELECT message_key\n"
					 "  FROM message\n"
					 " WHERE office = 1\n"
					 "   AND address_id = :address\n"
					 "   AND kind = :kind\n"
					 "   AND personal = :personal\n"
					 " ORDER BY message_key";

GArray *store_message_list_of_office(struct store *store, gint64 address_id,
				     int kind, gboolean personal,
				     GError **error)
{
	struct statement *query = statement_get(store, list_of_office_sql);

	bind_integer(query, ":address", address_id);
	bind_integer(query, ":kind", kind);
	bind_integer(query, ":personal", personal);
	return list_keys(query, error);
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
	bind_integer(query, ":target", message->target);
	bind_integer(query, ":parent", message->parent);
	bind_text(query, ":subject", message->subject);
	bind_text(query, ":mid", message->mid);
	bind_text(query, ":evidence", message->evidence);
	bind_integer(query, ":topic", message->clue.topic);
	bind_integer(query, ":reply", message->clue.reply);
	bind_integer(query, ":list", message->clue.list);
	bind_integer(query, ":wrote", message->clue.wrote_at);
	bind_integer(query, ":quoted_at", message->clue.quoted_at);
	bind_text(query, ":quoted",
		  message->clue.quoted ? message->clue.quoted : "");
	bind_integer(query, ":party", message->clue.party);
	bind_integer(query, ":office", message->office);
	bind_integer(query, ":in_sent", message->in_sent);
	bind_integer(query, ":signs", message->signs);
	bind_integer(query, ":text", message->text);
	bind_integer(query, ":event", message->event);
	bind_integer(query, ":twin", message->twin);
	bind_integer(query, ":proof", message->proof);
	bind_integer(query, ":proof_at", message->proof_at);
}

static const char insert_sql[] =
    "INSERT INTO message (message_key, copy_id, copies, at, kind,\n"
    "       direction, address_id, conversation_id, personal, target,\n"
    "       parent, subject, mid, evidence, topic, reply, list, wrote_at,\n"
    "       quoted_at, quoted, party, office, in_sent,\n"
    "       signs, text, event, twin, proof, proof_at)\n"
    "VALUES (:key, :copy, :copies, :at, :kind,\n"
    "       :direction, :address, :conversation, :personal, :target,\n"
    "       :parent, :subject, :mid, :evidence, :topic, :reply, :list,\n"
    "       :wrote, :quoted_at, :quoted, :party, :office, :in_sent,\n"
    "       :signs, :text, :event, :twin, :proof, :proof_at)";

gboolean store_message_insert(struct store *store,
			      const struct store_message *message,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, insert_sql);

	bind_message(query, message);
	return statement_run(query, error);
}

static const char update_sql[] = "UPDATE message\n"
				 "   SET copy_id = :copy,\n"
				 "       copies = :copies,\n"
				 "       at = :at,\n"
				 "       kind = :kind,\n"
				 "       direction = :direction,\n"
				 "       address_id = :address,\n"
				 "       conversation_id = :conversation,\n"
				 "       personal = :personal,\n"
				 "       target = :target,\n"
				 "       parent = :parent,\n"
				 "       subject = :subject,\n"
				 "       mid = :mid,\n"
				 "       evidence = :evidence,\n"
				 "       topic = :topic,\n"
				 "       reply = :reply,\n"
				 "       list = :list,\n"
				 "       wrote_at = :wrote,\n"
				 "       quoted_at = :quoted_at,\n"
				 "       quoted = :quoted,\n"
				 "       party = :party,\n"
				 "       office = :office,\n"
				 "       in_sent = :in_sent,\n"
				 "       signs = :signs,\n"
				 "       text = :text,\n"
				 "       event = :event,\n"
				 "       twin = :twin,\n"
				 "       proof = :proof,\n"
				 "       proof_at = :proof_at\n"
				 " WHERE message_key = :key";

gboolean store_message_update(struct store *store,
			      const struct store_message *message,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, update_sql);

	bind_message(query, message);
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM message\n"
				 " WHERE message_key = :key";

gboolean store_message_delete(struct store *store, gint64 message_key,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	if (!store_recipient_clear(store, message_key, error))
		return FALSE;
	bind_integer(query, ":key", message_key);
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

static const char page_sql[] = "SELECT " MESSAGE_COLUMNS "\n"
			       "  FROM message\n"
			       " WHERE message_key > :after\n"
			       " ORDER BY message_key\n"
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
		after = last->message_key;
	}
}
