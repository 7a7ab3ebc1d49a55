/*
 * Bring back a backup, in two steps: all that can go wrong goes wrong in the
 * first, which changes nothing.
 *
 * What must not come back with it: people who were forgotten since; letters
 * that the state which is lost may have delivered (they are looked for first);
 * what it announced.  Whoever must know asks for the store's setting
 * "restored-at".
 */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/said/forget.h"
#include "store/backup.h"

struct restore_report {
	struct store_backup backup; /* what the file holds */
	gboolean damaged;    /* the present store cannot be read: its file is
				kept as it is */
	gint64 lost_sayings; /* that the present store has, the file not */
	gint64 forgotten;    /* addresses that were forgotten since */
	const char *kept;    /* where the present store is then; NULL: there
				is none */
};

struct restore;
typedef struct restore restore;

/*
 * Look at the file and make ready what the store is to be.  Fails with
 * TEND_ERROR_TEMPORARY while a watch or another tend reads a mailbox; none
 * can begin until the restore is freed.  Borrows config.
 */
struct restore *restore_new(const char *file, const struct config *config,
			    GError **error);
void restore_free(struct restore *restore);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(restore, restore_free)

const struct restore_report *restore_get_report(const struct restore *restore);

/*
 * Keep the present store as a backup, and put the other in its place: whoever
 * dies meanwhile leaves the one or the other.
 */
gboolean restore_finish(struct restore *restore, GError **error);
