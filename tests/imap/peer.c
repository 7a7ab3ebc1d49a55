/* A scripted server. */
#include "tests/imap/peer.h"

#include <string.h>

const struct imap_settings peer_settings = {
	.host = "localhost",
	.tls = IMAP_TLS_NONE,
	.user = "ada",
	.secret = "s3cret-canary",
	.keyword = "$tend",
	.deadline = 5,
	.version = "1",
};

void peer_init(struct peer *peer, const struct peer_step *steps)
{
	memset(peer, 0, sizeof(*peer));
	peer->steps = steps;
	peer->out = g_string_new(NULL);
	peer->in = g_string_new(NULL);
	peer->heard = g_string_new(NULL);
}

void peer_clear(struct peer *peer)
{
	g_string_free(peer->out, TRUE);
	g_string_free(peer->in, TRUE);
	g_string_free(peer->heard, TRUE);
	g_free(peer->wrong);
}

static gboolean is_end(const struct peer_step *step)
{
	return !step->hear && !step->say;
}

void peer_check(const struct peer *peer)
{
	const struct peer_step *step = &peer->steps[peer->at];

	if (peer->wrong)
		g_error("%s", peer->wrong);
	if (!is_end(step))
		g_error("the client never said '%s'",
			step->hear ? step->hear : step->say);
}

/* As a C string, %T aside: a table may not say NUL. */
static void say(struct peer *peer, const char *text)
{
	for (; text && *text; text++) {
		if (text[0] == '%' && text[1] == 'T') {
			g_string_append(peer->out, peer->tag);
			text++;
		} else {
			g_string_append_c(peer->out, *text);
		}
	}
}

static void speak(struct peer *peer)
{
	for (;;) {
		const struct peer_step *step = &peer->steps[peer->at];

		if (is_end(step) || step->hear)
			return;
		say(peer, step->say);
		peer->at++;
	}
}

static void hear(struct peer *peer, const char *line, gboolean command)
{
	const struct peer_step *step = &peer->steps[peer->at];
	const char *words = line;

	if (command && strchr(line, ' ') && g_ascii_isdigit(*line)) {
		gsize n = strcspn(line, " ");

		g_strlcpy(peer->tag, line, MIN(n + 1, sizeof(peer->tag)));
		words = line + n + 1;
	}
	if (peer->wrong)
		return;
	if (is_end(step) || !g_pattern_match_simple(step->hear, words)) {
		peer->wrong =
		    g_strdup_printf("heard '%s' instead of '%s'", line,
				    is_end(step) ? "(nothing)" : step->hear);
		return;
	}
	say(peer, step->say);
	/* A literal that was refused does not come. */
	if (step->say && strstr(step->say, "%T "))
		peer->literal = 0;
	peer->at++;
	speak(peer);
}

static guint64 literal_of(const GString *line)
{
	const char *brace = strrchr(line->str, '{');

	if (line->len < 3 || line->str[line->len - 1] != '}' || !brace)
		return 0;
	return g_ascii_strtoull(brace + 1, NULL, 10);
}

static ssize_t wire_write(void *data, const void *bytes, size_t n)
{
	struct peer *peer = data;
	const char *p = bytes;

	if (peer->cut && peer->said >= peer->cut)
		return -1;
	speak(peer);
	g_string_append_len(peer->heard, p, (gssize)n);
	for (gsize i = 0; i < n; i++) {
		gboolean command = peer->literal == 0;

		g_string_append_c(peer->in, p[i]);
		if (peer->in->len <= peer->literal || p[i] != '\n')
			continue;
		g_string_truncate(peer->in, peer->in->len - 2);
		peer->literal = literal_of(peer->in);
		hear(peer, peer->in->str, command);
		g_string_truncate(peer->in, 0);
	}
	return (ssize_t)n;
}

static ssize_t wire_read(void *data, void *bytes, size_t n)
{
	struct peer *peer = data;

	speak(peer);
	if (peer->chunk)
		n = MIN(n, peer->chunk);
	n = MIN(n, peer->out->len);
	if (peer->cut)
		n = MIN(n, peer->cut - MIN(peer->cut, peer->said));
	if (n == 0)
		return -1;
	memcpy(bytes, peer->out->str, n);
	g_string_erase(peer->out, 0, (gssize)n);
	peer->said += n;
	return (ssize_t)n;
}

const struct imap_wire peer_wire = { wire_read, wire_write };

struct imap_session *peer_session(struct peer *peer,
				  const struct imap_settings *settings)
{
	GError *error = NULL;
	struct imap_session *session;

	session = imap_session_new_on_wire(
	    &peer_wire, peer, settings ? settings : &peer_settings, &error);
	g_assert_no_error(error);
	return session;
}
