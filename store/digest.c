/* The lines of a digest, as they were when it was made. */
#include "store/digest.h"

#include "store/private.h"

#define ITEM_COLUMNS                                                      \
	"outbox_id, position, address, name, reason, source, since_at,\n" \
	"       subject, sentence, organisation, phone, mid, quote,\n"    \
	"       section, list"
enum {
	COL_OUTBOX_ID,
	COL_POSITION,
	COL_ADDRESS,
	COL_NAME,
	COL_REASON,
	COL_SOURCE,
	COL_SINCE_AT,
	COL_SUBJECT,
	COL_SENTENCE,
	COL_ORGANISATION,
	COL_PHONE,
	COL_MID,
	COL_QUOTE,
	COL_SECTION,
	COL_LIST,
};

static void item_read(struct statement *query, gpointer row)
{
	struct store_digest_item *item = row;

	item->outbox_id = column_integer(query, COL_OUTBOX_ID);
	item->position = column_integer(query, COL_POSITION);
	item->address = column_text(query, COL_ADDRESS);
	item->name = column_text(query, COL_NAME);
	item->reason = (int)column_integer(query, COL_REASON);
	item->source = column_integer(query, COL_SOURCE);
	item->since_at = column_integer(query, COL_SINCE_AT);
	item->subject = column_text(query, COL_SUBJECT);
	item->sentence = column_text(query, COL_SENTENCE);
	item->organisation = column_text(query, COL_ORGANISATION);
	item->phone = column_text(query, COL_PHONE);
	item->mid = column_text(query, COL_MID);
	item->quote = column_text(query, COL_QUOTE);
	item->section = (int)column_integer(query, COL_SECTION);
	item->list = column_text(query, COL_LIST);
}

static const struct row_part item_parts[] = {
	ROW_TEXT(store_digest_item, address),
	ROW_TEXT(store_digest_item, name),
	ROW_TEXT(store_digest_item, subject),
	ROW_TEXT(store_digest_item, sentence),
	ROW_TEXT(store_digest_item, organisation),
	ROW_TEXT(store_digest_item, phone),
	ROW_TEXT(store_digest_item, mid),
	ROW_TEXT(store_digest_item, quote),
	ROW_TEXT(store_digest_item, list),
};

static const struct row_type item_row = {
	.size = sizeof(struct store_digest_item),
	.read = item_read,
	.parts = item_parts,
	.n_parts = G_N_ELEMENTS(item_parts),
};

static const char add_sql[] =
    "INSERT INTO digest_item (outbox_id, position, address, name, reason,\n"
    "       source, since_at, subject, sentence, organisation, phone,\n"
    "       mid, quote, section, list)\n"
    "VALUES (:outbox, :position, :address, :name, :reason,\n"
    "       :source, :since, :subject, :sentence, :organisation, :phone,\n"
    "       :mid, :quote, :section, :list)";

static const char *or_empty(const char *text)
{
	return text != NULL ? text : "";
}

gboolean store_digest_add_item(struct store *store,
			       const struct store_digest_item *item,
			       GError **error)
{
	g_autoptr(statement) query = statement_get(store, add_sql);

	bind_integer(query, ":outbox", item->outbox_id);
	bind_integer(query, ":position", item->position);
	bind_text(query, ":address", item->address);
	bind_text(query, ":name", item->name);
	bind_integer(query, ":reason", item->reason);
	bind_integer(query, ":source", item->source);
	bind_integer(query, ":since", item->since_at);
	bind_text(query, ":subject", item->subject);
	bind_text(query, ":sentence", item->sentence);
	bind_text(query, ":organisation", or_empty(item->organisation));
	bind_text(query, ":phone", or_empty(item->phone));
	bind_text(query, ":mid", or_empty(item->mid));
	bind_text(query, ":quote", or_empty(item->quote));
	bind_integer(query, ":section", item->section);
	bind_text(query, ":list", or_empty(item->list));
	return statement_run(query, error);
}

static const char list_sql[] = "SELECT " ITEM_COLUMNS "\n"
			       "  FROM digest_item\n"
			       " WHERE outbox_id = :outbox\n"
			       " ORDER BY position";

GPtrArray *store_digest_list_items(struct store *store, gint64 outbox_id,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	bind_integer(query, ":outbox", outbox_id);
	return row_list(query, &item_row, error);
}

static const char list_all_sql[] = "SELECT " ITEM_COLUMNS "\n"
				   "  FROM digest_item\n"
				   " ORDER BY outbox_id, position";

GPtrArray *store_digest_list_all(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_all_sql);

	return row_list(query, &item_row, error);
}

static const char delete_about_sql[] = "DELETE FROM digest_item\n"
				       " WHERE address = :address";

gboolean store_digest_delete_about(struct store *store, const char *address,
				   GError **error)
{
	g_autoptr(statement) query = statement_get(store, delete_about_sql);

	g_assert(store->in_transaction);
	bind_text(query, ":address", address);
	return statement_run(query, error);
}

static const char blank_sql[] =
    "UPDATE digest_item\n"
    "   SET subject = '', sentence = '', quote = ''\n"
    " WHERE outbox_id = :outbox\n"
    "   AND position = :position";

gboolean store_digest_blank(struct store *store,
			    const struct store_digest_item *item,
			    GError **error)
{
	g_autoptr(statement) query = statement_get(store, blank_sql);

	g_assert(store->in_transaction);
	bind_integer(query, ":outbox", item->outbox_id);
	bind_integer(query, ":position", item->position);
	return statement_run(query, error);
}

static const char list_positions_sql[] = "SELECT position\n"
					 "  FROM digest_item\n"
					 " WHERE outbox_id = :outbox\n"
					 "   AND list = :list\n"
					 " ORDER BY position";

GArray *store_digest_list_positions(struct store *store, gint64 outbox_id,
				    const char *list, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_positions_sql);
	g_autoptr(GArray) positions = g_array_new(FALSE, FALSE, sizeof(gint64));

	bind_integer(query, ":outbox", outbox_id);
	bind_text(query, ":list", list);
	return statement_run_integers(query, positions, error)
		   ? g_steal_pointer(&positions)
		   : NULL;
}
