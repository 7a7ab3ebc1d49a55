/* What may leave and what may not, and what a trace shows of it. */
#include "imap/allow.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "imap/error.h"
#include "imap/fields.h"

#define FETCH_HEADERS                                             \
	"1 UID FETCH 1:2000 (UID FLAGS INTERNALDATE RFC822.SIZE " \
	"BODY.PEEK[HEADER.FIELDS (" IMAP_FIELDS ")])\r\n"

static const struct imap_trace silent = { FALSE, NULL };

/* What tend says, all of it. */
static const char *const allowed[] = {
	"1 CAPABILITY\r\n",
	"1 NOOP\r\n",
	"1 LOGOUT\r\n",
	"1 STARTTLS\r\n",
	"1 NAMESPACE\r\n",
	"1 UNSELECT\r\n",
	"1 ID NIL\r\n",
	"1 ID (\"name\" \"tend\" \"version\" \"1\")\r\n",
	"1 LOGIN \"ada\" \"se\\\"cr et\"\r\n",
	"1 LOGIN {3}\r\nada {8}\r\nEXPUNGE\n\r\n",
	"1 LOGIN \"ada\" {2}\r\n\r\n\r\n",
	"1 AUTHENTICATE XOAUTH2 dXNlcg==\r\n",
	"1 AUTHENTICATE XOAUTH2\r\ndXNlcg==\r\n\r\n",
	"1 AUTHENTICATE OAUTHBEARER\r\nbiw=\r\nAQ==\r\n",
	"1 AUTHENTICATE PLAIN\r\nAGFkYQBz\r\n*\r\n",
	"1 ENABLE QRESYNC\r\n",
	"1 ENABLE CONDSTORE QRESYNC\r\n",
	"1 LIST \"\" \"*\"\r\n",
	"1 STATUS \"Sent\" (MESSAGES UIDNEXT UIDVALIDITY)\r\n",
	"1 STATUS {4}\r\nS\xc3\xa9n (MESSAGES UIDNEXT HIGHESTMODSEQ)\r\n",
	"1 EXAMINE \"INBOX\"\r\n",
	"1 EXAMINE INBOX\r\n",
	"1 EXAMINE \"CLOSE\" (CONDSTORE)\r\n",
	"1 EXAMINE {5}\r\nab\r\nc (CONDSTORE)\r\n",
	FETCH_HEADERS,
	"1 UID FETCH 7 (UID FLAGS BODY.PEEK[]<0.65536>)\r\n",
	"1 UID FETCH 7 (UID FLAGS X-GM-MSGID X-GM-THRID MODSEQ "
	"BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])\r\n",
	"1 UID FETCH 1:9 (UID FLAGS)\r\n",
	"1 UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 12 VANISHED)\r\n",
	"1 UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 12)\r\n",
	"1 UID SEARCH UID 1:9\r\n",
	"1 UID SEARCH RETURN (ALL) UID 1:9 SINCE 1-Feb-2026\r\n",
	"1 UID SEARCH HEADER MESSAGE-ID \"a b\\\" EXPUNGE@x\"\r\n",
	"1 UID FETCH 7 (UID FLAGS BODY.PEEK[HEADER.FIELDS (RECEIVED FROM "
	"X-TEND-LETTER)])\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER \"digest 2026-11-27\"\r\n",
	"1 UID SEARCH RETURN (ALL) HEADER X-TEND-LETTER \"report 2026-11-27\""
	"\r\n",
	"1 IDLE\r\nDONE\r\n2 NOOP\r\n",
	"1 NOTIFY NONE\r\n",
	"1 NOTIFY SET (SELECTED (MessageNew MessageExpunge FlagChange)) "
	"(MAILBOXES (\"Sent\" \"a)b\") (MessageNew MessageExpunge "
	"FlagChange))\r\n",
	"1 APPEND \"INBOX\" {12}\r\n9 EXPUNGE\r\n\0\r\n",
	"1 APPEND \"INBOX\" (\\Seen) \"01-Mar-2026 07:00:00 +0100\" "
	"{3}\r\na\r\n\r\n",
	"1 APPEND Drafts (\\Seen \\Draft) {1}\r\nx\r\n",
};

