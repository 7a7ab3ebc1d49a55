/* Dialogues with a scripted server: login, folders, append, mark. */
#include <string.h>

#include "imap/append.h"
#include "imap/folder.h"
#include "imap/mark.h"
#include "imap/session.h"
#include "tests/imap/peer.h"

struct login {
	const char *name;
	struct imap_settings settings; /* over peer_settings where set */
	struct peer_step steps[12];
	int code;	   /* enum imap_error, -1: success */
	const char *words; /* in the sentence */
	guint wait;
};

#define CAPABILITY(...)                                                        \
	{                                                                      \
		"CAPABILITY",                                                  \
		    "* CAPABILITY IMAP4rev1 " __VA_ARGS__ "\r\n%T OK done\r\n" \
	}
#define GREET                          \
	{                              \
		NULL, "* OK hello\r\n" \
	}
#define REFUSED(text)           \
	GREET, CAPABILITY(),    \
	{                       \
		"LOGIN *", text \
	}

static const struct login logins[] = {
	{ .name = "plain", .steps = { PEER_LOGIN, PEER_END }, .code = -1 },
	{ .name = "rich", .steps = { PEER_LOGIN_RICH, PEER_END }, .code = -1 },
	{ .name = "who-we-are",
	  .steps = { GREET,
		     CAPABILITY(),
		     { "LOGIN *", "%T OK x\r\n" },
		     CAPABILITY("ID NAMESPACE"),
		     { "ID (\"name\" \"tend\" \"version\" \"1\")",
		       "* ID NIL\r\n%T BAD unknown\r\n" },
		     { "NAMESPACE", "* NAMESPACE ((\"INBOX.\" \".\")) NIL "
				    "NIL\r\n%T OK x\r\n" },
		     PEER_END },
	  .code = -1 },
	{ .name = "no-delimiter",
	  .steps = { GREET,
		     CAPABILITY(),
		     { "LOGIN *", "%T OK x\r\n" },
		     CAPABILITY("NAMESPACE"),
		     { "NAMESPACE",
		       "* NAMESPACE ((\"\" NIL)) NIL NIL\r\n%T OK x\r\n" },
		     PEER_END },
	  .code = -1 },
	{ .name = "quoted-and-literal",
	  .settings = { .user = "a\"d\\a", .secret = "p\xc3\xa4ss" },
	  .steps = { GREET,
		     CAPABILITY(),
		     { "LOGIN \"a\\\"d\\\\a\" {5}", "+ go on\r\n" },
		     { "p\xc3\xa4ss", "%T OK x\r\n" },
		     CAPABILITY(),
		     PEER_END },
	  .code = -1 },
	{ .name = "plain-sasl-for-letters",
	  .settings = { .secret = "p\xc3\xa4ss" },
	  .steps = { GREET,
		     CAPABILITY("AUTH=PLAIN SASL-IR"),
		     { "AUTHENTICATE PLAIN AGFkYQBww6Rzcw==", "%T OK x\r\n" },
		     CAPABILITY(),
		     PEER_END },
	  .code = -1 },
	{ .name = "xoauth2",
	  .settings = { .token = true, .secret = "t0k" },
	  .steps = { GREET,
		     CAPABILITY("AUTH=XOAUTH2 SASL-IR"),
		     { "AUTHENTICATE XOAUTH2 "
		       "dXNlcj1hZGEBYXV0aD1CZWFyZXIgdDBrAQE=",
		       "%T OK x\r\n" },
		     CAPABILITY(),
		     PEER_END },
	  .code = -1 },
	{ .name = "xoauth2-in-two-steps",
	  .settings = { .token = true, .secret = "t0k" },
	  .steps = { GREET,
		     CAPABILITY("AUTH=XOAUTH2"),
		     { "AUTHENTICATE XOAUTH2", "+\r\n" },
		     { "dXNlcj1hZGEBYXV0aD1CZWFyZXIgdDBrAQE=", "%T OK x\r\n" },
		     CAPABILITY(),
		     PEER_END },
	  .code = -1 },
	{ .name = "oauthbearer",
	  .settings = { .token = true, .secret = "t0k" },
	  .steps = { GREET,
		     CAPABILITY("AUTH=OAUTHBEARER"),
		     { "AUTHENTICATE OAUTHBEARER", "+ \r\n" },
		     { "bixhPWFkYSwBaG9zdD1sb2NhbGhvc3QBcG9ydD0xNDMBYXV0"
		       "aD1CZWFyZXIgdDBrAQE=",
		       "%T OK x\r\n" },
		     CAPABILITY(),
		     PEER_END },
	  .code = -1 },
	{ .name = "token-refused",
	  .settings = { .token = true, .secret = "t0k" },
	  .steps = { GREET,
		     CAPABILITY("AUTH=XOAUTH2 SASL-IR"),
		     { "AUTHENTICATE XOAUTH2 *",
		       "+ eyJzdGF0dXMiOiI0MDEifQ==\r\n" },
		     { "", "%T NO [AUTHENTICATIONFAILED] no\r\n" },
		     PEER_END },
	  .code = IMAP_ERROR_PASSWORD,
	  .words = "token-command" },
	{ .name = "wrong-password",
	  .steps = { REFUSED("%T NO [AUTHENTICATIONFAILED] wrong\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_PASSWORD,
	  .words = "refused the password of 'ada'" },
	{ .name = "bare-no",
	  .steps = { REFUSED("%T NO LOGIN failed\r\n"), PEER_END },
	  .code = IMAP_ERROR_PASSWORD },
	{ .name = "app-password",
	  .steps = { REFUSED("%T NO [ALERT] Application-specific password "
			     "required\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_PASSWORD,
	  .words = "app password" },
	{ .name = "alert",
	  .steps = { REFUSED("%T NO [ALERT] Your account is being moved\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_WAIT },
	{ .name = "unavailable",
	  .steps = { REFUSED("%T NO [UNAVAILABLE] backend\r\n"), PEER_END },
	  .code = IMAP_ERROR_WAIT },
	{ .name = "too-many",
	  .steps = { REFUSED("%T NO [ALERT] Too many simultaneous "
			     "connections. (Failure)\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_WAIT },
	{ .name = "overquota",
	  .steps = { REFUSED("%T NO [OVERQUOTA] Account exceeded command or "
			     "bandwidth limits.\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_WAIT },
	{ .name = "backoff",
	  .steps = { REFUSED("%T BAD Request is throttled. Suggested Backoff "
			     "Time: 299961 milliseconds\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_WAIT,
	  .wait = 300 },
	{ .name = "bad-is-no-password-error",
	  .steps = { REFUSED("%T BAD User is authenticated but not "
			     "connected.\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_WAIT },
	{ .name = "8-bit-words",
	  .steps = { REFUSED("%T NO [AUTHENTICATIONFAILED] falsches "
			     "Pa\xc3\x9fwort\r\n"),
		     PEER_END },
	  .code = IMAP_ERROR_PASSWORD },
	{ .name = "bye-in-login",
	  .steps = { REFUSED("* BYE temporary problem\r\n"), PEER_END },
	  .code = IMAP_ERROR_WAIT,
	  .words = "temporary problem" },
	{ .name = "bye",
	  .steps = { { NULL, "* BYE go away\r\n" }, PEER_END },
	  .code = IMAP_ERROR_RECONNECT,
	  .words = "go away" },
	{ .name = "bye-restart",
	  .steps = { { NULL, "* BYE Server shutting down.\r\n" }, PEER_END },
	  .code = IMAP_ERROR_RECONNECT,
	  .words = "shutting down" },
	{ .name = "bye-restart-in-login",
	  .steps = { REFUSED("* BYE Server shutting down.\r\n"), PEER_END },
	  .code = IMAP_ERROR_RECONNECT,
	  .words = "shutting down" },
	{ .name = "bye-overload",
	  .steps = { { NULL, "* BYE [UNAVAILABLE] later\r\n" }, PEER_END },
	  .code = IMAP_ERROR_WAIT },
	{ .name = "not-imap",
	  .steps = { { NULL, "220 smtp.example.org ESMTP\r\n" }, PEER_END },
	  .code = IMAP_ERROR_STOP,
	  .words = "does not speak IMAP" },
	{ .name = "silence",
	  .steps = { PEER_END },
	  .code = IMAP_ERROR_RECONNECT },
	/* Promises about TLS. */
	{ .name = "preauth",
	  .steps = { { NULL, "* PREAUTH welcome\r\n" }, PEER_END },
	  .code = IMAP_ERROR_STOP,
	  .words = "already" },
	{ .name = "preauth-before-starttls",
	  .settings = { .tls = IMAP_TLS_STARTTLS },
	  .steps = { { NULL, "* PREAUTH welcome\r\n" }, PEER_END },
	  .code = IMAP_ERROR_STOP },
	{ .name = "login-disabled",
	  .steps = { GREET, CAPABILITY("LOGINDISABLED"), PEER_END },
	  .code = IMAP_ERROR_STOP,
	  .words = "tls = starttls" },
	{ .name = "plain-text-far-away",
	  .settings = { .host = "imap.example.org" },
	  .steps = { PEER_END },
	  .code = IMAP_ERROR_STOP,
	  .words = "without TLS" },
	{ .name = "plain-text-far-away-on-request",
	  .settings = { .host = "imap.example.org",
			.plain_text_anywhere = true },
	  .steps = { PEER_LOGIN, PEER_END },
	  .code = -1 },
	{ .name = "no-starttls",
	  .settings = { .tls = IMAP_TLS_STARTTLS },
	  .steps = { GREET, { "STARTTLS", "%T NO none here\r\n" }, PEER_END },
	  .code = IMAP_ERROR_STOP,
	  .words = "offers no STARTTLS" },
	{ .name = "bad-starttls",
	  .settings = { .tls = IMAP_TLS_STARTTLS },
	  .steps = { GREET, { "STARTTLS", "%T BAD what?\r\n" }, PEER_END },
	  .code = IMAP_ERROR_STOP },
	{ .name = "starttls-with-something-behind",
	  .settings = { .tls = IMAP_TLS_STARTTLS },
	  .steps = { GREET,
		     { "STARTTLS",
		       "%T OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" },
		     PEER_END },
	  .code = IMAP_ERROR_WAIT,
	  .words = "tampering" },
	{ .name = "starttls-with-one-byte-behind",
	  .settings = { .tls = IMAP_TLS_STARTTLS },
	  .steps = { GREET, { "STARTTLS", "%T OK go\r\n*" }, PEER_END },
	  .code = IMAP_ERROR_WAIT,
	  .words = "tampering" },
	{ .name = "line-break-in-password",
	  .settings = { .secret = "a\r\n2 EXPUNGE" },
	  .steps = { GREET, CAPABILITY(), PEER_END },
	  .code = IMAP_ERROR_PASSWORD },
	{ .name = "unknown-untagged",
	  .steps = { GREET,
		     { "CAPABILITY", "* XFOO (a {b} c\r\n* CAPABILITY "
				     "IMAP4rev1\r\n* 7 XBAR\r\n%T OK x\r\n" },
		     { "LOGIN *", "%T OK x\r\n" },
		     CAPABILITY(),
		     PEER_END },
	  .code = -1 },
};

static struct imap_settings merge(const struct imap_settings *over)
{
	struct imap_settings settings = peer_settings;

	if (over->host)
		settings.host = over->host;
	if (over->user)
		settings.user = over->user;
	if (over->secret)
		settings.secret = over->secret;
	settings.token = over->token;
	settings.plain_text_anywhere = over->plain_text_anywhere;
	if (over->tls == IMAP_TLS_STARTTLS) {
		settings.tls = IMAP_TLS_STARTTLS;
		settings.pin = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
	}
	return settings;
}

static void test_login(void)
{
	static const gsize chunks[] = { 0, 1, 7 };

	for (gsize i = 0; i < G_N_ELEMENTS(logins); i++) {
		const struct login *login = &logins[i];
		struct imap_settings settings = merge(&login->settings);

		g_test_message("%s", login->name);
		for (gsize k = 0; k < G_N_ELEMENTS(chunks); k++) {
			g_autoptr(imap_session) session = NULL;
			g_autoptr(GError) error = NULL;
			struct peer peer;
			bool ok;

			/* What arrives later is no injection. */
			if (k > 0 && strstr(login->name, "behind"))
				continue;
			peer_init(&peer, login->steps);
			peer.chunk = chunks[k];
			session = peer_session(&peer, &settings);
			ok = imap_session_login(session, &error);
			peer_check(&peer);
			if (login->code < 0) {
				g_assert_no_error(error);
				g_assert_true(ok);
			} else {
				g_assert_error(error, IMAP_ERROR, login->code);
				g_assert_false(ok);
				g_assert_true(imap_session_is_over(session));
				g_assert_cmpuint(imap_session_wait(session), ==,
						 login->wait);
			}
			if (login->words)
				g_assert_nonnull(
				    strstr(error->message, login->words));
			/* No sentence gives the secret away. */
			if (error)
				g_assert_null(
				    strstr(error->message, settings.secret));
			if (login->code == IMAP_ERROR_STOP ||
			    strstr(login->name, "behind"))
				g_assert_null(strstr(peer.heard->str, "LOGIN"));
			g_clear_pointer(&session, imap_session_free);
			peer_clear(&peer);
		}
	}
}

/* Begin a logged-in dialogue; `steps` start with a login. */
static struct imap_session *begin(struct peer *peer,
				  const struct peer_step *steps)
{
	g_autoptr(GError) error = NULL;
	struct imap_session *session;

	peer_init(peer, steps);
	session = peer_session(peer, NULL);
	imap_session_login(session, &error);
	g_assert_no_error(error);
	return session;
}

static void end(struct imap_session *session, struct peer *peer)
{
	peer_check(peer);
	imap_session_free(session);
	peer_clear(peer);
}

static const struct {
	const char *line;
	const char *name, *display, *use;
	char delimiter;
	bool selectable;
} lists[] = {
	{ "() \"/\" INBOX", "INBOX", "INBOX", "", '/', true },
	{ "(\\HasNoChildren \\Sent) \".\" \"INBOX.Gesendet\"", "INBOX.Gesendet",
	  "INBOX.Gesendet", "Sent", '.', true },
	{ "(\\Noselect \\HasChildren) \"/\" \"[Gmail]\"", "[Gmail]", "[Gmail]",
	  "", '/', false },
	{ "(\\HasNoChildren \\All) \"/\" \"[Gmail]/All Mail\"",
	  "[Gmail]/All Mail", "[Gmail]/All Mail", "All", '/', true },
	{ "(\\Important \\HasNoChildren) \"/\" x", "x", "x", "Important", '/',
	  true },
	{ "(\\Archive \\Sent) \"/\" both", "both", "both", "Sent", '/', true },
	{ "(\\NonExistent) NIL lost", "lost", "lost", "", '\0', false },
	{ "(\\HasNoChildren) \"/\" \"Entw&APw-rfe\"", "Entw&APw-rfe",
	  "Entw\xc3\xbcrfe", "", '/', true },
	{ "(\\HasNoChildren) \"/\" \"&ZeVnLIqe-\"", "&ZeVnLIqe-",
	  "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e", "", '/', true },
	{ "() \"/\" \"A &- B\"", "A &- B", "A & B", "", '/', true },
	{ "() \"/\" \"A & B\"", "A & B", "A & B", "", '/', true },
	{ "() \"/\" \"R&D\"", "R&D", "R&D", "", '/', true },
	{ "() \"/\" \"Gel\xc3\xb6scht\"", "Gel\xc3\xb6scht", "Gel\xc3\xb6scht",
	  "", '/', true },
	{ "() \"/\" \"Gel\xf6scht\"", "Gel\xf6scht", "Gel\xef\xbf\xbdscht", "",
	  '/', true },
	{ "() \"\\\\\" \"a\\\\b\\\"c\"", "a\\b\"c", "a\\b\"c", "", '\\', true },
	{ "() \"/\" {7}\r\nlit (er", "lit (er", "lit (er", "", '/', true },
	{ "() \"/\" \"../../etc\"", "../../etc", "../../etc", "", '/', true },
	{ "() \"|\" INBOX|x", "INBOX|x", "INBOX|x", "", '|', true },
};

static void test_list(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lists); i++) {
		g_autofree char *answer = g_strdup_printf(
		    "* LIST %s\r\n%%T OK done\r\n", lists[i].line);
		const struct peer_step steps[] = {
			PEER_LOGIN,
			{ "LIST \"\" \"*\"", answer },
			PEER_END,
		};
		g_autoptr(GPtrArray) folders = NULL;
		g_autoptr(GError) error = NULL;
		const struct imap_folder *folder;
		struct peer peer;
		struct imap_session *session = begin(&peer, steps);

		g_test_message("%s", lists[i].line);
		folders = imap_folder_list(session, &error);
		g_assert_no_error(error);
		g_assert_cmpuint(folders->len, ==, 1);
		folder = folders->pdata[0];
		g_assert_cmpstr(folder->name, ==, lists[i].name);
		g_assert_cmpstr(folder->display, ==, lists[i].display);
		g_assert_cmpstr(folder->use, ==, lists[i].use);
		g_assert_cmpint(folder->delimiter, ==, lists[i].delimiter);
		g_assert_cmpint(folder->selectable, ==, lists[i].selectable);
		end(session, &peer);
	}
}

/* A name goes back in exactly the bytes that came. */
static void test_names(void)
{
	static const struct {
		const char *name, *hear, *literal;
	} names[] = {
		{ "INBOX", "EXAMINE \"INBOX\"", NULL },
		{ "Entw&APw-rfe", "EXAMINE \"Entw&APw-rfe\"", NULL },
		{ "a\"b\\c", "EXAMINE \"a\\\"b\\\\c\"", NULL },
		{ "Gel\xf6scht", "EXAMINE {8}", "Gel\xf6scht" },
		{ "a\r\n9 EXPUNGE", "EXAMINE {12}", "a\r\n9 EXPUNGE" },
	};

	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		const struct peer_step plain[] = {
			PEER_LOGIN,
			{ names[i].hear, "* 0 EXISTS\r\n%T OK x\r\n" },
			PEER_END,
		};
		const struct peer_step literal[] = {
			PEER_LOGIN,
			{ names[i].hear, "* 7 RECENT\r\n+ ok\r\n" },
			{ names[i].literal, "* 0 EXISTS\r\n%T OK x\r\n" },
			PEER_END,
		};
		g_autoptr(GError) error = NULL;
		struct imap_state state;
		struct peer peer;
		struct imap_session *session =
		    begin(&peer, names[i].literal ? literal : plain);

		imap_folder_examine(session, names[i].name, &state, &error);
		g_assert_no_error(error);
		end(session, &peer);
	}
}

static void test_status(void)
{
	static const struct peer_step steps[] = {
		PEER_LOGIN_RICH,
		{ "STATUS \"Sent\" (MESSAGES UIDNEXT UIDVALIDITY "
		  "HIGHESTMODSEQ)",
		  NULL },
		{ "STATUS \"Gone\" *", NULL },
		{ "STATUS \"Empty\" *", NULL },
		{ "STATUS \"Odd\" *",
		  "* STATUS Sent (MESSAGES 3 UIDNEXT 10 UIDVALIDITY 7 "
		  "HIGHESTMODSEQ 12345678901234)\r\n5 OK x\r\n"
		  "6 NO no such folder\r\n"
		  "* STATUS \"Empty\" ()\r\n7 OK x\r\n"
		  "* STATUS Sent (MESSAGES 4)\r\n"
		  "* STATUS Odd (MESSAGES 1 UIDNEXT 2)\r\n8 OK x\r\n" },
		PEER_END,
	};
	static const char *const names[] = { "Sent", "Gone", "Empty", "Odd" };
	g_autoptr(GError) error = NULL;
	struct imap_state states[4];
	struct peer peer;
	struct imap_session *session = begin(&peer, steps);

	imap_folder_status(session, names, 4, states, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(states[0].messages, ==, 3);
	g_assert_cmpuint(states[0].uidnext, ==, 10);
	g_assert_cmpuint(states[0].uidvalidity, ==, 7);
	g_assert_cmpuint(states[0].modseq, ==, 12345678901234);
	g_assert_true(states[1].missing);
	g_assert_false(states[2].missing);
	g_assert_cmpuint(states[2].uidnext, ==, 0);
	g_assert_cmpuint(states[3].messages, ==, 1);
	end(session, &peer);
}

static void test_examine(void)
{
	static const struct peer_step steps[] = {
		PEER_LOGIN_RICH,
		{ "EXAMINE \"INBOX\" (CONDSTORE)",
		  "* FLAGS (\\Seen $tend)\r\n* 5 EXISTS\r\n* 0 RECENT\r\n"
		  "* OK [PERMANENTFLAGS (\\Seen $tend \\Flagged)] ok\r\n"
		  "* OK [UIDVALIDITY 17] ok\r\n* OK [UIDNEXT 9] ok\r\n"
		  "* OK [HIGHESTMODSEQ 99]\r\n%T OK [READ-ONLY] done\r\n" },
		{ "EXAMINE \"Nope\" (CONDSTORE)",
		  "%T NO [NONEXISTENT] nope\r\n" },
		{ "EXAMINE \"Busy\" (CONDSTORE)",
		  "%T NO [INUSE] try again\r\n" },
		PEER_END,
	};
	g_autoptr(GError) error = NULL;
	struct imap_state state;
	struct peer peer;
	struct imap_session *session = begin(&peer, steps);

	imap_folder_examine(session, "INBOX", &state, &error);
	g_assert_no_error(error);
	g_assert_cmpuint(state.messages, ==, 5);
	g_assert_cmpuint(state.uidvalidity, ==, 17);
	g_assert_cmpuint(state.uidnext, ==, 9);
	g_assert_cmpuint(state.modseq, ==, 99);
	g_assert_true(state.permanent_said);
	g_assert_true(state.can_keyword);
	g_assert_true(state.can_flag);
	g_assert_false(imap_folder_examine(session, "Nope", &state, &error));
	g_assert_error(error, IMAP_ERROR, IMAP_ERROR_SKIP);
	g_assert_false(imap_session_is_over(session));
	g_clear_error(&error);
	g_assert_false(imap_folder_examine(session, "Busy", &state, &error));
	g_assert_error(error, IMAP_ERROR, IMAP_ERROR_WAIT);
	g_assert_true(imap_session_is_over(session));
	end(session, &peer);
}

#define OPEN(messages, uidnext)                              \
	"* " messages " EXISTS\r\n* OK [UIDVALIDITY 17]\r\n" \
	"* OK [UIDNEXT " uidnext "]\r\n%T OK x\r\n"
#define LETTER "Message-ID: <d@x>\r\n\r\nhi\r\n"

static const struct {
	const char *name;
	bool doubtful;
	struct peer_step steps[14];
	enum imap_append_outcome outcome;
	guint32 uid;
	int code; /* 0: no error */
} appends[] = {
	{ "appenduid",
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND \"INBOX\" (\\Seen) \" 1-Mar-2026 07:00:00 +0100\" {25}",
	      "+ ok\r\n" },
	    { LETTER, "%T OK [APPENDUID 17 9] done\r\n" },
	    PEER_END },
	  IMAP_APPEND_DONE,
	  9,
	  0 },
	{ "found-by-search",
	  false,
	  { PEER_LOGIN,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "* 3 EXISTS\r\n%T OK done\r\n" },
	    { "EXAMINE \"INBOX\"", OPEN("3", "10") },
	    { "UID SEARCH HEADER MESSAGE-ID \"d@x\"",
	      "* SEARCH 9\r\n%T OK x\r\n" },
	    PEER_END },
	  IMAP_APPEND_DONE,
	  9,
	  0 },
	{ "refused-at-once",
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "%T NO [TRYCREATE] no\r\n" },
	    PEER_END },
	  IMAP_APPEND_REFUSED,
	  0,
	  0 },
	{ "refused-late",
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T NO [OVERQUOTA] full, try again later\r\n" },
	    { "EXAMINE *", OPEN("3", "6") },
	    { "UID SEARCH *", "* ESEARCH (TAG \"8\") UID\r\n%T OK x\r\n" },
	    PEER_END },
	  IMAP_APPEND_REFUSED,
	  0,
	  0 },
	{ "throttled",
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "%T NO [UNAVAILABLE] x\r\n" },
	    PEER_END },
	  IMAP_APPEND_REFUSED,
	  0,
	  IMAP_ERROR_WAIT },
	{ "doubtful-there",
	  true,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("3", "6") },
	    { "UID SEARCH RETURN (ALL) HEADER MESSAGE-ID \"d@x\"",
	      "* ESEARCH (TAG \"7\") UID ALL 5\r\n%T OK x\r\n" },
	    PEER_END },
	  IMAP_APPEND_FOUND,
	  5,
	  0 },
	{ "doubtful-not-indexed-yet",
	  true,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("3", "7") },
	    { "UID SEARCH *", "* ESEARCH (TAG \"7\") UID\r\n%T OK x\r\n" },
	    { "UID FETCH 5:6 *",
	      "* 2 FETCH (UID 5 FLAGS () BODY[HEADER.FIELDS (MESSAGE-ID)] "
	      "{23}\r\nMessage-Id: <other@x>\r\n)\r\n"
	      "* 3 FETCH (UID 6 FLAGS () BODY[HEADER.FIELDS (MESSAGE-ID)] "
	      "{21}\r\nMessage-ID: <d@x>\r\n\r\n)\r\n%T OK x\r\n" },
	    PEER_END },
	  IMAP_APPEND_FOUND,
	  6,
	  0 },
	{ "doubtful-gone-already",
	  true,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("3", "6") },
	    { "UID SEARCH *", "* ESEARCH (TAG \"7\") UID\r\n%T OK x\r\n" },
	    { "UID FETCH 5 *", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_APPEND_FOUND,
	  0,
	  0 },
	{ "doubtful-in-trash",
	  true,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE \"INBOX\" *", OPEN("3", "5") },
	    { "UID SEARCH *", "* ESEARCH (TAG \"7\") UID\r\n%T OK x\r\n" },
	    { "EXAMINE \"Trash\" *", OPEN("3", "5") },
	    { "UID SEARCH *",
	      "* ESEARCH (TAG \"7\") UID ALL 2\r\n%T OK x\r\n" },
	    PEER_END },
	  IMAP_APPEND_FOUND,
	  0,
	  0 },
	{ "doubtful-never-came",
	  true,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE \"INBOX\" *", OPEN("3", "5") },
	    { "UID SEARCH *", "* ESEARCH (TAG \"7\") UID\r\n%T OK x\r\n" },
	    { "EXAMINE \"Trash\" *", "%T NO none\r\n" },
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T OK [APPENDUID 17 5] done\r\n" },
	    PEER_END },
	  IMAP_APPEND_DONE,
	  5,
	  0 },
	{ "doubtful-another-came",
	  true,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE \"INBOX\" *", OPEN("3", "6") },
	    { "UID SEARCH *", "* ESEARCH (TAG \"7\") UID\r\n%T OK x\r\n" },
	    { "UID FETCH 5 *",
	      "* 2 FETCH (UID 5 FLAGS () BODY[HEADER.FIELDS (MESSAGE-ID)] "
	      "{2}\r\n\r\n)\r\n%T OK x\r\n" },
	    { "EXAMINE \"Trash\" *", "%T NO none\r\n" },
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T OK [APPENDUID 17 6] done\r\n" },
	    PEER_END },
	  IMAP_APPEND_DONE,
	  6,
	  0 },
	{ "cut-off",
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, NULL },
	    PEER_END },
	  IMAP_APPEND_DONE,
	  0,
	  IMAP_ERROR_RECONNECT },
};

