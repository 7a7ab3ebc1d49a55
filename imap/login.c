/* From a connected socket to a login: TLS, greeting, credentials, extras. */
#include <string.h>

#include "imap/private.h"

/* Bytes that came before they were asked for. */
static bool is_buffered(struct imap_session *session)
{
	return session->imap->imap_stream->read_buffer_len > 0 ||
	       imap_transport_pending(session->transport);
}

static bool start_tls(struct imap_session *session, GError **error)
{
	GError *wrong = NULL;

	if (imap_transport_start_tls(session->transport, session->trust,
				     &wrong))
		return true;
	session->error = wrong;
	g_propagate_error(error, g_error_copy(wrong));
	return false;
}

/*
 * The greeting is read as a line: libetpan's own parser of it has crashed on
 * hostile ones, and there is little to know.
 */
static bool read_greeting(struct imap_session *session, GError **error)
{
	const char *line = imap_session_line(session, error);

	if (!line)
		return false;
	if (!g_ascii_strncasecmp(line, "* OK", 4))
		return true;
	if (!g_ascii_strncasecmp(line, "* BYE", 5))
		return imap_session_fail_with(
		    session, imap_session_hear_bye(session, line), error,
		    "'%s' turned us away: %s", session->host,
		    line + MIN(strlen(line), 6));
	if (!g_ascii_strncasecmp(line, "* PREAUTH", 9))
		return imap_session_fail_with(
		    session, IMAP_ERROR_STOP, error,
		    "'%s' says that we are logged in already, which tend does "
		    "not believe: check host and port",
		    session->host);
	return imap_session_fail_with(
	    session, IMAP_ERROR_STOP, error,
	    "'%s' does not speak IMAP on port %u: check port and tls",
	    session->host, session->port);
}

static bool begin_starttls(struct imap_session *session, GError **error)
{
	enum imap_answer answer;

	if (!imap_session_run_text(session, "STARTTLS", &answer, error))
		return false;
	if (answer != IMAP_ANSWER_OK)
		return imap_session_refused(
		    session, IMAP_ERROR_STOP, error,
		    "'%s' offers no STARTTLS: set tls = implicit and port = "
		    "993",
		    session->host);
	/* RFC 9051 section 11.1: somebody in between may have added it. */
	if (is_buffered(session))
		return imap_session_fail_with(
		    session, IMAP_ERROR_WAIT, error,
		    "'%s' spoke before TLS was agreed: somebody may be "
		    "tampering with the connection",
		    session->host);
	imap_session_begin(session, NULL, 0);
	return start_tls(session, error);
}

static bool check_plain(struct imap_session *session, GError **error)
{
	if (session->tls != IMAP_TLS_NONE || session->plain_text_anywhere ||
	    imap_transport_is_loopback(session->transport))
		return true;
	return imap_session_fail_with(
	    session, IMAP_ERROR_STOP, error,
	    "will not send a password to '%s' without TLS: set tls = implicit "
	    "or starttls (or plain-text-anywhere = true)",
	    session->host);
}

bool imap_login_open(struct imap_session *session, GError **error)
{
	static const struct imap_scan_limits greeting = {
		IMAP_LINE_MAX, 0, IMAP_GREETING_TOTAL_MAX, 16
	};

	if (!imap_session_check(session, error) || !check_plain(session, error))
		return false;
	imap_session_begin(session, &greeting, 0);
	if (session->tls == IMAP_TLS_IMPLICIT && !start_tls(session, error))
		return false;
	if (!read_greeting(session, error))
		return false;
	if (session->tls == IMAP_TLS_STARTTLS &&
	    !begin_starttls(session, error))
		return false;
	return imap_session_ask_capabilities(session, error);
}

static void add_capability(struct imap_session *session,
			   const struct mailimap_capability *capability,
			   GString *all)
{
	bool auth = capability->cap_type == MAILIMAP_CAPABILITY_AUTH_TYPE;
	g_autofree char *name =
	    g_strconcat(auth ? "AUTH=" : "",
			auth ? capability->cap_data.cap_auth_type
			     : capability->cap_data.cap_name,
			NULL);
	char *upper = g_ascii_strup(name, -1);

	if (g_hash_table_contains(session->has, upper)) {
		g_free(upper);
		return;
	}
	g_string_append_printf(all, "%s%s", all->len ? " " : "", upper);
	g_hash_table_add(session->has, upper);
}