static const char *const allowed_marking[] = {
	"1 SELECT \"INBOX\"\r\n",
	"1 SELECT \"INBOX\" (CONDSTORE)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT ($tend)\r\n",
	"1 UID STORE 7 -FLAGS.SILENT ($tend \\Flagged)\r\n",
	"1 UID STORE 7 (UNCHANGEDSINCE 12) +FLAGS.SILENT (\\Flagged)\r\n",
};

/* And these while the draft with UID 7 is taken back. */
static const char *const allowed_withdrawing[] = {
	"1 UID STORE 7 +FLAGS.SILENT (\\Deleted)\r\n",
	"1 UID STORE 7 -FLAGS.SILENT (\\Deleted)\r\n",
	"1 UID STORE 7 (UNCHANGEDSINCE 12) +FLAGS.SILENT (\\Deleted)\r\n",
	"1 UID EXPUNGE 7\r\n",
};

/* These not even then, nor with another UID. */
static const char *const refused_withdrawing[] = {
	"1 UID EXPUNGE\r\n",
	"1 UID EXPUNGE 8\r\n",
	"1 UID EXPUNGE 77\r\n",
	"1 UID EXPUNGE 07\r\n",
	"1 UID EXPUNGE 7,8\r\n",
	"1 UID EXPUNGE 7:7\r\n",
	"1 UID EXPUNGE 7:*\r\n",
	"1 UID EXPUNGE 1:7\r\n",
	"1 UID EXPUNGE *\r\n",
	"1 UID EXPUNGE 7 8\r\n",
	"1 UID EXPUNGE {1}\r\n7\r\n",
	"1 UID STORE 8 +FLAGS.SILENT (\\Deleted)\r\n",
	"1 UID STORE 7:* +FLAGS.SILENT (\\Deleted)\r\n",
	"1 UID STORE 7 +FLAGS (\\Deleted)\r\n",
	"1 UID STORE 7 FLAGS.SILENT (\\Deleted)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT \\Deleted\r\n",
	"1 UID STORE 7 +FLAGS.SILENT (\\Deleted \\Seen)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT (\\Seen)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT ($tend)\r\n",
	"1 UID STORE 7 -FLAGS.SILENT (\\Draft)\r\n",
	"1 EXPUNGE\r\n",
	"1 CLOSE\r\n",
	"1 UID MOVE 7 \"Trash\"\r\n",
	"1 UID COPY 7 \"Trash\"\r\n",
	"1 STORE 7 +FLAGS.SILENT (\\Deleted)\r\n",
};

