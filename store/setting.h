/* What tend remembers for itself, by name. */
#pragma once

#include "store/store.h"

/* *value_out is NULL when it was never put; the caller frees it. */
gboolean store_setting_find(struct store *store, const char *name,
			    char **value_out, GError **error);

/* The same as a number; *value_out stays as it was when there is none. */
gboolean store_setting_find_integer(struct store *store, const char *name,
				    gint64 *value_out, GError **error);

/* NULL takes it away. */
gboolean store_setting_put(struct store *store, const char *name,
			   const char *value, GError **error);
gboolean store_setting_put_integer(struct store *store, const char *name,
				   gint64 value, GError **error);
