/* Which groups and keys may stand in a configuration, and what else does. */
#pragma once

#include <glib.h>

#include "agent/rules/settings.h"
#include "agent/rules/words.h"

/* "account" of "account work" and of "account", "tend"; NULL: there is none. */
const char *config_check_kind(const char *group);

/* What follows the word, without blanks around it; lends from group. */
const char *config_check_name(const char *group);

/*
 * TEND_ERROR_CONFIG for the first group or key that config_settings has not,
 * and for a group whose name is none, or the same as another's but for case.
 */
gboolean config_check_names(const char *file, GKeyFile *keys, GError **error);

/* A setting that would do nothing at this stage. */
gboolean config_check_stage(const char *file, GKeyFile *keys, const char *group,
			    enum stage stage, GError **error);

/* A cadence that is named in a group, but nowhere defined. */
gboolean config_check_cadence(const char *file, const char *group,
			      const char *name,
			      const struct rule_settings *settings,
			      GError **error);
