/* Reading a folder: cursors, both ends, what servers get wrong. */
#include <string.h>

#include "imap/sync.h"
#include "tests/imap/peer.h"

/* What a sync reported, in words: "item 5; range 5:9 @40; gone 3". */
struct log {
	GString *text;
	guint items_until_stop; /* 0: never */
	bool go_without;
};

static void add(struct log *log, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void add(struct log *log, const char *format, ...)
{
	va_list arguments;

	if (log->text->len)
		g_string_append(log->text, "; ");
	va_start(arguments, format);
	g_string_append_vprintf(log->text, format, arguments);
	va_end(arguments);
}

static bool on_opened(const struct imap_sync_opened *opened, void *data)
{
	add(data, "opened %u%s", opened->expected, opened->anew ? " anew" : "");
	return true;
}

static bool on_item(const struct imap_item *item, void *data)
{
	struct log *log = data;

	add(log, "item %u", item->uid);
	return log->items_until_stop == 0 || --log->items_until_stop > 0;
}

static bool on_range(guint32 low, guint32 high, guint64 modseq, void *data)
{
	add(data, "range %u:%u @%u", low, high, (guint)modseq);
	return true;
}

static bool on_gone(const struct imap_uidset *uids, void *data)
{
	g_autofree char *text = imap_uidset_format(uids);

	add(data, "gone %s", text);
	return true;
}

static bool on_flags(const struct imap_item *item, void *data)
{
	add(data, "flags %u %u %s", item->uid, item->flags, item->keywords);
	return true;
}

static bool on_withheld(const struct imap_uidset *uids, void *data)
{
	struct log *log = data;
	g_autofree char *text = imap_uidset_format(uids);

	add(log, "withheld %s", text);
	return log->go_without;
}

static const struct imap_sync_report report = {
	on_opened, on_item, on_range, on_gone, on_flags, on_withheld
};

#define EXAMINED(exists, validity, next)                                 \
	{                                                                \
		"EXAMINE \"INBOX\"",                                     \
		    "* " exists " EXISTS\r\n* OK [UIDVALIDITY " validity \
		    "] x\r\n* OK [UIDNEXT " next "] x\r\n%T OK x\r\n"    \
	}
#define EXAMINED_RICH(exists, validity, next, modseq)                       \
	{                                                                   \
		"EXAMINE \"INBOX\" (CONDSTORE)",                            \
		    "* " exists " EXISTS\r\n* OK [UIDVALIDITY " validity    \
		    "] x\r\n* OK [UIDNEXT " next                            \
		    "] x\r\n* OK [HIGHESTMODSEQ " modseq "]\r\n%T OK x\r\n" \
	}
#define SEARCHED(keys, found)                                          \
	{                                                              \
		"UID SEARCH " keys, "* SEARCH" found "\r\n%T OK x\r\n" \
	}
#define ESEARCHED(keys, found)                                           \
	{                                                                \
		"UID SEARCH RETURN (ALL) " keys,                         \
		    "* ESEARCH (TAG \"%T\") UID" found "\r\n%T OK x\r\n" \
	}
#define M(uid)                                                              \
	"* 1 FETCH (UID " uid " FLAGS () INTERNALDATE \"01-Mar-2026 "       \
	"07:00:00 +0100\" RFC822.SIZE 9 BODY[HEADER.FIELDS (FROM)] {9}\r\n" \
	"From: a\r\n)\r\n"
#define OK "%T OK x\r\n"

struct story {
	const char *name;
	struct imap_cursor cursor;
	guint batch;
	guint stop_after;
	bool go_without;
	const char *skip;
	int code; /* 0: fine */
	const char *want;
	struct peer_step steps[20];
};

static const struct story stories[] = {
	{ .name = "empty",
	  .want = "opened 0 anew; range 1:0 @0",
	  .steps = { PEER_LOGIN, EXAMINED("0", "7", "1"), PEER_END } },
	{ .name = "first",
	  .want = "opened 3 anew; item 2; item 5; item 9; range 2:9 @0; "
		  "range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("3", "7", "10"),
		     SEARCHED("UID 1:9", " 2 5 9"),
		     { "UID FETCH 2,5,9 *", M("2") M("5") M("9") OK },
		     PEER_END } },
	{ .name = "newest-first-by-batches",
	  .batch = 2,
	  .want = "opened 3 anew; item 5; item 9; range 5:9 @0; item 2; "
		  "range 2:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("3", "7", "10"),
		     SEARCHED("UID 1:9", " 2 5 9"),
		     { "UID FETCH 5,9 *", NULL },
		     { "UID FETCH 2 *",
		       M("5") M("9") "6 OK x\r\n" M("2") "7 OK x\r\n" },
		     PEER_END } },
	{ .name = "answers-to-commands-in-another-order",
	  .batch = 1,
	  .want = "opened 2 anew; item 5; item 9; range 9:9 @0; range 5:9 "
		  "@0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     SEARCHED("UID 1:9", " 5 9"),
		     { "UID FETCH 9 *", NULL },
		     { "UID FETCH 5 *",
		       M("5") "7 OK x\r\n" M("9") "6 OK x\r\n" },
		     PEER_END } },
	{ .name = "horizon",
	  .cursor = { .since = 1772500000 }, /* 2026-03-03 */
	  .want = "opened 1 anew; item 9; range 9:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("3", "7", "10"),
		     SEARCHED("UID 1:9 SINCE 2-Mar-2026", " 9"),
		     { "UID FETCH 9 *", M("9") OK },
		     PEER_END } },
	{ .name = "resume-below",
	  .cursor = { 7, 5, 9, 0, 3, 0 },
	  .want = "opened 1; flags 9 1 x; item 2; range 2:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("3", "7", "10"),
		     SEARCHED("UID 1:4", " 2"),
		     { "UID FETCH 5:9 (UID FLAGS)",
		       "* 3 FETCH (FLAGS (\\Seen x) UID 9)\r\n"
		       "* 1 FETCH (FLAGS () UID 77)\r\n* 1 FETCH (FLAGS "
		       "())\r\n" OK },
		     { "UID FETCH 2 *", M("2") OK },
		     PEER_END } },
	{ .name = "new-above-first",
	  .cursor = { 7, 5, 9, 40, 2, 0 },
	  .want = "opened 3; item 12; item 11; range 5:12 @40; gone 6:7; "
		  "range 5:12 @44; item 2; range 2:12 @44; range 1:12 @44",
	  .steps = { PEER_LOGIN_RICH,
		     EXAMINED_RICH("4", "7", "13", "44"),
		     ESEARCHED("UID 10:12", " ALL 11:12"),
		     ESEARCHED("UID 1:4", " ALL 2"),
		     { "UID FETCH 11:12 *", M("12") M("11") OK },
		     { "UID FETCH 5:9 (UID FLAGS) (CHANGEDSINCE 40 VANISHED)",
		       "* VANISHED (EARLIER) 1:3,6:7,50:60\r\n" OK },
		     { "UID FETCH 2 *", M("2") OK },
		     PEER_END } },
	{ .name = "nothing-new",
	  .cursor = { 7, 1, 9, 44, 3, 0 },
	  .want = "opened 0",
	  .steps = { PEER_LOGIN_RICH, EXAMINED_RICH("3", "7", "10", "44"),
		     PEER_END } },
	{ .name = "changed-flags",
	  .cursor = { 7, 1, 9, 40, 3, 0 },
	  .want = "opened 0; flags 5 4 $tend; range 1:9 @44",
	  .steps = { PEER_LOGIN_RICH,
		     EXAMINED_RICH("3", "7", "10", "44"),
		     { "UID FETCH 1:9 (UID FLAGS) (CHANGEDSINCE 40 VANISHED)",
		       "* 2 FETCH (UID 5 FLAGS (\\Flagged $tend) MODSEQ "
		       "(44))\r\n" OK },
		     PEER_END } },
	/* failures 1, 2 */
	{ .name = "uidvalidity-changed",
	  .cursor = { 6, 1, 900, 44, 3, 0 },
	  .want = "opened 1 anew; item 1; range 1:1 @0; range 1:1 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("1", "7", "2"),
		     SEARCHED("UID 1:1", " 1"),
		     { "UID FETCH 1 *", M("1") OK },
		     PEER_END } },
	{ .name = "uidvalidity-missing",
	  .cursor = { 6, 1, 900, 44, 3, 0 },
	  .want = "opened 1 anew; item 1; range 1:1 @0; range 1:1 @0",
	  .steps = { PEER_LOGIN,
		     { "EXAMINE *",
		       "* 1 EXISTS\r\n* OK [UIDNEXT 2] x\r\n%T OK x\r\n" },
		     SEARCHED("UID 1:1", " 1"),
		     { "UID FETCH 1 *", M("1") OK },
		     PEER_END } },
	/* failures 3 */
	{ .name = "uidnext-rewound-and-reused",
	  .cursor = { 7, 1, 9, 0, 2, 0 },
	  .want = "gone 6:9; range 1:5 @0; opened 0; flags 3 0 ",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "6"),
		     SEARCHED("UID 6:9", ""),
		     { "UID FETCH 1:5 (UID FLAGS)",
		       "* 1 FETCH (UID 3 FLAGS ())\r\n" OK },
		     PEER_END } },
	{ .name = "uidnext-rewound-but-lying",
	  .cursor = { 7, 1, 9, 0, 2, 0 },
	  .want = "opened 1; item 10; range 1:10 @0; flags 9 0 ",
	  .steps = { PEER_LOGIN,
		     EXAMINED("3", "7", "6"),
		     SEARCHED("UID 6:9", " 9"),
		     SEARCHED("UID 10:*", " 10"),
		     { "UID FETCH 10 *", M("10") OK },
		     { "UID FETCH 1:9 (UID FLAGS)",
		       "* 1 FETCH (UID 9 FLAGS ())\r\n" OK },
		     PEER_END } },
	/* failures 4, 6 */
	{ .name = "uidnext-missing",
	  .want = "opened 2 anew; item 4; item 8; range 4:8 @0; range 1:8 @0",
	  .steps = { PEER_LOGIN,
		     { "EXAMINE *",
		       "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n%T OK x\r\n" },
		     SEARCHED("UID 1:*", " 4 8"),
		     SEARCHED("UID 1:8", " 4 8"),
		     { "UID FETCH 4,8 *", M("4") M("8") OK },
		     PEER_END } },
	{ .name = "star-speaks-of-the-last",
	  .cursor = { 7, 1, 8, 0, 2, 0 },
	  .want = "opened 0; flags 8 0 ",
	  .steps = { PEER_LOGIN,
		     { "EXAMINE *",
		       "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n%T OK x\r\n" },
		     SEARCHED("UID 9:*", " 8"),
		     { "UID FETCH 1:8 (UID FLAGS)",
		       "* 1 FETCH (UID 8 FLAGS ())\r\n" OK },
		     PEER_END } },
	/* failures 5 */
	{ .name = "uidnext-far-ahead",
	  .cursor = { 7, 1, 9, 40, 3, 0 },
	  .want = "opened 0; range 1:420008 @40",
	  .steps = { PEER_LOGIN_RICH, EXAMINED_RICH("3", "7", "420009", "40"),
		     ESEARCHED("UID 10:420008", ""), PEER_END } },
	/* failures 7 */
	{ .name = "left-out-and-gone",
	  .want = "opened 2 anew; item 9; range 5:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     SEARCHED("UID 1:9", " 5 9"),
		     { "UID FETCH 5,9 *", M("9") OK },
		     SEARCHED("UID 5:5", ""),
		     PEER_END } },
	{ .name = "left-out-and-given-when-asked-again",
	  .want = "opened 2 anew; item 9; item 5; range 5:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     SEARCHED("UID 1:9", " 5 9"),
		     { "UID FETCH 5,9 *", M("9") "%T NO some\r\n" },
		     SEARCHED("UID 5:5", " 5"),
		     { "UID FETCH 5 *", M("5") OK },
		     PEER_END } },
	{ .name = "withheld",
	  .code = IMAP_ERROR_RECONNECT,
	  .want = "opened 2 anew; item 9; withheld 5",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     SEARCHED("UID 1:9", " 5 9"),
		     { "UID FETCH 5,9 *", M("9") OK },
		     SEARCHED("UID 5:5", " 5"),
		     { "UID FETCH 5 *", OK },
		     { "UID FETCH 5 *", OK },
		     SEARCHED("UID 5:5", " 5"),
		     PEER_END } },
	{ .name = "withheld-but-on",
	  .go_without = true,
	  .batch = 1,
	  .want = "opened 3 anew; item 9; range 9:9 @0; withheld 5; "
		  "range 5:9 @0; item 2; range 2:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("3", "7", "10"),
		     SEARCHED("UID 1:9", " 2 5 9"),
		     { "UID FETCH 9 *", NULL },
		     { "UID FETCH 5 *", NULL },
		     { "UID FETCH 2 *",
		       M("9") "6 OK x\r\n7 NO no\r\n" M("2") "8 OK x\r\n" },
		     SEARCHED("UID 5:5", " 5"),
		     { "UID FETCH 5 *", "%T NO no\r\n" },
		     { "UID FETCH 5 *", "%T NO no\r\n" },
		     SEARCHED("UID 5:5", " 5"),
		     { "UID FETCH 2 *", M("2") OK },
		     PEER_END } },
	{ .name = "nil-is-not-empty",
	  .go_without = true,
	  .want = "opened 1 anew; withheld 9; range 9:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("1", "7", "10"),
		     SEARCHED("UID 1:9", " 9"),
		     { "UID FETCH 9 *",
		       "* 1 FETCH (UID 9 FLAGS () "
		       "BODY[HEADER.FIELDS (FROM)] NIL)\r\n" OK },
		     SEARCHED("UID 9:9", " 9"),
		     { "UID FETCH 9 *", OK },
		     { "UID FETCH 9 *", OK },
		     SEARCHED("UID 9:9", " 9"),
		     PEER_END } },
	{ .name = "skipped",
	  .skip = "5",
	  .want = "opened 1 anew; item 9; range 9:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     SEARCHED("UID 1:9", " 5 9"),
		     { "UID FETCH 9 *", M("9") OK },
		     PEER_END } },
	/* failures 8, 9 */
	{ .name = "others-in-between",
	  .want = "opened 2 anew; item 9; item 5; range 5:9 @0; range 1:9 @0",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     SEARCHED("UID 1:9", " 5 9"),
		     { "UID FETCH 5,9 *",
		       "* 3 EXISTS\r\n* 2 EXPUNGE\r\n" M("9")
			   M("77") "* 7 FETCH (FLAGS (\\Seen))\r\n* 7 FETCH "
				   "(UID 5 "
				   "FLAGS (\\Seen))\r\n" M("5") M("5")
				       M("9") "* OK still here\r\n* "
					      "XUNKNOWN (a b)\r\n" OK },
		     PEER_END } },
	/* failures 10 */
	{ .name = "modseq-ran-backwards",
	  .cursor = { 7, 1, 9, 99, 3, 0 },
	  .want = "opened 0; flags 9 0 ; range 1:9 @44",
	  .steps = { PEER_LOGIN_RICH,
		     EXAMINED_RICH("3", "7", "10", "44"),
		     { "UID FETCH 1:9 (UID FLAGS)",
		       "* 1 FETCH (UID 9 FLAGS ())\r\n" OK },
		     PEER_END } },
	{ .name = "gone-without-qresync",
	  .cursor = { 7, 1, 9, 0, 3, 0 },
	  .want = "opened 0; flags 9 0 ; gone 1:4,6:8",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     { "UID FETCH 1:9 (UID FLAGS)",
		       "* 1 FETCH (UID 9 FLAGS ())\r\n" OK },
		     SEARCHED("UID 1:9", " 5 9"),
		     PEER_END } },
	{ .name = "stopped",
	  .stop_after = 1,
	  .want = "opened 2 anew; item 5",
	  .steps = { PEER_LOGIN,
		     EXAMINED("2", "7", "10"),
		     SEARCHED("UID 1:9", " 5 9"),
		     { "UID FETCH 5,9 *", M("5") M("9") OK },
		     PEER_END } },
	{ .name = "throttled",
	  .code = IMAP_ERROR_WAIT,
	  .want = "opened 1 anew",
	  .steps = { PEER_LOGIN,
		     EXAMINED("1", "7", "10"),
		     SEARCHED("UID 1:9", " 9"),
		     { "UID FETCH 9 *", "%T BAD Request is throttled. "
					"Suggested Backoff Time: 1500 "
					"milliseconds\r\n" },
		     PEER_END } },
};

