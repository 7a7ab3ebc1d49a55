/*
 * Where files of mail come from: Maildir, plain directories, mbox files,
 * standard input; walked lazily, so that a million files cost no memory.
 */
#pragma once

#include <glib.h>

#include "agent/files.h"

/* What is known of a file before it is read; the item's extra. */
struct source_file {
	char *folder;  /* the directory that stands for its folder */
	guint32 flags; /* enum flag bits, from a Maildir name */
};

void source_file_free(struct source_file *file);

struct source;
typedef struct source source;

/* Paths of files and directories, or "-"; borrowed, NULL-terminated. */
struct source *source_new(char *const *paths);
void source_free(struct source *source);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(source, source_free)

/*
 * The next file, opened, with extra a new struct source_file; *done_out at
 * the end.  A path that the user named and that cannot be opened is
 * TEND_ERROR_NO_INPUT; one that was found below it is said and passed over.
 */
gboolean source_next(struct source *source, struct files_item *item_out,
		     gboolean *done_out, GError **error);

/*
 * What a directory's folder is called: "Sent" for .../Maildir/.Sent, for
 * .../Sent and for .../Sent/cur.  The caller frees it.
 */
char *source_folder_name(const char *folder);
