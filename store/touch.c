/* Touches: one interaction with one person at one time. */
#include "store/touch.h"

#include "store/private.h"

#define TOUCH_COLUMNS                                              \
	"person_id, at, source, direction, channel, recipients,\n" \
	"       conversation_id, signs, day, ask_day"
enum {
	COL_PERSON_ID,
	COL_AT,
	COL_SOURCE,
	COL_DIRECTION,
	COL_CHANNEL,
	COL_RECIPIENTS,
	COL_CONVERSATION_ID,
	COL_SIGNS,
	COL_DAY,
	COL_ASK_DAY,
};

/* A day may be before 1970, so an absent one is no 0. */
static gint32 column_day(struct statement *query, int column)
{
	return column_is_null(query, column)
		   ? G_MININT32
		   : (gint32)column_integer(query, column);
}

static void bind_day(struct statement *query, const char *name, gint32 day)
{
	if (day == G_MININT32)
		bind_known(query, name, 0);
	else
		bind_integer(query, name, day);
}

static void touch_read(struct statement *query, struct store_touch *touch)
{
	touch->person_id = column_integer(query, COL_PERSON_ID);
	touch->at = column_integer(query, COL_AT);
	touch->source = column_integer(query, COL_SOURCE);
	touch->direction = (int)column_integer(query, COL_DIRECTION);
	touch->channel = (int)column_integer(query, COL_CHANNEL);
	touch->recipients = column_integer(query, COL_RECIPIENTS);
	touch->conversation_id = column_integer(query, COL_CONVERSATION_ID);
	touch->signs = column_integer(query, COL_SIGNS);
	touch->day = column_day(query, COL_DAY);
	touch->ask_day = column_day(query, COL_ASK_DAY);
}

static GArray *list(struct statement *query, GError **error)
{
	g_autoptr(GArray) touches =
	    g_array_new(FALSE, FALSE, sizeof(struct store_touch));

	while (statement_next(query)) {
		struct store_touch touch;

		touch_read(query, &touch);
		g_array_append_val(touches, touch);
	}
	if (!statement_done(query, error))
		return NULL;
	return g_steal_pointer(&touches);
}

static const char add_sql[] =
    "INSERT INTO touch (person_id, at, source, direction, channel,\n"
    "       recipients, conversation_id, signs, day, ask_day)\n"
    "VALUES (:person, :at, :source, :direction, :channel,\n"
    "       :recipients, :conversation, :signs, :day, :ask_day)\n"
    "    ON CONFLICT DO NOTHING";

gboolean store_touch_add(struct store *store, const struct store_touch *touch,
			 GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	bind_integer(query, ":person", touch->person_id);
	bind_integer(query, ":at", touch->at);
	bind_integer(query, ":source", touch->source);
	bind_integer(query, ":direction", touch->direction);
	bind_integer(query, ":channel", touch->channel);
	bind_integer(query, ":recipients", touch->recipients);
	bind_integer(query, ":conversation", touch->conversation_id);
	bind_integer(query, ":signs", touch->signs);
	bind_day(query, ":day", touch->day);
	bind_day(query, ":ask_day", touch->ask_day);
	return statement_run(query, error);
}

static const char delete_sql[] = "DELETE FROM touch\n"
				 " WHERE person_id = :person\n"
				 "   AND at = :at\n"
				 "   AND source = :source";

gboolean store_touch_delete(struct store *store, gint64 person_id, gint64 at,
			    gint64 source, gboolean *deleted_out,
			    GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	bind_integer(query, ":person", person_id);
	bind_integer(query, ":at", at);
	bind_integer(query, ":source", source);
	if (!statement_run(query, error))
		return FALSE;
	*deleted_out = store_changed(store) > 0;
	return TRUE;
}

static const char forget_signs_sql[] = "DELETE FROM touch\n"
				       " WHERE person_id = :person\n"
				       "   AND direction = 0";

gboolean store_touch_forget_signs(struct store *store, gint64 person_id,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, forget_signs_sql);

	bind_integer(query, ":person", person_id);
	return statement_run(query, error);
}

/* Touches that mail proves are below these. */
static const char list_said_sql[] = "SELECT " TOUCH_COLUMNS "\n"
				    "  FROM touch\n"
				    " WHERE source < 0\n"
				    "   AND source >= -4611686018427387904\n"
				    " ORDER BY source DESC";

