/* Addresses, their counts, and the cache that spares a first reading. */
#include "store/address.h"

#include "store/person.h"
#include "store/private.h"

#include <string.h>

/* A mailbox of 100,000 messages has some thousands of addresses. */
#define CACHE_SIZE 4096

#define ADDRESS_COLUMNS                                             \
	"address_id, address, name, name_at, person_id, sent_to,\n" \
	"       received_from, first_at, last_at, phone, phone_at"
enum {
	COL_ADDRESS_ID,
	COL_ADDRESS,
	COL_NAME,
	COL_NAME_AT,
	COL_PERSON_ID,
	COL_SENT_TO,
	COL_RECEIVED_FROM,
	COL_FIRST_AT,
	COL_LAST_AT,
	COL_PHONE,
	COL_PHONE_AT,
};

static void address_read(struct statement *query, gpointer row)
{
	struct store_address *address = row;

	address->address_id = column_integer(query, COL_ADDRESS_ID);
	address->address = column_text(query, COL_ADDRESS);
	address->name = column_text(query, COL_NAME);
	address->name_at = column_integer(query, COL_NAME_AT);
	address->person_id = column_integer(query, COL_PERSON_ID);
	address->sent_to = column_integer(query, COL_SENT_TO);
	address->received_from = column_integer(query, COL_RECEIVED_FROM);
	address->first_at = column_integer(query, COL_FIRST_AT);
	address->last_at = column_integer(query, COL_LAST_AT);
	address->phone = column_text(query, COL_PHONE);
	address->phone_at = column_integer(query, COL_PHONE_AT);
}

static const struct row_part address_parts[] = {
	ROW_TEXT(store_address, address),
	ROW_TEXT(store_address, name),
	ROW_TEXT(store_address, phone),
};

static const struct row_type address_row = {
	.size = sizeof(struct store_address),
	.read = address_read,
	.parts = address_parts,
	.n_parts = G_N_ELEMENTS(address_parts),
};

struct entry {
	struct store_address row; /* name is `name`, address `text` */
	char *text;
	char *name;
	gboolean dirty;
	gboolean moved;	     /* to another person */
	gboolean first_lost; /* the message at the edge has gone: */
	gboolean last_lost;  /* recount unless another takes its place */
	GList link;	     /* newest use first */
};

struct address_cache {
	GHashTable *by_text;
	GHashTable *by_id;
	GQueue entries;
	guint n_dirty;
};

static void entry_free(gpointer data)
{
	struct entry *entry = data;

	g_free(entry->text);
	g_free(entry->name);
	g_free(entry);
}

void address_cache_free(struct address_cache *cache)
{
	if (!cache)
		return;
	g_hash_table_unref(cache->by_id);
	g_hash_table_unref(cache->by_text);
	g_free(cache);
}

static struct address_cache *get_cache(struct store *store)
{
	if (!store->cache) {
		store->cache = g_new0(struct address_cache, 1);
		store->cache->by_text = g_hash_table_new_full(
		    g_str_hash, g_str_equal, NULL, entry_free);
		store->cache->by_id =
		    g_hash_table_new(g_int64_hash, g_int64_equal);
	}
	return store->cache;
}

static void mark(struct address_cache *cache, struct entry *entry)
{
	if (!entry->dirty)
		cache->n_dirty++;
	entry->dirty = TRUE;
}

static const char update_sql[] = "UPDATE address\n"
				 "   SET name = :name,\n"
				 "       name_at = :name_at,\n"
				 "       sent_to = :sent_to,\n"
				 "       received_from = :received_from,\n"
				 "       first_at = :first,\n"
				 "       last_at = :last\n"
				 " WHERE address_id = :address";

static gboolean write_counts(struct store *store, const struct entry *entry,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, update_sql);

	bind_text(query, ":name", entry->name);
	bind_integer(query, ":name_at", entry->row.name_at);
	bind_integer(query, ":sent_to", entry->row.sent_to);
	bind_integer(query, ":received_from", entry->row.received_from);
	bind_known(query, ":first", entry->row.first_at);
	bind_known(query, ":last", entry->row.last_at);
	bind_integer(query, ":address", entry->row.address_id);
	return statement_run(query, error);
}

