/* Commands out, answers in. */
#include <stdlib.h>
#include <string.h>

#include "imap/private.h"

void imap_command_clear(struct imap_command *command)
{
	if (command->text) {
		explicit_bzero(command->text->str,
			       command->text->allocated_len);
		g_string_free(command->text, TRUE);
	}
	if (command->parts)
		g_ptr_array_unref(command->parts);
	*command = (struct imap_command)IMAP_COMMAND_INIT;
}

static GString *text_of(struct imap_command *command)
{
	if (!command->text)
		command->text = g_string_new(NULL);
	return command->text;
}

void imap_command_add(struct imap_command *command, const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	g_string_append_vprintf(text_of(command), format, arguments);
	va_end(arguments);
}

static void free_part(gpointer data)
{
	GString *part = data;

	explicit_bzero(part->str, part->allocated_len);
	g_string_free(part, TRUE);
}

void imap_command_add_literal(struct imap_command *command, const char *bytes,
			      gsize length)
{
	if (!command->parts)
		command->parts = g_ptr_array_new_with_free_func(free_part);
	g_string_append_printf(text_of(command), "{%" G_GSIZE_FORMAT "}",
			       length);
	g_ptr_array_add(command->parts, g_steal_pointer(&command->text));
	g_ptr_array_add(command->parts,
			g_string_new_len(bytes, (gssize)length));
	command->text = g_string_new(NULL);
}

void imap_command_add_string(struct imap_command *command, const char *string)
{
	GString *text = text_of(command);

	for (const char *p = string; *p; p++) {
		if (*p == '\r' || *p == '\n' || *p & 0x80 ||
		    p - string > 1000) {
			imap_command_add_literal(command, string,
						 strlen(string));
			return;
		}
	}
	g_string_append_c(text, '"');
	for (const char *p = string; *p; p++) {
		if (*p == '"' || *p == '\\')
			g_string_append_c(text, '\\');
		g_string_append_c(text, *p);
	}
	g_string_append_c(text, '"');
}

enum imap_error imap_session_hear_bye(struct imap_session *session,
				      const char *text)
{
	g_autofree char *lower = g_ascii_strdown(text, -1);
	guint seconds;

	/* A server that is started anew is back in seconds. */
	if (strstr(lower, "shutting down") ||
	    !imap_session_asks_to_wait(text, &seconds))
		return IMAP_ERROR_RECONNECT;
	session->wait = seconds;
	return IMAP_ERROR_WAIT;
}

bool imap_session_fail(struct imap_session *session, GError **error)
{
	const GError *dead = imap_transport_error(session->transport);
	const struct imap_scan *scan = imap_transport_scan(session->transport);

	if (session->error) {
		g_propagate_error(error, g_error_copy(session->error));
		return false;
	}
	if (scan->bye[0] && (!dead || g_error_matches(dead, IMAP_ERROR,
						      IMAP_ERROR_RECONNECT))) {
		enum imap_error code =
		    imap_session_hear_bye(session, scan->bye);

		session->error = g_error_new(IMAP_ERROR, (int)code,
					     "'%s' ended the connection: %s",
					     session->host, scan->bye);
	} else if (dead) {
		session->error = g_error_copy(dead);
	} else {
		session->error =
		    g_error_new(IMAP_ERROR, IMAP_ERROR_RECONNECT,
				"'%s' sent something that cannot be understood",
				session->host);
	}
	g_propagate_error(error, g_error_copy(session->error));
	return false;
}

bool imap_session_fail_with(struct imap_session *session, enum imap_error code,
			    GError **error, const char *format, ...)
{
	va_list arguments;

	if (!session->error) {
		va_start(arguments, format);
		session->error = g_error_new_valist(IMAP_ERROR, (int)code,
						    format, arguments);
		va_end(arguments);
	}
	g_propagate_error(error, g_error_copy(session->error));
	return false;
}

bool imap_session_check(struct imap_session *session, GError **error)
{
	if (!session->error && !imap_transport_error(session->transport))
		return true;
	return imap_session_fail(session, error);
}

void imap_session_begin(struct imap_session *session,
			const struct imap_scan_limits *limits,
			guint more_milliseconds)
{
	imap_transport_begin(session->transport,
			     limits ? limits : &imap_usual_limits,
			     session->deadline * 1000 + more_milliseconds);
}

static bool put_bytes(struct imap_session *session, const char *bytes, gsize n,
		      GError **error)
{
	/* Straight to the transport: libetpan would keep a copy. */
	if (imap_transport_write(session->transport, bytes, n) < 0)
		return imap_session_fail(session, error);
	return true;
}

