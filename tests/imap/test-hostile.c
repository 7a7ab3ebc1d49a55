/* Servers that mean harm: refused, in bounded memory, without a crash. */
#include <string.h>
#include <sys/resource.h>

#include "imap/folder.h"
#include "imap/sync.h"
#include "tests/imap/peer.h"

static char *repeat(const char *text, gsize n)
{
	GString *all = g_string_sized_new(strlen(text) * n + 1);

	for (gsize i = 0; i < n; i++)
		g_string_append(all, text);
	return g_string_free(all, FALSE);
}

/* A peer that says `text` for ever, from a given moment on. */
struct flood {
	struct peer peer;
	gsize after; /* steps that the peer plays first */
	const char *text;
	gsize at;
	guint64 said;
};

static ssize_t flood_read(void *data, void *bytes, size_t n)
{
	struct flood *flood = data;
	gsize length = strlen(flood->text);
	char *to = bytes;

	if (flood->peer.at < flood->after || flood->peer.out->len > 0)
		return peer_wire.read(&flood->peer, bytes, n);
	for (gsize i = 0; i < n; i++)
		to[i] = flood->text[flood->at++ % length];
	flood->said += n;
	/* The test itself must end, whatever the session does. */
	g_assert_cmpuint(flood->said, <, G_GUINT64_CONSTANT(1) << 31);
	return (ssize_t)n;
}

static ssize_t flood_write(void *data, const void *bytes, size_t n)
{
	struct flood *flood = data;

	return peer_wire.write(&flood->peer, bytes, n);
}

static const struct imap_wire flood_wire = { flood_read, flood_write };

static bool take(const struct imap_item *item, void *data)
{
	return true;
}

static const struct imap_sync_report report = { .item = take };

/* Login, list, sync: as far as it goes. */
static bool play(struct imap_session *session, GError **error)
{
	struct imap_cursor cursor = { 0 };
	g_autoptr(GPtrArray) folders = NULL;
	bool done;

	if (!imap_session_login(session, error))
		return false;
	folders = imap_folder_list(session, error);
	return folders && imap_sync_folder(session, "INBOX", &cursor, NULL,
					   &report, NULL, &done, error);
}

#define LISTED                                                   \
	{                                                        \
		"LIST *", "* LIST () \"/\" INBOX\r\n%T OK x\r\n" \
	}
#define EXAMINED                                                             \
	{                                                                    \
		"EXAMINE *", "* 2 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK " \
			     "[UIDNEXT 10] x\r\n%T OK x\r\n"                 \
	}
#define SEARCHED                                              \
	{                                                     \
		"UID SEARCH *", "* SEARCH 5 9\r\n%T OK x\r\n" \
	}

/* Endless things; each must be refused long before memory is short. */
static const struct {
	const char *name;
	gsize after;
	struct peer_step steps[12];
	const char *text;
	const char *words; /* in the sentence, NULL: any */
} floods[] = {
	{ "greeting", 0, { PEER_END }, "x" },
	{ "greetings", 0, { PEER_END }, "* OK x\r\n" },
	{ "blank-lines", 0, { PEER_END }, "\r\n" },
	{ "nothing-but-nul", 1, { { NULL, "* " }, PEER_END }, "\1" },
	{ "capabilities",
	  2,
	  { { NULL, "* OK x\r\n" },
	    { "CAPABILITY", "* CAPABILITY" },
	    PEER_END },
	  " IMAP4rev1" },
	{ "exists",
	  2,
	  { { NULL, "* OK x\r\n" }, { "CAPABILITY", NULL }, PEER_END },
	  "* 5 EXISTS\r\n" },
	{ "folders",
	  5,
	  { PEER_LOGIN, { "LIST *", NULL }, PEER_END },
	  "* LIST () \"/\" abcdefgh\r\n" },
	{ "folder",
	  5,
	  { PEER_LOGIN, { "LIST *", "* LIST () \"/\" \"" }, PEER_END },
	  "abcdefgh" },
	{ "search",
	  7,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    { "UID SEARCH *", "* SEARCH" },
	    PEER_END },
	  " 4294967295" },
	{ "searches",
	  7,
	  { PEER_LOGIN, LISTED, EXAMINED, { "UID SEARCH *", NULL }, PEER_END },
	  "* SEARCH 1 2 3\r\n" },
	{ "fetches",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", NULL },
	    PEER_END },
	  "* 1 FETCH (FLAGS ())\r\n" },
	{ "fetches-of-one",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", NULL },
	    PEER_END },
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] \"From: a\")\r\n" },
	{ "fetches-of-much",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", "* 1 FETCH (UID 5 BODY[] {200000000}\r\n" },
	    PEER_END },
	  ")\r\n* 2 FETCH (UID 5 BODY[] {200000000}\r\n",
	  "more than it was asked for" },
	{ "fields",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (" },
	    PEER_END },
	  "FROM " },
	{ "keywords",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", "* 1 FETCH (UID 5 FLAGS (" },
	    PEER_END },
	  "word " },
	{ "parentheses",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", "* 1 FETCH (BODYSTRUCTURE " },
	    PEER_END },
	  "(",
	  "lists within lists" },
	{ "parentheses-after-a-literal",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", "* 1 FETCH (BODYSTRUCTURE " },
	    PEER_END },
	  "({1}\r\nx ",
	  "lists within lists" },
	{ "parentheses-behind-a-quote",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", "* 1 FETCH (FLAGS (a\") BODYSTRUCTURE " },
	    PEER_END },
	  "(",
	  "lists within lists" },
	{ "addresses",
	  8,
	  { PEER_LOGIN,
	    LISTED,
	    EXAMINED,
	    SEARCHED,
	    { "UID FETCH *", "* 1 FETCH (ENVELOPE (NIL NIL (" },
	    PEER_END },
	  "(NIL NIL NIL NIL)" },
};

