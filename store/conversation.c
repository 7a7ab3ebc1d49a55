/* Conversations: union-find over the hashes of Message-IDs. */
#include "store/conversation.h"

#include "store/private.h"

static const char resolve_sql[] = "SELECT into_id\n"
				  "  FROM conversation\n"
				  " WHERE conversation_id = :conversation\n"
				  "   AND into_id IS NOT NULL";

gboolean store_conversation_resolve(struct store *store, gint64 conversation_id,
				    gint64 *conversation_id_out, GError **error)
{
	for (;;) {
		g_autoptr(statement) query = statement_get(store, resolve_sql);
		gint64 into_id = 0;

		bind_integer(query, ":conversation", conversation_id);
		if (!statement_run_integer(query, &into_id, error))
			return FALSE;
		if (!into_id)
			break;
		/* Always the smaller: no chain can be a ring. */
		g_assert(into_id < conversation_id);
		conversation_id = into_id;
	}
	*conversation_id_out = conversation_id;
	return TRUE;
}

/*
 * Targets met lately: a long thread names the same ids in every message.
 * Each has one place, and a later one takes it.  Only what is not merged.
 */
struct tie {
	gint64 target;
	gint64 conversation_id; /* 0: none here */
};

#define N_TIES 8192

static struct tie *get_tie(struct store *store, gint64 target)
{
	if (!store->ties)
		store->ties = g_new0(struct tie, N_TIES);
	return &store->ties[(guint64)target % N_TIES];
}

static void remember(struct store *store, gint64 target, gint64 conversation_id)
{
	*get_tie(store, target) = (struct tie){ target, conversation_id };
}

static void forget_ties(struct store *store)
{
	g_clear_pointer(&store->ties, g_free);
}

static const char target_sql[] = "SELECT conversation_id, into_id\n"
				 "  FROM reference\n"
				 "  JOIN conversation USING (conversation_id)\n"
				 " WHERE target = :target";

/* 0 when the target is new. */
static gboolean find_target(struct store *store, gint64 target,
			    gint64 *conversation_id_out, GError **error)
{
	g_autoptr(statement) query = NULL;
	const struct tie *tie = get_tie(store, target);
	gint64 into_id = 0;

	*conversation_id_out = 0;
	if (tie->conversation_id && tie->target == target) {
		*conversation_id_out = tie->conversation_id;
		return TRUE;
	}
	query = statement_get(store, target_sql);
	bind_integer(query, ":target", target);
	if (statement_next(query)) {
		*conversation_id_out = column_integer(query, 0);
		into_id = column_integer(query, 1);
	}
	if (!statement_run(query, error))
		return FALSE;
	return !into_id || store_conversation_resolve(
			       store, into_id, conversation_id_out, error);
}

static const char insert_sql[] = "INSERT INTO conversation\n"
				 "DEFAULT VALUES";

static gboolean insert(struct store *store, gint64 *conversation_id_out,
		       GError **error)
{
	g_autoptr(statement) query = statement_get(store, insert_sql);

	if (!statement_run(query, error))
		return FALSE;
	*conversation_id_out = store_inserted(store);
	return TRUE;
}

static const char merge_sql[] = "UPDATE conversation\n"
				"   SET into_id = :into\n"
				" WHERE conversation_id = :conversation";

static gboolean merge(struct store *store, gint64 conversation_id,
		      gint64 into_id, GError **error)
{
	g_autoptr(statement) query = statement_get(store, merge_sql);

	bind_integer(query, ":conversation", conversation_id);
	bind_integer(query, ":into", into_id);
	forget_ties(store);
	return statement_run(query, error);
}

static const char add_target_sql[] =
    "INSERT INTO reference (target, conversation_id)\n"
    "VALUES (:target, :conversation)\n"
    "    ON CONFLICT DO NOTHING";

static gboolean add_target(struct store *store, gint64 target,
			   gint64 conversation_id, GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_target_sql);

	bind_integer(query, ":target", target);
	bind_integer(query, ":conversation", conversation_id);
	return statement_run(query, error);
}

gboolean store_conversation_of(struct store *store, const gint64 *targets,
			       guint n, gint64 *conversation_id_out,
			       GError **error)
{
	g_autofree gint64 *found = g_new0(gint64, MAX(n, 1));
	gint64 smallest = 0;

	g_assert(store->in_transaction);
	for (guint i = 0; i < n; i++) {
		if (!find_target(store, targets[i], &found[i], error))
			return FALSE;
		if (found[i] && (!smallest || found[i] < smallest))
			smallest = found[i];
	}
	if (!smallest && !insert(store, &smallest, error))
		return FALSE;
	for (guint i = 0; i < n; i++) {
		if (found[i] == smallest)
			continue;
		if (found[i] ? !merge(store, found[i], smallest, error)
			     : !add_target(store, targets[i], smallest, error))
			return FALSE;
	}
	for (guint i = 0; i < n; i++)
		remember(store, targets[i], smallest);
	*conversation_id_out = smallest;
	return TRUE;
}

