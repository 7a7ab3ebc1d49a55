/* Whom to believe: trust store, pin, and sentences for what fails. */
#include "imap/tls.h"

#include <arpa/inet.h>
#include <string.h>

#include <gnutls/abstract.h>
#include <gnutls/crypto.h>
#include <gnutls/x509.h>

struct imap_trust {
	gnutls_certificate_credentials_t credentials;
	char *pin; /* NULL: chain and host name are verified */
};

static bool is_pin(const char *pin)
{
	g_autofree guchar *bytes = NULL;
	gsize n = 0;

	bytes = g_base64_decode(pin, &n);
	return n == 32 && strlen(pin) == 44;
}

static bool load(struct imap_trust *trust, const char *ca_file, GError **error)
{
	int n;

	if (!ca_file || !*ca_file) {
		n = gnutls_certificate_set_x509_system_trust(
		    trust->credentials);
		if (n > 0)
			return true;
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
			    "cannot load the system's trusted certificates: "
			    "install ca-certificates, or set ca-file");
		return false;
	}
	n = gnutls_certificate_set_x509_trust_file(trust->credentials, ca_file,
						   GNUTLS_X509_FMT_PEM);
	if (n > 0)
		return true;
	g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
		    "cannot use ca-file '%s': %s", ca_file,
		    n == 0 ? "no certificate in it" : gnutls_strerror(n));
	return false;
}

struct imap_trust *imap_trust_new(const char *ca_file, const char *pin,
				  GError **error)
{
	g_autoptr(imap_trust) trust = g_new0(struct imap_trust, 1);

	if (gnutls_certificate_allocate_credentials(&trust->credentials) < 0) {
		trust->credentials = NULL;
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
			    "cannot start GnuTLS");
		return NULL;
	}
	if (pin && *pin) {
		if (!is_pin(pin)) {
			g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
				    "pin '%s' is not the base64 of a SHA-256: "
				    "it has 44 letters",
				    pin);
			return NULL;
		}
		trust->pin = g_strdup(pin);
		return g_steal_pointer(&trust);
	}
	if (!load(trust, ca_file, error))
		return NULL;
	return g_steal_pointer(&trust);
}

void imap_trust_free(struct imap_trust *trust)
{
	if (!trust)
		return;
	if (trust->credentials)
		gnutls_certificate_free_credentials(trust->credentials);
	g_free(trust->pin);
	g_free(trust);
}

char *imap_tls_seen_pin(gnutls_session_t session)
{
	const gnutls_datum_t *chain;
	gnutls_datum_t key = { NULL, 0 };
	gnutls_pubkey_t pubkey = NULL;
	gnutls_x509_crt_t crt = NULL;
	guchar digest[32];
	char *pin = NULL;
	guint n = 0;

	chain = gnutls_certificate_get_peers(session, &n);
	if (!chain || n == 0)
		return NULL;
	if (gnutls_x509_crt_init(&crt) < 0)
		return NULL;
	if (gnutls_x509_crt_import(crt, &chain[0], GNUTLS_X509_FMT_DER) >= 0 &&
	    gnutls_pubkey_init(&pubkey) >= 0 &&
	    gnutls_pubkey_import_x509(pubkey, crt, 0) >= 0 &&
	    gnutls_pubkey_export2(pubkey, GNUTLS_X509_FMT_DER, &key) >= 0 &&
	    gnutls_hash_fast(GNUTLS_DIG_SHA256, key.data, key.size, digest) >=
		0)
		pin = g_base64_encode(digest, sizeof(digest));
	gnutls_free(key.data);
	if (pubkey)
		gnutls_pubkey_deinit(pubkey);
	gnutls_x509_crt_deinit(crt);
	return pin;
}

/* Called by GnuTLS within the handshake; not 0 ends it. */
static int verify_pin(gnutls_session_t session)
{
	const struct imap_trust *trust = gnutls_session_get_ptr(session);
	g_autofree char *seen = imap_tls_seen_pin(session);

	return seen && g_str_equal(seen, trust->pin)
		   ? 0
		   : GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR;
}

static bool is_address(const char *host)
{
	guint8 address[sizeof(struct in6_addr)];

	return inet_pton(AF_INET, host, address) == 1 ||
	       inet_pton(AF_INET6, host, address) == 1;
}

gnutls_session_t imap_tls_session(struct imap_trust *trust, const char *host,
				  GError **error)
{
	gnutls_session_t session = NULL;
	int r;

	r = gnutls_init(&session,
			GNUTLS_CLIENT | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL);
	if (r < 0)
		goto fail;
	r = gnutls_set_default_priority_append(
	    session, "-VERS-TLS1.0:-VERS-TLS1.1:%PROFILE_MEDIUM", NULL, 0);
	if (r < 0)
		goto fail;
	r = gnutls_credentials_set(session, GNUTLS_CRD_CERTIFICATE,
				   trust->credentials);
	if (r < 0)
		goto fail;
	if (!is_address(host)) {
		r = gnutls_server_name_set(session, GNUTLS_NAME_DNS, host,
					   strlen(host));
		if (r < 0)
			goto fail;
	}
	if (trust->pin) {
		gnutls_session_set_ptr(session, trust);
		gnutls_session_set_verify_function(session, verify_pin);
	} else {
		gnutls_session_set_verify_cert(session, host, 0);
	}
	return session;

fail:
	if (session)
		gnutls_deinit(session);
	g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
		    "cannot start TLS with '%s': %s", host, gnutls_strerror(r));
	return NULL;
}

