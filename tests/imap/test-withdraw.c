/* A draft taken back: this one, untouched, and nothing else. */
#include "imap/withdraw.h"

#include <string.h>

#include "imap/error.h"
#include "tests/imap/peer.h"

#define BYTES "Message-ID: <d@x>\r\n\r\nHello.\r\n"
#define OTHER "Message-ID: <d@x>\r\n\r\nHullo.\r\n"

#define SELECTED                                                          \
	"* FLAGS (\\Seen \\Draft \\Deleted)\r\n* OK [UIDVALIDITY 17]\r\n" \
	"* OK [UIDNEXT 9]\r\n* OK [HIGHESTMODSEQ 40]\r\n* 3 EXISTS\r\n"   \
	"%T OK [READ-WRITE] x\r\n"
#define SELECT                                            \
	{                                                 \
		"SELECT \"Drafts\" (CONDSTORE)", SELECTED \
	}
#define IDENTITY_OF(flags, modseq, id)                                        \
	{                                                                     \
		"UID FETCH 5 (UID FLAGS MODSEQ BODY.PEEK[HEADER.FIELDS "      \
		"(MESSAGE-ID)])",                                             \
		    "* 2 FETCH (UID 5 FLAGS (" flags ") MODSEQ (" modseq ") " \
		    "BODY[HEADER.FIELDS (MESSAGE-ID)] {21}\r\nMessage-ID: "   \
		    "<" id "@x>\r\n\r\n)\r\n%T OK x\r\n"                      \
	}
#define IDENTITY(flags, modseq) IDENTITY_OF(flags, modseq, "d")
#define NOTHING                                                  \
	{                                                        \
		"UID FETCH 5 (UID FLAGS MODSEQ *", "%T OK x\r\n" \
	}
#define CONTENT(bytes)                                                      \
	{                                                                   \
		"UID FETCH 5 (UID FLAGS INTERNALDATE RFC822.SIZE "          \
		"BODY.PEEK[]<0.*>)",                                        \
		    "* 2 FETCH (UID 5 FLAGS (\\Seen \\Draft) INTERNALDATE " \
		    "\"02-Mar-2026 09:00:00 +0000\" RFC822.SIZE 29 "        \
		    "BODY[]<0> {29}\r\n" bytes ")\r\n%T OK x\r\n"           \
	}
#define STORE(modseq, sign, answer)                             \
	{                                                       \
		"UID STORE 5 (UNCHANGEDSINCE " modseq ") " sign \
		"FLAGS.SILENT (\\Deleted)",                     \
		    answer                                      \
	}
#define EXPUNGE                                               \
	{                                                     \
		"UID EXPUNGE 5", "* 2 EXPUNGE\r\n%T OK x\r\n" \
	}
#define LEAVE                             \
	{                                 \
		"UNSELECT", "%T OK x\r\n" \
	}