/* Apart, for it costs an index and a check of the person. */
static const char move_sql[] = "UPDATE address\n"
			       "   SET person_id = :person\n"
			       " WHERE address_id = :address";

static gboolean write_person(struct store *store, const struct entry *entry,
			     GError **error)
{
	g_autoptr(statement) query = statement_get(store, move_sql);

	bind_known(query, ":person", entry->row.person_id);
	bind_integer(query, ":address", entry->row.address_id);
	return statement_run(query, error);
}

static gboolean entry_write(struct store *store, struct entry *entry,
			    GError **error)
{
	if (!entry->dirty)
		return TRUE;
	if (entry->moved && !write_person(store, entry, error))
		return FALSE;
	if (!write_counts(store, entry, error))
		return FALSE;
	entry->moved = FALSE;
	entry->dirty = FALSE;
	store->cache->n_dirty--;
	return TRUE;
}

gboolean address_cache_write(struct store *store, GError **error)
{
	GList *link = store->cache ? store->cache->entries.head : NULL;

	for (; link && store->cache->n_dirty; link = link->next)
		if (!entry_write(store, link->data, error))
			return FALSE;
	return TRUE;
}

/*
 * Outgoing mail counts once however often it names the address; role Bcc
 * does not count.
 */
static const char recount_sql[] =
    "WITH counted (at, sent, received) AS (\n"
    "     SELECT at, 1, 0\n"
    "       FROM message\n"
    "      WHERE direction = :out\n"
    "        AND message_key IN (SELECT message_key\n"
    "                             FROM recipient\n"
    "                            WHERE address_id = :address\n"
    "                              AND role IN (:to, :cc))\n"
    "      UNION ALL\n"
    "     SELECT at, 0, 1\n"
    "       FROM message\n"
    "      WHERE direction = :in\n"
    "        AND address_id = :address)\n"
    "SELECT total(sent), total(received), min(nullif(at, 0)),\n"
    "       max(nullif(at, 0))\n"
    "  FROM counted";

static gboolean entry_recount(struct store *store, struct entry *entry,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, recount_sql);
	struct store_address *row = &entry->row;

	bind_integer(query, ":out", STORE_DIRECTION_OUT);
	bind_integer(query, ":in", STORE_DIRECTION_IN);
	bind_integer(query, ":to", STORE_ROLE_TO);
	bind_integer(query, ":cc", STORE_ROLE_CC);
	bind_integer(query, ":address", row->address_id);
	if (statement_next(query)) {
		row->sent_to = column_integer(query, 0);
		row->received_from = column_integer(query, 1);
		row->first_at = column_integer(query, 2);
		row->last_at = column_integer(query, 3);
	}
	entry->first_lost = FALSE;
	entry->last_lost = FALSE;
	mark(store->cache, entry);
	return statement_done(query, error);
}

gboolean address_cache_settle(struct store *store, GError **error)
{
	GList *link = store->cache ? store->cache->entries.head : NULL;

	for (; link; link = link->next) {
		struct entry *entry = link->data;

		if ((entry->first_lost || entry->last_lost) &&
		    !entry_recount(store, entry, error))
			return FALSE;
	}
	return address_cache_write(store, error);
}

/*
 * Entries with a lost edge stay: their message may be half derived, so that
 * only the end of the transaction is the time to recount.
 */
static gboolean make_room(struct store *store, GError **error)
{
	struct address_cache *cache = store->cache;
	GList *link = cache->entries.tail;

	while (link != cache->entries.head &&
	       cache->entries.length > CACHE_SIZE) {
		struct entry *entry = link->data;

		link = link->prev;
		if (entry->first_lost || entry->last_lost)
			continue;
		if (!entry_write(store, entry, error))
			return FALSE;
		g_queue_unlink(&cache->entries, &entry->link);
		g_hash_table_remove(cache->by_id, &entry->row.address_id);
		g_hash_table_remove(cache->by_text, entry->text);
	}
	return TRUE;
}

static void use(struct address_cache *cache, struct entry *entry)
{
	g_queue_unlink(&cache->entries, &entry->link);
	g_queue_push_head_link(&cache->entries, &entry->link);
}