/* Refused, also while a message is being marked. */
static const char *const refused[] = {
	"1 CLOSE\r\n",
	"1 EXPUNGE\r\n",
	"1 UID EXPUNGE 7\r\n",
	"1 COPY 1 Trash\r\n",
	"1 UID COPY 1 Trash\r\n",
	"1 UID MOVE 1 Trash\r\n",
	"1 MOVE 1 Trash\r\n",
	"1 DELETE \"INBOX\"\r\n",
	"1 CREATE \"x\"\r\n",
	"1 RENAME \"a\" \"b\"\r\n",
	"1 SUBSCRIBE \"a\"\r\n",
	"1 COMPRESS DEFLATE\r\n",
	"1 FETCH 1 (FLAGS)\r\n",
	"1 STORE 1 +FLAGS.SILENT ($tend)\r\n",
	"1 SEARCH ALL\r\n",
	/* flags that are not tend's */
	"1 UID STORE 7 +FLAGS.SILENT (\\Deleted)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT ($tend \\Deleted)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT (\\Seen)\r\n",
	"1 UID STORE 7 -FLAGS.SILENT (\\Seen)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT ($other)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT $tend\r\n",
	"1 UID STORE 7 +FLAGS.SILENT ()\r\n",
	/* all flags at once, or more than one message */
	"1 UID STORE 7 FLAGS.SILENT ($tend)\r\n",
	"1 UID STORE 7 FLAGS ($tend)\r\n",
	"1 UID STORE 7 +FLAGS ($tend)\r\n",
	"1 UID STORE 1:* +FLAGS.SILENT ($tend)\r\n",
	"1 UID STORE 1,2 +FLAGS.SILENT ($tend)\r\n",
	"1 UID STORE 7 +FLAGS.SILENT ($tend) (\\Deleted)\r\n",
	"1 UID STORE 7 (UNCHANGEDSINCE 1) (x) +FLAGS.SILENT ($tend)\r\n",
	"1 UID STORE 7 +X-GM-LABELS (\\Trash)\r\n",
	/* what sets \Seen */
	"1 UID FETCH 7 (BODY[])\r\n",
	"1 UID FETCH 7 (UID BODY[HEADER])\r\n",
	"1 UID FETCH 7 (RFC822)\r\n",
	"1 UID FETCH 7 (RFC822.TEXT)\r\n",
	"1 UID FETCH 7 RFC822\r\n",
	"1 UID FETCH 7 (BODY[]<0.9>)\r\n",
	/* more than was agreed on */
	"1 UID FETCH 7 (BODY.PEEK[])\r\n",
	"1 UID FETCH 7 (BODY.PEEK[]<5.9>)\r\n",
	"1 UID FETCH 7 (BODY.PEEK[HEADER])\r\n",
	"1 UID FETCH 7 (BODY.PEEK[HEADER.FIELDS (FROM)])\r\n",
	"1 UID FETCH 7 (ENVELOPE)\r\n",
	"1 UID FETCH 7 (UID FLAGS) (CHANGEDSINCE 1 EXPUNGE)\r\n",
	"1 UID FETCH 7 (UID FLAGS) (UNCHANGEDSINCE 1)\r\n",
	"1 UID FETCH 7 (BODY.PEEK[HEADER.FIELDS (RECEIVED)])\r\n",
	"1 UID SEARCH TEXT \"x\"\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER \"\"\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER digest\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER \"digest\"\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER \"digest 2026-1-27\"\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER \"Digest 2026-11-27\"\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER \"digest 2026-11-27 x\"\r\n",
	"1 UID SEARCH HEADER X-TEND-LETTER \"digest 2026-11-27\" TEXT x\r\n",
	"1 UID SEARCH HEADER SUBJECT \"digest 2026-11-27\"\r\n",
	"1 UID SEARCH\r\n",
	"1 STATUS \"Sent\" (MESSAGES SIZE)\r\n",
	"1 STATUS \"Sent\"\r\n",
	"1 LIST \"\"\r\n",
	"1 APPEND \"INBOX\" (\\Deleted) {1}\r\nx\r\n",
	"1 APPEND \"INBOX\" (\\Flagged) {1}\r\nx\r\n",
	"1 APPEND \"INBOX\" \"x\"\r\n",
	"1 APPEND \"INBOX\" {1}\r\nx {1}\r\ny\r\n",
	"1 AUTHENTICATE CRAM-MD5\r\n",
	"1 ENABLE UTF8=ACCEPT\r\n",
	"1 ID (\"name\" tend)\r\n",
	/* line breaks inside of arguments */
	"1 EXAMINE \"x\r\n2 EXPUNGE\r\n",
	"1 EXAMINE \"x\"\r\n2 EXPUNGE\r\n",
	"1 EXAMINE \"x\n2 EXPUNGE\r\n",
	"1 EXAMINE x\n2 EXPUNGE\r\n",
	"1 EXAMINE \"x\ry\"\r\n",
	"1 EXAMINE \"x\ty\"\r\n",
	"1 EXAMINE {1}\r\nx\r\n2 EXPUNGE\r\n",
	"1 EXAMINE {1}\r\nx EXPUNGE\r\n",
	"1 LOGIN {3}\r\nada\r\n",
	"1 LOGIN \"a\" \"b\" \"c\"\r\n",
	/* continuations out of place */
	"DONE\r\n",
	"1 NOOP\r\nDONE\r\n",
	"1 IDLE\r\n2 EXPUNGE\r\n",
	"1 IDLE\r\nDONE\r\nDONE\r\n",
	"1 AUTHENTICATE XOAUTH2\r\n2 EXPUNGE\r\n",
	"1 LOGIN \"a\" \"b\"\r\nYWRh\r\n",
	"YWRh\r\n",
	/* not commands at all */
	"\r\n",
	"\n",
	"1\r\n",
	"1 \r\n",
	" 1 NOOP\r\n",
	"* NOOP\r\n",
	"1  NOOP\r\n",
	"1 NOOP \r\n",
	"1 NOOP x\r\n",
	"1 NOOP\n",
	"1 NOOPS\r\n",
	"1 UID\r\n",
	"1 NOTIFY SET (SELECTED (MessageNew)) EXPUNGE\r\n",
	"1 NOTIFY NONE {1}\r\nx\r\n",
};

