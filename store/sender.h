/* Who may be the user by another address.  Derived. */
#pragma once

#include "store/store.h"

struct store_sender {
	const char *address;
	const char *account; /* where the newest such mail lies */
	gint64 mails, last_at;
	const char *name; /* as last written */
	gint64 received;  /* incoming messages from it */
};

typedef struct store_sender store_sender;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_sender, g_free)

/*
 * struct store_sender, most mail first, ties by address: persons of whom at
 * least that many mails lie in Sent folders though their address is none of
 * the user's own.
 */
GPtrArray *store_sender_list_in_sent(struct store *store, gint64 least,
				     GError **error);
/*
 * The same of those who last wrote under this name, whatever its case, and
 * whose mail to the user makes touches.
 */
GPtrArray *store_sender_list_by_name(struct store *store, const char *name,
				     gint64 least, GError **error);
/*
 * The same of those in whose name or address the piece of a name stands, and
 * to whom that many mails of the user's went that nobody else got.
 */
GPtrArray *store_sender_list_alone(struct store *store, const char *piece,
				   gint64 least, GError **error);