static void test_append(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(appends); i++) {
		const struct imap_append append = {
			.folder = "INBOX",
			.bytes = LETTER,
			.length = strlen(LETTER),
			.flags = IMAP_FLAG_SEEN,
			.at = 1772344800,
			.zone = 60,
			.message_id = "d@x",
			.doubtful = appends[i].doubtful,
			.uidvalidity = 17,
			.uidnext = 5,
			.trash = "Trash",
		};
		g_autoptr(GError) error = NULL;
		struct imap_appended appended;
		struct peer peer;
		struct imap_session *session = begin(&peer, appends[i].steps);

		g_test_message("%s", appends[i].name);
		imap_append(session, &append, &appended, &error);
		if (appends[i].code) {
			g_assert_error(error, IMAP_ERROR, appends[i].code);
		} else {
			g_assert_no_error(error);
			g_assert_cmpint(appended.outcome, ==,
					appends[i].outcome);
			g_assert_cmpuint(appended.uid, ==, appends[i].uid);
			g_assert_cmpuint(appended.uidvalidity, ==,
					 appended.uid ? 17 : 0);
			g_assert_cmpint(appended.note[0] != '\0', ==,
					appended.outcome ==
					    IMAP_APPEND_REFUSED);
		}
		end(session, &peer);
	}
}

