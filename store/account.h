/* The accounts of the configuration and how their reading stands. */
#pragma once

#include "store/store.h"

struct store_account {
	gint64 account_id;
	const char *name;    /* of the [account NAME] group */
	gint64 baseline_at;  /* first reading had reached its horizon */
	gint64 read_at;	     /* last time all folders were read to the end */
	const char *problem; /* why it is not read now, "" for none */
	gint64 problem_at;
	gint64 refused; /* refused logins since refused_at */
	gint64 refused_at;
	const char *capabilities; /* as the server listed them */
};

typedef struct store_account store_account;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_account, g_free)

gboolean store_account_ensure(struct store *store, const char *name,
			      gint64 *account_id_out, GError **error);
gboolean store_account_find(struct store *store, const char *name,
			    struct store_account **account_out, GError **error);
/* struct store_account, by name */
GPtrArray *store_account_list(struct store *store, GError **error);

/* Only the first baseline holds: a later one changes nothing. */
gboolean store_account_set_baseline(struct store *store, gint64 account_id,
				    gint64 at, GError **error);
gboolean store_account_set_read(struct store *store, gint64 account_id,
				gint64 at, GError **error);
/* "" means that all is well again. */
gboolean store_account_set_problem(struct store *store, gint64 account_id,
				   const char *problem, gint64 at,
				   GError **error);
/* 0, 0 after a login that went well. */
gboolean store_account_set_refused(struct store *store, gint64 account_id,
				   gint64 refused, gint64 refused_at,
				   GError **error);
gboolean store_account_set_capabilities(struct store *store, gint64 account_id,
					const char *capabilities,
					GError **error);
