/* The user's own addresses, by where tend knows them from. */
#include "store/identity.h"

#include "store/private.h"

#include <string.h>

#define IDENTITY_COLUMNS "address, source"
enum { COL_ADDRESS, COL_SOURCE };

static void identity_read(struct statement *query, gpointer row)
{
	struct store_identity *identity = row;

	identity->address = column_text(query, COL_ADDRESS);
	identity->source = column_text(query, COL_SOURCE);
}

static const struct row_part identity_parts[] = {
	ROW_TEXT(store_identity, address),
	ROW_TEXT(store_identity, source),
};

static const struct row_type identity_row = {
	.size = sizeof(struct store_identity),
	.read = identity_read,
	.parts = identity_parts,
	.n_parts = G_N_ELEMENTS(identity_parts),
};

static const char list_sql[] = "SELECT " IDENTITY_COLUMNS "\n"
			       "  FROM identity\n"
			       " ORDER BY address, source";

GPtrArray *store_identity_list(struct store *store, GError **error)
{
	g_autoptr(statement) query = statement_get(store, list_sql);

	return row_list(query, &identity_row, error);
}

static const char delete_sql[] = "DELETE FROM identity\n"
				 " WHERE address = :address\n"
				 "   AND source = :source";
static const char insert_sql[] = "INSERT INTO identity (address, source)\n"
				 "VALUES (:address, :source)\n"
				 "    ON CONFLICT DO NOTHING";

static gboolean run(struct store *store, const char *sql, const char *address,
		    const char *source, GError **error)
{
	g_autoptr(statement) query = statement_get(store, sql);

	bind_text(query, ":address", address);
	bind_text(query, ":source", source);
	return statement_run(query, error);
}

static gboolean is_among(const char *address, const char *const *addresses,
			 guint n)
{
	for (guint i = 0; i < n; i++)
		if (!strcmp(addresses[i], address))
			return TRUE;
	return FALSE;
}

/* Whether both lists, which are sorted, hold the same addresses. */
static gboolean same_addresses(const GPtrArray *a, const GPtrArray *b)
{
	guint i = 0, j = 0;

	while (i < a->len && j < b->len) {
		const struct store_identity *x = a->pdata[i], *y = b->pdata[j];

		if (strcmp(x->address, y->address) != 0)
			return FALSE;
		/* Step over the other sources of this address. */
		for (; i < a->len; i++)
			if (strcmp(
				((struct store_identity *)a->pdata[i])->address,
				y->address) != 0)
				break;
		for (; j < b->len; j++)
			if (strcmp(
				((struct store_identity *)b->pdata[j])->address,
				x->address) != 0)
				break;
	}
	return i == a->len && j == b->len;
}

gboolean store_identity_replace(struct store *store, const char *source,
				const char *const *addresses, guint n,
				gboolean *changed_out, GError **error)
{
	g_autoptr(GPtrArray) before = store_identity_list(store, error);
	g_autoptr(GPtrArray) after = NULL;

	if (!before)
		return FALSE;
	for (guint i = 0; i < before->len; i++) {
		const struct store_identity *old = before->pdata[i];

		if (!strcmp(old->source, source) &&
		    !is_among(old->address, addresses, n) &&
		    !run(store, delete_sql, old->address, source, error))
			return FALSE;
	}
	for (guint i = 0; i < n; i++)
		if (!run(store, insert_sql, addresses[i], source, error))
			return FALSE;
	after = store_identity_list(store, error);
	if (!after)
		return FALSE;
	*changed_out = !same_addresses(before, after);
	return TRUE;
}
