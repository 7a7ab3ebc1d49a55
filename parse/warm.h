/*
 * Open now what would otherwise be opened later, when the worker may open
 * nothing any more.
 */
#pragma once

#include <glib.h>

/*
 * Start GMime, load every charset converter of the table in warm.c and keep
 * them open.  Call once, before any other function of parse/ and before the
 * sandbox is shut.  Returns how many charsets cannot be converted here.
 */
guint parse_init(void);

/* Give it all back, so that leaks show.  Nothing of parse/ works afterwards. */
void parse_shutdown(void);
