/*
 * Whom a CONTACT argument means: an address, a name, or a part of one.
 */
#pragma once

#include <glib.h>

#include "store/person.h"
#include "store/store.h"

/*
 * The one person that `text` means.  An exact address stands alone; a whole
 * name goes before parts of names and addresses; contacts go before
 * sightings.  When several are left they are told on standard error, and the
 * error is TEND_ERROR_DATA; nobody is TEND_ERROR_NO_INPUT, with the nearest
 * name or address if there is one.
 */
struct store_person *contact_find(struct store *store, const char *text,
				  GError **error);

/*
 * The same out of the `candidates` of store_person_search: the one that is
 * meant (lent), or NULL; *n_left_out of them, moved to the front, are as good
 * as each other.
 */
const struct store_person *contact_choose(const char *text,
					  GPtrArray *candidates,
					  guint *n_left_out);

/*
 * What of a CONTACT argument is looked for: of "Ann Lee <ann@example.org>", as
 * contact_label has it, the address.  Without spaces around it.
 */
char *contact_meant(const char *text);

/* "Ann Lee <ann@example.org>", or what of it there is; made safe. */
char *contact_label(const struct store_person *person);