static struct entry *cache_add(struct store *store,
			       const struct store_address *row, GError **error)
{
	struct address_cache *cache = get_cache(store);
	struct entry *entry = g_new0(struct entry, 1);

	entry->row = *row;
	entry->text = g_strdup(row->address);
	entry->name = g_strdup(row->name);
	entry->link.data = entry;
	g_queue_push_head_link(&cache->entries, &entry->link);
	g_hash_table_insert(cache->by_text, entry->text, entry);
	g_hash_table_insert(cache->by_id, &entry->row.address_id, entry);
	return make_room(store, error) ? entry : NULL;
}

static const char find_sql[] = "SELECT " ADDRESS_COLUMNS "\n"
			       "  FROM address\n"
			       " WHERE address = :address";
static const char find_by_id_sql[] = "SELECT " ADDRESS_COLUMNS "\n"
				     "  FROM address\n"
				     " WHERE address_id = :id";

gboolean store_address_find(struct store *store, const char *address,
			    struct store_address **address_out, GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_sql);

	if (!address_cache_write(store, error))
		return FALSE;
	bind_text(query, ":address", address);
	return row_find(query, &address_row, address_out, error);
}

gboolean store_address_find_by_id(struct store *store, gint64 address_id,
				  struct store_address **address_out,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, find_by_id_sql);

	if (!address_cache_write(store, error))
		return FALSE;
	bind_integer(query, ":id", address_id);
	return row_find(query, &address_row, address_out, error);
}

/* The entry of an id that must exist; read if it is not in the cache. */
static struct entry *entry_get(struct store *store, gint64 address_id,
			       GError **error)
{
	g_autoptr(statement) query = NULL;
	g_autoptr(store_address) row = NULL;
	struct entry *entry =
	    g_hash_table_lookup(get_cache(store)->by_id, &address_id);

	if (entry) {
		use(store->cache, entry);
		return entry;
	}
	query = statement_get(store, find_by_id_sql);
	bind_integer(query, ":id", address_id);
	if (!row_find(query, &address_row, &row, error))
		return NULL;
	g_assert(row);
	return cache_add(store, row, error);
}

static const char insert_sql[] =
    "INSERT INTO address (address, name, name_at)\n"
    "VALUES (:address, '', 0)";

static struct entry *entry_insert(struct store *store, const char *address,
				  GError **error)
{
	g_autoptr(statement) query = statement_get(store, insert_sql);
	struct store_address row = { .address = address, .name = "" };

	bind_text(query, ":address", address);
	if (!statement_run(query, error))
		return NULL;
	row.address_id = store_inserted(store);
	return cache_add(store, &row, error);
}

static struct entry *entry_ensure(struct store *store, const char *address,
				  GError **error)
{
	g_autoptr(statement) query = NULL;
	g_autoptr(store_address) row = NULL;
	struct entry *entry =
	    g_hash_table_lookup(get_cache(store)->by_text, address);

	if (entry) {
		use(store->cache, entry);
		return entry;
	}
	query = statement_get(store, find_sql);
	bind_text(query, ":address", address);
	if (!row_find(query, &address_row, &row, error))
		return NULL;
	return row ? cache_add(store, row, error)
		   : entry_insert(store, address, error);
}

static gboolean is_better(const struct entry *entry, const char *name,
			  gint64 at)
{
	if (!*name || !strcmp(name, entry->name))
		return *name && at > entry->row.name_at;
	return !*entry->name || at > entry->row.name_at ||
	       (at == entry->row.name_at && strcmp(name, entry->name) > 0);
}

gboolean store_address_ensure(struct store *store, const char *address,
			      const char *name, gint64 at,
			      gint64 *address_id_out, GError **error)
{
	struct entry *entry;

	g_assert(store->in_transaction);
	entry = entry_ensure(store, address, error);
	if (!entry)
		return FALSE;
	if (is_better(entry, name, at)) {
		g_free(entry->name);
		entry->name = g_strdup(name);
		entry->row.name_at = at;
		mark(store->cache, entry);
		/* Whoever it is bears the name, which judging gives them. */
		if (entry->row.person_id &&
		    !store_person_mark_dirty(store, entry->row.person_id,
					     error))
			return FALSE;
	}
	*address_id_out = entry->row.address_id;
	return TRUE;
}