static long peak_kb(void)
{
	struct rusage usage;

	getrusage(RUSAGE_SELF, &usage);
	return usage.ru_maxrss;
}

static void test_floods(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(floods); i++) {
		struct flood flood = { .after = floods[i].after,
				       .text = floods[i].text };
		g_autoptr(imap_session) session = NULL;
		g_autoptr(GError) error = NULL;
		long before = peak_kb();

		peer_init(&flood.peer, floods[i].steps);
		session = imap_session_new_on_wire(&flood_wire, &flood,
						   &peer_settings, &error);
		g_assert_no_error(error);
		g_assert_false(play(session, &error));
		g_test_message("%s: %s", floods[i].name, error->message);
		g_assert_null(flood.peer.wrong);
		if (floods[i].words)
			g_assert_nonnull(
			    strstr(error->message, floods[i].words));
		g_assert_cmpint(error->code, !=, IMAP_ERROR_PASSWORD);
		g_assert_true(imap_session_is_over(session));
		/* The address sanitizer keeps what was freed. */
		if (!g_getenv("ASAN_OPTIONS"))
			g_assert_cmpint(peak_kb() - before, <, 200 << 10);
		g_clear_pointer(&session, imap_session_free);
		peer_clear(&flood.peer);
	}
}

/* One hostile answer to a step of play(), then silence. */
static const struct {
	const char *name;
	const char *greeting; /* or NULL: an answer to FETCH */
	const char *answer;
	bool survives;	   /* it is mended or harmless, and play() succeeds */
	const char *words; /* in the sentence, NULL: any */
} lines[] = {
	{ "badcharset-quoted", "* OK [BADCHARSET (\"x\")] hi\r\n", NULL, true },
	{ "badcharset-literal", "* OK [BADCHARSET ({1}\r\nx)] hi\r\n", NULL,
	  true },
	{ "badcharset-spaces", "* OK [ badcharset  (\"x\")] hi\r\n", NULL,
	  true },
	{ "badcharset-in-fetch", NULL,
	  "* OK [BADCHARSET (\"x\")] hi\r\n%T OK x\r\n", false },
	{ "4-gigabytes", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {4294967295}\r\n", false,
	  "sent more for one message" },
	{ "more-than-32-bits", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] "
	  "{18446744073709551615}\r\n",
	  false, "of more than 4 GB" },
	{ "300-megabytes", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {314572800}\r\n", false,
	  "sent more for one message" },
	{ "3-megabytes-of-a-name", NULL, "* LIST () \"/\" {3000000}\r\n", false,
	  "sent more for one message" },
	{ "negative", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {-1}\r\n", false,
	  "cannot be read" },
	{ "no-number", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {}\r\n", false,
	  "cannot be read" },
	{ "literal-without-crlf", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {3}abc)\r\n", false,
	  "cannot be read" },
	{ "literal-with-lf", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {3}\nabc)\r\n", false,
	  "CRLF" },
	{ "literal-with-space", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {3} \r\nabc)\r\n",
	  false },
	{ "cut-in-literal", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {99}\r\nFrom", false },
	{ "cut-after-literal", NULL,
	  "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] {4}\r\nFrom", false },
	{ "exists-overflow", NULL,
	  "* 99999999999999999999 EXISTS\r\n%T OK x\r\n", false, "32 bits" },
	{ "negative-message", NULL, "* -1 FETCH (UID 5)\r\n%T OK x\r\n",
	  false },
	{ "unknown-item", NULL,
	  "* 1 FETCH (UID 5 PREVIEW \"x\")\r\n%T OK x\r\n", false },
	{ "no-item", NULL, "* 1 FETCH ()\r\n%T OK x\r\n", false },
	{ "strange-tag", NULL, "999 OK x\r\n", false },
	{ "huge-tag", NULL, "99999999999999999999 OK x\r\n", false },
	{ "earlier-tag", NULL, "1 OK x\r\n", false },
	{ "bye", NULL, "* BYE bye\r\n", false },
	{ "bye-and-end", NULL, "* BYE bye\r\n%T OK x\r\n", false },
	{ "not-a-response", NULL, "HTTP/1.1 200 OK\r\n\r\n", false },
	{ "continuation", NULL, "+ go on\r\n", false },
	{ "date-of-nonsense", NULL,
	  "* 1 FETCH (UID 5 INTERNALDATE \"99-Foo-0000 99:99:99 "
	  "+9999\")\r\n%T OK x\r\n",
	  false },
	{ "nul-in-text", "* OK a\x01z\r\n", NULL, true },
	{ "8-bit-in-text", "* OK gr\xc3\xbc\xc3\x9f \xff dich\r\n", NULL,
	  true },
};

