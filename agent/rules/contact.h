/*
 * Who is a contact and who a mere sighting.  DESIGN section 2: whom the user
 * wrote to, answered, imported or logged.  A stranger's mail makes nobody one.
 */
#pragma once

#include "agent/rules/said.h"
#include "agent/rules/settings.h"
#include "agent/rules/touch.h"

gboolean contact_is(const struct touch *touches, gsize n_touches,
		    const struct said *said,
		    const struct rule_settings *settings);
