/* Completions for shells, written from the command table. */
#pragma once

#include <glib.h>

/*
 * The script for "bash", "zsh" or "fish"; the caller owns it.
 * TEND_ERROR_USAGE for any other shell.
 */
char *completion_write(const char *shell, GError **error);