#define SELECTED(flags)                                                    \
	"* 3 EXISTS\r\n* OK [UIDVALIDITY 17]\r\n"                          \
	"* OK [PERMANENTFLAGS (" flags ")]\r\n* OK [HIGHESTMODSEQ 40]\r\n" \
	"%T OK [READ-WRITE]\r\n"
#define IDENTITY(flags, modseq, id)                                           \
	{                                                                     \
		"UID FETCH 5 (UID FLAGS MODSEQ BODY.PEEK[HEADER.FIELDS "      \
		"(MESSAGE-ID)])",                                             \
		    "* 2 FETCH (UID 5 FLAGS (" flags ") MODSEQ (" modseq ") " \
		    "BODY[HEADER.FIELDS (MESSAGE-ID)] {21}\r\nMessage-ID: "   \
		    "<" id "@x>\r\n\r\n)\r\n%T OK x\r\n"                      \
	}

/* A look opens the folder read-only, and stores nothing. */
#define LOOK(title, flag, flags, id, what)                          \
	{                                                           \
		.name = title, .set = true, .flag = true,           \
		.steps = { PEER_LOGIN_RICH,                         \
			   { "EXAMINE \"INBOX\" *", SELECTED("") }, \
			   IDENTITY(flags, "39", id),               \
			   { "UNSELECT", "%T OK x\r\n" },           \
			   PEER_END },                              \
		.outcome = what, .look = true                       \
	}

