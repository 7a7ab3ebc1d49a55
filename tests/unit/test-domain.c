/* Which organisation an address belongs to. */
#include "agent/judge/domain.h"

#include <string.h>

static const struct {
	const char *address;
	const char *domain; /* NULL for none */
} domains[] = {
	{ "ann@example.org", "example.org" },
	{ "ann@mail.shop.example.org", "example.org" },
	{ "mail.example.co.uk", "example.co.uk" },
	{ "ann@Example.Co.UK.", "example.co.uk" },
	{ "ann@a.b.example.com.au", "example.com.au" },
	{ "ann@b\303\274cher.example.de", "example.de" },
	{ "ann@b\303\274cher.example", "b\303\274cher.example" },
	{ "ann@B\303\234CHER.example", "b\303\274cher.example" },
	{ "ann@xn--bcher-kva.example", "b\303\274cher.example" },
	{ "\"ann@example.net\"@example.org", "example.org" },
	{ "ann@ann.github.io", "ann.github.io" },
	{ "ann@co.uk", NULL },
	{ "ann@localhost", NULL },
	{ "ann@192.0.2.1", NULL },
	{ "ann@[192.0.2.1]", NULL },
	{ "ann@", NULL },
	{ "ann@.", NULL },
	{ "", NULL },
	{ "ann@.example.org", NULL },
	{ "ann@a..example.org", NULL },
	{ "ann@\377.example.org", NULL },
};

static void test_registrable(void)
{
	g_autofree char *label = g_strnfill(600, 'a');
	g_autofree char *endless = g_strconcat(label, ".example.org", NULL);

	for (gsize i = 0; i < G_N_ELEMENTS(domains); i++) {
		g_autofree char *domain =
		    domain_registrable(domains[i].address);

		g_test_message("%s", domains[i].address);
		g_assert_cmpstr(domain, ==, domains[i].domain);
	}
	g_assert_null(domain_registrable(endless));
}

static const struct {
	const char *address;
	const char *organisation; /* NULL for none */
} organisations[] = {
	{ "ann@mail.example.co.uk", "example.co.uk" },
	{ "ann@gmail.com", NULL },
	{ "ann@GMX.de", NULL },
	{ "ann@houston.rr.com", NULL },
	{ "ann@mail.yahoo.co.uk", NULL },
	{ "ann@notgmail.com", "notgmail.com" },
	{ "ann@gmail.com.example.org", "example.org" },
	/* The first and the last of the table. */
	{ "ann@012.net.il", NULL },
	{ "ann@zoznam.sk", NULL },
	{ "ann@localhost", NULL },
	{ "", NULL },
};

static void test_organisation(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(organisations); i++) {
		g_autofree char *organisation =
		    domain_organisation(organisations[i].address);

		g_test_message("%s", organisations[i].address);
		g_assert_cmpstr(organisation, ==,
				organisations[i].organisation);
	}
}

/* A row out of order, or that is no registered domain, is never found. */
static void test_table(void)
{
	for (gsize i = 0; domain_freemails[i]; i++) {
		const char *name = domain_freemails[i];
		g_autofree char *domain = domain_registrable(name);

		g_test_message("%s", name);
		g_assert_cmpstr(domain, ==, name);
		g_assert_true(domain_is_freemail(name));
		if (i)
			g_assert_cmpint(strcmp(domain_freemails[i - 1], name),
					<, 0);
	}
	g_assert_false(domain_is_freemail(""));
	g_assert_false(domain_is_freemail("zzz.example"));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/domain/registrable", test_registrable);
	g_test_add_func("/domain/organisation", test_organisation);
	g_test_add_func("/domain/table", test_table);
	return g_test_run();
}