static void test_stories(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(stories); i++) {
		const struct story *story = &stories[i];
		g_auto(imap_uidset) skip = IMAP_UIDSET_INIT;
		const struct imap_sync_options options = {
			.batch = story->batch,
			.skip = &skip,
		};
		struct log log = { g_string_new(NULL), story->stop_after,
				   story->go_without };
		struct imap_cursor cursor = story->cursor;
		g_autoptr(imap_session) session = NULL;
		g_autoptr(GError) error = NULL;
		struct peer peer;
		bool done;

		g_test_message("%s", story->name);
		if (story->skip)
			imap_uidset_parse(story->skip, &skip);
		peer_init(&peer, story->steps);
		session = peer_session(&peer, NULL);
		imap_session_login(session, &error);
		g_assert_no_error(error);
		imap_sync_folder(session, "INBOX", &cursor, &options, &report,
				 &log, &done, &error);
		peer_check(&peer);
		if (story->code)
			g_assert_error(error, IMAP_ERROR, story->code);
		else
			g_assert_no_error(error);
		g_assert_cmpstr(log.text->str, ==, story->want);
		g_assert_cmpint(done, ==, !story->code && !story->stop_after);
		g_string_free(log.text, TRUE);
		g_clear_pointer(&session, imap_session_free);
		peer_clear(&peer);
	}
}