bool imap_session_ask_capabilities(struct imap_session *session, GError **error)
{
	struct mailimap_connection_info *info;
	enum imap_answer answer;
	GString *all;

	if (session->imap->imap_connection_info)
		mailimap_connection_info_free(
		    session->imap->imap_connection_info);
	session->imap->imap_connection_info = mailimap_connection_info_new();
	if (!imap_session_run_text(session, "CAPABILITY", &answer, error))
		return false;
	info = session->imap->imap_connection_info;
	if (answer != IMAP_ANSWER_OK)
		return imap_session_refused(session, IMAP_ERROR_RECONNECT,
					    error, "'%s' refused CAPABILITY",
					    session->host);
	g_hash_table_remove_all(session->has);
	all = g_string_new(NULL);
	if (info && info->imap_capability && info->imap_capability->cap_list) {
		for (clistiter *i =
			 clist_begin(info->imap_capability->cap_list);
		     i; i = clist_next(i))
			add_capability(session, clist_content(i), all);
	}
	g_free(session->capabilities);
	session->capabilities = g_string_free(all, FALSE);
	return true;
}

/* Words of a refusal that do mean the credentials. */
static bool blames_password(const char *text)
{
	static const char *const words[] = {
		"[authenticationfailed]",
		"[authorizationfailed]",
		"[expired]",
		"password",
		"credential",
		"web browser",
		"web login",
		"authentication failed",
		"login failed",
		"not enabled for imap",
	};
	g_autofree char *lower = g_ascii_strdown(text, -1);

	for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
		if (strstr(lower, words[i]))
			return true;
	}
	return false;
}

/*
 * Servers say NO to a right password when they are busy, and too many wrong
 * passwords lock an account: tell the two apart as far as their words go.
 */
static bool login_refused(struct imap_session *session, enum imap_answer answer,
			  GError **error)
{
	const char *text = imap_session_refusal(session);
	enum imap_error code = IMAP_ERROR_PASSWORD;
	guint seconds;

	if (strstr(text, "[PRIVACYREQUIRED]"))
		code = IMAP_ERROR_STOP;
	else if (imap_session_asks_to_wait(text, &seconds) ||
		 answer == IMAP_ANSWER_BAD)
		code = IMAP_ERROR_WAIT;
	else if (strstr(text, "[ALERT]") && !blames_password(text))
		code = IMAP_ERROR_WAIT;
	if (code == IMAP_ERROR_PASSWORD)
		return imap_session_refused(
		    session, code, error,
		    session->token
			? "'%s' refused the token of '%s': check what "
			  "token-command prints"
			: "'%s' refused the password of '%s' (many providers "
			  "want an app password here)",
		    session->host, session->user);
	return imap_session_refused(session, code, error,
				    "'%s' refused the login of '%s'",
				    session->host, session->user);
}

static bool login_by_password(struct imap_session *session,
			      enum imap_answer *answer_out, GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;

	imap_command_add(&command, "LOGIN ");
	imap_command_add_string(&command, session->user);
	imap_command_add(&command, " ");
	imap_command_add_string(&command, session->secret);
	return imap_session_run(session, &command, NULL, answer_out, error);
}

/* Wipe and free. */
static void forget(char *text)
{
	if (text)
		explicit_bzero(text, strlen(text));
	g_free(text);
}

/*
 * SASL with one message of the client (RFC 9051 section 6.2.2).  A further
 * challenge carries the reason of a failure; `last` is what to say to it.
 */
static bool sasl(struct imap_session *session, const char *mechanism,
		 const GString *message, const char *last,
		 enum imap_answer *answer_out, GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	char *encoded =
	    g_base64_encode((const guchar *)message->str, message->len);
	bool said = imap_session_has(session, "SASL-IR");
	bool ok = false, answered;

	imap_command_add(&command, "AUTHENTICATE %s", mechanism);
	if (said)
		imap_command_add(&command, " %s", encoded);
	imap_session_begin(session, NULL, 0);
	if (!imap_session_send(session, &command, &answered, answer_out, error))
		goto out;
	for (guint rounds = 0; rounds < 4;) {
		const char *line = imap_session_line(session, error);

		if (!line)
			goto out;
		if (imap_session_is_answer(session, line, session->tag,
					   answer_out)) {
			ok = true;
			goto out;
		}
		if (line[0] != '+')
			continue;
		rounds++;
		if (!imap_session_put(session, said ? last : encoded, error))
			goto out;
		said = true;
	}
	imap_session_fail_with(session, IMAP_ERROR_RECONNECT, error,
			       "'%s' does not come to an end of the login",
			       session->host);
out:
	forget(encoded);
	return ok;
}

static void free_message(GString *message)
{
	explicit_bzero(message->str, message->allocated_len);
	g_string_free(message, TRUE);
}

static bool login_by_plain(struct imap_session *session,
			   enum imap_answer *answer_out, GError **error)
{
	GString *message = g_string_new(NULL);
	bool ok;

	g_string_append_c(message, '\0');
	g_string_append(message, session->user);
	g_string_append_c(message, '\0');
	g_string_append(message, session->secret);
	ok = sasl(session, "PLAIN", message, "*", answer_out, error);
	free_message(message);
	return ok;
}

