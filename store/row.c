/* Rows that are handed out: one block of memory with its texts inside. */
#include "store/private.h"

#include <string.h>

static const char *part_get(const struct row_part *part, gconstpointer row,
			    gsize *length_out)
{
	const char *data;

	memcpy(&data, (const char *)row + part->pointer, sizeof(data));
	if (!part->length)
		*length_out = strlen(data) + 1;
	else
		memcpy(length_out, (const char *)row + part->length,
		       sizeof(*length_out));
	return data;
}

gpointer row_copy(const struct row_type *type, gconstpointer row)
{
	gsize total = type->size;
	char *copy, *end;

	for (guint i = 0; i < type->n_parts; i++) {
		gsize length;

		part_get(&type->parts[i], row, &length);
		total += length;
	}
	copy = g_malloc(total);
	memcpy(copy, row, type->size);
	end = copy + type->size;
	for (guint i = 0; i < type->n_parts; i++) {
		gsize length;
		const char *data = part_get(&type->parts[i], row, &length);

		if (length)
			memcpy(end, data, length);
		memcpy(copy + type->parts[i].pointer, &end, sizeof(end));
		end += length;
	}
	return copy;
}

/* Larger than any row, and aligned for one. */
union row_space {
	gint64 alignment;
	char bytes[256];
};

static gpointer row_read(struct statement *statement,
			 const struct row_type *type)
{
	union row_space space = { 0 };

	g_assert(type->size <= sizeof(space));
	type->read(statement, &space);
	return row_copy(type, &space);
}

gboolean row_find(struct statement *statement, const struct row_type *type,
		  gpointer row_out, GError **error)
{
	g_autofree gpointer row = NULL;

	if (statement_next(statement))
		row = row_read(statement, type);
	memset(row_out, 0, sizeof(row));
	if (!statement_done(statement, error))
		return FALSE;
	memcpy(row_out, &row, sizeof(row));
	row = NULL;
	return TRUE;
}

GPtrArray *row_list(struct statement *statement, const struct row_type *type,
		    GError **error)
{
	g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_free);

	while (statement_next(statement))
		g_ptr_array_add(rows, row_read(statement, type));
	if (!statement_done(statement, error))
		return NULL;
	return g_steal_pointer(&rows);
}