/* All orders of five messages, with all five in one batch. */
static void test_orders(void)
{
	static const char *const messages[] = { M("1"), M("2"), M("3"), M("4"),
						M("5") };

	for (guint order = 0; order < 120; order++) {
		g_autoptr(GPtrArray) left = g_ptr_array_new();
		GString *answer = g_string_new(NULL);
		guint code = order;
		struct log log = { g_string_new(NULL), 0, false };
		struct imap_cursor cursor = { 0 };
		g_autoptr(imap_session) session = NULL;
		g_autoptr(GError) error = NULL;
		struct peer peer;
		bool done;

		for (guint i = 0; i < 5; i++)
			g_ptr_array_add(left, (gpointer)(gsize)messages[i]);
		for (guint i = 5; i > 0; i--) {
			g_string_append(
			    answer, g_ptr_array_remove_index(left, code % i));
			code /= i;
		}
		g_string_append(answer, OK);
		{
			const struct peer_step steps[] = {
				PEER_LOGIN,
				EXAMINED("5", "7", "6"),
				SEARCHED("UID 1:5", " 5 3 1 2 4"),
				{ "UID FETCH 1:5 *", answer->str },
				PEER_END,
			};

			peer_init(&peer, steps);
			session = peer_session(&peer, NULL);
			imap_session_login(session, &error);
			g_assert_no_error(error);
			imap_sync_folder(session, "INBOX", &cursor, NULL,
					 &report, &log, &done, &error);
			peer_check(&peer);
		}
		g_assert_no_error(error);
		g_assert_true(g_str_has_suffix(log.text->str,
					       "; range 1:5 @0; range 1:5 @0"));
		g_assert_cmpuint(log.text->len, ==,
				 strlen("opened 5 anew; item 1; item 2; item "
					"3; item 4; item 5; range 1:5 @0; "
					"range 1:5 @0"));
		g_string_free(answer, TRUE);
		g_string_free(log.text, TRUE);
		g_clear_pointer(&session, imap_session_free);
		peer_clear(&peer);
	}
}

