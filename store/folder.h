/* Folders and how far each has been read. */
#pragma once

#include "store/store.h"

struct store_folder {
	gint64 folder_id;
	gint64 account_id;
	struct store_bytes
	    name;	     /* as the server spelt it; a directory's path */
	const char *display; /* for people, UTF-8 */
	int role;	     /* enum folder_role */
	gboolean selected;   /* tend reads it */
	gint64 uidvalidity;  /* 0: never read */
	gint64 low, high;    /* UIDs recorded or proven absent, inclusive */
	gint64 modseq;	     /* 0: unknown */
	gint64 messages;     /* EXISTS when last opened */
	gboolean keywords;   /* the server keeps user keywords */
};

typedef struct store_folder store_folder;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_folder, g_free)

/*
 * Make the folder known or change its display, role and selected; found by
 * account_id and name, everything else in `folder` is ignored.
 */
gboolean store_folder_put(struct store *store,
			  const struct store_folder *folder,
			  gint64 *folder_id_out, GError **error);
gboolean store_folder_find(struct store *store, gint64 folder_id,
			   struct store_folder **folder_out, GError **error);
gboolean store_folder_find_by_name(struct store *store, gint64 account_id,
				   struct store_bytes name,
				   struct store_folder **folder_out,
				   GError **error);
/* struct store_folder, by display; account 0 means all accounts */
GPtrArray *store_folder_list(struct store *store, gint64 account_id,
			     GError **error);

/* In one transaction with the copies that the cursor passes. */
gboolean store_folder_set_cursor(struct store *store, gint64 folder_id,
				 gint64 uidvalidity, gint64 low, gint64 high,
				 gint64 modseq, GError **error);
gboolean store_folder_set_opened(struct store *store, gint64 folder_id,
				 gint64 messages, gboolean keywords,
				 GError **error);

/*
 * The server has renumbered the folder: its cursor goes back to nothing and
 * the copies of other UIDVALIDITYs are gone.  Those that are met again are
 * taken over by store_copy_put, so the table does not grow.
 */
gboolean store_folder_restart(struct store *store, gint64 folder_id,
			      gint64 uidvalidity, gint64 now, GError **error);

/* A person whose mail fills a folder. */
struct store_folder_share {
	gint64 person_id;
	gint64 mails;
	const char *display; /* of the folder */
};

/*
 * struct store_folder_share, most mail first: of each folder with this role
 * (enum folder_role) who wrote at least so many of the mails that came, and at
 * least so many in a hundred.  Looks at every copy.
 */
GPtrArray *store_folder_list_shares(struct store *store, int role, guint least,
				    guint percent, GError **error);
