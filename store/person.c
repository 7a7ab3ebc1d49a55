/* Persons: contacts and sightings, with what was judged of each. */
#include "store/person.h"

#include "store/address.h"
#include "store/private.h"

#define PERSON_COLUMNS                                                   \
	"person_id, name, contact, tracked, stage, ball, touches_out,\n" \
	"       touches_in, exchanges, attempts, first_at, last_at,\n"   \
	"       organisation, colleague, nos, tags, phone, cadence,\n"   \
	"       answer_within, judge_at, progress, dirty,\n"             \
	"       (SELECT address\n"                                       \
	"          FROM address\n"                                       \
	"         WHERE address.person_id = person.person_id\n"          \
	"         ORDER BY sent_to + received_from DESC, address\n"      \
	"         LIMIT 1)"
enum {
	COL_PERSON_ID,
	COL_NAME,
	COL_CONTACT,
	COL_TRACKED,
	COL_STAGE,
	COL_BALL,
	COL_TOUCHES_OUT,
	COL_TOUCHES_IN,
	COL_EXCHANGES,
	COL_ATTEMPTS,
	COL_FIRST_AT,
	COL_LAST_AT,
	COL_ORGANISATION,
	COL_COLLEAGUE,
	COL_NOS,
	COL_TAGS,
	COL_PHONE,
	COL_CADENCE,
	COL_ANSWER_WITHIN,
	COL_JUDGE_AT,
	COL_PROGRESS,
	COL_DIRTY,
	COL_ADDRESS,
};

static void person_read(struct statement *query, gpointer row)
{
	struct store_person *person = row;

	person->person_id = column_integer(query, COL_PERSON_ID);
	person->name = column_text(query, COL_NAME);
	person->contact = column_boolean(query, COL_CONTACT);
	person->tracked = column_boolean(query, COL_TRACKED);
	person->stage = (int)column_integer(query, COL_STAGE);
	person->ball = (int)column_integer(query, COL_BALL);
	person->touches_out = column_integer(query, COL_TOUCHES_OUT);
	person->touches_in = column_integer(query, COL_TOUCHES_IN);
	person->exchanges = column_integer(query, COL_EXCHANGES);
	person->attempts = column_integer(query, COL_ATTEMPTS);
	person->first_at = column_integer(query, COL_FIRST_AT);
	person->last_at = column_integer(query, COL_LAST_AT);
	person->organisation = column_text(query, COL_ORGANISATION);
	person->colleague = column_boolean(query, COL_COLLEAGUE);
	person->nos = column_integer(query, COL_NOS);
	person->tags = column_text(query, COL_TAGS);
	person->phone = column_text(query, COL_PHONE);
	person->cadence = column_text(query, COL_CADENCE);
	person->answer_within = column_integer(query, COL_ANSWER_WITHIN);
	person->judge_at = column_integer(query, COL_JUDGE_AT);
	person->progress = column_integer(query, COL_PROGRESS);
	person->dirty = column_boolean(query, COL_DIRTY);
	person->address = column_text(query, COL_ADDRESS);
}

static const struct row_part person_parts[] = {
	ROW_TEXT(store_person, name),	 ROW_TEXT(store_person, organisation),
	ROW_TEXT(store_person, tags),	 ROW_TEXT(store_person, phone),
	ROW_TEXT(store_person, cadence), ROW_TEXT(store_person, address),
};

static const struct row_type person_row = {
	.size = sizeof(struct store_person),
	.read = person_read,
	.parts = person_parts,
	.n_parts = G_N_ELEMENTS(person_parts),
};

static const char insert_sql[] = "INSERT INTO person (name)\n"
				 "VALUES ('')";

gboolean store_person_ensure(struct store *store, gint64 address_id,
			     gint64 *person_id_out, GError **error)
{
	g_autoptr(statement) query = NULL;

	g_assert(store->in_transaction);
	if (!store_address_get_person(store, address_id, person_id_out, error))
		return FALSE;
	if (*person_id_out)
		return TRUE;
	query = statement_get(store, insert_sql);
	if (!statement_run(query, error))
		return FALSE;
	*person_id_out = store_inserted(store);
	return store_address_set_person(store, address_id, *person_id_out,
					error);
}

static const char find_sql[] = "SELECT " PERSON_COLUMNS "\n"
			       "  FROM person\n"
			       " WHERE person_id = :person";

gboolean store_person_find(struct store *store, gint64 person_id,
			   struct store_person **person_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	if (!address_cache_write(store, error))
		return FALSE;
	bind_integer(query, ":person", person_id);
	return row_find(query, &person_row, person_out, error);
}

gboolean store_person_find_by_address(struct store *store, const char *address,
				      struct store_person **person_out,
				      GError **error)
{
	g_autoptr(store_address) row = NULL;

	*person_out = NULL;
	if (!store_address_find(store, address, &row, error))
		return FALSE;
	return !row || !row->person_id ||
	       store_person_find(store, row->person_id, person_out, error);
}