static const char untie_sql[] = "DELETE FROM reference\n"
				" WHERE conversation_id = :conversation";
static const char delete_sql[] = "DELETE FROM conversation\n"
				 " WHERE conversation_id = :conversation";

gboolean store_conversation_dissolve(struct store *store,
				     gint64 conversation_id, GError **error)
{
	static const char *const steps[] = { untie_sql, delete_sql };

	g_assert(store->in_transaction);
	forget_ties(store);
	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autoptr(statement) query = statement_get(store, steps[i]);

		bind_integer(query, ":conversation", conversation_id);
		if (!statement_run(query, error))
			return FALSE;
	}
	return TRUE;
}

static const char any_merged_sql[] = "SELECT EXISTS (\n"
				     "       SELECT 1\n"
				     "         FROM conversation\n"
				     "        WHERE into_id IS NOT NULL)";

/* Each round halves every chain; no row changed means that all are short. */
static const char compress_sql[] =
    "UPDATE conversation\n"
    "   SET into_id = parent.into_id\n"
    "  FROM conversation AS parent\n"
    " WHERE parent.conversation_id = conversation.into_id\n"
    "   AND conversation.into_id IS NOT NULL\n"
    "   AND parent.into_id IS NOT NULL";

static gboolean compress(struct store *store, GError **error)
{
	do {
		g_autoptr(statement) query = statement_get(store, compress_sql);

		if (!statement_run(query, error))
			return FALSE;
	} while (store_changed(store));
	return TRUE;
}

/*
 * Who is in a conversation that grew may be judged otherwise now: somebody
 * else has answered, say.
 */
static const char settle_sql[] =
    "UPDATE message\n"
    "   SET conversation_id = conversation.into_id\n"
    "  FROM conversation\n"
    " WHERE conversation.conversation_id = message.conversation_id\n"
    "   AND conversation.into_id IS NOT NULL;\n"

    "UPDATE person\n"
    "   SET dirty = 1, others = 1\n"
    " WHERE (dirty = 0 OR others = 0)\n"
    "   AND person_id IN (\n"
    "       SELECT address.person_id\n"
    "         FROM message\n"
    "         JOIN recipient USING (message_key)\n"
    "         JOIN address ON address.address_id = recipient.address_id\n"
    "        WHERE conversation_id IN (SELECT into_id\n"
    "                                    FROM conversation\n"
    "                                   WHERE into_id IS NOT NULL)\n"
    "        UNION\n"
    "       SELECT address.person_id\n"
    "         FROM message\n"
    "         JOIN address USING (address_id)\n"
    "        WHERE conversation_id IN (SELECT into_id\n"
    "                                    FROM conversation\n"
    "                                   WHERE into_id IS NOT NULL));\n"

    "UPDATE touch\n"
    "   SET conversation_id = conversation.into_id\n"
    "  FROM conversation\n"
    " WHERE conversation.conversation_id = touch.conversation_id\n"
    "   AND conversation.into_id IS NOT NULL;\n"

    /* Two verdicts become one: those whom they speak of are dirty now. */
    "UPDATE OR REPLACE verdict\n"
    "   SET conversation_id = conversation.into_id\n"
    "  FROM conversation\n"
    " WHERE conversation.conversation_id = verdict.conversation_id\n"
    "   AND conversation.into_id IS NOT NULL;\n"

    "UPDATE reference\n"
    "   SET conversation_id = conversation.into_id\n"
    "  FROM conversation\n"
    " WHERE conversation.conversation_id = reference.conversation_id\n"
    "   AND conversation.into_id IS NOT NULL;\n"

    "DELETE FROM conversation\n"
    " WHERE into_id IS NOT NULL;\n";

static const char any_index_sql[] =
    "SELECT EXISTS (\n"
    "       SELECT 1\n"
    "         FROM sqlite_schema\n"
    "        WHERE name = 'message_conversation')";

static gboolean look(struct store *store, const char *sql, gboolean *yes_out,
		     GError **error)
{
	g_autoptr(statement) query = statement_get(store, sql);

	return statement_run_boolean(query, yes_out, error);
}

gboolean store_conversation_settle_now(struct store *store, GError **error)
{
	gboolean merged;

	g_assert(store->in_transaction);
	if (!look(store, any_merged_sql, &merged, error))
		return FALSE;
	if (!merged)
		return TRUE;
	forget_ties(store);
	return address_cache_write(store, error) && compress(store, error) &&
	       store_exec(store, settle_sql, error);
}

gboolean store_conversation_settle(struct store *store, GError **error)
{
	gboolean indexed;

	/* Without it every batch would read every message. */
	return look(store, any_index_sql, &indexed, error) &&
	       (!indexed || store_conversation_settle_now(store, error));
}
