/* Copies: what one version of the parser saw of one mail in one folder. */
#include "store/copy.h"

#include "store/flagging.h"
#include "store/private.h"

#include <string.h>

#define COPY_COLUMNS                                                           \
	"copy_id, folder_id, copy.uidvalidity, uid, message_key,\n"            \
	"       internal_at, size, flags, copy.keywords, gm_msgid, gone_at,\n" \
	"       version, body, facts, role"
enum {
	COL_COPY_ID,
	COL_FOLDER_ID,
	COL_UIDVALIDITY,
	COL_UID,
	COL_MESSAGE_KEY,
	COL_INTERNAL_AT,
	COL_SIZE,
	COL_FLAGS,
	COL_KEYWORDS,
	COL_GM_MSGID,
	COL_GONE_AT,
	COL_VERSION,
	COL_BODY,
	COL_FACTS,
	COL_ROLE,
};

static void copy_read(struct statement *query, gpointer row)
{
	struct store_copy *copy = row;

	copy->copy_id = column_integer(query, COL_COPY_ID);
	copy->folder_id = column_integer(query, COL_FOLDER_ID);
	copy->uidvalidity = column_integer(query, COL_UIDVALIDITY);
	copy->uid = column_integer(query, COL_UID);
	copy->message_key = column_integer(query, COL_MESSAGE_KEY);
	copy->internal_at = column_integer(query, COL_INTERNAL_AT);
	copy->size = column_integer(query, COL_SIZE);
	copy->flags = (guint)column_integer(query, COL_FLAGS);
	copy->keywords = column_text(query, COL_KEYWORDS);
	copy->gm_msgid = column_integer(query, COL_GM_MSGID);
	copy->gone_at = column_integer(query, COL_GONE_AT);
	copy->version = (guint)column_integer(query, COL_VERSION);
	copy->body = (enum store_body)column_integer(query, COL_BODY);
	copy->facts = column_bytes(query, COL_FACTS);
	copy->role = (int)column_integer(query, COL_ROLE);
}

static const struct row_part copy_parts[] = {
	ROW_TEXT(store_copy, keywords),
	ROW_BYTES(store_copy, facts),
};

static const struct row_type copy_row = {
	.size = sizeof(struct store_copy),
	.read = copy_read,
	.parts = copy_parts,
	.n_parts = G_N_ELEMENTS(copy_parts),
};

static const char find_sql[] = "SELECT " COPY_COLUMNS "\n"
			       "  FROM copy\n"
			       "  JOIN folder USING (folder_id)\n"
			       " WHERE copy_id = :copy";

gboolean store_copy_find(struct store *store, gint64 copy_id,
			 struct store_copy **copy_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	bind_integer(query, ":copy", copy_id);
	return row_find(query, &copy_row, copy_out, error);
}

static const char find_by_uid_sql[] = "SELECT " COPY_COLUMNS "\n"
				      "  FROM copy\n"
				      "  JOIN folder USING (folder_id)\n"
				      " WHERE folder_id = :folder\n"
				      "   AND copy.uidvalidity = :uidvalidity\n"
				      "   AND uid = :uid";

gboolean store_copy_find_by_uid(struct store *store, gint64 folder_id,
				gint64 uidvalidity, gint64 uid,
				struct store_copy **copy_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_by_uid_sql);

	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_integer(query, ":uid", uid);
	return row_find(query, &copy_row, copy_out, error);
}

static const char find_gone_sql[] = "SELECT " COPY_COLUMNS "\n"
				    "  FROM copy\n"
				    "  JOIN folder USING (folder_id)\n"
				    " WHERE message_key = :key\n"
				    "   AND folder_id = :folder\n"
				    "   AND gone_at IS NOT NULL\n"
				    " ORDER BY copy_id\n"
				    " LIMIT 1";

/*
 * A file's mail goes by what was read of it: read further, or by a newer
 * parser, it is the same all the same.
 */
static const char find_lesser_sql[] = "SELECT " COPY_COLUMNS "\n"
				      "  FROM copy\n"
				      "  JOIN folder USING (folder_id)\n"
				      " WHERE message_key = :key\n"
				      "   AND folder_id = :folder\n"
				      "   AND copy.uidvalidity = 0\n"
				      "   AND size = :size\n"
				      "   AND (version < :version OR\n"
				      "        body < :body AND :body = 2)\n"
				      " ORDER BY copy_id\n"
				      " LIMIT 1";