/* What a message's attributes become. */
static bool check_item(const struct imap_item *item, void *data)
{
	g_assert_cmpuint(item->uid, ==, 9);
	g_assert_cmpuint(item->flags, ==,
			 IMAP_FLAG_SEEN | IMAP_FLAG_ANSWERED | IMAP_FLAG_DRAFT);
	g_assert_cmpstr(item->keywords, ==, "$tend Junk NonJunk");
	g_assert_cmpint(item->internal_at, ==, 1772344800);
	g_assert_cmpuint(item->size, ==, 4711);
	g_assert_cmpuint(item->gm_msgid, ==,
			 G_GUINT64_CONSTANT(1278455344230334865));
	g_assert_cmpmem(item->bytes, item->length, "From: a_b\r\n", 11);
	return true;
}

static void test_item(void)
{
	static const struct peer_step steps[] = {
		{ NULL, "* OK hello\r\n" },
		{ "CAPABILITY", "* CAPABILITY IMAP4rev1 X-GM-EXT-1\r\n" OK },
		{ "LOGIN *", OK },
		{ "CAPABILITY", "* CAPABILITY IMAP4rev1 X-GM-EXT-1\r\n" OK },
		EXAMINED("1", "7", "10"),
		{ "UID FETCH 9 (UID FLAGS INTERNALDATE RFC822.SIZE X-GM-MSGID "
		  "BODY.PEEK*",
		  "* 1 FETCH (X-GM-MSGID 1278455344230334865 RFC822.SIZE 4711 "
		  "INTERNALDATE \" 1-Mar-2026 02:00:00 -0400\" FLAGS ($tend "
		  "\\Seen Junk \\Draft \\Recent NonJunk \\Answered) UID 9 "
		  "BODY[HEADER.FIELDS (FROM TO X-LOOP Message-ID)] {11}\r\n"
		  "From: a_b\r\n)\r\n" OK },
		PEER_END,
	};
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	g_auto(imap_uidset) missing = IMAP_UIDSET_INIT;
	g_autoptr(imap_session) session = NULL;
	g_autoptr(GError) error = NULL;
	struct imap_state state;
	struct peer peer;

	peer_init(&peer, steps);
	session = peer_session(&peer, NULL);
	imap_session_login(session, &error);
	g_assert_no_error(error);
	imap_folder_examine(session, "INBOX", &state, &error);
	g_assert_no_error(error);
	imap_uidset_add(&uids, 9, 9);
	imap_fetch(session, &uids, IMAP_HEADERS, 0, check_item, NULL, &missing,
		   &error);
	g_assert_no_error(error);
	g_assert_cmpuint(missing.n, ==, 0);
	peer_check(&peer);
	g_clear_pointer(&session, imap_session_free);
	peer_clear(&peer);
}