static void test_lines(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(lines); i++) {
		const struct peer_step steps[] = {
			{ NULL, lines[i].greeting ? lines[i].greeting
						  : "* OK hello\r\n" },
			{ "CAPABILITY",
			  "* CAPABILITY IMAP4rev1\r\n%T OK x\r\n" },
			{ "LOGIN *", "%T OK x\r\n" },
			{ "CAPABILITY",
			  "* CAPABILITY IMAP4rev1\r\n%T OK x\r\n" },
			LISTED,
			EXAMINED,
			{ "UID SEARCH *", lines[i].answer
					      ? "* SEARCH 5 9\r\n%T OK x\r\n"
					      : "* SEARCH\r\n%T OK x\r\n" },
			{ "UID FETCH *", lines[i].answer },
			PEER_END,
		};

		for (gsize chunk = 0; chunk < 2; chunk++) {
			g_autoptr(imap_session) session = NULL;
			g_autoptr(GError) error = NULL;
			struct peer peer;
			bool ok;

			g_test_message("%s", lines[i].name);
			peer_init(&peer, steps);
			peer.chunk = chunk;
			session = peer_session(&peer, NULL);
			ok = play(session, &error);
			g_assert_cmpint(ok, ==, lines[i].survives);
			g_assert_cmpint(ok, ==, error == NULL);
			g_assert_cmpint(imap_session_is_over(session), ==, !ok);
			if (lines[i].words)
				g_assert_nonnull(
				    strstr(error->message, lines[i].words));
			g_clear_pointer(&session, imap_session_free);
			peer_clear(&peer);
		}
	}
}

/* Nested lists below the cap are parsed, and do not crash. */
static void test_nested(void)
{
	g_autofree char *open = repeat("(", 1000);
	g_autofree char *text = g_strdup_printf(
	    "* 1 FETCH (BODYSTRUCTURE %s\r\n%%T OK x\r\n", open);
	const struct peer_step steps[] = {
		PEER_LOGIN, LISTED, EXAMINED, SEARCHED, { "UID FETCH *", text },
		PEER_END,
	};
	g_autoptr(imap_session) session = NULL;
	g_autoptr(GError) error = NULL;
	struct peer peer;

	peer_init(&peer, steps);
	session = peer_session(&peer, NULL);
	g_assert_false(play(session, &error));
	g_clear_pointer(&session, imap_session_free);
	peer_clear(&peer);
}

/*
 * The echoed list of fields is left out, or where a buffer ends in it only in
 * part; nothing else is ever touched.
 */