static gboolean find_lesser(struct store *store, const struct store_copy *copy,
			    struct store_copy **earlier_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_lesser_sql);

	bind_integer(query, ":key", copy->message_key);
	bind_integer(query, ":folder", copy->folder_id);
	bind_integer(query, ":size", copy->size);
	bind_integer(query, ":version", copy->version);
	bind_integer(query, ":body", copy->body);
	return row_find(query, &copy_row, earlier_out, error);
}

static gboolean find_gone(struct store *store, const struct store_copy *copy,
			  struct store_copy **earlier_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_gone_sql);

	bind_integer(query, ":key", copy->message_key);
	bind_integer(query, ":folder", copy->folder_id);
	return row_find(query, &copy_row, earlier_out, error);
}

/* The row that `copy` is already, or may take over; NULL if there is none. */
static gboolean find_earlier(struct store *store, const struct store_copy *copy,
			     struct store_copy **earlier_out, GError **error)
{
	if (!store_copy_find_by_uid(store, copy->folder_id, copy->uidvalidity,
				    copy->uid, earlier_out, error))
		return FALSE;
	if (!*earlier_out && !copy->uidvalidity &&
	    !find_lesser(store, copy, earlier_out, error))
		return FALSE;
	return *earlier_out || find_gone(store, copy, earlier_out, error);
}

static void bind_copy(struct statement *query, const struct store_copy *copy)
{
	bind_integer(query, ":uidvalidity", copy->uidvalidity);
	bind_integer(query, ":uid", copy->uid);
	bind_integer(query, ":key", copy->message_key);
	bind_integer(query, ":internal", copy->internal_at);
	bind_integer(query, ":size", copy->size);
	bind_integer(query, ":flags", copy->flags);
	bind_text(query, ":keywords", copy->keywords);
	bind_integer(query, ":gm", copy->gm_msgid);
	bind_integer(query, ":version", copy->version);
	bind_integer(query, ":body", copy->body);
	bind_bytes(query, ":facts", copy->facts);
}

static const char insert_sql[] =
    "INSERT INTO copy (folder_id, uidvalidity, uid, message_key,\n"
    "       internal_at, size, flags, keywords, gm_msgid, version, body,\n"
    "       facts)\n"
    "VALUES (:folder, :uidvalidity, :uid, :key,\n"
    "       :internal, :size, :flags, :keywords, :gm, :version, :body,\n"
    "       :facts)\n"
    "    ON CONFLICT DO NOTHING";

/* *copy_id_out is 0 when folder, uidvalidity and uid are there already. */
static gboolean insert(struct store *store, const struct store_copy *copy,
		       gint64 *copy_id_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, insert_sql);

	bind_integer(query, ":folder", copy->folder_id);
	bind_copy(query, copy);
	if (!statement_run(query, error))
		return FALSE;
	*copy_id_out = store_changed(store) ? store_inserted(store) : 0;
	return TRUE;
}

static const char update_sql[] = "UPDATE copy\n"
				 "   SET uidvalidity = :uidvalidity,\n"
				 "       uid = :uid,\n"
				 "       message_key = :key,\n"
				 "       internal_at = :internal,\n"
				 "       size = :size,\n"
				 "       flags = :flags,\n"
				 "       keywords = :keywords,\n"
				 "       gm_msgid = :gm,\n"
				 "       gone_at = NULL,\n"
				 "       version = :version,\n"
				 "       body = :body,\n"
				 "       facts = :facts\n"
				 " WHERE copy_id = :copy";

static gboolean update(struct store *store, gint64 copy_id,
		       const struct store_copy *copy, GError **error)
{
	g_autoptr(statement) query = statement_get(store, update_sql);

	bind_integer(query, ":copy", copy_id);
	bind_copy(query, copy);
	return statement_run(query, error);
}

static gboolean bytes_equal(struct store_bytes a, struct store_bytes b)
{
	return a.length == b.length &&
	       (!a.length || !memcmp(a.data, b.data, a.length));
}