/* A body is asked for so that it stays unread, and only its beginning. */
static bool check_body(const struct imap_item *item, void *data)
{
	g_assert_cmpmem(item->bytes, item->length, "From: a\r\n\r\n", 11);
	return true;
}

static void read_body_by(gsize chunk)
{
	static const struct peer_step steps[] = {
		PEER_LOGIN,
		{ "UID FETCH 9 (UID FLAGS INTERNALDATE RFC822.SIZE "
		  "BODY.PEEK[]<0.11>)",
		  "* 1 FETCH (UID 9 FLAGS () RFC822.SIZE 4711 BODY[]<0> "
		  "{11}\r\nFrom: a\r\n\r\n)\r\n" OK },
		/* Servers that ignore how much was asked for. */
		{ "UID FETCH 9 (*",
		  "* 1 FETCH (UID 9 BODY[] {12}\r\nFrom: a\r\n\r\nb)\r\n" OK },
		{ "UID FETCH 9 (*",
		  "* 1 FETCH (UID 9 BODY[] {120}\r\nFrom: a\r\n\r\n"
		  "b23456789b123456789b123456789b123456789b123456789b12345678"
		  "9b123456789b123456789b123456789b123456789b123456789)"
		  "\r\n" OK },
		PEER_END,
	};
	g_auto(imap_uidset) missing = IMAP_UIDSET_INIT;
	g_auto(imap_uidset) uids = IMAP_UIDSET_INIT;
	g_autoptr(imap_session) session = NULL;
	g_autoptr(GError) error = NULL;
	struct peer peer;

	peer_init(&peer, steps);
	peer.chunk = chunk;
	session = peer_session(&peer, NULL);
	imap_session_login(session, &error);
	imap_uidset_add(&uids, 9, 9);
	imap_fetch(session, &uids, IMAP_BODIES, 11, check_body, NULL, NULL,
		   &error);
	g_assert_no_error(error);
	for (gsize i = 0; i < 2; i++) {
		imap_fetch(session, &uids, IMAP_BODIES, 11, check_body, NULL,
			   &missing, &error);
		g_assert_no_error(error);
		g_assert_cmpuint(missing.n, ==, 0);
	}
	peer_check(&peer);
	g_clear_pointer(&session, imap_session_free);
	peer_clear(&peer);
}