static void edges_add(struct entry *entry, gint64 at)
{
	struct store_address *row = &entry->row;

	/* A time that nobody knows is no edge. */
	if (!at)
		return;
	if (!row->first_at || at <= row->first_at) {
		row->first_at = at;
		entry->first_lost = FALSE;
	}
	if (!row->last_at || at >= row->last_at) {
		row->last_at = at;
		entry->last_lost = FALSE;
	}
}

gboolean store_address_tally(struct store *store, gint64 address_id,
			     int sent_to, int received_from, gint64 at,
			     GError **error)
{
	struct entry *entry;

	g_assert(store->in_transaction);
	entry = entry_get(store, address_id, error);
	if (!entry)
		return FALSE;
	entry->row.sent_to += sent_to;
	entry->row.received_from += received_from;
	if (sent_to > 0 || received_from > 0)
		edges_add(entry, at);
	if (at && (sent_to < 0 || received_from < 0)) {
		entry->first_lost |= at <= entry->row.first_at;
		entry->last_lost |= at >= entry->row.last_at;
	}
	mark(store->cache, entry);
	return TRUE;
}

/* Past the cache, which has no numbers: few mails have one. */
static const char note_phone_sql[] =
    "UPDATE address\n"
    "   SET phone = :phone,\n"
    "       phone_at = :at\n"
    " WHERE address_id = :address\n"
    "   AND (phone_at < :at OR (phone_at = :at AND phone < :phone))";

gboolean store_address_note_phone(struct store *store, gint64 address_id,
				  const char *phone, gint64 at, GError **error)
{
	g_autoptr(statement) query = statement_get(store, note_phone_sql);
	gint64 person_id;

	g_assert(store->in_transaction);
	bind_text(query, ":phone", phone);
	bind_integer(query, ":at", at);
	bind_integer(query, ":address", address_id);
	if (!statement_run(query, error))
		return FALSE;
	if (!store_changed(store))
		return TRUE;
	return store_address_get_person(store, address_id, &person_id, error) &&
	       (!person_id || store_person_mark_dirty(store, person_id, error));
}

gboolean store_address_recount(struct store *store, gint64 address_id,
			       GError **error)
{
	struct entry *entry;

	g_assert(store->in_transaction);
	entry = entry_get(store, address_id, error);
	return entry && entry_recount(store, entry, error);
}

static const char list_by_person_sql[] =
    "SELECT " ADDRESS_COLUMNS "\n"
    "  FROM address\n"
    " WHERE person_id = :person\n"
    " ORDER BY sent_to + received_from DESC, address";

GPtrArray *store_address_list_by_person(struct store *store, gint64 person_id,
					GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_by_person_sql);

	if (!address_cache_write(store, error))
		return NULL;
	bind_integer(query, ":person", person_id);
	return row_list(query, &address_row, error);
}

/* By person, and each person's as store_address_list_by_person has them. */
static gint compare_owned(gconstpointer a, gconstpointer b)
{
	const struct store_address *x = *(const struct store_address *const *)a;
	const struct store_address *y = *(const struct store_address *const *)b;
	gint64 x_mail = x->sent_to + x->received_from;
	gint64 y_mail = y->sent_to + y->received_from;

	if (x->person_id != y->person_id)
		return x->person_id < y->person_id ? -1 : 1;
	if (x_mail != y_mail)
		return x_mail > y_mail ? -1 : 1;
	return strcmp(x->address, y->address);
}

/* Sorted here: SQLite would set up a sort for each person. */
static const char list_dirty_sql[] = "SELECT " ADDRESS_COLUMNS "\n"
				     "  FROM (SELECT person_id\n"
				     "          FROM person\n"
				     "         WHERE dirty = 1\n"
				     "           AND person_id > :after\n"
				     "           AND person_id <= :last)\n"
				     " CROSS JOIN address USING (person_id)";

