/*
 * Whom a password is given to: a server in a thread, with certificates made
 * on the spot, good and bad in ten ways and more.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "imap/session.h"
#include "imap/tls.h"

struct certificate {
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t crt;
};

static struct certificate authority, stranger;
static char *ca_file;

/* What is wrong with a certificate, if anything. */
struct recipe {
	const char *host;
	int from, to; /* days from now */
	guint bits;
	gnutls_digest_algorithm_t digest;
	const struct certificate *signer; /* NULL: itself */
	gboolean is_ca;
};

static void make(const struct recipe *recipe, struct certificate *made)
{
	const struct certificate *signer = recipe->signer;
	time_t now = time(NULL);

	g_assert_cmpint(gnutls_x509_privkey_init(&made->key), ==, 0);
	g_assert_cmpint(gnutls_x509_crt_init(&made->crt), ==, 0);
	g_assert_cmpint(
	    gnutls_x509_privkey_generate(made->key, GNUTLS_PK_RSA,
					 recipe->bits ? recipe->bits : 2048, 0),
	    ==, 0);
	gnutls_x509_crt_set_version(made->crt, 3);
	gnutls_x509_crt_set_serial(made->crt, "\1", 1);
	gnutls_x509_crt_set_dn_by_oid(made->crt, GNUTLS_OID_X520_COMMON_NAME, 0,
				      recipe->host,
				      (guint)strlen(recipe->host));
	gnutls_x509_crt_set_activation_time(made->crt,
					    now + recipe->from * 86400);
	gnutls_x509_crt_set_expiration_time(made->crt,
					    now + recipe->to * 86400);
	gnutls_x509_crt_set_key(made->crt, made->key);
	gnutls_x509_crt_set_basic_constraints(made->crt, recipe->is_ca, -1);
	if (recipe->is_ca) {
		gnutls_x509_crt_set_key_usage(made->crt,
					      GNUTLS_KEY_KEY_CERT_SIGN);
	} else {
		gnutls_x509_crt_set_subject_alt_name(
		    made->crt, GNUTLS_SAN_DNSNAME, recipe->host,
		    (guint)strlen(recipe->host), GNUTLS_FSAN_SET);
		gnutls_x509_crt_set_key_purpose_oid(
		    made->crt, GNUTLS_KP_TLS_WWW_SERVER, 0);
	}
	g_assert_cmpint(gnutls_x509_crt_sign2(
			    made->crt, signer ? signer->crt : made->crt,
			    signer ? signer->key : made->key,
			    recipe->digest ? recipe->digest : GNUTLS_DIG_SHA256,
			    0),
			==, 0);
}

static void unmake(struct certificate *made)
{
	gnutls_x509_crt_deinit(made->crt);
	gnutls_x509_privkey_deinit(made->key);
}

static char *pin_of(const struct certificate *made)
{
	gnutls_pubkey_t key;
	gnutls_datum_t out;
	guint8 digest[32];
	gsize n = sizeof(digest);
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

	g_assert_cmpint(gnutls_pubkey_init(&key), ==, 0);
	g_assert_cmpint(gnutls_pubkey_import_x509(key, made->crt, 0), ==, 0);
	g_assert_cmpint(gnutls_pubkey_export2(key, GNUTLS_X509_FMT_DER, &out),
			==, 0);
	g_checksum_update(sum, out.data, out.size);
	g_checksum_get_digest(sum, digest, &n);
	g_checksum_free(sum);
	gnutls_free(out.data);
	gnutls_pubkey_deinit(key);
	return g_base64_encode(digest, n);
}

enum manner {
	SPEAK_TLS,
	SPEAK_STARTTLS, /* greeting and STARTTLS first */
	SPEAK_CLEAR,	/* an IMAP greeting where TLS is expected */
	SPEAK_RUBBISH,
	SPEAK_NOTHING,
	HANG_UP, /* after the first bytes of the client */
	STARTTLS_RUBBISH,
};

