/* One login on one server: commands out, answers in, and how it ends. */
#include "imap/session.h"

#include <stdlib.h>
#include <string.h>

#include "imap/private.h"

const struct imap_scan_limits imap_usual_limits = { IMAP_LINE_MAX,
						    IMAP_LITERAL_MAX,
						    IMAP_TOTAL_MAX, 20000 };
const struct imap_scan_limits imap_search_limits = {
	IMAP_SEARCH_LINE_MAX, IMAP_LITERAL_MAX, IMAP_SEARCH_TOTAL_MAX, 20000
};

/* The transport as libetpan sees it. */

static ssize_t low_read(mailstream_low *low, void *bytes, size_t n)
{
	return imap_transport_read(low->data, bytes, n);
}

static ssize_t low_write(mailstream_low *low, const void *bytes, size_t n)
{
	return imap_transport_write(low->data, bytes, n);
}

static int low_close(mailstream_low *low)
{
	return 0;
}

static int low_get_fd(mailstream_low *low)
{
	return imap_transport_fd(low->data);
}

static void low_free(mailstream_low *low)
{
	free(low);
}

static void low_cancel(mailstream_low *low)
{
}

static struct mailstream_cancel *low_get_cancel(mailstream_low *low)
{
	return NULL;
}

static carray *low_get_chain(mailstream_low *low)
{
	return NULL;
}

static int low_idle(mailstream_low *low)
{
	return -1;
}

static mailstream_low_driver low_driver = {
	.mailstream_read = low_read,
	.mailstream_write = low_write,
	.mailstream_close = low_close,
	.mailstream_get_fd = low_get_fd,
	.mailstream_free = low_free,
	.mailstream_cancel = low_cancel,
	.mailstream_get_cancel = low_get_cancel,
	.mailstream_get_certificate_chain = low_get_chain,
	.mailstream_setup_idle = low_idle,
	.mailstream_unsetup_idle = low_idle,
	.mailstream_interrupt_idle = low_idle,
};

/*
 * Swallow responses that libetpan does not know: to it they are errors that
 * end the session.  Not FETCH: an item that it cannot parse must not make a
 * message disappear.
 */
static int unknown_parse(int parser, mailstream *stream, MMAPString *buffer,
			 struct mailimap_parser_context *context, size_t *at,
			 struct mailimap_extension_data **result_out,
			 size_t rate, progress_function *progress);
static void unknown_free(struct mailimap_extension_data *data);

static char unknown_name[] = "unknown";
static struct mailimap_extension_api unknown_extension = { unknown_name, -1,
							   unknown_parse,
							   unknown_free };

static bool is_fetch(const char *text)
{
	while (g_ascii_isdigit(*text) || *text == ' ' || *text == '-')
		text++;
	return !g_ascii_strncasecmp(text, "FETCH", 5);
}

static int unknown_parse(int parser, mailstream *stream, MMAPString *buffer,
			 struct mailimap_parser_context *context, size_t *at,
			 struct mailimap_extension_data **result_out,
			 size_t rate, progress_function *progress)
{
	const char *text = buffer->str + *at;
	gsize n = strcspn(text, "\r\n");

	if (parser != MAILIMAP_EXTENDED_PARSER_RESPONSE_DATA || n == 0 ||
	    is_fetch(text))
		return MAILIMAP_ERROR_PARSE;
	*result_out = mailimap_extension_data_new(&unknown_extension, 0,
						  strndup(text, n));
	if (!*result_out)
		return MAILIMAP_ERROR_MEMORY;
	*at += n;
	return MAILIMAP_NO_ERROR;
}

static void unknown_free(struct mailimap_extension_data *data)
{
	free(data->ext_data);
	free(data);
}

static void items_progress(size_t now, size_t all, void *data)
{
}

static void register_once(void)
{
	static gsize done = 0;

	if (g_once_init_enter(&done)) {
		mailimap_extension_register(&unknown_extension);
		g_once_init_leave(&done, 1);
	}
}

static struct imap_session *session_new(const struct imap_settings *settings)
{
	struct imap_session *session = g_new0(struct imap_session, 1);

	register_once();
	session->trace.on = settings->debug;
	session->host = g_strdup(settings->host ? settings->host : "");
	session->port = settings->port;
	if (!session->port)
		session->port = settings->tls == IMAP_TLS_IMPLICIT ? 993 : 143;
	session->tls = settings->tls;
	session->plain_text_anywhere = settings->plain_text_anywhere;
	session->user = g_strdup(settings->user ? settings->user : "");
	session->secret = g_strdup(settings->secret ? settings->secret : "");
	session->token = settings->token;
	session->keywords =
	    g_strdup(settings->keyword ? settings->keyword : "");
	session->keyword =
	    g_strndup(session->keywords, strcspn(session->keywords, " "));
	session->version = g_strdup(settings->version ? settings->version : "");
	session->deadline =
	    settings->deadline ? settings->deadline : IMAP_DEADLINE_SECONDS;
	session->has =
	    g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
	session->capabilities = g_strdup("");
	session->prefix = g_strdup("");
	session->answer = g_string_new(NULL);
	session->trace.secret = session->secret;
	return session;
}

static void wipe_secret(struct imap_session *session)
{
	session->trace.secret = NULL;
	if (!session->secret)
		return;
	explicit_bzero(session->secret, strlen(session->secret));
	g_clear_pointer(&session->secret, g_free);
}