static void test_body(void)
{
	read_body_by(0);
	read_body_by(1);
}

static const struct {
	const char *name;
	struct imap_cursor cursor;
	struct imap_state state;
	bool needed, glance;
} looks[] = {
	{ "same",
	  { 7, 1, 9, 44, 3, 0 },
	  { false, 7, 10, 3, 44 },
	  false,
	  false },
	{ "never-read", { 0 }, { false, 7, 10, 3, 44 }, true, true },
	{ "another-uidvalidity",
	  { 6, 1, 9, 44, 3, 0 },
	  { false, 7, 10, 3, 44 },
	  true,
	  true },
	{ "more", { 7, 1, 9, 44, 3, 0 }, { false, 7, 11, 4, 44 }, true, true },
	{ "fewer", { 7, 1, 9, 44, 3, 0 }, { false, 7, 10, 2, 44 }, true, true },
	{ "flags", { 7, 1, 9, 44, 3, 0 }, { false, 7, 10, 3, 45 }, true, true },
	{ "not-at-the-horizon",
	  { 7, 4, 9, 44, 3, 0 },
	  { false, 7, 10, 3, 44 },
	  true,
	  true },
	{ "no-modseq",
	  { 7, 1, 9, 0, 3, 0 },
	  { false, 7, 10, 3, 0 },
	  true,
	  false },
	{ "no-uidnext",
	  { 7, 1, 9, 44, 3, 0 },
	  { false, 7, 0, 3, 44 },
	  true,
	  true },
	{ "no-such-folder",
	  { 7, 1, 9, 44, 3, 0 },
	  { true, 0, 0, 0, 0 },
	  true,
	  true },
	{ "empty", { 7, 1, 0, 1, 0, 0 }, { false, 7, 1, 0, 1 }, false, false },
};

static void test_looks(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(looks); i++) {
		g_test_message("%s", looks[i].name);
		g_assert_cmpint(
		    imap_sync_needed(&looks[i].cursor, &looks[i].state), ==,
		    looks[i].needed);
		g_assert_cmpint(
		    imap_sync_glance(&looks[i].cursor, &looks[i].state), ==,
		    looks[i].glance);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/sync/stories", test_stories);
	g_test_add_func("/imap/sync/orders", test_orders);
	g_test_add_func("/imap/sync/item", test_item);
	g_test_add_func("/imap/sync/body", test_body);
	g_test_add_func("/imap/sync/looks", test_looks);
	return g_test_run();
}