/* RFC 7628, and Google's older dialect of it. */
static bool login_by_token(struct imap_session *session,
			   enum imap_answer *answer_out, GError **error)
{
	GString *message = g_string_new(NULL);
	bool bearer = imap_session_has(session, "AUTH=OAUTHBEARER") &&
		      !imap_session_has(session, "AUTH=XOAUTH2");
	bool ok;

	if (bearer)
		g_string_append_printf(message,
				       "n,a=%s,\001host=%s\001port=%u"
				       "\001auth=Bearer %s\001\001",
				       session->user, session->host,
				       session->port, session->secret);
	else
		g_string_append_printf(message,
				       "user=%s\001auth=Bearer %s\001\001",
				       session->user, session->secret);
	ok = sasl(session, bearer ? "OAUTHBEARER" : "XOAUTH2", message,
		  bearer ? "AQ==" : "", answer_out, error);
	free_message(message);
	return ok;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++) {
		if (*text & 0x80)
			return false;
	}
	return true;
}

bool imap_login_authenticate(struct imap_session *session, GError **error)
{
	bool disabled = imap_session_has(session, "LOGINDISABLED");
	bool plain = imap_session_has(session, "AUTH=PLAIN");
	enum imap_answer answer;
	bool ok;

	if (strpbrk(session->user, "\r\n\001") ||
	    strpbrk(session->secret, "\r\n\001"))
		return imap_session_fail_with(
		    session, IMAP_ERROR_PASSWORD, error,
		    "the user name or the password of '%s' has a line break "
		    "in it",
		    session->user);
	if (disabled && !imap_transport_is_tls(session->transport))
		return imap_session_fail_with(
		    session, IMAP_ERROR_STOP, error,
		    "'%s' takes no login without TLS: set tls = starttls or "
		    "implicit",
		    session->host);
	if (session->token)
		ok = login_by_token(session, &answer, error);
	else if (plain && (disabled || !is_ascii(session->user) ||
			   !is_ascii(session->secret)))
		ok = login_by_plain(session, &answer, error);
	else if (disabled)
		return imap_session_fail_with(
		    session, IMAP_ERROR_STOP, error,
		    "'%s' takes no passwords: set token-command",
		    session->host);
	else
		ok = login_by_password(session, &answer, error);
	if (!ok)
		return false;
	return answer == IMAP_ANSWER_OK ||
	       login_refused(session, answer, error);
}

/* Some servers hide folders from clients that do not say who they are. */
static bool say_id(struct imap_session *session, GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;
	enum imap_answer answer;

	if (!imap_session_has(session, "ID"))
		return true;
	imap_command_add(&command, "ID (\"name\" \"tend\" \"version\" ");
	imap_command_add_string(&command, session->version);
	imap_command_add(&command, ")");
	return imap_session_run(session, &command, NULL, &answer, error);
}

static bool enable(struct imap_session *session, GError **error)
{
	bool qresync = imap_session_has(session, "QRESYNC");
	bool condstore = imap_session_has(session, "CONDSTORE");
	enum imap_answer answer;

	session->condstore = condstore || qresync;
	if (!imap_session_has(session, "ENABLE") || !session->condstore)
		return true;
	if (!imap_session_run_text(
		session, qresync ? "ENABLE QRESYNC" : "ENABLE CONDSTORE",
		&answer, error))
		return false;
	session->qresync = qresync && answer == IMAP_ANSWER_OK;
	return true;
}

static void read_namespace(struct imap_session *session,
			   const struct mailimap_namespace_data *data)
{
	const struct mailimap_namespace_info *first;
	clistiter *begin;

	if (!data->ns_personal || !data->ns_personal->ns_data_list)
		return;
	begin = clist_begin(data->ns_personal->ns_data_list);
	if (!begin)
		return;
	first = clist_content(begin);
	g_free(session->prefix);
	session->prefix = g_strdup(first->ns_prefix ? first->ns_prefix : "");
	session->delimiter = first->ns_delimiter;
}

static bool ask_namespace(struct imap_session *session, GError **error)
{
	struct mailimap_response_info *info;
	enum imap_answer answer;

	if (!imap_session_has(session, "NAMESPACE"))
		return true;
	if (!imap_session_run_text(session, "NAMESPACE", &answer, error))
		return false;
	info = session->imap->imap_response_info;
	if (answer != IMAP_ANSWER_OK || !info)
		return true;
	for (clistiter *i = clist_begin(info->rsp_extension_list); i;
	     i = clist_next(i)) {
		struct mailimap_extension_data *data = clist_content(i);

		if (data->ext_extension->ext_id == MAILIMAP_EXTENSION_NAMESPACE)
			read_namespace(session, data->ext_data);
	}
	return true;
}

bool imap_login_settle(struct imap_session *session, GError **error)
{
	return imap_session_ask_capabilities(session, error) &&
	       say_id(session, error) && enable(session, error) &&
	       ask_namespace(session, error);
}