static bool feed(struct imap_allow *allow, const char *text, gsize n,
		 gsize chunk, GByteArray *out, GError **error)
{
	for (gsize i = 0; i < n; i += chunk) {
		if (!imap_allow_feed(allow, text + i, MIN(chunk, n - i), out,
				     error))
			return false;
	}
	return true;
}

static gsize length_of(const char *text)
{
	/* One of the lines has a NUL in its literal. */
	return strstr(text, "9 EXPUNGE") && text[2] == 'A' ? strlen(text) + 3
							   : strlen(text);
}

/* What is being done while the line is to leave. */
enum deed { READING, MARKING, WITHDRAWING, WITHDRAWN };

static void begin(struct imap_allow *allow, enum deed deed)
{
	imap_allow_marking(allow, deed == MARKING);
	if (deed >= WITHDRAWING)
		imap_allow_withdrawing(allow, 7);
	if (deed == WITHDRAWN)
		imap_allow_withdrawing(allow, 0);
}

static void check(const char *text, enum deed deed, bool want)
{
	static const gsize chunks[] = { 1, 7, 100000 };

	g_test_message("%s", text);
	for (gsize i = 0; i < G_N_ELEMENTS(chunks); i++) {
		g_autoptr(imap_allow) allow = imap_allow_new("$tend", &silent);
		g_autoptr(GByteArray) out = g_byte_array_new();
		g_autoptr(GError) error = NULL;
		gsize n = length_of(text);

		begin(allow, deed);
		g_assert_cmpint(feed(allow, text, n, chunks[i], out, &error),
				==, want);
		if (want) {
			g_assert_no_error(error);
			g_assert_cmpmem(out->data, out->len, text, n);
			continue;
		}
		g_assert_error(error, IMAP_ERROR, IMAP_ERROR_PROMISE);
		/* What left before was fit to leave, and nothing follows. */
		g_assert_cmpuint(out->len, <, n);
		g_clear_error(&error);
		g_byte_array_set_size(out, 0);
		g_assert_false(
		    imap_allow_feed(allow, "9 NOOP\r\n", 8, out, &error));
		g_assert_cmpuint(out->len, ==, 0);
	}
}

static void test_allowed(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
		check(allowed[i], READING, true);
}

static void test_marking(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(allowed_marking); i++) {
		check(allowed_marking[i], MARKING, true);
		check(allowed_marking[i], READING, false);
	}
}

static void test_withdrawing(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(allowed); i++)
		check(allowed[i], WITHDRAWING, true);
	check("1 SELECT \"Drafts\"\r\n", WITHDRAWING, true);
	for (gsize i = 0; i < G_N_ELEMENTS(allowed_withdrawing); i++) {
		check(allowed_withdrawing[i], WITHDRAWING, true);
		check(allowed_withdrawing[i], WITHDRAWN, false);
		check(allowed_withdrawing[i], MARKING, false);
		check(allowed_withdrawing[i], READING, false);
	}
	for (gsize i = 0; i < G_N_ELEMENTS(refused_withdrawing); i++) {
		check(refused_withdrawing[i], WITHDRAWING, false);
		check(refused_withdrawing[i], WITHDRAWN, false);
	}
	/* What marks does not pass in its shadow. */
	for (gsize i = 0; i < G_N_ELEMENTS(allowed_marking); i++)
		if (!strstr(allowed_marking[i], "SELECT"))
			check(allowed_marking[i], WITHDRAWING, false);
}