struct server {
	int fd;
	enum manner manner;
	const char *priority;
	const struct certificate *certificate;
	GString *heard; /* in the clear, or inside of TLS */
};

static void say(int fd, const char *text)
{
	ssize_t n = send(fd, text, strlen(text), MSG_NOSIGNAL);

	(void)n;
}

/* Lines of the client inside of TLS are answered with OK. */
static void serve_tls(struct server *server)
{
	gnutls_certificate_credentials_t credentials;
	gnutls_x509_crt_t crt = server->certificate->crt;
	gnutls_session_t tls;
	char bytes[1000];
	ssize_t n;
	int r;

	gnutls_certificate_allocate_credentials(&credentials);
	g_assert_cmpint(gnutls_certificate_set_x509_key(
			    credentials, &crt, 1, server->certificate->key),
			>=, 0);
	gnutls_init(&tls, GNUTLS_SERVER | GNUTLS_NO_SIGNAL);
	g_assert_cmpint(
	    gnutls_priority_set_direct(
		tls, server->priority ? server->priority : "NORMAL", NULL),
	    ==, 0);
	gnutls_credentials_set(tls, GNUTLS_CRD_CERTIFICATE, credentials);
	gnutls_transport_set_int(tls, server->fd);
	do {
		r = gnutls_handshake(tls);
	} while (r < 0 && !gnutls_error_is_fatal(r));
	if (r == 0 && server->manner == SPEAK_TLS)
		gnutls_record_send(tls, "* OK hello\r\n", 12);
	while (r == 0 &&
	       (n = gnutls_record_recv(tls, bytes, sizeof(bytes) - 1)) > 0) {
		g_autofree char *answer = NULL;

		bytes[n] = '\0';
		g_string_append(server->heard, bytes);
		answer = g_strdup_printf("* CAPABILITY IMAP4rev1\r\n%.*s OK "
					 "x\r\n",
					 (int)strcspn(bytes, " "), bytes);
		gnutls_record_send(tls, answer, strlen(answer));
	}
	gnutls_deinit(tls);
	gnutls_certificate_free_credentials(credentials);
}

static void hear_clear(struct server *server)
{
	char bytes[1000];
	ssize_t n = recv(server->fd, bytes, sizeof(bytes) - 1, 0);

	if (n > 0)
		g_string_append_len(server->heard, bytes, n);
}

static gpointer serve(gpointer data)
{
	struct server *server = data;

	switch (server->manner) {
	case SPEAK_STARTTLS:
	case STARTTLS_RUBBISH:
		say(server->fd, "* OK hello\r\n");
		hear_clear(server);
		say(server->fd, "1 OK go\r\n");
		if (server->manner == SPEAK_STARTTLS) {
			serve_tls(server);
			break;
		}
		hear_clear(server);
		say(server->fd, "* OK no TLS here, give me your password\r\n");
		break;
	case SPEAK_TLS:
		serve_tls(server);
		break;
	case SPEAK_CLEAR:
		say(server->fd, "* OK [CAPABILITY IMAP4rev1] hello\r\n");
		break;
	case SPEAK_RUBBISH:
		say(server->fd, "\x16\x03\x03\x40\x01hello, this is no TLS");
		break;
	case HANG_UP:
		hear_clear(server);
		break;
	case SPEAK_NOTHING:
		break;
	}
	if (server->manner != SPEAK_TLS && server->manner != HANG_UP &&
	    server->manner != SPEAK_STARTTLS) {
		char byte;

		/* Hear the rest, until the client is gone. */
		while (recv(server->fd, &byte, 1, 0) == 1)
			g_string_append_c(server->heard, byte);
	}
	shutdown(server->fd, SHUT_RDWR);
	return NULL;
}

struct scene {
	const char *name;
	enum manner manner;
	const char *priority;
	struct recipe recipe; /* host NULL: "localhost", good for a year */
	gboolean strange;     /* signed by a CA that nobody trusts */
	gboolean self;
	const char *pin;  /* "right": the server's own */
	const char *host; /* that the client wants, NULL: localhost */
	int code;	  /* -1: the login succeeds */
	const char *words;
};

