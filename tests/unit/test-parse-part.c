/* The parts of a message, and what they encode. */
#include <string.h>

#include "parse/part.h"
#include "parse/warm.h"

#define MULTI "Content-Type: multipart/mixed; boundary=b\n\n"

static const struct {
	const char *what;
	const char *message;
	const char *parts[5]; /* "type|decoded" */
} messages[] = {
	{ "plain", "Subject: x\n\nbody\n", { "text/plain|body\n" } },
	{ "empty", "", { "text/plain|" } },
	{ "base64",
	  "Content-Type: Text/HTML\nContent-Transfer-Encoding: BASE64\n\n"
	  "aGVs\nbG8=\n",
	  { "text/html|hello" } },
	{ "quoted-printable",
	  "Content-Transfer-Encoding: Quoted-Printable (x)\n\na=3Db=\nc\n",
	  { "text/plain|a=bc\n" } },
	{ "unknown encoding",
	  "Content-Transfer-Encoding: x\n\na=3D\n",
	  { "text/plain|a=3D\n" } },
	{ "two parts",
	  MULTI "preamble\n--b\n\none\n--b\nContent-Type: a/b\n\ntwo\n--b--\n"
		"epilogue\n--b\n\nno\n",
	  { "text/plain|one", "a/b|two" } },
	{ "CRLF",
	  "Content-Type: multipart/mixed;\r\n boundary=\"b\"\r\n\r\n"
	  "--b\r\n\r\none\r\n--b--\r\n",
	  { "text/plain|one" } },
	{ "not closed",
	  MULTI "--b\n\none\n--b\n\ntwo",
	  { "text/plain|one", "text/plain|two" } },
	{ "no part", MULTI "text\n", { "multipart/mixed|text\n" } },
	{ "no boundary",
	  "Content-Type: multipart/mixed\n\n--b\n\nx\n",
	  { "multipart/mixed|--b\n\nx\n" } },
	{ "an empty boundary",
	  "Content-Type: multipart/mixed; boundary=\"\"\n\n--\n\nx\n",
	  { "multipart/mixed|--\n\nx\n" } },
	{ "nested",
	  MULTI "--b\nContent-Type: multipart/alternative; boundary=bb\n\n"
		"--bb\n\none\n--bb\n\ntwo\n--bb--\n--b\n\nthree\n--b--\n",
	  { "text/plain|one", "text/plain|two", "text/plain|three" } },
	{ "an inner one not closed",
	  MULTI "--b\nContent-Type: multipart/alternative; boundary=c\n\n"
		"--c\n\none\n--b\n\ntwo\n--b--\n",
	  { "text/plain|one", "text/plain|two" } },
	{ "a boundary that only begins alike",
	  MULTI "--b\n\n--bb\n--b--\n",
	  { "text/plain|--bb" } },
	{ "blanks behind a boundary",
	  MULTI "--b \t\n\none\n--b-- \n",
	  { "text/plain|one" } },
	{ "enclosed messages are not entered",
	  MULTI "--b\nContent-Type: message/rfc822\n\n" MULTI "--x\n--b--\n",
	  { "message/rfc822|" MULTI "--x" } },
	{ "a part without a header",
	  MULTI "--b\nA: 1\n--b--\n",
	  { "text/plain|" } },
};

static void test_messages(void)
{
	g_autoptr(GString) text = g_string_new(NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(messages); i++) {
		struct parse_parts parts;
		struct parse_part part;
		gsize n = 0;

		g_test_message("%s", messages[i].what);
		parse_parts_init(&parts, messages[i].message,
				 strlen(messages[i].message));
		while (parse_parts_next(&parts, &part)) {
			g_autofree char *got = NULL;

			parse_part_decode(&part, text);
			got = g_strdup_printf("%s|%s", part.type, text->str);
			g_assert_cmpstr(got, ==, messages[i].parts[n]);
			n++;
		}
		g_assert_null(messages[i].parts[n]);
	}
}

static void test_bounds(void)
{
	g_autoptr(GString) message = g_string_new(MULTI);
	struct parse_parts parts;
	struct parse_part part;
	guint n = 0;

	for (guint i = 0; i < 5000; i++)
		g_string_append(message, "--b\n\nx\n");
	parse_parts_init(&parts, message->str, message->len);
	while (parse_parts_next(&parts, &part))
		n++;
	/* The multipart itself is one of those that were looked at. */
	g_assert_cmpuint(n, ==, PARSE_PART_MAX - 1);

	g_string_truncate(message, 0);
	for (guint i = 0; i < 1000; i++)
		g_string_append_printf(
		    message,
		    "Content-Type: multipart/mixed; boundary=b%u\n\n--b%u\n", i,
		    i);
	parse_parts_init(&parts, message->str, message->len);
	g_assert_true(parse_parts_next(&parts, &part));
	g_assert_cmpstr(part.type, ==, "multipart/mixed");
	g_assert_false(parse_parts_next(&parts, &part));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/part/messages", test_messages);
	g_test_add_func("/parse/part/bounds", test_bounds);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
