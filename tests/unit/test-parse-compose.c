/* Letters: what they look like, and that nothing slips into a header. */
#include <string.h>

#include "parse/compose.h"
#include "parse/message.h"
#include "parse/part.h"
#include "parse/warm.h"

static const struct parse_letter digest = {
	.from = "tend@example.org",
	.from_name = "tend",
	.to = "Ann Lee <ann@example.org>",
	.subject = "Three people wait for you",
	.message_id = "d1@example.org",
	.label = "digest 2026-03-02",
	.boundary = "=_tend_1",
	.date = 1772438400,
	.zone = 60,
	.text = "Bo Yi\nSince Monday.\n",
	.html = "<p>Bo Yi</p>\n",
};

static const char digest_bytes[] =
    "Date: Mon, 02 Mar 2026 09:00:00 +0100\r\n"
    "From: tend <tend@example.org>\r\n"
    "Subject: Three people wait for you\r\n"
    "To: Ann Lee <ann@example.org>\r\n"
    "Message-ID: <d1@example.org>\r\n"
    "X-Tend-Letter: digest 2026-03-02\r\n"
    "Auto-Submitted: auto-generated\r\n"
    "MIME-Version: 1.0\r\n"
    "Content-Type: multipart/alternative; boundary=\"=_tend_1\"\r\n"
    "\r\n"
    "--=_tend_1\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "Bo Yi\r\nSince Monday.\r\n"
    "\r\n"
    "--=_tend_1\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n"
    "\r\n"
    "<p>Bo Yi</p>\r\n"
    "\r\n"
    "--=_tend_1--\r\n";

static char *compose(const struct parse_letter *letter)
{
	g_autoptr(GBytes) bytes = parse_compose(letter);
	gsize length;
	const char *data = g_bytes_get_data(bytes, &length);

	g_assert_null(memchr(data, '\0', length));
	return g_strndup(data, length);
}

static void test_bytes(void)
{
	g_autofree char *once = compose(&digest);
	g_autofree char *again = compose(&digest);

	g_assert_cmpstr(once, ==, digest_bytes);
	g_assert_cmpstr(again, ==, digest_bytes);
}

/* Only CRLF, nothing but ASCII, no line that a server could refuse. */
static void check_form(const char *bytes)
{
	gsize line = 0;

	for (const char *p = bytes; *p; p++) {
		g_assert_cmpuint((guchar)*p, <, 0x80);
		if (*p == '\n') {
			g_assert_true(p > bytes && p[-1] == '\r');
			line = 0;
		} else {
			g_assert_true(*p != '\r' || p[1] == '\n');
			g_assert_cmpuint(++line, <=, 998);
		}
	}
}

static void test_round_trip(void)
{
	struct parse_letter letter = digest;
	g_autoptr(parse_message) message = parse_message_new();
	g_autofree char *bytes = NULL;
	const struct parse_address *address;

	letter.from_name = "\303\204nn \"Q\" L\303\251";
	letter.to = "\"Yi, B\303\266\" <bo@example.com>, .cy@example.net";
	letter.subject = "Gr\303\274\303\237e \342\200\224 drei warten, und "
			 "das ist eine lange Zeile, die gefaltet werden muss";
	letter.in_reply_to = "p1@example.org";
	letter.references = "p0@example.org p1@example.org";
	letter.html = NULL;
	letter.zone = -210;
	bytes = compose(&letter);
	check_form(bytes);

	parse_message_headers(message, bytes, strlen(bytes));
	g_assert_cmpstr(message->subject, ==, letter.subject);
	g_assert_cmpint(message->date, ==, letter.date);
	g_assert_cmpint(message->zone, ==, letter.zone);
	g_assert_cmpstr(message->message_id, ==, letter.message_id);
	g_assert_cmpstr(message->in_reply_to->pdata[0], ==, "p1@example.org");
	g_assert_cmpuint(message->references->len, ==, 2);
	g_assert_cmpint(message->kind, ==, PARSE_KIND_NOTIFICATION);
	g_assert_cmpuint(message->addresses->len, ==, 3);
	address = &g_array_index(message->addresses, struct parse_address, 0);
	g_assert_cmpstr(address->name, ==, letter.from_name);
	address++;
	g_assert_cmpstr(address->name, ==, "Yi, B\303\266");
	address++;
	g_assert_cmpstr(address->address, ==, ".cy@example.net");
}