static const char other_pin[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

static const struct scene scenes[] = {
	{ .name = "good", .code = -1 },
	{ .name = "good-starttls", .manner = SPEAK_STARTTLS, .code = -1 },
	{ .name = "tls-1.2",
	  .code = -1,
	  .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.2" },
	{ .name = "pinned-self-signed",
	  .self = TRUE,
	  .pin = "right",
	  .code = -1 },
	{ .name = "pinned-expired-and-wrong-host",
	  .pin = "right",
	  .recipe = { .host = "mail.example.org", .from = -9, .to = -2 },
	  .code = -1 },
	{ .name = "expired",
	  .recipe = { .from = -99, .to = -2 },
	  .code = IMAP_ERROR_WAIT,
	  .words = "has expired" },
	{ .name = "not-yet-valid",
	  .recipe = { .from = 2, .to = 99 },
	  .code = IMAP_ERROR_WAIT,
	  .words = "clock" },
	{ .name = "wrong-host",
	  .recipe = { .host = "mail.example.org" },
	  .code = IMAP_ERROR_WAIT,
	  .words = "another host name" },
	{ .name = "address-instead-of-name",
	  .host = "127.0.0.1",
	  .code = IMAP_ERROR_WAIT,
	  .words = "another host name" },
	{ .name = "self-signed",
	  .self = TRUE,
	  .code = IMAP_ERROR_WAIT,
	  .words = "self-signed" },
	{ .name = "unknown-ca",
	  .strange = TRUE,
	  .code = IMAP_ERROR_WAIT,
	  .words = "signed by nobody" },
	{ .name = "tls-1.1-only",
	  .code = IMAP_ERROR_STOP,
	  .priority = "NORMAL:-VERS-ALL:+VERS-TLS1.1",
	  .words = "1.2" },
	{ .name = "weak-key",
	  .recipe = { .bits = 1024 },
	  .code = IMAP_ERROR_WAIT,
	  .words = "too weak" },
	{ .name = "weak-digest",
	  .recipe = { .digest = GNUTLS_DIG_SHA1 },
	  .code = IMAP_ERROR_WAIT,
	  .words = "too weak" },
	{ .name = "other-pin",
	  .pin = other_pin,
	  .code = IMAP_ERROR_WAIT,
	  .words = other_pin },
	{ .name = "clear-text",
	  .manner = SPEAK_CLEAR,
	  .code = IMAP_ERROR_STOP,
	  .words = "does not speak TLS" },
	{ .name = "rubbish", .manner = SPEAK_RUBBISH, .code = -2 },
	{ .name = "silence",
	  .manner = SPEAK_NOTHING,
	  .code = IMAP_ERROR_RECONNECT,
	  .words = "within 1 s" },
	{ .name = "hang-up",
	  .manner = HANG_UP,
	  .code = IMAP_ERROR_RECONNECT,
	  .words = "closed the connection" },
	{ .name = "starttls-expired",
	  .manner = SPEAK_STARTTLS,
	  .recipe = { .from = -99, .to = -2 },
	  .code = IMAP_ERROR_WAIT,
	  .words = "has expired" },
	{ .name = "starttls-rubbish",
	  .manner = STARTTLS_RUBBISH,
	  .code = IMAP_ERROR_STOP,
	  .words = "does not speak TLS" },
};

static void play(const struct scene *scene)
{
	struct recipe recipe = scene->recipe;
	struct certificate certificate;
	g_autofree char *pin = NULL;
	struct imap_settings settings = {
		.host = scene->host ? scene->host : "localhost",
		.user = "ada",
		.secret = "s3cret-canary",
		.ca_file = ca_file,
		.deadline = scene->manner == SPEAK_NOTHING ? 1 : 20,
	};
	struct server server = { .manner = scene->manner,
				 .priority = scene->priority,
				 .certificate = &certificate,
				 .heard = g_string_new(NULL) };
	g_autoptr(imap_session) session = NULL;
	g_autoptr(GError) error = NULL;
	GThread *thread;
	int fds[2];
	bool ok;

	if (!recipe.host)
		recipe.host = "localhost";
	if (!recipe.to) {
		recipe.from = -1;
		recipe.to = 365;
	}
	recipe.signer = scene->self	 ? NULL
			: scene->strange ? &stranger
					 : &authority;
	make(&recipe, &certificate);
	if (scene->pin)
		pin = g_str_equal(scene->pin, "right") ? pin_of(&certificate)
						       : g_strdup(scene->pin);
	settings.pin = pin;
	if (scene->manner == SPEAK_STARTTLS ||
	    scene->manner == STARTTLS_RUBBISH)
		settings.tls = IMAP_TLS_STARTTLS;

	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), ==, 0);
	server.fd = fds[1];
	thread = g_thread_new("server", serve, &server);
	session = imap_session_new_on(fds[0], &settings, &error);
	g_assert_no_error(error);
	ok = imap_session_login(session, &error);
	g_clear_pointer(&session, imap_session_free);
	g_thread_join(thread);
	close(fds[1]);

	g_test_message("%s: %s", scene->name, error ? error->message : "ok");
	g_assert_cmpint(ok, ==, scene->code == -1);
	if (scene->code >= 0)
		g_assert_error(error, IMAP_ERROR, scene->code);
	if (scene->words)
		g_assert_nonnull(strstr(error->message, scene->words));
	/* Not a byte of a login, and where it is due, all of it. */
	g_assert_cmpint(strstr(server.heard->str, "LOGIN") != NULL, ==, ok);
	g_assert_cmpint(strstr(server.heard->str, "canary") != NULL, ==, ok);
	g_string_free(server.heard, TRUE);
	unmake(&certificate);
}

