/*
 * Changing the text of a configuration: whatever the user wrote in it stays,
 * comments and order too, but for the group or line that is changed.
 */
#pragma once

#include <glib.h>

/*
 * The text with the lines of a group ("account work") replaced by `body`
 * (whole lines), or with the group added at the end; the caller owns it.
 */
char *config_edit_group(const char *text, const char *group, const char *body);

/*
 * The text with `key = value` in a group: over the line that sets it, else
 * below the group's head, else in a new group at the beginning.
 */
char *config_edit_value(const char *text, const char *group, const char *key,
			const char *value);

/*
 * Write the text over a file, at once or not at all, with mode 0600, its
 * directory made.  A symbolic link stays one.  TEND_ERROR_CANNOT_CREATE.
 */
gboolean config_edit_write(const char *file, const char *text, GError **error);