static const struct {
	const char *name;
	bool doubtful;
	struct peer_step steps[24];
	enum imap_withdraw_outcome outcome;
	bool skips; /* IMAP_ERROR_SKIP instead */
} dialogues[] = {
	{ "untouched",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft", "39"),
	    STORE("39", "+", "* 2 FETCH (UID 5 MODSEQ (41))\r\n%T OK x\r\n"),
	    IDENTITY("\\Draft \\Deleted \\Seen", "41"), EXPUNGE, NOTHING, LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_DONE,
	  false },
	{ "recent-is-no-touch",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft \\Recent", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft \\Recent", "39"),
	    STORE("39", "+", "%T OK x\r\n"),
	    IDENTITY("\\Seen \\Draft \\Deleted", "41"), EXPUNGE, NOTHING, LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_DONE,
	  false },
	{ "no-uidplus",
	  false,
	  { PEER_LOGIN, PEER_END },
	  IMAP_WITHDRAW_REFUSED,
	  false },
	{ "another-uidvalidity",
	  false,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", "* OK [UIDVALIDITY 18]\r\n%T OK x\r\n" },
	    LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_GONE,
	  false },
	{ "another-uidvalidity-after-a-try",
	  true,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", "* OK [UIDVALIDITY 18]\r\n%T OK x\r\n" },
	    LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_GONE,
	  false },
	{ "gone",
	  false,
	  { PEER_LOGIN_RICH, SELECT, NOTHING, LEAVE, PEER_END },
	  IMAP_WITHDRAW_GONE,
	  false },
	{ "another-message-id",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY_OF("\\Seen \\Draft", "39", "e"),
	    LEAVE, PEER_END },
	  IMAP_WITHDRAW_GONE,
	  false },
	{ "other-bytes",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(OTHER), LEAVE, PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "no-bytes",
	  false,
	  { PEER_LOGIN_RICH,
	    SELECT,
	    IDENTITY("\\Seen \\Draft", "39"),
	    { "UID FETCH 5 (UID FLAGS INTERNALDATE *", "%T OK x\r\n" },
	    LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "answered-flag",
	  false,
	  { PEER_LOGIN_RICH, SELECT,
	    IDENTITY("\\Seen \\Draft \\Answered", "39"), CONTENT(BYTES),
	    IDENTITY("\\Seen \\Draft \\Answered", "39"), LEAVE, PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "unread-again",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Draft", "39"), CONTENT(BYTES),
	    IDENTITY("\\Draft", "39"), LEAVE, PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "a-keyword",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft later", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft later", "39"), LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "deleted-by-the-user",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft \\Deleted", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft \\Deleted", "39"), LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "deleted-by-an-earlier-try",
	  true,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft \\Deleted", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft \\Deleted", "39"), EXPUNGE,
	    NOTHING, LEAVE, PEER_END },
	  IMAP_WITHDRAW_DONE,
	  false },
	{ "expunged-by-an-earlier-try",
	  true,
	  { PEER_LOGIN_RICH, SELECT, NOTHING, LEAVE, PEER_END },
	  IMAP_WITHDRAW_DONE,
	  false },
	{ "flagged-since-an-earlier-try",
	  true,
	  { PEER_LOGIN_RICH, SELECT,
	    IDENTITY("\\Seen \\Draft \\Deleted \\Flagged", "39"),
	    CONTENT(BYTES),
	    IDENTITY("\\Seen \\Draft \\Deleted \\Flagged", "39"),
	    IDENTITY("\\Seen \\Draft \\Deleted \\Flagged", "39"),
	    STORE("39", "-", "%T OK x\r\n"), LEAVE, PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "changed-before-the-store",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft", "39"),
	    STORE("39", "+", "%T OK [MODIFIED 5] no\r\n"),
	    IDENTITY("\\Seen \\Draft \\Flagged", "45"), LEAVE, PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "changed-after-the-store",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft", "39"),
	    STORE("39", "+", "%T OK x\r\n"),
	    IDENTITY("\\Seen \\Draft \\Deleted \\Flagged", "45"),
	    IDENTITY("\\Seen \\Draft \\Deleted \\Flagged", "45"),
	    STORE("45", "-", "%T OK x\r\n"), LEAVE, PEER_END },
	  IMAP_WITHDRAW_THEIRS,
	  false },
	{ "another-message-after-the-store",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft", "39"),
	    STORE("39", "+", "%T OK x\r\n"),
	    IDENTITY_OF("\\Seen \\Draft \\Deleted", "45", "e"), LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_DONE,
	  false },
	{ "store-refused",
	  false,
	  { PEER_LOGIN_RICH, SELECT, IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(BYTES), IDENTITY("\\Seen \\Draft", "39"),
	    STORE("39", "+", "%T NO not yours\r\n"), LEAVE, PEER_END },
	  IMAP_WITHDRAW_REFUSED,
	  false },
	{ "expunge-refused",
	  false,
	  { PEER_LOGIN_RICH,
	    SELECT,
	    IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(BYTES),
	    IDENTITY("\\Seen \\Draft", "39"),
	    STORE("39", "+", "%T OK x\r\n"),
	    IDENTITY("\\Seen \\Draft \\Deleted", "41"),
	    { "UID EXPUNGE 5", "%T NO not today\r\n" },
	    IDENTITY("\\Seen \\Draft \\Deleted", "41"),
	    STORE("41", "-", "%T OK x\r\n"),
	    LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_REFUSED,
	  false },
	{ "expunge-pretended",
	  false,
	  { PEER_LOGIN_RICH,
	    SELECT,
	    IDENTITY("\\Seen \\Draft", "39"),
	    CONTENT(BYTES),
	    IDENTITY("\\Seen \\Draft", "39"),
	    STORE("39", "+", "%T OK x\r\n"),
	    IDENTITY("\\Seen \\Draft \\Deleted", "41"),
	    { "UID EXPUNGE 5", "%T OK x\r\n" },
	    IDENTITY("\\Seen \\Draft \\Deleted", "41"),
	    IDENTITY("\\Seen \\Draft \\Deleted", "41"),
	    STORE("41", "-", "%T OK x\r\n"),
	    LEAVE,
	    PEER_END },
	  IMAP_WITHDRAW_REFUSED,
	  false },
	{ "no-such-folder",
	  false,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", "%T NO no such folder\r\n" },
	    PEER_END },
	  IMAP_WITHDRAW_DONE,
	  true },
};