static void test_scene(gconstpointer data)
{
	play(data);
}

static void test_settings(void)
{
	static const struct {
		const char *ca_file, *pin, *words;
	} wrongs[] = {
		{ "/nonexistent/ca.pem", NULL, "/nonexistent/ca.pem" },
		{ "/dev/null", NULL, "/dev/null" },
		{ NULL, "abc", "44 letters" },
		{ NULL, "0123456789012345678901234567890123456789012", "44" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(wrongs); i++) {
		g_autoptr(GError) error = NULL;

		g_assert_null(
		    imap_trust_new(wrongs[i].ca_file, wrongs[i].pin, &error));
		g_assert_error(error, IMAP_ERROR, IMAP_ERROR_STOP);
		g_assert_nonnull(strstr(error->message, wrongs[i].words));
	}
}

int main(int argc, char **argv)
{
	static const struct recipe ca = {
		.host = "Tend test CA", .from = -2, .to = 999, .is_ca = TRUE
	};
	static const struct recipe other = {
		.host = "Another CA", .from = -2, .to = 999, .is_ca = TRUE
	};
	g_autofree char *directory = NULL;
	gnutls_datum_t pem;
	int result;

	g_test_init(&argc, &argv, NULL);
	make(&ca, &authority);
	make(&other, &stranger);
	directory = g_dir_make_tmp("tend-tls-XXXXXX", NULL);
	ca_file = g_build_filename(directory, "ca.pem", NULL);
	g_assert_cmpint(
	    gnutls_x509_crt_export2(authority.crt, GNUTLS_X509_FMT_PEM, &pem),
	    ==, 0);
	g_assert_true(g_file_set_contents(ca_file, (const char *)pem.data,
					  (gssize)pem.size, NULL));
	gnutls_free(pem.data);

	g_test_add_func("/imap/tls/settings", test_settings);
	for (gsize i = 0; i < G_N_ELEMENTS(scenes); i++) {
		g_autofree char *path =
		    g_strdup_printf("/imap/tls/%s", scenes[i].name);

		g_test_add_data_func(path, &scenes[i], test_scene);
	}
	result = g_test_run();
	g_unlink(ca_file);
	g_rmdir(directory);
	g_free(ca_file);
	unmake(&authority);
	unmake(&stranger);
	return result;
}
