/*
 * Flags that were seen to change on mail in a mailbox: kept until somebody
 * has asked what that means (agent/post/marks.h), and then dropped.  Nothing
 * is kept before the account's baseline, nor of mail that is older than it
 * and came with its flags: the user set these before tend was there.
 */
#pragma once

#include "store/store.h"

struct store_flagging {
	gint64 flagging_id;
	gint64 message_key;
	gboolean fresh;	    /* the copy came with its flags */
	guint flags_before; /* enum flag bits */
	const char *keywords_before;
	guint flags; /* now */
	const char *keywords;
	gint64 folder_id; /* where its copy is, or was */
	gint64 uidvalidity, uid;
	gint64 gone_at;
};

typedef struct store_flagging store_flagging;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_flagging, g_free)

/* A copy's flags were these until now; fresh: it is new. */
gboolean store_flagging_add(struct store *store, gint64 copy_id, gboolean fresh,
			    guint flags, const char *keywords, GError **error);
/* struct store_flagging of an account, in the order seen */
GPtrArray *store_flagging_list(struct store *store, gint64 account_id,
			       GError **error);
gboolean store_flagging_delete(struct store *store, gint64 flagging_id,
			       GError **error);
