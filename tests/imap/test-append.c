/*
 * Servers that take a letter and say otherwise, or cannot tell: each time none
 * rather than two.  Every row is a dialogue to its end, so a second APPEND, or
 * a command that is none of the table's, fails it.
 */
#include <string.h>

#include "imap/append.h"
#include "tests/imap/peer.h"

#define LETTER "Message-ID: <d@x>\r\n\r\nhi\r\n"
#define OPEN(uidvalidity, uidnext)                                  \
	"* 3 EXISTS\r\n* OK [UIDVALIDITY " uidvalidity "]\r\n* OK " \
	"[UIDNEXT " uidnext "]\r\n%T OK x\r\n"
#define IDENTITY(uid, id)                                              \
	"* 2 FETCH (UID " uid " FLAGS () BODY[HEADER.FIELDS (MESSAGE-" \
	"ID)] {21}\r\nMessage-ID: <" id "@x>\r\n\r\n)\r\n"
#define NOTHING "* ESEARCH (TAG \"%T\") UID\r\n%T OK x\r\n"

/* How a try ends. */
enum end {
	DONE,
	FOUND,
	REFUSED,
	DOUBT, /* an error: to be tried again, looking first */
};

static const struct {
	const char *name;
	bool doubtful, patient;
	struct peer_step steps[16];
	enum end end;
	guint32 uidvalidity, uid;
} rows[] = {
	/* What comes after the letter. */
	{ "ok without APPENDUID, and a search that is refused",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T OK done\r\n" },
	    { "EXAMINE *", OPEN("17", "6") },
	    { "UID SEARCH *", "%T NO no HEADER here\r\n" },
	    PEER_END },
	  DONE,
	  0,
	  0 },
	{ "ok without APPENDUID, and then gone",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T OK done\r\n" },
	    { "EXAMINE *", "* BYE\r\n" },
	    PEER_END },
	  DONE,
	  0,
	  0 },
	{ "an APPENDUID of other sorts",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T OK [APPENDUID x y] done\r\n" },
	    { "EXAMINE *", OPEN("17", "6") },
	    { "UID SEARCH *",
	      "* ESEARCH (TAG \"%T\") UID ALL 5\r\n%T OK x\r\n" },
	    PEER_END },
	  DONE,
	  17,
	  5 },
	{ "a UIDVALIDITY that changed between place and APPEND",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T OK [APPENDUID 18 1] done\r\n" },
	    PEER_END },
	  DONE,
	  18,
	  1 },
	{ "no, but it took the message",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "* 4 EXISTS\r\n%T NO [OVERQUOTA] too late\r\n" },
	    { "EXAMINE *", OPEN("17", "6") },
	    { "UID SEARCH *",
	      "* ESEARCH (TAG \"%T\") UID ALL 5\r\n%T OK x\r\n" },
	    PEER_END },
	  FOUND,
	  17,
	  5 },
	{ "no, and then gone",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T NO sorry\r\n" },
	    { "EXAMINE *", "* BYE\r\n" },
	    PEER_END },
	  DOUBT,
	  0,
	  0 },
	{ "no, not now, after the letter",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T NO [INUSE] later\r\n" },
	    PEER_END },
	  DOUBT,
	  0,
	  0 },
	{ "bad",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "%T BAD what\r\n" },
	    { "EXAMINE *", OPEN("17", "5") },
	    { "UID SEARCH *", NOTHING },
	    PEER_END },
	  REFUSED,
	  0,
	  0 },
	{ "no instead of go on, and the session goes on",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "%T NO [OVERQUOTA] full\r\n" },
	    { "EXAMINE *", OPEN("17", "5") },
	    { "UID SEARCH *", NOTHING },
	    PEER_END },
	  REFUSED,
	  0,
	  0 },
	{ "bye after the letter",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "* BYE restarting\r\n" },
	    PEER_END },
	  DOUBT,
	  0,
	  0 },
	{ "bye instead of go on",
	  false,
	  false,
	  { PEER_LOGIN_RICH, { "APPEND *", "* BYE idle\r\n" }, PEER_END },
	  DOUBT,
	  0,
	  0 },
	{ "no such folder: none is made",
	  false,
	  false,
	  { PEER_LOGIN_RICH,
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T NO [TRYCREATE] no such folder\r\n" },
	    PEER_END },
	  REFUSED,
	  0,
	  0 },

	/* What a second try finds. */
	{ "UIDVALIDITY changed since",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("18", "2") },
	    { "UID SEARCH *", NOTHING },
	    PEER_END },
	  FOUND,
	  0,
	  0 },
	{ "UIDNEXT jumps",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("17", "4000000000") },
	    { "UID SEARCH *", NOTHING },
	    PEER_END },
	  FOUND,
	  0,
	  0 },
	{ "UIDNEXT goes back",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("17", "4") },
	    { "UID SEARCH *", NOTHING },
	    PEER_END },
	  FOUND,
	  0,
	  0 },
	{ "the search is refused, the UIDs tell of it",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("17", "6") },
	    { "UID SEARCH *", "%T BAD no HEADER here\r\n" },
	    { "UID FETCH 5 *", IDENTITY("5", "d") "%T OK x\r\n" },
	    PEER_END },
	  FOUND,
	  17,
	  5 },
	{ "the search is refused, the UIDs tell of nothing",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE \"INBOX\" *", OPEN("17", "5") },
	    { "UID SEARCH *", "%T NO no HEADER here\r\n" },
	    { "EXAMINE \"Trash\" *", OPEN("3", "9") },
	    { "UID SEARCH *", "%T NO no HEADER here\r\n" },
	    { "APPEND *", "+ ok\r\n" },
	    { LETTER, "%T OK [APPENDUID 17 5] done\r\n" },
	    PEER_END },
	  DONE,
	  17,
	  5 },
	{ "the index does not have it yet",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("17", "7") },
	    { "UID SEARCH *", NOTHING },
	    { "UID FETCH 5:6 *",
	      IDENTITY("5", "e") IDENTITY("6", "d") "%T OK x\r\n" },
	    PEER_END },
	  FOUND,
	  17,
	  6 },
	{ "it was under way in another session",
	  true,
	  true,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE \"INBOX\" *", OPEN("17", "5") },
	    { "UID SEARCH *", NOTHING },
	    { "EXAMINE \"Trash\" *", "%T NO none\r\n" },
	    { "EXAMINE \"INBOX\" *", OPEN("17", "6") },
	    { "UID SEARCH *",
	      "* ESEARCH (TAG \"%T\") UID ALL 5\r\n%T OK x\r\n" },
	    PEER_END },
	  FOUND,
	  17,
	  5 },
	{ "one of two UIDs is nobody's",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPEN("17", "7") },
	    { "UID SEARCH *", NOTHING },
	    { "UID FETCH 5:6 *", IDENTITY("6", "e") "%T OK x\r\n" },
	    PEER_END },
	  FOUND,
	  0,
	  0 },
	{ "the search of the trash is lost",
	  true,
	  false,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE \"INBOX\" *", OPEN("17", "5") },
	    { "UID SEARCH *", NOTHING },
	    { "EXAMINE \"Trash\" *", OPEN("3", "9") },
	    { "UID SEARCH *", "* BYE\r\n" },
	    PEER_END },
	  DOUBT,
	  0,
	  0 },
};

