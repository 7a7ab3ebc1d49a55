/*
 * What parse/ shares with rooms that it may not include: the numbers that are
 * stored, and the fields that a server is asked for.
 */
#include <glib.h>

#include "agent/border/words.h"
#include "imap/fields.h"
#include "parse/address.h"
#include "parse/fields.h"
#include "parse/kind.h"

/* clang-format off */
static const struct {
	int ours, theirs;
} numbers[] = {
	{ PARSE_KIND_UNKNOWN, KIND_UNKNOWN },
	{ PARSE_KIND_HUMAN, KIND_HUMAN },
	{ PARSE_KIND_LIST, KIND_LIST },
	{ PARSE_KIND_NEWSLETTER, KIND_NEWSLETTER },
	{ PARSE_KIND_NOTIFICATION, KIND_NOTIFICATION },
	{ PARSE_KIND_AUTO_REPLY, KIND_AUTO_REPLY },
	{ PARSE_KIND_BOUNCE, KIND_BOUNCE },
	{ PARSE_KIND_RECEIPT, KIND_RECEIPT },
	{ PARSE_KIND_CALENDAR, KIND_CALENDAR },
	{ PARSE_KIND_REPORT, KIND_REPORT },
	{ N_PARSE_KINDS, N_KINDS },
	{ PARSE_ROLE_FROM, ADDRESS_FROM },
	{ PARSE_ROLE_SENDER, ADDRESS_SENDER },
	{ PARSE_ROLE_REPLY_TO, ADDRESS_REPLY_TO },
	{ PARSE_ROLE_TO, ADDRESS_TO },
	{ PARSE_ROLE_CC, ADDRESS_CC },
	{ PARSE_ROLE_BCC, ADDRESS_BCC },
	{ PARSE_ROLE_RESENT_FROM, ADDRESS_RESENT_FROM },
	{ PARSE_ROLE_FAILED, ADDRESS_FAILED },
	{ N_PARSE_ROLES, N_ADDRESS_ROLES },
};
/* clang-format on */

static void test_numbers(void)
{
	for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
		g_assert_cmpint(numbers[i].ours, ==, numbers[i].theirs);
}

/* Nothing is judged by that a server would not send. */
static void test_fields(void)
{
	g_auto(GStrv) asked = g_strsplit(IMAP_FIELDS, " ", -1);

	for (guint id = 0; id < N_PARSE_FIELD_IDS; id++) {
		g_autofree char *name =
		    g_ascii_strup(parse_fields_name(id), -1);

		g_test_message("%s", name);
		g_assert_true(
		    g_strv_contains((const char *const *)asked, name));
	}
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/parse/words/numbers", test_numbers);
	g_test_add_func("/parse/words/fields", test_fields);
	return g_test_run();
}