static void test_names(void)
{
	static const char line[] =
	    "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM X-LOOP TO)] {20}\r\n"
	    "X: HEADER.FIELDS (A)\r\n FLAGS (HEADER.FIELDS))\r\n";
	static const struct imap_trace silent = { FALSE, NULL };
	static const struct imap_scan_limits limits = { 1000, 1000, 1000, 9 };
	guint shortened = 0;

	for (gsize split = 0; split < sizeof(line); split++) {
		g_autofree char *copy = g_strdup(line);
		GString *kept = g_string_new(NULL);
		struct imap_scan scan;
		gsize first = split,
		      second = strlen(line) - MIN(split, strlen(line));
		const char *list;

		imap_scan_init(&scan, &silent);
		imap_scan_begin(&scan, &limits);
		g_assert_null(imap_scan_feed(&scan, copy, &first));
		g_string_append_len(kept, copy, (gssize)first);
		g_assert_null(imap_scan_feed(&scan, copy + split, &second));
		g_string_append_len(kept, copy + split, (gssize)second);
		list = strstr(kept->str, "FIELDS (F");
		g_assert_nonnull(list);
		g_assert_true(g_str_has_prefix(kept->str,
					       "* 1 FETCH (UID 5 BODY[HEADER."
					       "FIELDS (F"));
		g_assert_true(g_str_has_suffix(
		    kept->str, ")] {20}\r\nX: HEADER.FIELDS (A)\r\n FLAGS "
			       "(HEADER.FIELDS))\r\n"));
		shortened += g_str_has_prefix(list, "FIELDS (F)");
		g_string_free(kept, TRUE);
	}
	g_assert_cmpuint(shortened, >, sizeof(line) / 2);
}

/* How long what was taken of each message is. */
static bool measure(const struct imap_item *item, void *data)
{
	GString *lengths = data;

	g_assert_true(g_str_has_prefix(item->bytes, "From: "));
	g_string_append_printf(lengths, "%u:%" G_GSIZE_FORMAT " ", item->uid,
			       item->length);
	return true;
}

/*
 * A message that is longer than anything tend takes is read in part, and those
 * beside it whole, however many are like it.
 */
static void test_long_messages(void)
{
	static const gsize long_lengths[] = {
		262144, 262145, 1048577, 2621440, 2621441, 2999999, 26214401,
	};
	static const struct imap_sync_report measuring = { .item = measure };

	for (gsize i = 0; i < 2 * G_N_ELEMENTS(long_lengths); i++) {
		gsize length = long_lengths[i / 2];
		g_autofree char *a = g_strnfill(length - 6, 'a');
		g_autofree char *answer = g_strdup_printf(
		    "* 1 FETCH (UID 5 BODY[HEADER.FIELDS (FROM)] "
		    "{%" G_GSIZE_FORMAT "}\r\nFrom: %s FLAGS ())\r\n"
		    "* 2 FETCH (BODY[HEADER.FIELDS (FROM)] {7}\r\nFrom: b "
		    "UID 9)\r\n%%T OK x\r\n",
		    length, a);
		const struct peer_step steps[] = {
			PEER_LOGIN, EXAMINED,
			SEARCHED,   { "UID FETCH *", answer },
			PEER_END,
		};
		g_autoptr(imap_session) session = NULL;
		g_autoptr(GString) lengths = g_string_new(NULL);
		g_autoptr(GError) error = NULL;
		struct imap_cursor cursor = { 0 };
		struct peer peer;
		bool done;

		peer_init(&peer, steps);
		peer.chunk = i % 2 * 65521;
		session = peer_session(&peer, NULL);
		imap_session_login(session, &error);
		imap_sync_folder(session, "INBOX", &cursor, NULL, &measuring,
				 lengths, &done, &error);
		g_assert_no_error(error);
		g_assert_cmpstr(lengths->str, ==, "5:262144 9:7 ");
		g_assert_cmpuint(cursor.high, ==, 9);
		peer_check(&peer);
		g_clear_pointer(&session, imap_session_free);
		peer_clear(&peer);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/imap/hostile/floods", test_floods);
	g_test_add_func("/imap/hostile/lines", test_lines);
	g_test_add_func("/imap/hostile/nested", test_nested);
	g_test_add_func("/imap/hostile/long-messages", test_long_messages);
	g_test_add_func("/imap/hostile/names", test_names);
	return g_test_run();
}