GArray *store_touch_list_said(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_said_sql);

	return list(query, error);
}

static const char list_by_person_sql[] = "SELECT " TOUCH_COLUMNS "\n"
					 "  FROM touch\n"
					 " WHERE person_id = :person\n"
					 " ORDER BY at, source";

GArray *store_touch_list_by_person(struct store *store, gint64 person_id,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_person_sql);

	bind_integer(query, ":person", person_id);
	return list(query, error);
}

/* Whoever is dirty is found by the index of those, in its order. */
static const char list_dirty_sql[] = "SELECT " TOUCH_COLUMNS "\n"
				     "  FROM person\n"
				     " CROSS JOIN touch USING (person_id)\n"
				     " WHERE dirty = 1\n"
				     "   AND person_id > :after\n"
				     "   AND person_id <= :last\n"
				     " ORDER BY person_id, at, source";

GArray *store_touch_list_dirty(struct store *store, gint64 after, gint64 last,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_dirty_sql);

	bind_integer(query, ":after", after);
	bind_integer(query, ":last", last);
	return list(query, error);
}

static const char list_by_source_sql[] = "SELECT " TOUCH_COLUMNS "\n"
					 "  FROM touch\n"
					 " WHERE source = :source\n"
					 "   AND direction = 3\n"
					 "   AND channel = :channel\n"
					 " ORDER BY person_id, at";

GArray *store_touch_list_by_source(struct store *store, gint64 source,
				   int channel, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_source_sql);

	bind_integer(query, ":source", source);
	bind_integer(query, ":channel", channel);
	return list(query, error);
}

static const char has_sql[] = "SELECT EXISTS (SELECT 1\n"
			      "                 FROM touch\n"
			      "                WHERE person_id = :person\n"
			      "                  AND at = :at\n"
			      "                  AND source = :source)";

gboolean store_touch_has(struct store *store, gint64 person_id, gint64 at,
			 gint64 source, gboolean *has_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, has_sql);

	bind_integer(query, ":person", person_id);
	bind_integer(query, ":at", at);
	bind_integer(query, ":source", source);
	return statement_run_boolean(query, has_out, error);
}

/* What store_touch_proved_by hides, but for its last bit. */
#define PROVED "source < -4611686018427387904"
#define PROVER "(source + 9223372036854775807 + 1) * 2"
#define FIRST_KEY "iif(" PROVED ", " PROVER ", source)"
#define LAST_KEY "iif(" PROVED ", " PROVER " + 1, source)"

static const char history_sql[] =
    "SELECT person_id, touch.at, source, touch.direction, channel,\n"
    "       recipients, touch.conversation_id, touch.signs, day,\n"
    "       ask_day, kind, coalesce(subject, saying.text), mid\n"
    "  FROM touch\n"
    "  LEFT JOIN message\n"
    "    ON message_key BETWEEN " FIRST_KEY " AND " LAST_KEY "\n"
    "  LEFT JOIN saying ON saying_id = -source\n"
    " WHERE person_id = :person\n"
    "   AND touch.at < :before\n"
    " ORDER BY touch.at DESC, source DESC\n"
    " LIMIT :limit";
enum {
	COL_KIND = COL_ASK_DAY + 1,
	COL_SUBJECT,
	COL_MID,
};

static void history_read(struct statement *query, gpointer row)
{
	struct store_history *history = row;

	touch_read(query, &history->touch);
	history->kind = (int)column_integer(query, COL_KIND);
	history->subject = column_text(query, COL_SUBJECT);
	history->mid = column_text(query, COL_MID);
}

static const struct row_part history_parts[] = {
	ROW_TEXT(store_history, subject),
	ROW_TEXT(store_history, mid),
};

static const struct row_type history_row = {
	.size = sizeof(struct store_history),
	.read = history_read,
	.parts = history_parts,
	.n_parts = G_N_ELEMENTS(history_parts),
};

static void reverse(GPtrArray *rows)
{
	for (guint i = 0; i < rows->len / 2; i++) {
		gpointer row = rows->pdata[i];

		rows->pdata[i] = rows->pdata[rows->len - 1 - i];
		rows->pdata[rows->len - 1 - i] = row;
	}
}