static enum store_copy_result compare(const struct store_copy *earlier,
				      const struct store_copy *copy)
{
	if (earlier->gone_at)
		return STORE_COPY_RETURNED;
	if (earlier->message_key != copy->message_key ||
	    earlier->internal_at != copy->internal_at ||
	    earlier->gm_msgid != copy->gm_msgid ||
	    !bytes_equal(earlier->facts, copy->facts))
		return STORE_COPY_REPLACED;
	return STORE_COPY_SAME;
}

static const char any_gone_sql[] = "SELECT EXISTS (\n"
				   "       SELECT 1\n"
				   "         FROM copy\n"
				   "        WHERE folder_id = :folder\n"
				   "          AND gone_at IS NOT NULL)";

/* Whether nothing is gone from the folder, as on a first reading. */
static gboolean is_whole(struct store *store, gint64 folder_id,
			 gboolean *whole_out, GError **error)
{
	g_autoptr(statement) query = NULL;
	gint64 any = 0;

	*whole_out = TRUE;
	if (store->whole_folder_id == folder_id)
		return TRUE;
	query = statement_get(store, any_gone_sql);
	bind_integer(query, ":folder", folder_id);
	if (!statement_run_integer(query, &any, error))
		return FALSE;
	*whole_out = !any;
	store->whole_folder_id = any ? 0 : folder_id;
	return TRUE;
}

static const char set_aside_sql[] = "UPDATE copy\n"
				    "   SET uid = -copy_id,\n"
				    "       gone_at = max(:at, 1)\n"
				    " WHERE copy_id = :copy";

/*
 * A UID stands for one mail for ever, and so does its INTERNALDATE; there are
 * servers that give it to another mail all the same.  The first one was there:
 * it is gone, not forgotten.
 */
static gboolean set_aside(struct store *store, const struct store_copy *earlier,
			  gint64 at, GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_aside_sql);

	store->whole_folder_id = 0;
	bind_integer(query, ":copy", earlier->copy_id);
	bind_integer(query, ":at", at);
	return statement_run(query, error);
}

static gboolean is_other_mail(const struct store_copy *earlier,
			      const struct store_copy *copy)
{
	return !earlier->gone_at && earlier->uidvalidity != 0 &&
	       earlier->message_key != copy->message_key &&
	       earlier->internal_at != copy->internal_at;
}

/*
 * A header that is read again, in a folder that was numbered anew, says less
 * than the whole mail did.
 */
static gboolean knows_more(const struct store_copy *earlier,
			   const struct store_copy *copy)
{
	return earlier->body == STORE_BODY_READ &&
	       copy->body != STORE_BODY_READ &&
	       earlier->version == copy->version &&
	       earlier->message_key == copy->message_key &&
	       earlier->size == copy->size;
}

static gboolean put_again(struct store *store, const struct store_copy *earlier,
			  const struct store_copy *seen,
			  struct store_copy_put *put_out, GError **error)
{
	struct store_copy kept = *seen;
	const struct store_copy *copy = &kept;

	if (knows_more(earlier, seen)) {
		kept.body = earlier->body;
		kept.facts = earlier->facts;
	}
	put_out->result = compare(earlier, copy);
	put_out->copy_id = earlier->copy_id;
	put_out->old_key = earlier->message_key;
	put_out->flags_changed = earlier->flags != copy->flags ||
				 strcmp(earlier->keywords, copy->keywords) != 0;
	put_out->facts_changed = !bytes_equal(earlier->facts, copy->facts);
	if (put_out->result == STORE_COPY_SAME && !put_out->flags_changed &&
	    earlier->size == copy->size && earlier->body == copy->body &&
	    earlier->version == copy->version)
		return TRUE;
	if (!update(store, earlier->copy_id, copy, error))
		return FALSE;
	/* What was gone may have lost its flags on the way. */
	return !put_out->flags_changed || earlier->gone_at ||
	       store_flagging_add(store, earlier->copy_id, FALSE,
				  earlier->flags, earlier->keywords, error);
}

gboolean store_copy_put_over(struct store *store, const struct store_copy *copy,
			     struct store_copy_put *put_out,
			     struct store_copy **earlier_out, GError **error)
{
	g_autoptr(store_copy) earlier = NULL;
	gboolean whole = FALSE, ok;

