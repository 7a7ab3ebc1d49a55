/*
 * Questions on the terminal, /dev/tty, so that the standard streams may be
 * elsewhere.  All fail with TEND_ERROR_UNAVAILABLE when there is none, and
 * when the user ends the input or interrupts.
 */
#pragma once

#include <glib.h>

#include "agent/secret.h"

/* Whether there is a terminal to ask on. */
gboolean ask_possible(void);

/* One line, stripped; an empty answer is the fallback (NULL: asked again). */
char *ask_line(const char *question, const char *fallback, GError **error);

/* Yes or no; an empty answer is the fallback. */
gboolean ask_yes(const char *question, gboolean fallback, gboolean *answer_out,
		 GError **error);

/* Without echo. */
struct secret *ask_secret(const char *question, GError **error);