/* libetpan around the transport.  Errors end here: nothing was sent. */
static bool attach(struct imap_session *session, GError **error)
{
	mailstream_low *low;
	mailstream *stream;

	/*
	 * Small: for every line and literal libetpan moves what is left in
	 * this buffer to its front.  The transport has a large one.
	 */
	low = mailstream_low_new(session->transport, &low_driver);
	stream = low ? mailstream_new(low, 4096) : NULL;
	session->imap = mailimap_new(0, NULL);
	if (!stream || !session->imap) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_RECONNECT,
			    "out of memory");
		return false;
	}
	session->imap->imap_stream = stream;
	/* Without this the handler of streamed messages is never called. */
	mailimap_set_progress_callback(session->imap, NULL, items_progress,
				       NULL);
	return true;
}

static bool load_trust(struct imap_session *session,
		       const struct imap_settings *settings, GError **error)
{
	g_autofree char *warm = NULL;

	/* iconv opens its converters from files: before a sandbox. */
	warm = imap_folder_display("&AOk-");
	if (settings->tls == IMAP_TLS_NONE)
		return true;
	session->trust =
	    imap_trust_new(settings->ca_file, settings->pin, error);
	return session->trust != NULL;
}

struct imap_session *imap_session_connect(const struct imap_settings *settings,
					  GError **error)
{
	g_autoptr(imap_session) session = session_new(settings);

	if (!load_trust(session, settings, error))
		return NULL;
	session->transport =
	    imap_transport_connect(session->host, session->port,
				   session->keywords, &session->trace, error);
	if (!session->transport || !attach(session, error))
		return NULL;
	return g_steal_pointer(&session);
}

struct imap_session *imap_session_new_on(int fd,
					 const struct imap_settings *settings,
					 GError **error)
{
	g_autoptr(imap_session) session = session_new(settings);

	session->transport = imap_transport_new_on(
	    fd, session->host, session->keywords, &session->trace, error);
	if (!session->transport || !load_trust(session, settings, error) ||
	    !attach(session, error))
		return NULL;
	return g_steal_pointer(&session);
}

struct imap_session *imap_session_new_on_wire(
    const struct imap_wire *wire, void *data,
    const struct imap_settings *settings, GError **error)
{
	g_autoptr(imap_session) session = session_new(settings);

	session->transport = imap_transport_new_on_wire(
	    wire, data, session->host, session->keywords, &session->trace);
	if (!load_trust(session, settings, error) || !attach(session, error))
		return NULL;
	return g_steal_pointer(&session);
}

void imap_session_free(struct imap_session *session)
{
	if (!session)
		return;
	if (session->imap) {
		/* With a stream, mailimap_free() would say LOGOUT and wait. */
		if (session->imap->imap_stream)
			mailstream_close(session->imap->imap_stream);
		session->imap->imap_stream = NULL;
		mailimap_free(session->imap);
	}
	wipe_secret(session);
	imap_transport_free(session->transport);
	imap_trust_free(session->trust);
	g_clear_error(&session->error);
	g_hash_table_unref(session->has);
	g_free(session->capabilities);
	g_free(session->host);
	g_free(session->user);
	g_free(session->keyword);
	g_free(session->keywords);
	g_free(session->version);
	g_string_free(session->answer, TRUE);
	g_free(session->prefix);
	g_free(session->open);
	g_free(session->notified);
	g_free(session);
}

void imap_session_close(struct imap_session *session)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	enum imap_answer answer;
	bool answered;
	guint32 tag;

	if (session && !session->error && session->tag > 0) {
		imap_command_add(&command, "LOGOUT");
		imap_transport_begin(session->transport, &imap_usual_limits,
				     IMAP_LOGOUT_SECONDS * 1000);
		if (imap_session_send(session, &command, &answered, &answer,
				      NULL))
			imap_session_receive(session, session->tag, &tag,
					     &answer, NULL);
	}
	imap_session_free(session);
}

bool imap_session_login(struct imap_session *session, GError **error)
{
	bool ok = imap_login_open(session, error) &&
		  imap_login_authenticate(session, error);

	wipe_secret(session);
	return ok && imap_login_settle(session, error);
}

bool imap_session_has(const struct imap_session *session,
		      const char *capability)
{
	g_autofree char *upper = g_ascii_strup(capability, -1);

	return g_hash_table_contains(session->has, upper);
}

const char *imap_session_capabilities(const struct imap_session *session)
{
	return session->capabilities;
}

bool imap_session_is_gmail(const struct imap_session *session)
{
	return imap_session_has(session, "X-GM-EXT-1");
}

const char *imap_session_prefix(const struct imap_session *session)
{
	return session->prefix;
}

char imap_session_delimiter(const struct imap_session *session)
{
	return session->delimiter;
}

guint imap_session_wait(const struct imap_session *session)
{
	return session->wait;
}

bool imap_session_is_over(const struct imap_session *session)
{
	return session->error != NULL;
}

bool imap_session_noop(struct imap_session *session, GError **error)
{
	enum imap_answer answer;

	if (!imap_session_run_text(session, "NOOP", &answer, error))
		return false;
	return answer == IMAP_ANSWER_OK ||
	       imap_session_refused(session, IMAP_ERROR_RECONNECT, error,
				    "'%s' refused NOOP", session->host);
}