static void check(gsize i)
{
	const struct imap_append append = {
		.folder = "INBOX",
		.bytes = LETTER,
		.length = strlen(LETTER),
		.message_id = "d@x",
		.doubtful = rows[i].doubtful,
		.patient = rows[i].patient,
		.uidvalidity = 17,
		.uidnext = 5,
		.trash = "Trash",
	};
	g_autoptr(imap_session) session = NULL;
	g_autoptr(GError) error = NULL;
	struct imap_appended appended;
	struct peer peer;

	g_test_message("%s", rows[i].name);
	peer_init(&peer, rows[i].steps);
	session = peer_session(&peer, NULL);
	imap_session_login(session, &error);
	g_assert_no_error(error);
	imap_append(session, &append, &appended, &error);
	if (error)
		g_test_message("%s", error->message);
	peer_check(&peer);
	g_assert_cmpint(error != NULL, ==, rows[i].end == DOUBT);
	if (error) {
		/* Not one that refuses for good. */
		g_assert_false(
		    g_error_matches(error, IMAP_ERROR, IMAP_ERROR_SKIP));
	} else {
		g_assert_cmpint((int)appended.outcome, ==, (int)rows[i].end);
		g_assert_cmpuint(appended.uidvalidity, ==, rows[i].uidvalidity);
		g_assert_cmpuint(appended.uid, ==, rows[i].uid);
		g_assert_cmpint(*appended.note != '\0', ==,
				rows[i].end == REFUSED);
	}
	g_clear_pointer(&session, imap_session_free);
	peer_clear(&peer);
}

static void test_rows(void)
{
	G_STATIC_ASSERT((int)DONE == (int)IMAP_APPEND_DONE);
	G_STATIC_ASSERT((int)FOUND == (int)IMAP_APPEND_FOUND);
	G_STATIC_ASSERT((int)REFUSED == (int)IMAP_APPEND_REFUSED);

	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
		check(i);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/append/rather-none", test_rows);
	return g_test_run();
}