bool imap_session_put(struct imap_session *session, const char *line,
		      GError **error)
{
	GString *text = g_string_new(line);
	bool ok;

	g_string_append(text, "\r\n");
	ok = put_bytes(session, text->str, text->len, error);
	free_part(text);
	return ok;
}

/* Cut a line's closing {n} off and tell n; FALSE if it has none. */
static bool cut_literal(MMAPString *line, gsize *length_out)
{
	const char *end = line->str + line->len;
	const char *p;

	if (line->len < 5 || memcmp(end - 3, "}\r\n", 3) != 0)
		return false;
	for (p = end - 4; p > line->str && g_ascii_isdigit(*p); p--)
		;
	if (*p != '{' || p == end - 4)
		return false;
	*length_out = (gsize)g_ascii_strtoull(p + 1, NULL, 10);
	mmap_string_truncate(line, (size_t)(p - line->str));
	return true;
}

const char *imap_session_line(struct imap_session *session, GError **error)
{
	mailstream *stream = session->imap->imap_stream;
	MMAPString *line = session->imap->imap_stream_buffer;
	gsize length;

	if (!imap_session_check(session, error))
		return NULL;
	if (!mailstream_read_line(stream, line))
		goto over;
	/* The scanner has seen to it that these are small. */
	while (line->str[0] == '*' && cut_literal(line, &length)) {
		char skipped[512];

		while (length > 0) {
			ssize_t got = mailstream_read(
			    stream, skipped, MIN(length, sizeof(skipped)));

			if (got <= 0)
				goto over;
			length -= (gsize)got;
		}
		if (!mailstream_read_line_append(stream, line))
			goto over;
	}
	while (line->len > 0 && strchr("\r\n", line->str[line->len - 1]))
		mmap_string_truncate(line, line->len - 1);
	return line->str;

over:
	imap_session_fail(session, error);
	return NULL;
}

bool imap_session_is_answer(struct imap_session *session, const char *line,
			    guint32 tag, enum imap_answer *answer_out)
{
	char *end;
	guint64 number;

	if (!g_ascii_isdigit(*line))
		return false;
	number = g_ascii_strtoull(line, &end, 10);
	if (number != tag || *end != ' ')
		return false;
	while (*end == ' ')
		end++;
	if (!g_ascii_strncasecmp(end, "OK", 2))
		*answer_out = IMAP_ANSWER_OK;
	else if (!g_ascii_strncasecmp(end, "NO", 2))
		*answer_out = IMAP_ANSWER_NO;
	else
		*answer_out = IMAP_ANSWER_BAD;
	end += strcspn(end, " \r\n");
	while (*end == ' ')
		end++;
	g_string_truncate(session->answer, 0);
	for (; g_ascii_isprint(*end) && session->answer->len < 500; end++)
		g_string_append_c(session->answer, *end);
	return true;
}

/*
 * Wait for the leave to send a literal.  FALSE and *answered_out without an
 * error when the command was refused instead.
 */
static bool await_leave(struct imap_session *session, bool *answered_out,
			enum imap_answer *answer_out, GError **error)
{
	for (;;) {
		const char *line = imap_session_line(session, error);

		if (!line)
			return false;
		if (line[0] == '+')
			return true;
		if (imap_session_is_answer(session, line, session->tag,
					   answer_out)) {
			imap_allow_break_off(
			    imap_transport_allow(session->transport));
			*answered_out = true;
			return false;
		}
	}
}

bool imap_session_send(struct imap_session *session,
		       struct imap_command *command, bool *answered_out,
		       enum imap_answer *answer_out, GError **error)
{
	GString *first =
	    command->parts ? command->parts->pdata[0] : text_of(command);
	char tag[16];

	*answered_out = false;
	if (!imap_session_check(session, error))
		return false;
	g_snprintf(tag, sizeof(tag), "%u ", ++session->tag);
	g_string_prepend(first, tag);
	for (guint i = 0; command->parts && i < command->parts->len; i += 2) {
		GString *text = command->parts->pdata[i];
		GString *literal = command->parts->pdata[i + 1];

		if (!imap_session_put(session, text->str, error))
			return false;
		if (!await_leave(session, answered_out, answer_out, error))
			return *answered_out;
		if (!put_bytes(session, literal->str, literal->len, error))
			return false;
	}
	return imap_session_put(session, text_of(command)->str, error);
}

/* The line that ended the response which libetpan has just read. */
static const char *last_line(struct imap_session *session)
{
	const MMAPString *text = session->imap->imap_stream_buffer;
	const char *p = text->str + text->len;

	while (p > text->str && strchr("\r\n", p[-1]))
		p--;
	while (p > text->str && p[-1] != '\n')
		p--;
	return p;
}