static const struct {
	const char *name;
	bool set, keyword, flagged;
	struct peer_step steps[14];
	enum imap_mark_outcome outcome;
	bool did_keyword, did_flagged;
	bool look, unnamed;
} marks[] = {
	{ "set-both",
	  true,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT \"INBOX\" *", SELECTED("\\Flagged \\*") },
	    IDENTITY("\\Seen", "39", "d"),
	    { "UID STORE 5 (UNCHANGEDSINCE 39) +FLAGS.SILENT ($tend "
	      "\\Flagged)",
	      "* 2 FETCH (UID 5 MODSEQ (41))\r\n%T OK x\r\n" },
	    IDENTITY("\\Seen $tend \\Flagged", "41", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_DONE,
	  true,
	  true },
	{ "keyword-only-where-kept",
	  true,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\Seen") },
	    IDENTITY("", "39", "d"),
	    { "UID STORE 5 * +FLAGS.SILENT (\\Flagged)", "%T OK x\r\n" },
	    IDENTITY("\\Flagged", "41", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_DONE,
	  false,
	  true },
	{ "nothing-kept",
	  true,
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\Seen") },
	    IDENTITY("", "39", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_REFUSED,
	  false,
	  false },
	{ "theirs-already",
	  true,
	  false,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("\\Flagged", "39", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_THEIRS,
	  false,
	  false },
	{ "theirs-in-part",
	  true,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("\\Flagged", "39", "d"),
	    { "UID STORE 5 * +FLAGS.SILENT ($tend)", "%T OK x\r\n" },
	    IDENTITY("\\Flagged $tend", "41", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_DONE,
	  true,
	  false },
	{ "clear",
	  false,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("$tend \\Seen", "39", "d"),
	    { "UID STORE 5 * -FLAGS.SILENT ($tend)", "%T OK x\r\n" },
	    IDENTITY("\\Seen", "41", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_DONE,
	  true,
	  false },
	{ "cleared-by-them",
	  false,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("\\Seen", "39", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_THEIRS,
	  false,
	  false },
	{ "another-message",
	  true,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("", "39", "e"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_GONE,
	  false,
	  false },
	{ "no-message",
	  true,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    { "UID FETCH 5 *", "%T OK x\r\n" },
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_GONE,
	  false,
	  false },
	{ "another-uidvalidity",
	  true,
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", "* OK [UIDVALIDITY 18]\r\n%T OK x\r\n" },
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_GONE,
	  false,
	  false },
	{ "modified-meanwhile",
	  true,
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("", "39", "d"),
	    { "UID STORE 5 (UNCHANGEDSINCE 39) *",
	      "* 2 FETCH (UID 5 MODSEQ (45))\r\n%T OK [MODIFIED 5] no\r\n" },
	    IDENTITY("\\Seen", "45", "d"),
	    { "UID STORE 5 (UNCHANGEDSINCE 45) *", "%T OK x\r\n" },
	    IDENTITY("\\Seen $tend", "46", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_DONE,
	  true,
	  false },
	{ "taken-but-not-kept",
	  true,
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("", "39", "d"),
	    { "UID STORE *", "%T OK x\r\n" },
	    IDENTITY("", "41", "d"),
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_REFUSED,
	  false,
	  false },
	{ "refused",
	  true,
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", SELECTED("\\Flagged \\*") },
	    IDENTITY("", "39", "d"),
	    { "UID STORE *", "%T NO not yours\r\n" },
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_REFUSED,
	  false,
	  false },
	LOOK("look-missing", keyword, "\\Seen", "d", IMAP_MARK_READY),
	LOOK("look-theirs", flagged, "\\Flagged", "d", IMAP_MARK_THEIRS),
	LOOK("look-other-case", keyword, "$Tend", "d", IMAP_MARK_THEIRS),
	LOOK("look-gone", keyword, "", "e", IMAP_MARK_GONE),
	{ .name = "clear-unnamed",
	  .keyword = true,
	  .steps = { PEER_LOGIN_RICH,
		     { "SELECT *", SELECTED("\\Flagged \\*") },
		     IDENTITY("$tend", "39", "e"),
		     { "UID STORE 5 * -FLAGS.SILENT ($tend)", "%T OK x\r\n" },
		     IDENTITY("", "41", "e"),
		     { "UNSELECT", "%T OK x\r\n" },
		     PEER_END },
	  .outcome = IMAP_MARK_DONE,
	  .did_keyword = true,
	  .unnamed = true },
	{ "no-unselect",
	  true,
	  true,
	  false,
	  { PEER_LOGIN,
	    { "SELECT \"INBOX\"", SELECTED("\\Flagged \\*") },
	    { "UID FETCH 5 (UID FLAGS BODY.PEEK*", "%T OK x\r\n" },
	    { "EXAMINE \"INBOX\"", "%T OK x\r\n" },
	    PEER_END },
	  IMAP_MARK_GONE,
	  false,
	  false },
};

static void test_mark(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
		const struct imap_mark mark = {
			.folder = "INBOX",
			.uidvalidity = 17,
			.uid = 5,
			.message_id = marks[i].unnamed ? NULL : "d@x",
			.look = marks[i].look,
			.set = marks[i].set,
			.keyword = marks[i].keyword,
			.flagged = marks[i].flagged,
		};
		g_autoptr(GError) error = NULL;
		struct imap_marked marked;
		struct peer peer;
		struct imap_session *session = begin(&peer, marks[i].steps);

		g_test_message("%s", marks[i].name);
		imap_mark(session, &mark, &marked, &error);
		peer_check(&peer);
		g_assert_no_error(error);
		g_assert_cmpint(marked.outcome, ==, marks[i].outcome);
		g_assert_cmpint(marked.keyword, ==, marks[i].did_keyword);
		g_assert_cmpint(marked.flagged, ==, marks[i].did_flagged);
		end(session, &peer);
	}
}

static void test_close(void)
{
	static const struct peer_step steps[] = {
		PEER_LOGIN,
		{ "LOGOUT", "* BYE see you\r\n%T OK x\r\n" },
		PEER_END,
	};
	struct peer peer;
	struct imap_session *session = begin(&peer, steps);

	imap_session_close(session);
	peer_check(&peer);
	peer_clear(&peer);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/dialogue/login", test_login);
	g_test_add_func("/imap/dialogue/list", test_list);
	g_test_add_func("/imap/dialogue/names", test_names);
	g_test_add_func("/imap/dialogue/status", test_status);
	g_test_add_func("/imap/dialogue/examine", test_examine);
	g_test_add_func("/imap/dialogue/append", test_append);
	g_test_add_func("/imap/dialogue/mark", test_mark);
	g_test_add_func("/imap/dialogue/close", test_close);
	return g_test_run();
}
