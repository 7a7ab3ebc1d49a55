/* The user's own addresses. */
#pragma once

#include <glib.h>

struct identities;
typedef struct identities identities;

/* Addresses in any case; copied.  NULL-terminated. */
struct identities *identities_new(const char *const *addresses);
void identities_free(struct identities *identities);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(identities, identities_free)

/*
 * Whether `address` (lower case) is one, also with a +tag (RFC 5233), and at
 * gmail.com with other dots or as googlemail.com.
 */
gboolean identities_have(const struct identities *identities,
			 const char *address);