static void test_refused(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(refused); i++) {
		check(refused[i], MARKING, false);
		check(refused[i], READING, false);
	}
}

/* A keyword that is no keyword opens no door. */
static void test_keyword(void)
{
	static const char *const keywords[] = { "\\Deleted", "$tend \\Deleted",
						"", "$tend) (\\Deleted" };

	for (gsize i = 0; i < G_N_ELEMENTS(keywords); i++) {
		g_autoptr(imap_allow) allow =
		    imap_allow_new(keywords[i], &silent);
		g_autoptr(GByteArray) out = g_byte_array_new();
		g_autofree char *line =
		    g_strdup_printf("1 UID STORE 7 +FLAGS.SILENT (%s)\r\n",
				    *keywords[i] ? keywords[i] : "\\Deleted");

		imap_allow_marking(allow, true);
		g_assert_false(
		    imap_allow_feed(allow, line, strlen(line), out, NULL));
		g_assert_cmpuint(out->len, ==, 0);
	}
}

/* The one that was the setting before is tend's own, too. */
static void test_old_keyword(void)
{
	static const char line[] = "1 UID STORE 7 -FLAGS.SILENT ($old)\r\n";
	static const char *const keywords[] = { "$tend", "$tend $old" };

	for (gsize i = 0; i < G_N_ELEMENTS(keywords); i++) {
		g_autoptr(imap_allow) allow =
		    imap_allow_new(keywords[i], &silent);
		g_autoptr(GByteArray) out = g_byte_array_new();

		imap_allow_marking(allow, true);
		g_assert_cmpint(
		    imap_allow_feed(allow, line, strlen(line), out, NULL), ==,
		    i == 1);
	}
}

/* Every way in which a secret leaves, with the trace on. */
static const char *const secrets[] = {
	"1 LOGIN \"ada\" \"s3cret-canary\"\r\n",
	"1 LOGIN {3}\r\nada {13}\r\ns3cret-canary\r\n",
	"1 LOGIN \"ada\" {13}\r\ns3cret-canary\r\n",
	"1 AUTHENTICATE PLAIN s3cretcanary\r\n",
	"1 AUTHENTICATE PLAIN\r\ns3cretcanary\r\n",
	"1 AUTHENTICATE XOAUTH2\r\ns3cretcanary\r\n\r\n",
	/* refused lines are not shown either */
	"1 LOGIN \"ada\" \"s3cret-canary\" x\r\n",
	"1 LOGIN \"ada\" \"s3cret-canary\n\"\r\n",
	"s3cret-canary\r\n",
	"1 s3cret-canary\r\n",
};

static void test_redacted(void)
{
	const struct imap_trace trace = { TRUE, "s3cret-canary" };

	if (!g_test_subprocess()) {
		g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
		g_test_trap_assert_passed();
		g_test_trap_assert_stderr("*LOGIN*");
		g_test_trap_assert_stderr("*AUTHENTICATE*");
		g_test_trap_assert_stderr_unmatched("*s3cret*");
		g_test_trap_assert_stderr_unmatched("*canary*");
		return;
	}
	for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++) {
		g_autoptr(imap_allow) allow = imap_allow_new("$tend", &trace);
		g_autoptr(GByteArray) out = g_byte_array_new();
		g_autoptr(GError) error = NULL;

		imap_allow_feed(allow, secrets[i], strlen(secrets[i]), out,
				&error);
		/* A sentence about a refusal is for everybody's eyes. */
		if (error)
			fprintf(stderr, "%s\n", error->message);
	}
	imap_trace_line(&trace, IMAP_TRACE_IN, "1 NO not s3cret-canary!", 23);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/allow/allowed", test_allowed);
	g_test_add_func("/imap/allow/marking", test_marking);
	g_test_add_func("/imap/allow/withdrawing", test_withdrawing);
	g_test_add_func("/imap/allow/refused", test_refused);
	g_test_add_func("/imap/allow/keyword", test_keyword);
	g_test_add_func("/imap/allow/old-keyword", test_old_keyword);
	g_test_add_func("/imap/allow/redacted", test_redacted);
	return g_test_run();
}