GPtrArray *store_touch_history(struct store *store, gint64 person_id,
			       gint64 before, guint limit, GError **error)
{
	g_autoptr(statement) query = statement_get(store, history_sql);
	GPtrArray *rows;

	bind_integer(query, ":person", person_id);
	bind_integer(query, ":before", before);
	bind_integer(query, ":limit", limit ? (gint64)limit : -1);
	rows = row_list(query, &history_row, error);
	if (rows)
		reverse(rows);
	return rows;
}

static const char each_sql[] =
    "SELECT " TOUCH_COLUMNS "\n"
    "  FROM touch\n"
    " WHERE (person_id, at, source) > (:person, :at, :source)\n"
    " ORDER BY person_id, at, source\n"
    " LIMIT :page";

static GArray *list_page(struct store *store, const struct store_touch *after,
			 GError **error)
{
	g_autoptr(statement) query = statement_get(store, each_sql);

	bind_integer(query, ":person", after->person_id);
	bind_integer(query, ":at", after->at);
	bind_integer(query, ":source", after->source);
	bind_integer(query, ":page", ROW_PAGE);
	return list(query, error);
}

gboolean store_touch_each(struct store *store, store_touch_func func,
			  gpointer data, GError **error)
{
	struct store_touch after = { .person_id = G_MININT64 };

	for (;;) {
		g_autoptr(GArray) page = list_page(store, &after, error);

		if (!page)
			return FALSE;
		if (!page->len)
			return TRUE;
		for (guint i = 0; i < page->len; i++) {
			after = g_array_index(page, struct store_touch, i);
			if (!func(&after, data, error))
				return FALSE;
		}
	}
}

static const char has_any_sql[] = "SELECT EXISTS (SELECT 1\n"
				  "                 FROM touch\n"
				  "                WHERE person_id = :person\n"
				  "                  AND direction <> 0)";

gboolean store_touch_has_any(struct store *store, gint64 person_id,
			     gboolean *has_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, has_any_sql);

	bind_integer(query, ":person", person_id);
	return statement_run_boolean(query, has_out, error);
}

static const char count_sql[] = "SELECT count(*)\n"
				"  FROM touch\n"
				" WHERE person_id = :person\n"
				"   AND direction <> 0";
static const char count_all_sql[] = "SELECT count(*)\n"
				    "  FROM touch\n"
				    " WHERE direction <> 0";

gboolean store_touch_count(struct store *store, gint64 person_id,
			   gint64 *count_out, GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, person_id ? count_sql : count_all_sql);

	if (person_id)
		bind_integer(query, ":person", person_id);
	return statement_run_integer(query, count_out, error);
}

static const char count_proved_sql[] = "SELECT count(*)\n"
				       "  FROM touch\n"
				       " WHERE source < -4611686018427387904\n"
				       "   AND direction = :direction";

gboolean store_touch_count_proved(struct store *store, int direction,
				  gint64 *count_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, count_proved_sql);

	bind_integer(query, ":direction", direction);
	return statement_run_integer(query, count_out, error);
}

static const char have_met_sql[] =
    "SELECT EXISTS (SELECT 1\n"
    "                 FROM touch AS a\n"
    "                 JOIN touch AS b USING (conversation_id)\n"
    "                WHERE a.person_id = :person\n"
    "                  AND b.person_id = :other\n"
    "                  AND conversation_id <> 0)";

gboolean store_touch_have_met(struct store *store, gint64 person_id,
			      gint64 other_id, gboolean *met_out,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, have_met_sql);

	bind_integer(query, ":person", person_id);
	bind_integer(query, ":other", other_id);
	return statement_run_boolean(query, met_out, error);
}

static const char has_sign_sql[] =
    "SELECT EXISTS (SELECT 1\n"
    "                 FROM touch\n"
    "                WHERE person_id = :person\n"
    "                  AND direction = :direction\n"
    "                  AND signs & :sign)";

gboolean store_touch_has_sign(struct store *store, gint64 person_id,
			      int direction, gint64 sign, gboolean *has_out,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, has_sign_sql);

	bind_integer(query, ":person", person_id);
	bind_integer(query, ":direction", direction);
	bind_integer(query, ":sign", sign);
	return statement_run_boolean(query, has_out, error);
}
