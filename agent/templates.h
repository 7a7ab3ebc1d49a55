/*
 * The user's templates: $XDG_CONFIG_HOME/tend/templates/ANGLE, one for each
 * angle; where there is none, what is built in.
 */
#pragma once

#include <glib.h>

#include "agent/letters/angle.h"

struct templates_text {
	char *file; /* to be named in errors; of a built-in one its name */
	char *text;
	gsize length;
	gboolean own; /* it is the user's file */
};

void templates_text_clear(struct templates_text *text);
typedef struct templates_text templates_text;
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(templates_text, templates_text_clear)

/* TEND_ERROR_CONFIG for a file that is there and cannot be read. */
gboolean templates_read(const struct angle *angle,
			struct templates_text *text_out, GError **error);

/* What is built in. */
void templates_built_in(const struct angle *angle,
			struct templates_text *text_out);

/*
 * Write those that are not there yet, as what is built in, to start from.
 * *written_out counts them; what is there is never overwritten.
 */
gboolean templates_write(guint *written_out, GError **error);

/* Tell of a phrase in a template of the user's that says nothing. */
void templates_remark(const struct angle *angle);
