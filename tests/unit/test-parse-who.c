/* Who wrote invented mail, and whose domain it came from. */
#include <string.h>

#include "parse/message.h"
#include "parse/warm.h"
#include "parse/who.h"

static const struct {
	const char *header;
	enum parse_who_why why;
	const char *name;
	const char *address;
	bool role;
} people[] = {
	{ "From: Ann Lee <ann@example.org>", PARSE_WHO_FROM, "Ann Lee",
	  "ann@example.org", false },
	{ "From: Ann Lee <ann@example.org>\nReply-To: Bo <bo@example.net>",
	  PARSE_WHO_FROM, "Ann Lee", "ann@example.org", false },
	{ "From: Ann Lee <ann@example.org>\nSender: desk@example.org\n"
	  "Resent-From: Bo <bo@example.net>",
	  PARSE_WHO_FROM, "Ann Lee", "ann@example.org", false },
	{ "From: Info <info@example.org>", PARSE_WHO_FROM, "Info",
	  "info@example.org", true },
	/* Rewritten by lists. */
	{ "From: Ann Lee via Talk <talk@lists.example.org>\n"
	  "Reply-To: Ann Lee <ann@example.org>",
	  PARSE_WHO_VIA, "Ann Lee", "ann@example.org", false },
	{ "From: 'Ann Lee' via Talk <talk@lists.example.org>\n"
	  "Reply-To: Talk <talk@lists.example.org>, Ann <ann@example.org>\n"
	  "To: talk@lists.example.org",
	  PARSE_WHO_VIA, "Ann Lee", "ann@example.org", false },
	{ "From: Ann Lee via Talk <talk-bounces@lists.example.org>\n"
	  "Reply-To: talk@lists.example.org\nTo: talk@lists.example.org\n"
	  "Cc: Bo <bo@example.net>, Ann Lee <al@example.org>",
	  PARSE_WHO_VIA, "Ann Lee", "al@example.org", false },
	{ "From: \"Ann Lee (via Talk)\" <talk@lists.example.org>\n"
	  "Reply-To: talk@lists.example.org\nTo: talk@lists.example.org",
	  PARSE_WHO_VIA, "Ann Lee", "", false },
	{ "From: =?utf-8?q?Ann_Lee_=C3=BCber_Talk?= <talk@example.org>\n"
	  "Reply-To: ann@example.org",
	  PARSE_WHO_VIA, "Ann Lee", "ann@example.org", false },
	{ "From: Ann Lee via Talk <talk-bounces@lists.example.org>\n"
	  "Reply-To: desk@lists.example.org, a.l@example.org\n"
	  "To: desk@lists.example.org",
	  PARSE_WHO_VIA, "Ann Lee", "a.l@example.org", false },
	{ "From: Ann Lee via Net <no-reply@net.example.com>\n"
	  "Reply-To: no-reply@net.example.com",
	  PARSE_WHO_VIA, "Ann Lee", "", false },
	/* A web site's form. */
	{ "From: Shop <no-reply@shop.example.org>\n"
	  "Reply-To: Ann Lee <ann@example.org>",
	  PARSE_WHO_REPLY_TO, "Ann Lee", "ann@example.org", false },
	{ "From: Shop <no-reply@shop.example.org>\n"
	  "Reply-To: support@shop.example.org",
	  PARSE_WHO_FROM, "Shop", "no-reply@shop.example.org", false },
	/* Less than it should. */
	{ "Sender: Ann <ann@example.org>", PARSE_WHO_SENDER, "Ann",
	  "ann@example.org", false },
	{ "From: nobody at all", PARSE_WHO_NOBODY, "", "", false },
	{ "From: via Talk <talk@example.org>", PARSE_WHO_FROM, "via Talk",
	  "talk@example.org", false },
	{ "From: Olivia Ek <o@example.org>", PARSE_WHO_FROM, "Olivia Ek",
	  "o@example.org", false },
};

static void test_people(void)
{
	g_autoptr(parse_message) message = parse_message_new();

	for (gsize i = 0; i < G_N_ELEMENTS(people); i++) {
		g_autofree char *block =
		    g_strdup_printf("%s\n\n", people[i].header);
		struct parse_who who;

		g_test_message("%s", block);
		parse_message_headers(message, block, strlen(block));
		parse_who_read(message, &who);
		g_assert_cmpint(who.why, ==, people[i].why);
		g_assert_cmpstr(who.name, ==, people[i].name);
		g_assert_cmpstr(who.address, ==, people[i].address);
		g_assert_cmpint(who.role, ==, people[i].role);
	}
}

static void test_roles(void)
{
	g_assert_true(parse_who_is_role("Info@example.org"));
	g_assert_true(parse_who_is_role("customer-service@example.org"));
	g_assert_true(parse_who_is_role("sales+web@example.org"));
	g_assert_true(parse_who_is_role("poststelle@example.org"));
	g_assert_false(parse_who_is_role("ann@example.org"));
	g_assert_false(parse_who_is_role("infoman@example.org"));
	g_assert_false(parse_who_is_role(""));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	parse_init();
	g_test_add_func("/parse/who/people", test_people);
	g_test_add_func("/parse/who/roles", test_roles);
	int result = g_test_run();
	parse_shutdown();
	return result;
}
