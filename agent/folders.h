/*
 * Which folders tend reads, and what each is for: by SPECIAL-USE (RFC 6154),
 * then by its name in many languages, then by the user's word, which wins.
 */
#pragma once

#include <glib.h>

#include "agent/border/record.h"
#include "agent/config.h"

/* A folder as the server listed it, and what was decided. */
struct folder {
	char *name; /* bytes to send back */
	char *display;
	char delimiter; /* '\0' for none */
	char *use;	/* SPECIAL-USE without backslash, "" for none */
	gboolean selectable;

	enum folder_role role;
	gboolean selected; /* to be read */
	gboolean inbox;	   /* to be waited on: new mail comes here first */
};

struct folder *folder_new(const struct record_folder *record);
void folder_free(struct folder *folder);

/*
 * Decide role, selected and inbox of each.  Without a word of the user:
 * every folder but drafts, junk, trash and views of others; on Gmail only
 * All Mail, or the rest where that is hidden, never both.
 *
 * TEND_ERROR_CONFIG when the config names a folder that is not there.
 */
gboolean folders_choose(GPtrArray *folders, gboolean gmail,
			const struct config_account *account, GError **error);

/* What a folder of this name is for, as far as its name tells. */
enum folder_role folders_role_by_name(const char *display, char delimiter);
