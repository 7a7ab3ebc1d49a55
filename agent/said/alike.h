/*
 * Contacts that may be one person, to be suggested and never merged unasked:
 * of the same name at the same organisation, or in one conversation with the
 * user, or when one of them has no mail address.  Whom the user split is not
 * suggested again.
 */
#pragma once

#include <glib.h>

#include "agent/json.h"
#include "store/store.h"

struct alike {
	char *address, *other; /* what `tend merge` may be given */
	char *name;	       /* of both */
	char *why;	       /* "at firm.example", "in one conversation" */
};

/* struct alike, by address, at most `limit` */
GPtrArray *alike_list(struct store *store, guint limit, GError **error);

/* "Ann Lee: ann@a.example and lee@a.example have one name ..."; made safe. */
char *alike_describe(const struct alike *alike);

/* Its fields, into an object that was begun. */
void alike_add_json(const struct alike *alike, struct json *json);
