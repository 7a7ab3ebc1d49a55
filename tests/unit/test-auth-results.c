/* What a server says of a sender, and what it does not. */
#include <string.h>

#include "agent/letters/auth_results.h"

#define SERVER "mx.example.org"
#define ME "me@example.org"

static const struct row {
	const char *field;
	gboolean pass;
} rows[] = {
	{ "mx.example.org; dmarc=pass header.from=example.org", TRUE },
	{ "MX.Example.ORG; DMARC=Pass header.from=Example.Org", TRUE },
	{ "mx.example.org 1; dmarc=pass header.from=example.org", TRUE },
	{ "mx.example.org (a comment; dmarc=fail) ; dmarc = pass (p=none "
	  "dis=none) header.from=example.org;",
	  TRUE },
	{ "mx.example.org; spf=pass smtp.mailfrom=me@example.org; dkim=pass "
	  "header.d=example.org header.s=s1 header.b=\"abc=\"; dmarc=pass "
	  "policy.dmarc=none header.from=example.org",
	  TRUE },
	{ "mx.example.org; dkim=pass header.i=@example.org header.b=aGk=; "
	  "dmarc=pass header.from=example.org",
	  TRUE },
	{ "mx.example.org; dmarc=pass header.from=me@example.org", TRUE },
	{ "mx.example.org; dmarc=pass header.from=\"example.org\"", TRUE },
	{ "mx.example.org; dmarc/1=pass header.from=example.org", TRUE },
	{ "mx.example.org; dmarc=pass header.from=example.org "
	  "header.d=example.org",
	  TRUE },
	{ "mx.example.org; dmarc=pass header.from=example.org "
	  "header.d=mail.example.org",
	  TRUE },
	/* Another server, or none. */
	{ "mx.example.com; dmarc=pass header.from=example.org", FALSE },
	{ "evil.mx.example.org; dmarc=pass header.from=example.org", FALSE },
	{ "mx.example.org.evil.example; dmarc=pass header.from=example.org",
	  FALSE },
	{ "(mx.example.org) evil.example; dmarc=pass header.from=example.org",
	  FALSE },
	{ "spf=pass; dmarc=pass header.from=example.org", FALSE },
	{ "; dmarc=pass header.from=example.org", FALSE },
	{ "", FALSE },
	/* Another version of the syntax says who knows what. */
	{ "mx.example.org 2; dmarc=pass header.from=example.org", FALSE },
	/* Another result, another sender, or two of them. */
	{ "mx.example.org; none", FALSE },
	{ "mx.example.org; dmarc=fail header.from=example.org", FALSE },
	{ "mx.example.org; dmarc=passing header.from=example.org", FALSE },
	{ "mx.example.org; dmarc=none header.from=example.org", FALSE },
	{ "mx.example.org; spf=pass smtp.mailfrom=example.org", FALSE },
	{ "mx.example.org; x-dmarc=pass header.from=example.org", FALSE },
	{ "mx.example.org; dkim=pass header.from=example.org", FALSE },
	{ "mx.example.org; dmarc=pass", FALSE },
	{ "mx.example.org; dmarc=pass header.from=evil.example", FALSE },
	{ "mx.example.org; dmarc=pass header.from=example.org.evil.example",
	  FALSE },
	{ "mx.example.org; dmarc=pass header.from=notme@example.org", FALSE },
	{ "mx.example.org; dmarc=pass header.from=example.org "
	  "header.d=evil.example",
	  FALSE },
	{ "mx.example.org; dmarc=pass header.from=evil.example "
	  "header.from=example.org",
	  FALSE },
	{ "mx.example.org; dmarc=pass header.from=example.org; dmarc=fail "
	  "header.from=example.org",
	  FALSE },
	{ "mx.example.org; dmarc=fail header.from=evil.example; dmarc=pass "
	  "header.from=example.org",
	  FALSE },
	/* In a comment or a quoted string it says nothing. */
	{ "mx.example.org; (dmarc=pass header.from=example.org)", FALSE },
	{ "mx.example.org; spf=fail reason=\"; dmarc=pass "
	  "header.from=example.org\"",
	  FALSE },
	{ "mx.example.org; spf=fail (\\); dmarc=pass header.from=example.org",
	  FALSE },
	{ "mx.example.org; spf=fail (((; dmarc=pass header.from=example.org",
	  FALSE },
	/* What breaks off is believed in nothing. */
	{ "mx.example.org; dmarc=pass header.from=example.org; spf=", FALSE },
	{ "mx.example.org; dmarc=pass header.from=example.org (", FALSE },
	{ "mx.example.org; dmarc=pass header.from=\"example.org", FALSE },
	{ "mx.example.org; dmarc=pass header.from=example.org; what is this",
	  FALSE },
};

static void test_rows(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_test_message("%s", rows[i].field);
		g_assert_cmpint(auth_results_pass(rows[i].field, SERVER, ME),
				==, rows[i].pass);
	}
}

static void test_settings(void)
{
	static const char field[] =
	    "mx.example.org; dmarc=pass header.from=example.org";

	/* Nobody is trusted unless the user says whom. */
	g_assert_false(auth_results_pass(field, "", ME));
	g_assert_false(
	    auth_results_pass("; dmarc=pass header.from=example.org", "", ME));
	g_assert_true(auth_results_pass(field, "MX.example.org", ME));
	g_assert_true(auth_results_pass(field, SERVER, "ME@Example.Org"));
	g_assert_false(auth_results_pass(field, SERVER, "me@example.com"));
	g_assert_false(auth_results_pass(field, SERVER, "me"));
	g_assert_false(auth_results_pass(field, SERVER, ""));
}

/* Cut at its cap, "header.from=example.org" may have been longer. */
static void test_cut(void)
{
	g_autoptr(GString) field = g_string_new("mx.example.org; spf=fail (");

	while (field->len < AUTH_RESULTS_MAX)
		g_string_append_c(field, 'x');
	g_string_append(field, "); dmarc=pass header.from=example.org");
	g_assert_false(auth_results_pass(field->str, SERVER, ME));
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/auth-results/rows", test_rows);
	g_test_add_func("/auth-results/settings", test_settings);
	g_test_add_func("/auth-results/cut", test_cut);
	return g_test_run();
}
