/* Senders who may be the user. */
#include "store/sender.h"

#include "store/address.h"
#include "store/private.h"

/* Of a grouping of messages: the newest tells the account. */
#define SENDER_COLUMNS                                            \
	"address, mails, newest_at,\n"                            \
	"       coalesce((SELECT account.name\n"                  \
	"                   FROM copy\n"                          \
	"                   JOIN folder USING (folder_id)\n"      \
	"                   JOIN account USING (account_id)\n"    \
	"                  WHERE copy.message_key = newest_key\n" \
	"                  ORDER BY copy_id\n"                    \
	"                  LIMIT 1), ''),\n"                      \
	"       name, received_from"
enum {
	COL_ADDRESS,
	COL_MAILS,
	COL_LAST_AT,
	COL_ACCOUNT,
	COL_NAME,
	COL_RECEIVED,
};

static void sender_read(struct statement *query, gpointer row)
{
	struct store_sender *sender = row;

	sender->address = column_text(query, COL_ADDRESS);
	sender->mails = column_integer(query, COL_MAILS);
	sender->last_at = column_integer(query, COL_LAST_AT);
	sender->account = column_text(query, COL_ACCOUNT);
	sender->name = column_text(query, COL_NAME);
	sender->received = column_integer(query, COL_RECEIVED);
}

static const struct row_part sender_parts[] = {
	ROW_TEXT(store_sender, address),
	ROW_TEXT(store_sender, account),
	ROW_TEXT(store_sender, name),
};

static const struct row_type sender_row = {
	.size = sizeof(struct store_sender),
	.read = sender_read,
	.parts = sender_parts,
	.n_parts = G_N_ELEMENTS(sender_parts),
};

static const char in_sent_sql[] =
    "SELECT " SENDER_COLUMNS "\n"
    "  FROM (SELECT address_id, count(*) AS mails, max(at) AS newest_at,\n"
    "               max(message_key) AS newest_key\n"
    "          FROM message\n"
    "         WHERE in_sent = 1\n"
    "         GROUP BY address_id\n"
    "        HAVING count(*) >= :least)\n"
    "  JOIN address USING (address_id)\n"
    " ORDER BY mails DESC, address";

GPtrArray *store_sender_list_in_sent(struct store *store, gint64 least,
				     GError **error)
{
	g_autoptr(statement) query = statement_get(store, in_sent_sql);

	bind_integer(query, ":least", least);
	return row_list(query, &sender_row, error);
}

/* Addresses are some thousands: they need no index by name. */
static const char by_name_sql[] =
    "SELECT " SENDER_COLUMNS "\n"
    "  FROM (SELECT address, name, received_from, count(*) AS mails,\n"
    "               max(at) AS newest_at, max(message_key) AS newest_key\n"
    "          FROM address\n"
    "          JOIN message USING (address_id)\n"
    "         WHERE name = :name COLLATE NOCASE\n"
    "           AND received_from >= :least\n"
    "           AND direction = :in\n"
    "           AND personal = 1\n"
    "         GROUP BY address_id\n"
    "        HAVING count(*) >= :least)\n"
    " ORDER BY mails DESC, address";

GPtrArray *store_sender_list_by_name(struct store *store, const char *name,
				     gint64 least, GError **error)
{
	g_autoptr(statement) query = statement_get(store, by_name_sql);

	bind_text(query, ":name", name);
	bind_integer(query, ":least", least);
	bind_integer(query, ":in", STORE_DIRECTION_IN);
	return row_list(query, &sender_row, error);
}

/* A piece is looked for, with ASCII's cases: the caller compares words. */
static const char alone_sql[] =
    "SELECT " SENDER_COLUMNS "\n"
    "  FROM (SELECT address, name, received_from,\n"
    "               count(DISTINCT message_key) AS mails,\n"
    "               max(at) AS newest_at, max(message_key) AS newest_key\n"
    "          FROM address\n"
    "          JOIN recipient USING (address_id)\n"
    "          JOIN message USING (message_key)\n"
    "         WHERE instr(lower(name || ' ' || address), lower(:piece)) > 0\n"
    "           AND sent_to >= :least\n"
    "           AND direction = :out\n"
    "           AND NOT EXISTS\n"
    "               (SELECT 1\n"
    "                  FROM recipient AS other\n"
    "                 WHERE other.message_key = recipient.message_key\n"
    "                   AND other.address_id <> recipient.address_id)\n"
    "         GROUP BY recipient.address_id\n"
    "        HAVING count(DISTINCT message_key) >= :least)\n"
    " ORDER BY mails DESC, address";

GPtrArray *store_sender_list_alone(struct store *store, const char *piece,
				   gint64 least, GError **error)
{
	g_autoptr(statement) query = statement_get(store, alone_sql);

	bind_text(query, ":piece", piece);
	bind_integer(query, ":least", least);
	bind_integer(query, ":out", STORE_DIRECTION_OUT);
	return row_list(query, &sender_row, error);
}
