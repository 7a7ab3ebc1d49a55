/* Which message it is: what changes a key, and what must not. */
#include <string.h>

#include "parse/message.h"
#include "parse/warm.h"

#define ANN "From: Ann <ann@example.org>\n"
#define BO "To: Bo <bo@example.com>\n"
#define DATE "Date: Mon, 02 Mar 2026 09:00:00 +0100\n"
#define ID "Message-ID: <m1@example.org>\n"
#define TEA "Subject: Tea\n"

static guint64 key_of(struct parse_message *message, const char *block)
{
	parse_message_headers(message, block, strlen(block));
	return message->key;
}

/*
 * Keys are stored.  When this fails, every store loses track of its messages:
 * mend the code, not the numbers.
 */
static const struct {
	const char *block;
	guint64 key;
} stored[] = {
	{ ANN BO DATE ID TEA "\n", 2887163837659985590 },
	{ ANN BO DATE TEA "\n", 2887160316614607766 },
	{ "\n", 39027670052426 },
};

static void test_stored(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(stored); i++)
		g_assert_cmpuint(key_of(message, stored[i].block), ==,
				 stored[i].key);
}

static const struct {
	const char *what;
	const char *one, *other;
	bool same;
} pairs[] = {
	{ "order, folding, line ends, other fields", ANN BO DATE ID TEA "\n",
	  "Message-ID:\r\n <m1@example.org>\r\nDate: Mon,\r\n 02 Mar 2026 "
	  "09:00:00 +0100\r\nReceived: by x\r\nfrom: Ann\r\n "
	  "<ann@example.org>\r\n\r\nbody",
	  true },
	{ "the name beside the address", ANN DATE ID "\n",
	  "From: A. Lee <Ann@Example.org>\n" DATE ID "\n", true },
	{ "the zone in which an instant is told", ANN DATE ID "\n",
	  ANN "Date: 2 Mar 2026 08:00 GMT\n" ID "\n", true },
	{ "the subject, which lists change", ANN DATE ID TEA "\n",
	  ANN DATE ID "Subject: [tea] Tea\n\n", true },
	{ "the recipients, which differ by copy", ANN DATE ID BO "\n",
	  ANN DATE ID "Bcc: cy@example.net\n\n", true },
	{ "the id", ANN DATE ID "\n",
	  ANN DATE "Message-ID: <m2@example.org>\n\n", false },
	{ "the sender, of a reused id", ANN DATE ID "\n",
	  "From: eve@example.net\n" DATE ID "\n", false },
	{ "the instant, of a reused id", ANN DATE ID "\n",
	  ANN "Date: Mon, 02 Mar 2026 09:00:01 +0100\n" ID "\n", false },
	{ "a date that is missing", ANN DATE ID "\n", ANN ID "\n", false },
	{ "without an id: refolded", ANN BO DATE TEA "\n",
	  "From: Ann\n\t<ann@example.org>\nTo: Bo\n <bo@example.com>\n" DATE
	  "Subject:  Tea\n\n",
	  true },
	{ "without an id: the subject", ANN BO DATE TEA "\n",
	  ANN BO DATE "Subject: Coffee\n\n", false },
	{ "without an id: the recipients", ANN BO DATE TEA "\n",
	  ANN "Cc: Bo <bo@example.com>\n" DATE TEA "\n", false },
	{ "without an id: the parent", ANN BO DATE TEA "\n",
	  ANN BO DATE TEA "In-Reply-To: <p@example.org>\n\n", false },
	{ "an id that is empty is none", ANN BO DATE TEA "\n",
	  ANN BO DATE TEA "Message-ID: <>\n\n", true },
	{ "fields do not run into each other", "Subject: ab\n\n",
	  "From: a\nSubject: b\n\n", false },
};

static void test_pairs(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
		guint64 one = key_of(message, pairs[i].one);
		guint64 other = key_of(message, pairs[i].other);

		g_test_message("%s", pairs[i].what);
		g_assert_cmpint(one == other, ==, pairs[i].same);
		g_assert_cmpuint(one, >, 0);
		g_assert_cmpuint(one, <=, G_MAXINT64);
	}
}

/* Every fact counts, and nothing else: the same bytes, the same hash. */
static void test_content(void)
{
	static const char *const blocks[] = {
		ANN BO DATE ID TEA "\n",
		ANN BO DATE ID "\n",
		ANN BO DATE ID "Subject: Te\n\n",
		ANN DATE ID TEA "\n",
		ANN "Cc: Bo <bo@example.com>\n" DATE ID TEA "\n",
		ANN "To: bo@example.com\n" DATE ID TEA "\n",
		ANN BO DATE ID TEA "In-Reply-To: <a@b>\n\n",
		ANN BO DATE ID TEA "References: <a@b>\n\n",
		ANN BO DATE ID TEA "List-Id: <a>\n\n",
		ANN BO DATE ID TEA "Authentication-Results: x\n\n",
		ANN BO DATE ID TEA "Auto-Submitted: auto-replied\n\n",
		ANN BO "Date: 2 Mar 2026 08:00 +0000\n" ID TEA "\n",
	};
	g_autoptr(parse_message) message = parse_message_new();
	guint64 contents[G_N_ELEMENTS(blocks)];

	for (gsize i = 0; i < G_N_ELEMENTS(blocks); i++) {
		key_of(message, blocks[i]);
		contents[i] = message->content;
		g_assert_cmpuint(message->content, <=, G_MAXINT64);
		for (gsize j = 0; j < i; j++)
			g_assert_cmpuint(contents[i], !=, contents[j]);
	}
	key_of(message, "Received: by y\n" ANN BO DATE ID TEA "\nbody\n");
	g_assert_cmpuint(message->content, ==, contents[0]);
	parse_message_body(message, blocks[0], strlen(blocks[0]));
	g_assert_cmpuint(message->content, !=, contents[0]);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/key/stored", test_stored);
	g_test_add_func("/parse/key/pairs", test_pairs);
	g_test_add_func("/parse/key/content", test_content);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
