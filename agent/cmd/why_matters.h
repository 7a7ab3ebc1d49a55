/* The verdicts of `tend why CONTACT`: how each came about. */
#pragma once

#include <glib.h>

#include "agent/config.h"
#include "agent/judge/dossier.h"
#include "agent/json.h"
#include "agent/judge/naming.h"
#include "store/store.h"

struct why_matters {
	struct store *store;
	const struct config *config;
	const struct dossier *dossier;
	const struct naming *naming; /* of everybody, on this day */
};

gboolean why_matters_print(const struct why_matters *why, GError **error);

/* The members "verdicts" and "cleared". */
gboolean why_matters_json(const struct why_matters *why, struct json *json,
			  GError **error);
