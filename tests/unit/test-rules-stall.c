/* The table of rules. */
#include "agent/rules/stall.h"
#include "tests/unit/touches.h"

/* It is in the order of the reasons, and named like them. */
static void test_table(void)
{
	enum reason last = REASON_NONE;

	for (guint i = 0; stall_rules[i] != NULL; i++) {
		g_assert_cmpint(stall_rules[i]->reason, >=, last);
		g_assert_cmpstr(stall_rules[i]->name, ==,
				reason_name(stall_rules[i]->reason));
		g_assert_cmpstr(stall_rules[i]->summary, !=, "");
		last = stall_rules[i]->reason;
	}
	g_assert_cmpint(last, !=, REASON_NONE);
}

int main(int argc, char **argv)
{
	g_test_init(&argc, &argv, NULL);
	g_test_add_func("/rules/stall/table", test_table);
	return g_test_run();
}