/*
 * Persons marked dirty lately, each in its place: the second message of an
 * hour need not mark them again.
 */
#define N_DIRTIED 1024

static gint64 *get_dirtied(struct store *store, gint64 person_id)
{
	if (!store->dirtied)
		store->dirtied = g_new0(gint64, N_DIRTIED);
	return &store->dirtied[(guint64)person_id % N_DIRTIED];
}

static const char put_summary_sql[] = "UPDATE person\n"
				      "   SET name = :name,\n"
				      "       contact = :contact,\n"
				      "       tracked = :tracked,\n"
				      "       stage = :stage,\n"
				      "       ball = :ball,\n"
				      "       touches_out = :touches_out,\n"
				      "       touches_in = :touches_in,\n"
				      "       exchanges = :exchanges,\n"
				      "       progress = :progress,\n"
				      "       attempts = :attempts,\n"
				      "       first_at = :first,\n"
				      "       last_at = :last,\n"
				      "       organisation = :organisation,\n"
				      "       colleague = :colleague,\n"
				      "       nos = :nos,\n"
				      "       tags = :tags,\n"
				      "       phone = :phone,\n"
				      "       cadence = :cadence,\n"
				      "       answer_within = :answer_within,\n"
				      "       judge_at = :judge_at,\n"
				      "       others = :others,\n"
				      "       dirty = 0\n"
				      " WHERE person_id = :person";

/* NULL is "". */
static void bind_word(struct statement *query, const char *name,
		      const char *word)
{
	bind_text(query, name, word ? word : "");
}

gboolean store_person_put_summary(struct store *store,
				  const struct store_person *person,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, put_summary_sql);

	*get_dirtied(store, person->person_id) = 0;
	bind_text(query, ":name", person->name);
	bind_integer(query, ":contact", person->contact);
	bind_integer(query, ":tracked", person->tracked);
	bind_integer(query, ":stage", person->stage);
	bind_integer(query, ":ball", person->ball);
	bind_integer(query, ":touches_out", person->touches_out);
	bind_integer(query, ":touches_in", person->touches_in);
	bind_integer(query, ":exchanges", person->exchanges);
	bind_integer(query, ":progress", person->progress);
	bind_integer(query, ":attempts", person->attempts);
	bind_known(query, ":first", person->first_at);
	bind_known(query, ":last", person->last_at);
	bind_word(query, ":organisation", person->organisation);
	bind_integer(query, ":colleague", person->colleague);
	bind_integer(query, ":nos", person->nos);
	bind_word(query, ":tags", person->tags);
	bind_word(query, ":phone", person->phone);
	bind_word(query, ":cadence", person->cadence);
	bind_known(query, ":answer_within", person->answer_within);
	bind_known(query, ":judge_at", person->judge_at);
	bind_integer(query, ":others", person->others);
	bind_integer(query, ":person", person->person_id);
	return statement_run(query, error);
}

static const char mark_dirty_sql[] = "UPDATE person\n"
				     "   SET dirty = 1, others = 1\n"
				     " WHERE person_id = :person\n"
				     "   AND (dirty = 0 OR others = 0)";

gboolean store_person_mark_dirty(struct store *store, gint64 person_id,
				 GError **error)
{
	g_autoptr(statement) query = NULL;
	gint64 *dirtied = get_dirtied(store, person_id);

	g_assert(store->in_transaction);
	if (*dirtied == person_id)
		return TRUE;
	*dirtied = person_id;
	query = statement_get(store, mark_dirty_sql);
	bind_integer(query, ":person", person_id);
	return statement_run(query, error);
}

/* A meeting (enum direction 3) was counted while the clock was ahead. */
#define COUNTED_EARLY                                       \
	"SELECT early.person_id\n"                          \
	"         FROM touch\n"                             \
	"         JOIN person AS early USING (person_id)\n" \
	"        WHERE touch.direction = 3\n"               \
	"          AND touch.at > :now\n"                   \
	"          AND (early.judge_at IS NULL OR early.judge_at > touch.at)"

static const char mark_due_sql[] =
    "UPDATE person\n"
    "   SET dirty = 1, others = 1, judge_at = NULL\n"
    " WHERE judge_at <= :now\n"
    "    OR person_id IN (" COUNTED_EARLY ")";

gboolean store_person_mark_due(struct store *store, gint64 now, GError **error)
{
	g_autoptr(statement) query = statement_get(store, mark_due_sql);

	bind_integer(query, ":now", now);
	return statement_run(query, error);
}

static const char any_due_sql[] = "SELECT EXISTS (SELECT 1\n"
				  "                 FROM person\n"
				  "                WHERE judge_at <= :now)\n"
				  "    OR EXISTS (SELECT 1\n"
				  "                 FROM person\n"
				  "                WHERE dirty = 1)\n"
				  "    OR EXISTS (" COUNTED_EARLY ")";

