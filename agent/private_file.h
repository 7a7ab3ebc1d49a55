/* Files that say who waits for whom: for the user's eyes only. */
#pragma once

#include <glib.h>

/*
 * Write a text to a file (0600, an old one is emptied), or to standard output
 * for NULL and "-".  `what` it is, is said in the error: "the digest".
 */
gboolean private_file_write(const char *file, const char *text,
			    const char *what, GError **error);