/* Texts come back as they were, whatever is in them. */
static void test_texts(void)
{
	static const char *const texts[] = {
		"plain\n",
		"",
		"no line end",
		"Gr\303\274\303\237e = \342\202\254\n\n  \n. dot\nFrom me\n",
		"--=_tend_1\n--=_tend_1--\n",
		"tab\tand trailing blank \n",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
		struct parse_letter letter = digest;
		g_autoptr(GString) decoded = g_string_new(NULL);
		g_autofree char *bytes = NULL;
		g_auto(GStrv) lines = NULL;
		g_autofree char *plain = NULL;
		struct parse_parts parts;
		struct parse_part part;

		letter.text = texts[i];
		letter.html = NULL;
		bytes = compose(&letter);
		check_form(bytes);
		parse_parts_init(&parts, bytes, strlen(bytes));
		g_assert_true(parse_parts_next(&parts, &part));
		parse_part_decode(&part, decoded);
		lines = g_strsplit(decoded->str, "\r\n", -1);
		plain = g_strjoinv("\n", lines);
		g_assert_true(g_str_has_prefix(plain, texts[i]));
		g_assert_cmpuint(strlen(plain) - strlen(texts[i]), <=, 1);
	}
}

/* What a stranger may have put where tend takes words from. */
static const char *const attacks[] = {
	"x\r\nBcc: eve@example.net",
	"x\nBcc: eve@example.net\n\nbody",
	"x\rBcc: eve@example.net",
	"x\r\n\r\nBcc: eve@example.net",
	"x\n Bcc: eve@example.net",
	"=?utf-8?q?x=0D=0ABcc:_eve@example.net?=",
	"=?utf-8?b?eA0KQmNjOiBldmVAZXhhbXBsZS5uZXQ=?=",
	"x\342\200\250Bcc: eve@example.net",
	"x\302\205Bcc: eve@example.net",
	"x\v\fBcc: eve@example.net",
	"x\" <eve@example.net>, \"y",
	"x>\r\nBcc: <eve@example.net",
	"x\033]0;title\007",
	"\377\376\200",
	"x\\",
	"(((((",
	"=_\r\n--x",
};

static const char *const fields[] = {
	"Date",		"From",		 "Subject",
	"To",		"Message-ID",	 "In-Reply-To",
	"References",	"X-Tend-Letter", "Auto-Submitted",
	"MIME-Version", "Content-Type",	 "Content-Transfer-Encoding",
};

static bool is_expected(const struct parse_field *field)
{
	for (gsize i = 0; i < G_N_ELEMENTS(fields); i++) {
		if (strlen(fields[i]) == field->name_length &&
		    !strncmp(fields[i], field->name, field->name_length))
			return true;
	}
	return false;
}

static void check_header(const char *bytes)
{
	struct parse_splitter splitter;
	struct parse_field field;
	guint n = 0;

	check_form(bytes);
	parse_splitter_init(&splitter, bytes, strlen(bytes));
	while (parse_splitter_next(&splitter, &field)) {
		g_assert_true(is_expected(&field));
		n++;
	}
	g_assert_cmpuint(n, <=, G_N_ELEMENTS(fields));
}

