/* Which addresses are the user's own. */
#include "agent/derive/identities.h"

static void check(const char *own, const char *address, gboolean wanted)
{
	g_auto(GStrv) list = g_strsplit(own, ";", -1);
	g_autoptr(identities) identities =
	    identities_new((const char *const *)list);

	if (identities_have(identities, address) == wanted)
		return;
	g_test_message("'%s' among '%s'", address, own);
	g_test_fail();
}

struct row {
	const char *own, *address;
	gboolean wanted;
};

static void check_all(const struct row *rows, gsize n)
{
	for (gsize i = 0; i < n; i++)
		check(rows[i].own, rows[i].address, rows[i].wanted);
}

static void test_plain(void)
{
	static const struct row rows[] = {
		{ "ada@example.org", "ada@example.org", TRUE },
		{ "Ada@Example.ORG", "ada@example.org", TRUE },
		{ "ÄDA@example.org", "äda@example.org", TRUE },
		{ "ada@example.org", "bert@example.org", FALSE },
		{ "ada@example.org", "ada@example.com", FALSE },
		{ "ada@example.org", "ada@example.org.example.net", FALSE },
		{ "ada@example.org", "", FALSE },
		{ "ada@example.org", "ada", FALSE },
		{ "ada@example.org", "@example.org", FALSE },
		{ "a@example.org;b@example.org", "b@example.org", TRUE },
		{ "", "ada@example.org", FALSE },
		/* Dots are only Google's to drop. */
		{ "ada.marsh@example.org", "adamarsh@example.org", FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

static void test_tags(void)
{
	static const struct row rows[] = {
		{ "ada@example.org", "ada+shop@example.org", TRUE },
		{ "ada@example.org", "ada+shop+2@example.org", TRUE },
		{ "ada@example.org", "ada+@example.org", TRUE },
		{ "ada.m@example.org", "ada.m+x@example.org", TRUE },
		{ "adam@example.org", "ada.m+x@example.org", FALSE },
		{ "ada@example.org", "ada+shop@example.com", FALSE },
		{ "ada@example.org", "+ada@example.org", FALSE },
		{ "ada@example.org", "adam+a@example.org", FALSE },
		{ "ada@example.org", "x+ada@example.org", FALSE },
		/* A configured tag stays one. */
		{ "ada+work@example.org", "ada+work@example.org", TRUE },
		{ "ada+work@example.org", "ada@example.org", FALSE },
		{ "ada+work@example.org", "ada+home@example.org", FALSE },
		/* A plus in a domain is none of it. */
		{ "ada@example.org", "ada@exa+mple.org", FALSE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

static void test_google(void)
{
	static const struct row rows[] = {
		{ "ada.marsh@gmail.com", "adamarsh@gmail.com", TRUE },
		{ "adamarsh@gmail.com", "a.d.a.marsh@gmail.com", TRUE },
		{ "adamarsh@gmail.com", "adamarsh@googlemail.com", TRUE },
		{ "Ada.Marsh@GoogleMail.com", "ada.marsh@gmail.com", TRUE },
		{ "adamarsh@gmail.com", "ada.marsh+shop@googlemail.com", TRUE },
		{ "ada.marsh@gmail.com", "ada.marsh@example.org", FALSE },
		{ "ada.marsh@gmail.com", "adamarsh@mail.gmail.com", FALSE },
		{ "ada.marsh@gmail.com", "ada.marsh@notgmail.com", FALSE },
		{ "ada.marsh@gmail.com", "bert@gmail.com", FALSE },
		{ "ada+work@gmail.com", "ada@gmail.com", FALSE },
		{ "ada+work@gmail.com", "ada+work@gmail.com", TRUE },
	};

	check_all(rows, G_N_ELEMENTS(rows));
}

static void test_none(void)
{
	g_autoptr(identities) identities = identities_new(NULL);

	g_assert_false(identities_have(identities, "ada@example.org"));
	g_assert_false(identities_have(identities, ""));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/identities/plain", test_plain);
	g_test_add_func("/identities/tags", test_tags);
	g_test_add_func("/identities/google", test_google);
	g_test_add_func("/identities/none", test_none);
	return g_test_run();
}