static bool is_self_signed(gnutls_session_t session)
{
	const gnutls_datum_t *chain;
	gnutls_x509_crt_t crt;
	bool self = false;
	guint n = 0;

	chain = gnutls_certificate_get_peers(session, &n);
	if (!chain || n == 0 || gnutls_x509_crt_init(&crt) < 0)
		return false;
	if (gnutls_x509_crt_import(crt, &chain[0], GNUTLS_X509_FMT_DER) >= 0)
		self = gnutls_x509_crt_check_issuer(crt, crt) != 0;
	gnutls_x509_crt_deinit(crt);
	return self;
}

static const char *what_is_wrong(gnutls_session_t session, guint status)
{
	if (status & GNUTLS_CERT_REVOKED)
		return "has been revoked";
	if (status & GNUTLS_CERT_NOT_ACTIVATED)
		return "is not valid yet: check this computer's clock";
	if (status & GNUTLS_CERT_EXPIRED)
		return "has expired: its administrator must renew it (or this "
		       "computer's clock is wrong)";
	if (status & GNUTLS_CERT_UNEXPECTED_OWNER)
		return "is for another host name: set host to the name that it "
		       "was made for";
	if (status & GNUTLS_CERT_INSECURE_ALGORITHM)
		return "is too weak to be believed";
	if (status &
	    (GNUTLS_CERT_SIGNER_NOT_FOUND | GNUTLS_CERT_SIGNATURE_FAILURE))
		return is_self_signed(session)
			   ? "is self-signed"
			   : "is signed by nobody that this computer trusts";
	return "does not verify";
}

static void explain_certificate(struct imap_trust *trust,
				gnutls_session_t session, const char *host,
				GError **error)
{
	g_autofree char *seen = imap_tls_seen_pin(session);
	guint status = gnutls_session_get_verify_cert_status(session);

	if (trust->pin) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_WAIT,
			    "'%s' has the key '%s', but pin is '%s': if the "
			    "server was given a new key, set pin to it",
			    host, seen ? seen : "(none)", trust->pin);
		return;
	}
	g_set_error(error, IMAP_ERROR, IMAP_ERROR_WAIT,
		    "the certificate of '%s' %s; only if you know that it is "
		    "the right one, set pin = %s",
		    host, what_is_wrong(session, status),
		    seen ? seen : "(none)");
}

static void explain_alert(gnutls_session_t session, const char *host,
			  GError **error)
{
	gnutls_alert_description_t alert = gnutls_alert_get(session);
	const char *name = gnutls_alert_get_name(alert);

	if (alert == GNUTLS_A_PROTOCOL_VERSION)
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
			    "'%s' speaks no TLS of version 1.2 or newer: its "
			    "administrator must mend that",
			    host);
	else
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_WAIT,
			    "'%s' refused the TLS handshake: %s", host,
			    name ? name : "unknown alert");
}

void imap_tls_explain(struct imap_trust *trust, gnutls_session_t session,
		      const char *host, int code, GError **error)
{
	switch (code) {
	case GNUTLS_E_CERTIFICATE_VERIFICATION_ERROR:
	case GNUTLS_E_CERTIFICATE_ERROR:
		explain_certificate(trust, session, host, error);
		return;
	case GNUTLS_E_FATAL_ALERT_RECEIVED:
		explain_alert(session, host, error);
		return;
	case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
			    "'%s' speaks no TLS of version 1.2 or newer: its "
			    "administrator must mend that",
			    host);
		return;
	case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
	case GNUTLS_E_UNEXPECTED_PACKET:
	case GNUTLS_E_RECORD_OVERFLOW:
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
			    "'%s' does not speak TLS on this port: check port, "
			    "or set tls = starttls",
			    host);
		return;
	case GNUTLS_E_DH_PRIME_UNACCEPTABLE:
	case GNUTLS_E_INSUFFICIENT_SECURITY:
	case GNUTLS_E_NO_CIPHER_SUITES:
	case GNUTLS_E_UNSUPPORTED_SIGNATURE_ALGORITHM:
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_STOP,
			    "'%s' offers only encryption that is too weak: %s",
			    host, gnutls_strerror(code));
		return;
	case GNUTLS_E_PREMATURE_TERMINATION:
	case GNUTLS_E_PUSH_ERROR:
	case GNUTLS_E_PULL_ERROR:
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_RECONNECT,
			    "'%s' closed the connection in the TLS handshake",
			    host);
		return;
	default:
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_WAIT,
			    "no TLS with '%s': %s", host,
			    gnutls_strerror(code));
		return;
	}
}