static void test_injection(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(attacks); i++) {
		struct parse_letter letters[10];

		for (gsize j = 0; j < G_N_ELEMENTS(letters); j++)
			letters[j] = digest;
		letters[0].from = attacks[i];
		letters[1].from_name = attacks[i];
		letters[2].to = attacks[i];
		letters[3].subject = attacks[i];
		letters[4].message_id = attacks[i];
		letters[5].in_reply_to = attacks[i];
		letters[6].references = attacks[i];
		letters[7].boundary = attacks[i];
		letters[9].label = attacks[i];
		letters[8].text = letters[8].html = attacks[i];
		for (gsize j = 0; j < G_N_ELEMENTS(letters); j++) {
			g_autofree char *bytes = compose(&letters[j]);
			g_autoptr(parse_message) message = parse_message_new();

			check_header(bytes);
			parse_message_headers(message, bytes, strlen(bytes));
			for (guint k = 0; k < message->addresses->len; k++)
				g_assert_cmpint(
				    g_array_index(message->addresses,
						  struct parse_address, k)
					.role,
				    !=, PARSE_ROLE_BCC);
		}
	}
}

/* Nothing but what is encoded here is decoded by who reads it. */
static void test_encoded_words(void)
{
	static const char *const subjects[] = {
		"=?utf-8?q?You_owe_me?=",
		"Re: =?utf-8?b?WW91IG93ZSBtZQ==?= and more",
		"=?utf-8?q?x=0D=0ABcc:_eve@example.net?=",
		"a =?x",
		"Gr\303\274\303\237e =?utf-8?q?Eve?=",
		"=?utf-8?q?half",
	};

	for (gsize i = 0; i < G_N_ELEMENTS(subjects); i++) {
		g_autoptr(parse_message) message = parse_message_new();
		struct parse_letter letter = digest;
		g_autoptr(GString) shown = g_string_new(subjects[i]);
		g_autofree char *bytes = NULL;

		g_string_replace(shown, "=?", "= ?", 0);
		letter.subject = letter.from_name = subjects[i];
		bytes = compose(&letter);
		check_header(bytes);
		parse_message_headers(message, bytes, strlen(bytes));
		g_assert_cmpstr(message->subject, ==, shown->str);
		g_assert_cmpstr(
		    g_array_index(message->addresses, struct parse_address, 0)
			.name,
		    ==, shown->str);
	}
}

/* Nothing in a draft tells who wrote it. */
static void test_draft(void)
{
	struct parse_letter letter = digest;
	g_autofree char *bytes = NULL;

	letter.draft = true;
	letter.label = NULL;
	letter.html = NULL;
	letter.from = "max@example.org";
	letter.from_name = "Max Muster";
	letter.message_id = "4f1c@example.org";
	letter.in_reply_to = "q@example.com";
	letter.references = "p@example.com q@example.com";
	bytes = compose(&letter);
	g_assert_cmpstr(bytes, ==,
			"Date: Mon, 02 Mar 2026 09:00:00 +0100\r\n"
			"From: Max Muster <max@example.org>\r\n"
			"Subject: Three people wait for you\r\n"
			"To: Ann Lee <ann@example.org>\r\n"
			"Message-ID: <4f1c@example.org>\r\n"
			"In-Reply-To: <q@example.com>\r\n"
			"References: <p@example.com> <q@example.com>\r\n"
			"MIME-Version: 1.0\r\n"
			"Content-Type: text/plain; charset=utf-8\r\n"
			"Content-Transfer-Encoding: quoted-printable\r\n"
			"\r\n"
			"Bo Yi\r\nSince Monday.\r\n");
}

/* With nothing in it, it is still a message. */
static void test_empty(void)
{
	static const struct parse_letter nothing = { .html = "x" };
	g_autofree char *bytes = compose(&nothing);

	check_header(bytes);
	g_assert_nonnull(strstr(bytes, "boundary=\"=_tend\"\r\n"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/compose/bytes", test_bytes);
	g_test_add_func("/parse/compose/round-trip", test_round_trip);
	g_test_add_func("/parse/compose/texts", test_texts);
	g_test_add_func("/parse/compose/injection", test_injection);
	g_test_add_func("/parse/compose/encoded-words", test_encoded_words);
	g_test_add_func("/parse/compose/draft", test_draft);
	g_test_add_func("/parse/compose/empty", test_empty);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
