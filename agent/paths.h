/*
 * Where tend's files are: the XDG base directories.
 *
 * Functions that return `char *` give; directories are made with mode 0700
 * when a path in them is asked for with an error argument.
 */
#pragma once

#include <glib.h>

/* $XDG_CONFIG_HOME/tend/config; nothing is made. */
char *paths_config(void);

/* $XDG_CONFIG_HOME/tend/templates; nothing is made. */
char *paths_templates(void);

/* $XDG_DATA_HOME/tend/tend.db, its directory made. */
char *paths_database(GError **error);

/* The same without making anything, for messages and doctor. */
char *paths_database_name(void);

/* $XDG_DATA_HOME/tend/backups; nothing is made. */
char *paths_backups_name(void);

/* $XDG_STATE_HOME/tend/NAME.lease: who holds it reads this account. */
char *paths_lease(const char *account, GError **error);

/*
 * $XDG_RUNTIME_DIR/tend/socket, on which a watch is woken.  Fails with
 * TEND_ERROR_CONFIG if it would not fit into a socket address (107 bytes).
 * Without XDG_RUNTIME_DIR it is in the state directory.
 */
char *paths_socket(GError **error);

/*
 * The tend-worker to start: $TEND_WORKER, else the one beside this
 * executable, else the installed one.  TEND_ERROR_UNAVAILABLE if there is
 * none.
 */
char *paths_worker(GError **error);

/* Make a directory and its parents, 0700; one that exists is left alone. */
gboolean paths_make_directory(const char *directory, GError **error);
