/* Which IMAP server an address is probably kept at. */
#pragma once

#include <glib.h>

#include "agent/border/words.h"

struct provider {
	char *name; /* what an account there may be called */
	char *host;
	guint port;
	enum tls_mode tls;
	char *hint; /* what its users stumble over, one sentence, or NULL */
	gboolean foreign; /* found in DNS, and in another domain: confirm it */
	gboolean no_password; /* takes access tokens only */
};

typedef struct provider provider_t;

void provider_free(struct provider *provider);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(provider_t, provider_free)

/*
 * Look in the table of well-known providers, which asks nobody; then, if
 * `dns`, for the domain's SRV records (RFC 6186), a well-known provider among
 * its MX records, and a host imap.DOMAIN.  NULL if nothing was found.
 */
struct provider *provider_find(const char *address, gboolean dns);
