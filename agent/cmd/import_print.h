/* What an import would do, and has done, for people and as JSON. */
#pragma once

#include "agent/border/record.h"
#include "agent/said/import.h"
#include "agent/json.h"

/* The columns of one file, a struct import_column each. */
struct import_column {
	guint number;
	enum card_field field;
	char *name, *example;
};

void import_column_free(gpointer data);

/* Which column is taken for what. */
void import_print_columns(const char *file, const GPtrArray *columns);

/* How many are new and so on, and what the user should look at. */
void import_print_plan(const struct import *import, gint64 due_at,
		       GTimeZone *zone);

/* One object a card. */
void import_print_json(const struct import *import, gint64 due_at,
		       gboolean written);
