/* Copies: what one version of the parser saw of one mail in one folder. */
#pragma once

#include "store/store.h"

/* How much of a mail was read. */
enum store_body {
	STORE_BODY_UNREAD, /* its header */
	STORE_BODY_WANTED, /* its header, which asks for the body */
	STORE_BODY_READ,   /* its body as well */
};

struct store_copy {
	gint64 copy_id;
	gint64 folder_id;
	gint64 uidvalidity; /* 0 for files */
	gint64 uid;	    /* for files the facts' content hash */
	gint64 message_key; /* above 0: a touch's source may be below */
	gint64 internal_at;
	gint64 size;	      /* bytes */
	guint flags;	      /* enum flag bits */
	const char *keywords; /* space-separated */
	gint64 gm_msgid;      /* X-GM-MSGID's 64 bits, 0: none */
	gint64 gone_at;	      /* 0: it is there */
	guint version;	      /* of the parser that saw it */
	enum store_body body;
	struct store_bytes facts; /* an encoded struct record_facts */
	int role;		  /* of its folder; filled by the lists only */
};

typedef struct store_copy store_copy;
G_DEFINE_AUTOPTR_CLEANUP_FUNC(store_copy, g_free)

enum store_copy_result {
	STORE_COPY_SAME, /* nothing that is derived from it changed */
	STORE_COPY_NEW,
	STORE_COPY_REPLACED, /* other facts or time: derive old_key anew too */
	STORE_COPY_RETURNED, /* had been gone; may have other facts as well */
};

struct store_copy_put {
	enum store_copy_result result;
	gint64 copy_id;
	gint64 old_key;		/* message_key before; 0 for a new one */
	gboolean flags_changed; /* flags or keywords */
	gboolean facts_changed; /* of a copy known before */
};

/*
 * Record a copy; copy_id, gone_at and role are ignored.  Found by folder,
 * uidvalidity and uid; failing that, a gone copy of the same message in the
 * same folder is taken over.  A copy already known as it is changes nothing,
 * and a header leaves in place what was read of the same mail's body.
 * A UID that now is another mail, received at another time, is a new copy, and
 * the earlier one is gone.  A file's mail that was read less, or by an older
 * parser, is taken over too.
 */
gboolean store_copy_put(struct store *store, const struct store_copy *copy,
			struct store_copy_put *put_out, GError **error);
/* The same, and the copy as it was before, NULL for a new one. */
gboolean store_copy_put_over(struct store *store, const struct store_copy *copy,
			     struct store_copy_put *put_out,
			     struct store_copy **earlier_out, GError **error);
gboolean store_copy_find(struct store *store, gint64 copy_id,
			 struct store_copy **copy_out, GError **error);
gboolean store_copy_find_by_uid(struct store *store, gint64 folder_id,
				gint64 uidvalidity, gint64 uid,
				struct store_copy **copy_out, GError **error);
/* struct store_copy, by copy_id; gone ones too */
GPtrArray *store_copy_list_by_message(struct store *store, gint64 message_key,
				      GError **error);

/*
 * Call `func` with every copy, gone ones too, by copy_id, until it returns
 * FALSE with its error set.  Copies put meanwhile may or may not be seen.
 */
typedef gboolean (*store_copy_func)(const struct store_copy *copy,
				    gpointer data, GError **error);
gboolean store_copy_each(struct store *store, store_copy_func func,
			 gpointer data, GError **error);

gboolean store_copy_set_facts(struct store *store, gint64 copy_id,
			      struct store_bytes facts, GError **error);
/* For good, of somebody who is forgotten; nothing reads it again. */
gboolean store_copy_delete(struct store *store, gint64 copy_id, GError **error);

/*
 * UIDs lo to hi, inclusive, are not in the folder any more.  Appends the
 * message_key (gint64) of each that was there to `keys`, unless it is NULL.
 */
gboolean store_copy_gone(struct store *store, gint64 folder_id,
			 gint64 uidvalidity, gint64 lo, gint64 hi, gint64 now,
			 GArray *keys, GError **error);

/*
 * *message_key_out is 0 when there is no such copy, or nothing changed.  What
 * has changed is noted for store/flagging.h.
 */
gboolean store_copy_set_flags(struct store *store, gint64 folder_id,
			      gint64 uidvalidity, gint64 uid, guint flags,
			      const char *keywords, gint64 *message_key_out,
			      GError **error);

/*
 * Whether none of the copies of the message, of which there are some, is still
 * there in a folder whose role is one of the bits of `roles` (1 << enum
 * folder_role).
 */
gboolean store_copy_all_gone(struct store *store, gint64 message_key,
			     guint roles, gboolean *gone_out, GError **error);

/* Copies that are there; folder 0 means all folders. */
gboolean store_copy_count(struct store *store, gint64 folder_id,
			  gint64 *count_out, GError **error);

/* gint64 UIDs of the copies that are there, ascending. */
GArray *store_copy_list_uids(struct store *store, gint64 folder_id,
			     gint64 uidvalidity, GError **error);