GPtrArray *store_address_list_dirty(struct store *store, gint64 after,
				    gint64 last, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_dirty_sql);
	GPtrArray *addresses;

	if (!address_cache_write(store, error))
		return NULL;
	bind_integer(query, ":after", after);
	bind_integer(query, ":last", last);
	addresses = row_list(query, &address_row, error);
	if (addresses)
		g_ptr_array_sort(addresses, compare_owned);
	return addresses;
}

static const char list_shared_sql[] = "SELECT person_id\n"
				      "  FROM address\n"
				      " WHERE person_id IS NOT NULL\n"
				      " GROUP BY person_id\n"
				      "HAVING count(*) > 1\n"
				      " ORDER BY person_id";

GArray *store_address_list_shared(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_shared_sql);
	g_autoptr(GArray) persons = g_array_new(FALSE, FALSE, sizeof(gint64));

	if (!address_cache_write(store, error) ||
	    !statement_run_integers(query, persons, error))
		return NULL;
	return g_steal_pointer(&persons);
}

static const char each_sql[] = "SELECT " ADDRESS_COLUMNS "\n"
			       "  FROM address\n"
			       " WHERE address > :after\n"
			       " ORDER BY address\n"
			       " LIMIT :page";

static GPtrArray *list_page(struct store *store, const char *after,
			    GError **error)
{
	g_autoptr(statement) query = statement_get(store, each_sql);

	if (!address_cache_write(store, error))
		return NULL;
	bind_text(query, ":after", after);
	bind_integer(query, ":page", ROW_PAGE);
	return row_list(query, &address_row, error);
}

gboolean store_address_each(struct store *store, store_address_func func,
			    gpointer data, GError **error)
{
	g_autofree char *after = g_strdup("");

	for (;;) {
		g_autoptr(GPtrArray) page = list_page(store, after, error);
		const struct store_address *last;

		if (!page)
			return FALSE;
		if (!page->len)
			return TRUE;
		for (guint i = 0; i < page->len; i++)
			if (!func(page->pdata[i], data, error))
				return FALSE;
		last = page->pdata[page->len - 1];
		g_free(after);
		after = g_strdup(last->address);
	}
}

/* Few are, so that to read the table and sort them beats to read its index. */
static const char list_written_sql[] = "SELECT " ADDRESS_COLUMNS "\n"
				       "  FROM address NOT INDEXED\n"
				       " WHERE person_id IS NULL\n"
				       "   AND sent_to > 0\n"
				       " ORDER BY address";

GPtrArray *store_address_list_written(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_written_sql);

	if (!address_cache_write(store, error))
		return NULL;
	return row_list(query, &address_row, error);
}

static const char person_sql[] = "SELECT person_id\n"
				 "  FROM address\n"
				 " WHERE address_id = :address\n"
				 "   AND person_id IS NOT NULL";

gboolean store_address_get_person(struct store *store, gint64 address_id,
				  gint64 *person_id_out, GError **error)
{
	g_autoptr(statement) query = NULL;
	struct entry *entry;

	*person_id_out = 0;
	if (store->in_transaction) {
		entry = entry_get(store, address_id, error);
		if (entry)
			*person_id_out = entry->row.person_id;
		return entry != NULL;
	}
	/* Outside of one, another process may know better than the cache. */
	query = statement_get(store, person_sql);
	bind_integer(query, ":address", address_id);
	return statement_run_integer(query, person_id_out, error);
}

gboolean store_address_set_person(struct store *store, gint64 address_id,
				  gint64 person_id, GError **error)
{
	struct entry *entry;

	g_assert(store->in_transaction);
	entry = entry_get(store, address_id, error);
	if (!entry)
		return FALSE;
	if (entry->row.person_id != person_id) {
		entry->row.person_id = person_id;
		entry->moved = TRUE;
		mark(store->cache, entry);
	}
	return TRUE;
}

static const char delete_sql[] = "DELETE FROM address\n"
				 " WHERE address_id = :address";

gboolean store_address_delete(struct store *store, gint64 address_id,
			      GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_sql);

	g_assert(store->in_transaction);
	if (!address_cache_settle(store, error))
		return FALSE;
	bind_integer(query, ":address", address_id);
	if (!statement_run(query, error))
		return FALSE;
	store_forget(store);
	return TRUE;
}
