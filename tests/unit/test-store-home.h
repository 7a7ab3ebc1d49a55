/* A private directory with a store, for the tests of store/. */
#pragma once

#include <glib.h>
#include <glib/gstdio.h>

#include "store/account.h"
#include "store/copy.h"
#include "store/folder.h"
#include "store/message.h"
#include "store/store.h"

struct home {
	char *directory; /* 0700 */
	char *path;	 /* of the store in it */
	struct store *store;
	gint64 account_id;
	gint64 folder_id;
};

static inline struct store_bytes bytes_of(const char *text)
{
	return (struct store_bytes){ text, strlen(text) };
}

static inline void begin(struct store *store)
{
	GError *error = NULL;

	store_begin(store, &error);
	g_assert_no_error(error);
}

static inline void commit(struct store *store)
{
	GError *error = NULL;

	store_commit(store, &error);
	g_assert_no_error(error);
}

/* A call that must go well; `error` is an empty GError * of the caller. */
#define MUST(call)                           \
	do {                                 \
		gboolean went_well = (call); \
		g_assert_no_error(error);    \
		g_assert_true(went_well);    \
	} while (0)

static inline gint64 add_folder(struct store *store, gint64 account_id,
				const char *name, int role)
{
	struct store_folder folder = {
		.account_id = account_id,
		.name = bytes_of(name),
		.display = name,
		.role = role,
		.selected = TRUE,
	};
	GError *error = NULL;
	gint64 folder_id = 0;

	MUST(store_folder_put(store, &folder, &folder_id, &error));
	return folder_id;
}

static inline void home_open(struct home *home)
{
	GError *error = NULL;

	home->directory = g_dir_make_tmp("tend-store-XXXXXX", &error);
	g_assert_no_error(error);
	home->path = g_build_filename(home->directory, "tend.db", NULL);
	home->store = store_open(home->path, STORE_WRITE, &error);
	g_assert_no_error(error);
	begin(home->store);
	MUST(store_account_ensure(home->store, "home", &home->account_id,
				  &error));
	home->folder_id = add_folder(home->store, home->account_id, "INBOX", 1);
	commit(home->store);
}

static inline void home_close(struct home *home)
{
	static const char *const endings[] = { "", "-wal", "-shm" };

	g_clear_pointer(&home->store, store_close);
	for (gsize i = 0; i < G_N_ELEMENTS(endings); i++) {
		g_autofree char *file =
		    g_strconcat(home->path, endings[i], NULL);

		g_unlink(file);
	}
	g_assert_cmpint(g_rmdir(home->directory), ==, 0);
	g_clear_pointer(&home->path, g_free);
	g_clear_pointer(&home->directory, g_free);
}

static inline void home_reopen(struct home *home)
{
	GError *error = NULL;

	g_clear_pointer(&home->store, store_close);
	home->store = store_open(home->path, STORE_WRITE, &error);
	g_assert_no_error(error);
}

/* A copy of message `key` at `uid`; change what the test is about. */
static inline struct store_copy make_copy(const struct home *home, gint64 uid,
					  gint64 key)
{
	return (struct store_copy){
		.folder_id = home->folder_id,
		.uidvalidity = 7,
		.uid = uid,
		.message_key = key,
		.internal_at = 1000000 + uid,
		.size = 2000,
		.keywords = "",
		.facts = bytes_of("facts"),
	};
}

static inline gint64 add_message(struct store *store, gint64 key, gint64 at,
				 int direction, gint64 address_id,
				 gint64 conversation_id)
{
	g_autofree char *mid =
	    g_strdup_printf("%" G_GINT64_FORMAT "@example.org", key);
	struct store_message message = {
		.message_key = key,
		.copy_id = 1,
		.copies = 1,
		.at = at,
		.kind = 1,
		.direction = direction,
		.address_id = address_id,
		.conversation_id = conversation_id,
		.personal = TRUE,
		.target = key,
		.subject = "spring catalogue",
		.mid = mid,
		.evidence = "",
	};
	GError *error = NULL;

	MUST(store_message_insert(store, &message, &error));
	return key;
}
