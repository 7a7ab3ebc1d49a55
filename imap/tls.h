/*
 * Whom to believe: the trust store or a pin, and the verdict on a server.
 */
#pragma once

#include <glib.h>
#include <gnutls/gnutls.h>
#include <stdbool.h>

#include "imap/error.h"

typedef struct imap_trust imap_trust;

/*
 * Load the system's trust store, or `ca_file` instead when it is not empty.
 * With a `pin` (base64 of the SHA-256 of the public key as in a certificate)
 * neither is read: that key, and only that, is believed.  IMAP_ERROR_STOP
 * with the remedy when something cannot be used.
 */
struct imap_trust *imap_trust_new(const char *ca_file, const char *pin,
				  GError **error);
void imap_trust_free(struct imap_trust *trust);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(imap_trust, imap_trust_free)

/*
 * A client session for `host` that will not finish its handshake with anybody
 * else: TLS 1.2 and up, server name unless `host` is an address.  The caller
 * sets its transport.  `trust` must outlive it.
 */
gnutls_session_t imap_tls_session(struct imap_trust *trust, const char *host,
				  GError **error);

/*
 * Why the handshake failed with `code`, in one sentence with the remedy.
 * Certificates that do not verify are IMAP_ERROR_WAIT, for behind a hotel's
 * portal every server has the wrong one; what only a setting can mend is
 * IMAP_ERROR_STOP.
 */
void imap_tls_explain(struct imap_trust *trust, gnutls_session_t session,
		      const char *host, int code, GError **error);

/* The pin of the key that the server showed, NULL if it showed none. */
char *imap_tls_seen_pin(gnutls_session_t session);
