/*
 * What follows from the lines of the user's configuration that say who is a
 * customer, lost or tracked: from marks on mail (SIGN_CUSTOMER, SIGN_LOST,
 * SIGN_TRACK), and on the person (said->ruled).  The user's own word about
 * somebody goes before it, and it makes nobody a contact.
 */
#pragma once

#include "agent/rules/said.h"
#include "agent/rules/touch.h"

/* All that a line may say. */
#define RULED_SIGNS (SIGN_CUSTOMER | SIGN_LOST | SIGN_TRACK)

/* Of a colleague only a line that names them counts, and it tracks. */
guint ruled_signs(const struct touch *touches, gsize n_touches,
		  const struct said *said, gboolean colleague);

/* Lost before customer; STAGE_NONE: no line says any. */
enum stage ruled_stage(guint signs);

/* A customer is tracked too, unless the user said they are not to be. */
gboolean ruled_tracked(guint signs, gboolean contact, const struct said *said);
