/*
 * Whole dialogues, cut off at every byte that the server says, the bytes
 * coming whole, one by one and by sevens: an error each time, never a crash,
 * a wait, or a success that is none.
 */
#include <string.h>

#include "imap/append.h"
#include "imap/idle.h"
#include "imap/mark.h"
#include "imap/sync.h"
#include "tests/imap/peer.h"

struct dialogue {
	const char *name;
	bool (*run)(struct imap_session *session, GError **error);
	struct peer_step steps[16];
};

static bool run_list(struct imap_session *session, GError **error)
{
	g_autoptr(GPtrArray) folders = imap_folder_list(session, error);

	return folders != NULL;
}

static bool on_item(const struct imap_item *item, void *data)
{
	/* Half a header is never handed over. */
	g_assert_true(item->length == 9 && item->bytes[8] == '\n');
	return true;
}

static bool on_range(guint32 low, guint32 high, guint64 modseq, void *data)
{
	return true;
}

static const struct imap_sync_report report = { .item = on_item,
						.range = on_range };

static bool run_sync(struct imap_session *session, GError **error)
{
	struct imap_cursor cursor = { 0 };
	bool done = false;
	bool ok = imap_sync_folder(session, "INBOX", &cursor, NULL, &report,
				   NULL, &done, error);

	g_assert_cmpint(ok, ==, done);
	/* Only what was handed over is passed. */
	if (!ok)
		g_assert_cmpuint(cursor.low, !=, 1);
	return ok;
}

static bool run_idle(struct imap_session *session, GError **error)
{
	static const struct imap_cursor cursor = { 7, 1, 9, 44, 3, 0 };
	struct imap_watched watched = { "INBOX", cursor, false };
	enum imap_wake wake;

	return imap_idle(session, &watched, 1, -1, 0, &wake, error);
}

static bool run_append(struct imap_session *session, GError **error)
{
	static const struct imap_append append = {
		.folder = "INBOX",
		.bytes = "hi\r\n",
		.length = 4,
		.message_id = "d@x",
		.doubtful = true,
		.uidvalidity = 7,
		.uidnext = 10,
	};
	struct imap_appended appended;

	return imap_append(session, &append, &appended, error);
}

static bool run_mark(struct imap_session *session, GError **error)
{
	static const struct imap_mark mark = {
		.folder = "INBOX",
		.uidvalidity = 7,
		.uid = 5,
		.message_id = "d@x",
		.set = true,
		.keyword = true,
	};
	struct imap_marked marked;

	return imap_mark(session, &mark, &marked, error);
}

#define OPENED                                              \
	"* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* 0 RECENT\r\n"  \
	"* OK [PERMANENTFLAGS (\\Seen \\*)] x\r\n"          \
	"* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 10] x\r\n" \
	"* OK [HIGHESTMODSEQ 44]\r\n%T OK [READ-ONLY] x\r\n"
#define M(uid)                                                   \
	"* 1 FETCH (UID " uid " FLAGS (\\Seen $x) INTERNALDATE " \
	"\"01-Mar-2026 07:00:00 +0100\" RFC822.SIZE 9 "          \
	"BODY[HEADER.FIELDS (FROM TO X-LOOP)] {9}\r\nFrom: a\r\n)\r\n"
#define IDENTITY(flags)                                                      \
	"* 2 FETCH (UID 5 FLAGS (" flags ") MODSEQ (39) BODY[HEADER.FIELDS " \
	"(MESSAGE-ID)] {21}\r\nMessage-ID: <d@x>\r\n\r\n)\r\n%T OK x\r\n"

static const struct dialogue dialogues[] = {
	{ "list",
	  run_list,
	  { PEER_LOGIN_RICH,
	    { "LIST *", "* LIST (\\HasNoChildren) \"/\" INBOX\r\n"
			"* LIST (\\Sent) \"/\" {4}\r\nSent\r\n%T OK x\r\n" },
	    PEER_END } },
	{ "sync",
	  run_sync,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPENED },
	    { "UID SEARCH *",
	      "* ESEARCH (TAG \"%T\") UID ALL 2,5,9\r\n%T OK x\r\n" },
	    { "UID FETCH *", M("2") M("5") M("9") "%T OK x\r\n" },
	    PEER_END } },
	{ "idle",
	  run_idle,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPENED },
	    { "IDLE", "* OK x\r\n+ idling\r\n* 3 EXISTS\r\n* 4 EXISTS\r\n" },
	    { "DONE", "* 1 RECENT\r\n%T OK x\r\n" },
	    PEER_END } },
	{ "append",
	  run_append,
	  { PEER_LOGIN_RICH,
	    { "EXAMINE *", OPENED },
	    { "UID SEARCH *", "* ESEARCH (TAG \"%T\") UID\r\n%T OK x\r\n" },
	    { "APPEND *", "* 4 EXISTS\r\n+ ok\r\n" },
	    { "hi\r\n", "%T OK [APPENDUID 7 10] x\r\n" },
	    PEER_END } },
	{ "mark",
	  run_mark,
	  { PEER_LOGIN_RICH,
	    { "SELECT *", OPENED },
	    { "UID FETCH *", IDENTITY("\\Seen") },
	    { "UID STORE *", "%T OK x\r\n" },
	    { "UID FETCH *", IDENTITY("\\Seen $tend") },
	    { "UNSELECT", "%T OK x\r\n" },
	    PEER_END } },
};

/* Play to the cut; returns how many bytes the server said. */
static gsize play(const struct dialogue *dialogue, gsize cut, gsize chunk,
		  bool want)
{
	g_autoptr(imap_session) session = NULL;
	g_autoptr(GError) error = NULL;
	struct peer peer;
	gsize said;
	bool ok;

	peer_init(&peer, dialogue->steps);
	peer.cut = cut;
	peer.chunk = chunk;
	session = peer_session(&peer, NULL);
	ok = imap_session_login(session, &error) &&
	     dialogue->run(session, &error);
	if (peer.wrong)
		g_error("%s cut at %zu: %s", dialogue->name, cut, peer.wrong);
	if (ok != want)
		g_error("%s cut at %zu: %s", dialogue->name, cut,
			error ? error->message : "success");
	g_assert_cmpint(error != NULL, ==, !ok);
	if (!ok)
		g_assert_true(imap_session_is_over(session));
	said = peer.said;
	g_clear_pointer(&session, imap_session_free);
	peer_clear(&peer);
	return said;
}

static void test_cut(gconstpointer data)
{
	static const gsize chunks[] = { 0, 1, 7 };
	const struct dialogue *dialogue = data;
	guint cuts = 0;

	for (gsize k = 0; k < G_N_ELEMENTS(chunks); k++) {
		gsize all = play(dialogue, 0, chunks[k], true);

		g_assert_cmpuint(all, >, 300);
		for (gsize cut = 1; cut < all; cut++, cuts++)
			play(dialogue, cut, chunks[k], false);
	}
	g_test_message("%s: %u cuts", dialogue->name, cuts);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	for (gsize i = 0; i < G_N_ELEMENTS(dialogues); i++) {
		g_autofree char *path =
		    g_strdup_printf("/imap/cut/%s", dialogues[i].name);

		g_test_add_data_func(path, &dialogues[i], test_cut);
	}
	return g_test_run();
}