	*earlier_out = NULL;
	*put_out = (struct store_copy_put){ .result = STORE_COPY_NEW };
	if ((copy->uidvalidity &&
	     !is_whole(store, copy->folder_id, &whole, error)) ||
	    (whole && !insert(store, copy, &put_out->copy_id, error)))
		return FALSE;
	if (put_out->copy_id)
		return TRUE;
	if (!find_earlier(store, copy, &earlier, error))
		return FALSE;
	if (earlier && is_other_mail(earlier, copy))
		return set_aside(store, earlier, copy->internal_at, error) &&
		       insert(store, copy, &put_out->copy_id, error);
	ok = earlier ? put_again(store, earlier, copy, put_out, error)
		     : insert(store, copy, &put_out->copy_id, error);
	*earlier_out = g_steal_pointer(&earlier);
	return ok;
}

gboolean store_copy_put(struct store *store, const struct store_copy *copy,
			struct store_copy_put *put_out, GError **error)
{
	g_autoptr(store_copy) earlier = NULL;

	return store_copy_put_over(store, copy, put_out, &earlier, error);
}

static const char list_by_message_sql[] = "SELECT " COPY_COLUMNS "\n"
					  "  FROM copy\n"
					  "  JOIN folder USING (folder_id)\n"
					  " WHERE message_key = :key\n"
					  " ORDER BY copy_id";

GPtrArray *store_copy_list_by_message(struct store *store, gint64 message_key,
				      GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_message_sql);

	bind_integer(query, ":key", message_key);
	return row_list(query, &copy_row, error);
}

static const char each_sql[] = "SELECT " COPY_COLUMNS "\n"
			       "  FROM copy\n"
			       "  JOIN folder USING (folder_id)\n"
			       " WHERE copy_id > :after\n"
			       " ORDER BY copy_id\n"
			       " LIMIT :page";

static GPtrArray *list_page(struct store *store, gint64 after, GError **error)
{
	g_autoptr(statement) query = statement_get(store, each_sql);

	bind_integer(query, ":after", after);
	bind_integer(query, ":page", ROW_PAGE);
	return row_list(query, &copy_row, error);
}

gboolean store_copy_each(struct store *store, store_copy_func func,
			 gpointer data, GError **error)
{
	gint64 after = G_MININT64;

	for (;;) {
		g_autoptr(GPtrArray) page = list_page(store, after, error);

		if (!page)
			return FALSE;
		if (!page->len)
			return TRUE;
		for (guint i = 0; i < page->len; i++) {
			const struct store_copy *copy = page->pdata[i];

			if (!func(copy, data, error))
				return FALSE;
			after = copy->copy_id;
		}
	}
}

static const char gone_sql[] = "UPDATE copy\n"
			       "   SET gone_at = :now\n"
			       " WHERE folder_id = :folder\n"
			       "   AND uidvalidity = :uidvalidity\n"
			       "   AND uid BETWEEN :lo AND :hi\n"
			       "   AND gone_at IS NULL\n"
			       "RETURNING message_key";

gboolean store_copy_gone(struct store *store, gint64 folder_id,
			 gint64 uidvalidity, gint64 lo, gint64 hi, gint64 now,
			 GArray *keys, GError **error)
{
	g_autoptr(statement) query = statement_get(store, gone_sql);

	store->whole_folder_id = 0;
	bind_known(query, ":now", now);
	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	bind_integer(query, ":lo", lo);
	bind_integer(query, ":hi", hi);
	return statement_run_integers(query, keys, error);
}

static const char find_flags_sql[] = "SELECT copy_id, message_key, flags,\n"
				     "       keywords\n"
				     "  FROM copy\n"
				     " WHERE folder_id = :folder\n"
				     "   AND uidvalidity = :uidvalidity\n"
				     "   AND uid = :uid\n"
				     "   AND (flags <> :flags\n"
				     "        OR keywords <> :keywords)";
static const char set_flags_sql[] = "UPDATE copy\n"
				    "   SET flags = :flags,\n"
				    "       keywords = :keywords\n"
				    " WHERE copy_id = :copy";