gboolean store_person_any_due(struct store *store, gint64 now,
			      gboolean *any_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, any_due_sql);
	gint64 any = 0;

	bind_integer(query, ":now", now);
	if (!statement_run_integer(query, &any, error))
		return FALSE;
	*any_out = any != 0;
	return TRUE;
}

static const char mark_conversation_sql[] =
    "UPDATE person\n"
    "   SET dirty = 1, others = 1\n"
    " WHERE (dirty = 0 OR others = 0)\n"
    "   AND person_id IN (SELECT person_id\n"
    "                       FROM touch\n"
    "                      WHERE conversation_id = :conversation\n"
    "                        AND conversation_id <> 0)";

gboolean store_person_mark_conversation(struct store *store,
					gint64 conversation_id, GError **error)
{
	g_autoptr(statement) query =
	    statement_get(store, mark_conversation_sql);

	bind_integer(query, ":conversation", conversation_id);
	return statement_run(query, error);
}

static const char mark_all_dirty_sql[] = "UPDATE person\n"
					 "   SET dirty = 1\n"
					 " WHERE dirty = 0";

gboolean store_person_mark_all_dirty(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, mark_all_dirty_sql);

	return statement_run(query, error);
}

static const char delete_verdicts_sql[] = "DELETE FROM verdict\n"
					  " WHERE person_id = :person";
static const char delete_touches_sql[] = "DELETE FROM touch\n"
					 " WHERE person_id = :person";
static const char delete_sql[] = "DELETE FROM person\n"
				 " WHERE person_id = :person";

gboolean store_person_delete(struct store *store, gint64 person_id,
			     GError **error)
{
	static const char *const steps[] = {
		delete_verdicts_sql,
		delete_touches_sql,
		delete_sql,
	};
	g_autoptr(GPtrArray) addresses =
	    store_address_list_by_person(store, person_id, error);

	if (!addresses)
		return FALSE;
	for (guint i = 0; i < addresses->len; i++) {
		const struct store_address *address = addresses->pdata[i];

		if (!store_address_set_person(store, address->address_id, 0,
					      error))
			return FALSE;
	}
	if (!address_cache_write(store, error))
		return FALSE;
	for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
		g_autoptr(statement) query = statement_get(store, steps[i]);

		bind_integer(query, ":person", person_id);
		if (!statement_run(query, error))
			return FALSE;
	}
	return TRUE;
}

static const char list_dirty_sql[] = "SELECT person_id, others\n"
				     "  FROM person\n"
				     " WHERE dirty = 1\n"
				     "   AND person_id > :after\n"
				     " ORDER BY person_id\n"
				     " LIMIT :limit";

GArray *store_person_list_dirty(struct store *store, gint64 after, guint limit,
				GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_dirty_sql);
	g_autoptr(GArray) persons =
	    g_array_new(FALSE, FALSE, sizeof(struct store_dirty));

	bind_integer(query, ":after", after);
	bind_integer(query, ":limit", limit);
	while (statement_next(query)) {
		const struct store_dirty dirty = {
			.person_id = column_integer(query, 0),
			.others = column_boolean(query, 1),
		};

		g_array_append_val(persons, dirty);
	}
	if (!statement_done(query, error))
		return NULL;
	return g_steal_pointer(&persons);
}

static const char list_contacts_sql[] = "SELECT " PERSON_COLUMNS "\n"
					"  FROM person\n"
					" WHERE contact = 1\n"
					" ORDER BY name, person_id";

GPtrArray *store_person_list_contacts(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_contacts_sql);

	if (!address_cache_write(store, error))
		return NULL;
	return row_list(query, &person_row, error);
}

static const char each_sql[] = "SELECT " PERSON_COLUMNS "\n"
			       "  FROM person\n"
			       " WHERE person_id > :after\n"
			       " ORDER BY person_id\n"
			       " LIMIT :page";

static GPtrArray *list_page(struct store *store, gint64 after, GError **error)
{
	g_autoptr(statement) query = statement_get(store, each_sql);

	if (!address_cache_write(store, error))
		return NULL;
	bind_integer(query, ":after", after);
	bind_integer(query, ":page", ROW_PAGE);
	return row_list(query, &person_row, error);
}

gboolean store_person_each(struct store *store, store_person_func func,
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
			const struct store_person *person = page->pdata[i];

			if (!func(person, data, error))
				return FALSE;
			after = person->person_id;
		}
	}
}

static const char count_sql[] = "SELECT total(contact), total(1 - contact)\n"
				"  FROM person";

gboolean store_person_count(struct store *store, gint64 *contacts_out,
			    gint64 *sightings_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, count_sql);

	if (statement_next(query)) {
		*contacts_out = column_integer(query, 0);
		*sightings_out = column_integer(query, 1);
	}
	return statement_done(query, error);
}
