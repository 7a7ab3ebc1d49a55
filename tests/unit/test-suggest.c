/* Who may be the user at home. */
#include "agent/suggest.h"

static const struct {
	const char *name;
	const char *surname; /* NULL for none */
} names[] = {
	{ "Max Muster", "muster" },
	{ "MAX B. MUSTER", "muster" },
	{ "Muster, Max", "muster" },
	{ "van der Muster, Max", "muster" },
	{ "Max \303\226zmuster", "\303\266zmuster" },
	{ "Max", NULL },
	{ "Max Li", NULL },
	{ "Max Muster Jr.", NULL },
	{ ", Max", NULL },
	{ "max muster@example.org", NULL },
	{ "", NULL },
};

static void test_surname(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
		g_autofree char *surname = suggest_surname(names[i].name);

		g_test_message("%s", names[i].name);
		g_assert_cmpstr(surname, ==, names[i].surname);
	}
}

static const struct {
	const char *surname, *name, *address;
	gboolean home;
} homes[] = {
	{ "muster", "Max Muster", "max@gmail.com", TRUE },
	{ "muster", "MUSTER Max", "max@gmail.com", TRUE },
	{ "muster", "", "max.muster@gmail.com", TRUE },
	{ "muster", "mmuster@gmail.com", "mmuster@gmail.com", TRUE },
	{ "muster", "", "max@muster.example", TRUE },
	{ "muster", "", "max@mail.muster-family.example", TRUE },
	{ "\303\266zmuster", "Max \303\226ZMUSTER", "m@gmail.com", TRUE },
	{ "muster", "Max Musterfrau", "max@gmail.com", FALSE },
	{ "muster", "Ann Lee", "muster@gmail.com", FALSE },
	{ "muster", "", "max@gmail.com", FALSE },
	/* Where one works is not home. */
	{ "muster", "Max Muster", "max.muster@example.org", FALSE },
	{ "muster", "Max Muster", "muster", FALSE },
};

static void test_home(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(homes); i++) {
		g_test_message("%s <%s>", homes[i].name, homes[i].address);
		g_assert_cmpint(suggest_is_home(homes[i].surname, homes[i].name,
						homes[i].address),
				==, homes[i].home);
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/suggest/surname", test_surname);
	g_test_add_func("/suggest/home", test_home);
	return g_test_run();
}