static void test_dialogues(void)
{
	g_autofree char *hash = g_compute_checksum_for_string(
	    G_CHECKSUM_SHA256, BYTES, strlen(BYTES));

	g_assert_cmpuint(strlen(BYTES), ==, 29);
	for (gsize i = 0; i < G_N_ELEMENTS(dialogues); i++) {
		const struct imap_withdraw withdraw = {
			.folder = "Drafts",
			.uidvalidity = 17,
			.uid = 5,
			.message_id = "d@x",
			.hash = hash,
			.doubtful = dialogues[i].doubtful,
		};
		g_autoptr(GError) error = NULL;
		struct imap_withdrawn withdrawn;
		struct imap_session *session;
		struct peer peer;
		bool ok;

		g_test_message("%s", dialogues[i].name);
		peer_init(&peer, dialogues[i].steps);
		session = peer_session(&peer, &peer_settings);
		g_assert_true(imap_session_login(session, &error));
		ok = imap_withdraw(session, &withdraw, &withdrawn, &error);
		peer_check(&peer);
		if (dialogues[i].skips) {
			g_assert_error(error, IMAP_ERROR, IMAP_ERROR_SKIP);
		} else {
			g_assert_no_error(error);
			g_assert_true(ok);
			g_assert_cmpint(withdrawn.outcome, ==,
					dialogues[i].outcome);
			g_assert_cmpint(withdrawn.note[0] != '\0', ==,
					withdrawn.outcome ==
					    IMAP_WITHDRAW_REFUSED);
		}
		imap_session_free(session);
		peer_clear(&peer);
	}
}

/* Between any two bytes: an error, and nothing was said that may not be. */
static void test_cut(void)
{
	g_autofree char *hash = g_compute_checksum_for_string(
	    G_CHECKSUM_SHA256, BYTES, strlen(BYTES));
	const struct imap_withdraw withdraw = {
		.folder = "Drafts",
		.uidvalidity = 17,
		.uid = 5,
		.message_id = "d@x",
		.hash = hash,
	};
	guint cuts = 0;

	for (gsize cut = 1; cut < 5000; cut++) {
		struct imap_withdrawn withdrawn;
		struct imap_session *session;
		struct peer peer;
		bool ok;

		peer_init(&peer, dialogues[0].steps);
		peer.cut = cut;
		session = peer_session(&peer, &peer_settings);
		ok = imap_session_login(session, NULL) &&
		     imap_withdraw(session, &withdraw, &withdrawn, NULL);
		/* Expunged only what was whole, marked and seen as ours. */
		if (strstr(peer.heard->str, "EXPUNGE"))
			g_assert_nonnull(strstr(peer.heard->str, "UID STORE"));
		imap_session_free(session);
		peer_clear(&peer);
		if (ok)
			break;
		cuts++;
	}
	g_assert_cmpuint(cuts, >, 500);
	g_assert_cmpuint(cuts, <, 4999);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/withdraw/dialogues", test_dialogues);
	g_test_add_func("/imap/withdraw/cut", test_cut);
	return g_test_run();
}