bool imap_session_receive(struct imap_session *session, guint32 oldest,
			  guint32 *tag_out, enum imap_answer *answer_out,
			  GError **error)
{
	struct mailimap_response *response = NULL;
	int r;

	if (!imap_session_check(session, error))
		return false;
	session->imap->imap_tag = (int)oldest;
	if (!mailimap_read_line(session->imap))
		return imap_session_fail(session, error);
	r = mailimap_parse_response(session->imap, &response);
	if (r == MAILIMAP_NO_ERROR)
		mailimap_response_free(response);
	else if (r != MAILIMAP_ERROR_PROTOCOL)
		return imap_session_fail(session, error);
	/*
	 * BAD, and an answer to a later command, are the same error to
	 * libetpan; the line itself tells them apart.
	 */
	for (guint32 tag = oldest; tag <= session->tag; tag++) {
		if (imap_session_is_answer(session, last_line(session), tag,
					   answer_out)) {
			*tag_out = tag;
			return true;
		}
	}
	return imap_session_fail(session, error);
}

bool imap_session_run(struct imap_session *session,
		      struct imap_command *command,
		      const struct imap_scan_limits *limits,
		      enum imap_answer *answer_out, GError **error)
{
	bool answered;
	guint32 tag;

	imap_session_begin(session, limits, 0);
	if (!imap_session_send(session, command, &answered, answer_out, error))
		return false;
	return answered || imap_session_receive(session, session->tag, &tag,
						answer_out, error);
}

bool imap_session_run_text(struct imap_session *session, const char *text,
			   enum imap_answer *answer_out, GError **error)
{
	g_auto(imap_command) command = IMAP_COMMAND_INIT;

	imap_command_add(&command, "%s", text);
	return imap_session_run(session, &command, NULL, answer_out, error);
}

const char *imap_session_refusal(const struct imap_session *session)
{
	return session->answer->str;
}

/* What servers say when it is not the user's fault and will pass. */
static const char *const patience[] = {
	"[UNAVAILABLE]", "[OVERQUOTA]",	      "[THROTTLED]",
	"[INUSE]",	 "[LIMIT]",	      "[SERVERBUG]",
	"[SYS/TEMP]",	 "[IN-USE]",	      "throttled",
	"too many",	 "maximum number of", "temporar",
	"try again",	 "try later",	      "unavailable",
	"not available", "internal error",    "server error",
	"server bug",	 "overload",	      "bandwidth limit",
	"rate limit",	 "not connected", /* "User is authenticated but not
					     connected." */
	"lookup failed", "shutting down",     "maintenance",
	"server busy",
};

bool imap_session_asks_to_wait(const char *text, guint *seconds_out)
{
	static const char backoff[] = "suggested backoff time:";
	g_autofree char *lower = g_ascii_strdown(text, -1);
	const char *p = strstr(lower, backoff);

	*seconds_out = 0;
	if (p) {
		guint64 ms = g_ascii_strtoull(p + strlen(backoff), NULL, 10);

		*seconds_out = (guint)MIN((ms + 999) / 1000, 24 * 60 * 60);
		return true;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(patience); i++) {
		g_autofree char *word = g_ascii_strdown(patience[i], -1);

		if (strstr(lower, word))
			return true;
	}
	return false;
}

bool imap_session_refused(struct imap_session *session, enum imap_error code,
			  GError **error, const char *format, ...)
{
	const char *text = imap_session_refusal(session);
	g_autofree char *what = NULL;
	va_list arguments;
	guint seconds;

	va_start(arguments, format);
	what = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	if (imap_session_asks_to_wait(text, &seconds)) {
		session->wait = seconds;
		code = IMAP_ERROR_WAIT;
	}
	if (code == IMAP_ERROR_SKIP) {
		g_set_error(error, IMAP_ERROR, IMAP_ERROR_SKIP, "%s: %s", what,
			    text);
		return false;
	}
	return imap_session_fail_with(session, code, error, "%s: %s", what,
				      text);
}

const char *imap_session_unknown(struct imap_session *session, const char *word)
{
	struct mailimap_response_info *info = session->imap->imap_response_info;
	gsize n = strlen(word);

	if (!info)
		return NULL;
	for (clistiter *i = clist_begin(info->rsp_extension_list); i;
	     i = clist_next(i)) {
		struct mailimap_extension_data *data = clist_content(i);
		const char *text = data->ext_data;

		if (data->ext_extension->ext_id != -1 || !text)
			continue;
		if (!g_ascii_strncasecmp(text, word, n) &&
		    (text[n] == ' ' || text[n] == '\0'))
			return text + n;
	}
	return NULL;
}