gboolean store_copy_set_flags(struct store *store, gint64 folder_id,
			      gint64 uidvalidity, gint64 uid, guint flags,
			      const char *keywords, gint64 *message_key_out,
			      GError **error)
{
	g_autoptr(statement) find = statement_get(store, find_flags_sql);
	g_autoptr(statement) query = NULL;
	g_autofree char *before = NULL;
	gint64 copy_id = 0;
	guint flags_before = 0;

	*message_key_out = 0;
	bind_integer(find, ":flags", flags);
	bind_text(find, ":keywords", keywords);
	bind_integer(find, ":folder", folder_id);
	bind_integer(find, ":uidvalidity", uidvalidity);
	bind_integer(find, ":uid", uid);
	if (statement_next(find)) {
		copy_id = column_integer(find, 0);
		*message_key_out = column_integer(find, 1);
		flags_before = (guint)column_integer(find, 2);
		before = g_strdup(column_text(find, 3));
	}
	if (!statement_done(find, error))
		return FALSE;
	if (!copy_id)
		return TRUE;
	query = statement_get(store, set_flags_sql);
	bind_integer(query, ":flags", flags);
	bind_text(query, ":keywords", keywords);
	bind_integer(query, ":copy", copy_id);
	return statement_run(query, error) &&
	       store_flagging_add(store, copy_id, FALSE, flags_before, before,
				  error);
}

static const char set_facts_sql[] = "UPDATE copy\n"
				    "   SET facts = :facts\n"
				    " WHERE copy_id = :copy";

gboolean store_copy_set_facts(struct store *store, gint64 copy_id,
			      struct store_bytes facts, GError **error)
{
	g_autoptr(statement) query = statement_get(store, set_facts_sql);

	bind_bytes(query, ":facts", facts);
	bind_integer(query, ":copy", copy_id);
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM copy\n"
				 " WHERE copy_id = :copy";

gboolean store_copy_delete(struct store *store, gint64 copy_id, GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	g_assert(store->in_transaction);
	bind_integer(query, ":copy", copy_id);
	return statement_run(query, error);
}

/* Two small indexes instead of every row, which holds the facts. */
static const char count_sql[] = "SELECT (SELECT count(*)\n"
				"          FROM copy\n"
				"         WHERE folder_id = :folder) -\n"
				"       (SELECT count(*)\n"
				"          FROM copy\n"
				"         WHERE folder_id = :folder\n"
				"           AND gone_at IS NOT NULL)";
static const char count_all_sql[] =
    "SELECT (SELECT count(*) FROM copy) -\n"
    "       (SELECT count(*) FROM copy WHERE gone_at IS NOT NULL)";

gboolean store_copy_count(struct store *store, gint64 folder_id,
			  gint64 *count_out, GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, folder_id ? count_sql : count_all_sql);

	if (folder_id)
		bind_integer(query, ":folder", folder_id);
	return statement_run_integer(query, count_out, error);
}

static const char all_gone_sql[] =
    "SELECT count(*) > 0\n"
    "   AND sum(gone_at IS NULL AND (:roles >> folder.role) & 1) = 0\n"
    "  FROM copy\n"
    "  JOIN folder USING (folder_id)\n"
    " WHERE message_key = :key";

gboolean store_copy_all_gone(struct store *store, gint64 message_key,
			     guint roles, gboolean *gone_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, all_gone_sql);

	bind_integer(query, ":key", message_key);
	bind_integer(query, ":roles", roles);
	return statement_run_boolean(query, gone_out, error);
}

static const char list_uids_sql[] =
    "SELECT uid\n"
    "  FROM copy\n"
    " WHERE folder_id = :folder\n"
    "   AND uidvalidity = :uidvalidity\n"
    "   AND copy_id NOT IN (SELECT copy_id\n"
    "                         FROM copy\n"
    "                        WHERE folder_id = :folder\n"
    "                          AND gone_at IS NOT NULL)\n"
    " ORDER BY uid";

GArray *store_copy_list_uids(struct store *store, gint64 folder_id,
			     gint64 uidvalidity, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_uids_sql);
	g_autoptr(GArray) uids = g_array_new(FALSE, FALSE, sizeof(gint64));

	bind_integer(query, ":folder", folder_id);
	bind_integer(query, ":uidvalidity", uidvalidity);
	if (!statement_run_integers(query, uids, error))
		return NULL;
	return g_steal_pointer(&uids);
}
